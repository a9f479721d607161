import Testing

@testable import Evolution

@Suite struct `Every function` {
  static let functions: [(name: String, type: any BenchmarkFunction.Type)] =
    Catalog.problems.compactMap { problem in
      if case .function(let type) = problem.kind { (problem.name, type) } else { nil }
    }
  static let names = functions.map(\.name)

  func function(_ name: String) throws -> any BenchmarkFunction.Type {
    try #require(Self.functions.first { $0.name == name }).type
  }

  @Test(arguments: names, [1, 2, 10])
  func `is least at its optimum, where it is nothing`(name: String, dimension: Int) throws {
    let type = try function(name)
    let optimum = [Double](repeating: type.optimum, count: dimension)
    #expect(type.value(optimum.span) <= 1e-11)
    let random = RandomSource(seed: 1)
    for trial in 0..<200 {
      let numbers = random.numbers(dimension, of: .uniform, for: .initialization, individual: trial)
      let x = numbers.map { (2 * Double($0) - 1) * type.domain }
      #expect(type.value(x.span) > 0)
    }
    for coordinate in 0..<dimension {
      var x = optimum
      x[coordinate] += 1e-3 * type.domain
      #expect(type.value(x.span) > type.value(optimum.span))
    }
  }

  @Test(arguments: simple)
  func `has the published values`(name: String, x: [Double], value: Double) throws {
    let computed = try function(name).value(x.span)
    #expect(abs(computed - value) <= 1e-9 * max(1, value), "\(computed)")
  }

  @Test(arguments: tables)
  func `has the values of a calculation with sixty digits`(
    name: String, x: [Double], value: Double
  ) throws {
    let computed = try function(name).value(x.span)
    #expect(
      abs(computed - value) <= 2e-14 * max(1, abs(value)) * Double(x.count) * 100, "\(computed)")
  }

  @Test(arguments: names, [1, 2, 7])
  func `has the gradient of its differences`(name: String, dimension: Int) throws {
    let type = try function(name)
    let random = RandomSource(seed: 2)
    for trial in 0..<20 {
      let numbers = random.numbers(dimension, of: .uniform, for: .initialization, individual: trial)
      // Some of them beyond the domain.
      let x = numbers.map { (2.4 * Double($0) - 1.2) * type.domain }
      var gradient = [Double](repeating: .nan, count: dimension)
      var span = gradient.mutableSpan
      type.gradient(x.span, into: &span)
      for coordinate in x.indices {
        let step = 1e-6 * max(1, abs(x[coordinate]))
        var (above, below) = (x, x)
        above[coordinate] += step
        below[coordinate] -= step
        let slope = (type.value(above.span) - type.value(below.span)) / (2 * step)
        let noise = 1e-9 * type.value(x.span) / step
        #expect(abs(gradient[coordinate] - slope) <= 1e-6 * abs(slope) + noise * 1e-5 + 1e-6)
      }
    }
  }

  @Test(arguments: names, [false, true])
  func `has a gradient where it is shifted and turned, too`(
    name: String, isRotated: Bool
  ) throws {
    var settings = FunctionProblem.Settings()
    settings.dimension = 4
    settings.rotation = isRotated ? .random : .none
    let problem = FunctionProblem(try function(name), settings, RandomSource(seed: 3))
    var workspace = problem.makeWorkspace()
    let genes = RandomSource(seed: 4).numbers(4, of: .normal, for: .initialization)
    var gradient = [Float](repeating: .nan, count: 4)
    var span = gradient.mutableSpan
    let loss = problem.gradient(
      of: genes.span, samples: [Int32(0)].span, into: &span, &workspace)
    #expect(loss == -problem.score(of: genes).fitness)
    var scratch = [Double](repeating: 0, count: 8)
    for gene in genes.indices {
      var (above, below) = (genes, genes)
      above[gene] += 0x1p-12
      below[gene] -= 0x1p-12
      let width = Double(above[gene]) - Double(below[gene])
      let rise = problem.value(above.span, &scratch) - problem.value(below.span, &scratch)
      let slope = rise / width
      #expect(abs(Double(gradient[gene]) - slope) < 1e-3 * (1 + abs(slope)))
    }
  }

  @Test(arguments: names, [false, true])
  func `keeps its least value where it is shifted and turned`(
    name: String, isRotated: Bool
  ) throws {
    var settings = FunctionProblem.Settings()
    settings.dimension = 5
    settings.shift = 1
    settings.rotation = isRotated ? .random : .none
    let problem = FunctionProblem(try function(name), settings, RandomSource(seed: 3))
    let other = FunctionProblem(try function(name), settings, RandomSource(seed: 4))
    #expect(problem != other && problem.digest != other.digest)
    #expect(Set(problem.minimum).count == 5)
    #expect(problem.minimum.allSatisfy { problem.space.bounds.contains(Float($0)) })
    // Genes are rounded to Float: the worst condition is 10⁶.
    let least = problem.score(of: problem.minimum.map { Float($0) }).fitness
    #expect(least <= 0 && least > -1e-2)
    #expect(problem.isReached(0.02, by: Score(fitness: least, accuracy: .nan)))
    #expect(!problem.isReached(0.02, by: problem.score(of: [0, 0, 0, 0, 0])) || name == "griewank")
  }

  @Test(arguments: names)
  func `scores rows alike in any grouping`(name: String) throws {
    var settings = FunctionProblem.Settings()
    settings.dimension = 7
    settings.rotation = .random
    let problem = FunctionProblem(try function(name), settings, RandomSource(seed: 5))
    let rows = RandomSource(seed: 9).numbers(7 * 12, of: .normal, for: .initialization)
    var scores = [Score](repeating: .unknown, count: 12)
    var span = scores.mutableSpan
    var workspace = problem.makeWorkspace()
    problem.evaluate(rows.span, into: &span, &workspace)
    for row in 0..<12 {
      let alone = problem.score(of: Array(rows[row * 7..<row * 7 + 7]))
      #expect(alone.fitness == scores[row].fitness && alone.fitness.isFinite)
    }
    let nowhere = problem.score(of: [.nan, 0, 0, 0, 0, 0, 0])
    #expect(nowhere.fitness.isNaN)
  }

  @Test func `is turned by an orthogonal matrix, so that a sphere stays one`() {
    var settings = FunctionProblem.Settings()
    settings.dimension = 40
    settings.shift = 0
    settings.rotation = .random
    let turned = FunctionProblem(Sphere.self, settings, RandomSource(seed: 1))
    settings.rotation = .none
    let straight = FunctionProblem(Sphere.self, settings, RandomSource(seed: 1))
    for individual in 0..<20 {
      let x = RandomSource(seed: 2).numbers(
        40, of: .normal, for: .initialization, individual: individual)
      let (one, other) = (turned.score(of: x).fitness, straight.score(of: x).fitness)
      #expect(abs(one - other) <= 4 * other.ulp)
    }
  }
}

