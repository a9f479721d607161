import Testing

/// What the tests measure with; expected values are SciPy's.
@Suite struct `Statistics` {
  @Test func `agree with SciPy on chi-squared`() {
    #expect(near(chiSquare(observed: [18, 22, 29, 31], expected: [25, 25, 25, 25]), 0.2213853872))
    #expect(near(chiSquare(observed: [90, 110], expected: [100, 100]), 0.1572992071))
    #expect(near(chiSquare(observed: [130, 70], expected: [100, 100]), 2.20904970e-5))
  }

  @Test func `agree with SciPy on the normal law`() {
    #expect(near(normalCDF(-3), 0.00134989803))
    #expect(near(normalCDF(0), 0.5))
    #expect(near(normalCDF(1.96), 0.97500210485))
  }

  @Test func `agree with SciPy on Kolmogorov and Smirnov`() {
    let one = (0..<100).map { power((Double($0) + 0.5) / 100) }
    // The correction for small samples is good to about two digits.
    #expect(abs(kolmogorovSmirnov(one) { $0 } - 0.0163317) < 5e-4)
    let a = (0..<300).map { (Double($0) + 0.5) / 300 }
    let b = (0..<400).map { (Double($0) + 0.5) / 400 + 0.08 }
    #expect(abs(kolmogorovSmirnov(a, b) - 0.18472) < 0.02)
    #expect(kolmogorovSmirnov(a, a) > 0.999)
  }

  private func near(_ value: Double, _ expected: Double) -> Bool {
    abs(value - expected) < 1e-8
  }

  private func power(_ x: Double) -> Double { x * x.squareRoot() }
}