private let tables: [(String, [Double], Double)] = [
  ("rastrigin", [0.25, -1.75, 3.0625], 33.26511092488713),
  ("rastrigin", [4.5], 40.25),
  ("rastrigin", [100.5, -250.125, 499.0], 321686.69455718814),
  ("rastrigin", [-600.0, 13.0], 360169.0),
  ("rastrigin", [0.001, 0.002], 0.0009919494004674988),
  ("rastrigin", [-700.0, 650.0], 912500.0),
  ("ackley", [0.25, -1.75, 3.0625], 8.062207710546184),
  ("ackley", [4.5], 14.219009192475621),
  ("ackley", [100.5, -250.125, 499.0], 21.45248445241359),
  ("ackley", [-600.0, 13.0], 20.0),
  ("ackley", [0.001, 0.002], 0.006457692447094108),
  ("ackley", [-700.0, 650.0], 20.0),
  ("griewank", [0.25, -1.75, 3.0625], 1.0652863708885167),
  ("griewank", [4.5], 1.2158582994307796),
  ("griewank", [100.5, -250.125, 499.0], 81.06093864089044),
  ("griewank", [-600.0, 13.0], 90.07008147786546),
  ("griewank", [0.001, 0.002], 1.5012492916668041e-06),
  ("griewank", [-700.0, 650.0], 229.61521970741376),
  ("schwefel", [0.25, -1.75, 3.0625], 1255.511841801931),
  ("schwefel", [4.5], 415.1477599857475),
  ("schwefel", [100.5, -250.125, 499.0], 1456.6786350763346),
  ("schwefel", [-600.0, 13.0], 10663.194008792556),
  ("schwefel", [0.001, 0.002], 837.9656535144532),
  ("schwefel", [-700.0, 650.0], 63337.965774544864),
]

/// Calculated by hand from the published formulas.
private let simple: [(String, [Double], Double)] = [
  ("sphere", [1, -2, 3], 14), ("ellipsoid", [1, 2, 3], 9_004_001), ("ellipsoid", [3], 9),
  ("cigar", [3, 1, 2], 5_000_009), ("discus", [3, 1, 2], 9_000_005), ("rosenbrock", [0, 0], 1),
  ("rosenbrock", [-1, 1, 1], 4), ("rosenbrock", [2, 3, 0], 8205),
  ("rastrigin", [0.5, 1], 21.25), ("griewank", [0], 0),
]
