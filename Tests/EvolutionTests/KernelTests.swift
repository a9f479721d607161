import CKernels
import Foundation
import Testing

/// What the C kernels promise: the same bits on every level, how exact they are, and in which order
/// they add.
@Suite struct `The kernels` {
  @Test func `name a level that this machine has`() {
    let best = ck_best_level()
    #expect(ck_level_is_supported(best) == 1)
    #expect(ck_level_is_supported(Int32(CK_PORTABLE)) == 1)
    #expect(ck_level_is_supported(4) == 0)
    #expect(ck_level_is_supported(-1) == 0)
  }

  // MARK: Random numbers

  /// Known answers of Random123 (Salmon et al., SC 2011): key, counter, words.
  @Test(
    arguments: [
      ([0, 0], [0, 0, 0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [.max, .max], [.max, .max, .max, .max],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0xa409_3822, 0x299f_31d0], [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func `compute Philox as published`(key: [UInt32], counter: [UInt32], words: [UInt32]) {
    #expect(block(key: key, counter: counter) == words)
  }

  @Test(arguments: LevelKernels.levels)
  func `lay sixteen blocks of Philox side by side`(kernels: LevelKernels) {
    let words = kernels.philox(count: 200)
    for (index, word) in words.enumerated() {
      let number = UInt32(index / 64 * 16 + index % 16)
      let single = block(key: LevelKernels.key, counter: [number] + LevelKernels.counter)
      #expect(word == single[index % 64 / 16])
    }
  }

  @Test(arguments: LevelKernels.levels)
  func `make uniform, normal and Cauchy numbers of the words`(kernels: LevelKernels) {
    let count = 320
    let words = kernels.philox(count: count).map { Double($0 >> 8) * 0x1p-24 }
    let uniform = kernels.uniform(count: count)
    let normal = kernels.normal(count: count)
    let cauchy = kernels.cauchy(count: count)
    for index in 0..<count {
      #expect(Double(uniform[index]) == words[index])

      let isSine = index / 16 % 2 == 1
      let radius = (-2 * log(words[isSine ? index - 16 : index] + 0x1p-24)).squareRoot()
      let angle = 2 * Double.pi * words[isSine ? index : index + 16]
      let exact = radius * (isSine ? sin(angle) : cos(angle))
      #expect(abs(Double(normal[index]) - exact) < 2e-6)

      let tangent = tan(Double.pi * (words[index] + 0x1p-25 - 0.5))
      #expect(abs(Double(cauchy[index]) - tangent) <= 1e-6 * abs(tangent))
    }
  }

  @Test func `begin a longer fill with the shorter one`() {
    let kernels = LevelKernels(level: ck_best_level())
    for count in [0, 1, 15, 16, 17, 33, 48, 64, 65, 127] {
      #expect(kernels.normal(count: count) == Array(kernels.normal(count: 192).prefix(count)))
      #expect(kernels.uniform(count: count) == Array(kernels.uniform(count: 192).prefix(count)))
      #expect(kernels.cauchy(count: count) == Array(kernels.cauchy(count: 192).prefix(count)))
      #expect(kernels.philox(count: count) == Array(kernels.philox(count: 192).prefix(count)))
    }
  }

  // MARK: Functions

  /// Units in the last place between a function and the correctly rounded result.
  @Test(arguments: [
    ("tanh", CK_MAP_TANH, 4), ("sigmoid", CK_MAP_SIGMOID, 3), ("sin", CK_MAP_SIN, 3),
    ("gaussian", CK_MAP_GAUSSIAN, 2), ("exp", CK_MAP_EXP, 1), ("log", CK_MAP_LOG, 1),
    ("cos", CK_MAP_COS, 3), ("softplus", CK_MAP_SOFTPLUS, 3),
  ])
  func `stay within a few units in the last place`(
    name: String, function: Int, limit: Int
  ) throws {
    let points = try table(of: name)
    #expect(points.count > 200)
    let results = LevelKernels(level: ck_best_level()).map(function, points.map(\.input))
    for (point, result) in zip(points, results) {
      let distance = abs(ordinal(of: result) - ordinal(of: point.output))
      #expect(distance <= limit, "\(name)(\(point.input)) is \(result), not \(point.output).")
    }
  }

  @Test func `pass NaN on and saturate at infinity`() {
    let kernels = LevelKernels(level: ck_best_level())
    let ends: [Float] = [.infinity, -.infinity]
    #expect(kernels.map(CK_MAP_TANH, ends) == [1, -1])
    #expect(kernels.map(CK_MAP_TANH, [1e30, -20]) == [1, -1])
    #expect(kernels.map(CK_MAP_RELU, ends) == [.infinity, 0])
    #expect(kernels.map(CK_MAP_SIGMOID, ends) == [1, 0])
    #expect(kernels.map(CK_MAP_GAUSSIAN, ends) == [0, 0])
    #expect(kernels.map(CK_MAP_EXP, ends) == [.infinity, 0])
    #expect(kernels.map(CK_MAP_SOFTPLUS, ends) == [.infinity, 0])
    #expect(kernels.map(CK_MAP_LOG, [.infinity, 0]) == [.infinity, -.infinity])
    let nan: [Float] = [
      .nan, -.nan, Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xffff_ffff),
    ]
    for function in CK_MAP_TANH...CK_MAP_SOFTPLUS {
      #expect(kernels.map(function, nan).allSatisfy { $0.bitPattern == 0x7fc0_0000 })
    }
    for function in [CK_MAP_SIN, CK_MAP_COS] {
      #expect(kernels.map(function, ends).allSatisfy { $0.isNaN })
      #expect(kernels.map(function, [1e5, 1e10, -3e38]).allSatisfy { abs($0) <= 1 })
    }
    #expect(kernels.map(CK_MAP_LOG, [-1, -.infinity]).allSatisfy { $0.isNaN })
  }

  /// XXH64 of little-endian bytes, as the reference implementation gives it.
  @Test(
    arguments: [
      (0, 0, 0xef46_db37_51d8_e999), (0, 42, 0x98b1_582b_0977_e704), (1, 42, 0x58d1_61c8_4558_bc5c),
      (2, 42, 0xabf1_ea03_0818_52bf), (7, 0, 0x5c74_43f8_463a_c947), (8, 0, 0xc91c_2a40_07dc_13d0),
      (9, 42, 0x7319_c62b_2a09_5bff), (33, 42, 0x44df_0194_a686_5b76),
      (65, 0, 0x2f36_6c8e_e85a_591d),
    ] as [(Int, UInt64, UInt64)])
  func `digest as XXH64 does`(count: Int, seed: UInt64, digest: UInt64) {
    let values = (0..<count).map { Float($0) / 2 - 3 }
    #expect(LevelKernels.digest(values, seed: seed) == digest)
  }

  // MARK: Variation

  @Test(arguments: LevelKernels.levels, [0, 1, 16, 65])
  func `select, swap and blend gene by gene`(kernels: LevelKernels, count: Int) {
    let uniforms = kernels.uniform(count: count)
    let first = kernels.normal(count: count)
    let second = kernels.cauchy(count: count)
    let chosen = uniforms.map { $0 < 0.4 }
    let number = chosen.count { $0 }

    #expect(kernels.selected(uniforms, rate: 0.4) == (0..<count).filter { chosen[$0] })

    let swapped = kernels.swapped(first, second, uniforms, rate: 0.4)
    #expect(swapped.count == number)
    #expect(swapped.a == (0..<count).map { chosen[$0] ? second[$0] : first[$0] })
    #expect(swapped.b == (0..<count).map { chosen[$0] ? first[$0] : second[$0] })

    let blended = kernels.blended(first, second, uniforms, alpha: 0.5)
    for gene in 0..<count {
      let g = 2 * uniforms[gene] - 0.5
      #expect(blended.a[gene] == (1 - g) * first[gene] + g * second[gene])
      #expect(blended.b[gene] == g * first[gene] + (1 - g) * second[gene])
    }
  }

  // MARK: Networks

  @Test(arguments: Case.all)
  func `score and predict as plain arithmetic does`(one: Case) {
    let kernels = LevelKernels(level: ck_best_level())
    let reference = one.reference()
    let probabilities = kernels.predict(one)
    for class_ in 0..<one.classCount {
      for sample in 0..<one.sampleCount {
        let exact = reference.probabilities[sample][class_]
        #expect(abs(Double(probabilities[class_ * one.stride + sample]) - exact) < one.tolerance)
      }
    }
    for measure in [CK_ACCURACY, CK_CROSS_ENTROPY, CK_SQUARED_ERROR] {
      let score = kernels.evaluate(one, measure: measure)
      #expect(abs(Int(score.correct[0]) - reference.correct) <= reference.closeCalls)
      let exact =
        measure == CK_ACCURACY
        ? Double(score.correct[0]) / Double(one.sampleCount) : reference.fitness[measure]
      #expect(abs(Double(score.fitness[0]) - exact) < one.tolerance)
    }
  }

  @Test(arguments: Case.all.filter { $0.sizes.max() ?? 0 < 1000 })
  func `give the same bits on every level`(one: Case) {
    let plain = LevelKernels(level: Int32(CK_PORTABLE))
    for kernels in LevelKernels.levels {
      #expect(LevelKernels.digest(kernels.predict(one)) == LevelKernels.digest(plain.predict(one)))
      for measure in [CK_ACCURACY, CK_CROSS_ENTROPY, CK_SQUARED_ERROR] {
        let a = kernels.evaluate(one, measure: measure)
        let b = plain.evaluate(one, measure: measure)
        #expect(a.fitness.map(\.bitPattern) == b.fitness.map(\.bitPattern))
        #expect(a.correct == b.correct)
      }
    }
  }

  @Test func `give the same bits in fills and functions on every level`() {
    let plain = LevelKernels(level: Int32(CK_PORTABLE))
    let inputs = plain.philox(count: 4099).map(Float.init(bitPattern:))
    for kernels in LevelKernels.levels {
      for count in [1, 33, 65, 250] {
        #expect(kernels.uniform(count: count) == plain.uniform(count: count))
        #expect(kernels.normal(count: count) == plain.normal(count: count))
        #expect(kernels.cauchy(count: count) == plain.cauchy(count: count))
      }
      for function in CK_MAP_TANH...CK_MAP_SOFTPLUS {
        let a = kernels.map(function, inputs)
        let b = plain.map(function, inputs)
        #expect(LevelKernels.digest(a) == LevelKernels.digest(b))
      }
    }
  }

  @Test(arguments: Case.grown)
  func `change no bit when a neuron without outgoing weight is appended`(before: Case, after: Case)
  {
    let kernels = LevelKernels(level: ck_best_level())
    let a = kernels.predict(before)
    let b = kernels.predict(after)
    #expect(a.map(\.bitPattern) == b.map(\.bitPattern))
    for measure in [CK_ACCURACY, CK_CROSS_ENTROPY, CK_SQUARED_ERROR] {
      #expect(
        kernels.evaluate(before, measure: measure).fitness
          == kernels.evaluate(after, measure: measure).fitness)
    }
  }

  @Test(arguments: [[2, 3, 1], [2, 3, 3]], [Float.nan, .infinity, -.infinity])
  func `call a network that leaves the numbers NaN, and never right`(sizes: [Int], gene: Float) {
    let kernels = LevelKernels(level: ck_best_level())
    var one = Case(sizes, samples: 20)
    // The last gene is the bias of the last output.
    one.genes[one.genes.count - 1] = gene
    for measure in [CK_ACCURACY, CK_CROSS_ENTROPY, CK_SQUARED_ERROR] {
      let score = kernels.evaluate(one, measure: measure)
      #expect(score.fitness[0].bitPattern == 0x7fc0_0000)
      if gene.isNaN { #expect(score.correct[0] == 0) }
    }
  }

  @Test func `count no padding, whatever it computes to`() {
    // An infinite weight makes NaN of padding, where features are zero, but one of real samples.
    var one = Case([2, 1, 1], samples: 3)
    one.features = one.features.map { $0 == 0 ? 0 : 1 }
    one.genes = [.infinity, .infinity, 0, 1, 0]
    let score = LevelKernels(level: ck_best_level()).evaluate(one, measure: CK_ACCURACY)
    #expect(score.fitness[0] == Float(score.correct[0]) / 3)
  }

  @Test func `decide ties for the first class`() {
    var one = Case([2, 3], samples: 65)
    one.genes = Array(repeating: 0, count: one.genes.count)
    let kernels = LevelKernels(level: ck_best_level())
    #expect(
      Int(kernels.evaluate(one, measure: CK_ACCURACY).correct[0]) == one.labels.count { $0 == 0 })
    #expect(kernels.evaluate(one, measure: CK_SQUARED_ERROR).fitness[0] == Float(2.0 / 3))
    one = Case([2, 1], samples: 65)
    one.genes = [0, 0, 0]
    #expect(
      Int(kernels.evaluate(one, measure: CK_ACCURACY).correct[0]) == one.labels.count { $0 == 0 })
    #expect(kernels.evaluate(one, measure: CK_SQUARED_ERROR).fitness[0] == 0.75)
  }

  @Test func `score each individual of a population by itself`() {
    let kernels = LevelKernels(level: ck_best_level())
    var one = Case([2, 5, 3], samples: 70)
    var other = one
    other.genes = one.genes.map { -0.5 * $0 }
    let first = kernels.evaluate(one, measure: CK_CROSS_ENTROPY)
    let second = kernels.evaluate(other, measure: CK_CROSS_ENTROPY)
    one.genes += other.genes
    let both = kernels.evaluate(one, measure: CK_CROSS_ENTROPY, count: 2)
    #expect(both.fitness == first.fitness + second.fitness)
    #expect(both.correct == first.correct + second.correct)
  }
}

// MARK: - The kernels of one level

/// The C functions on arrays.
struct LevelKernels: CustomTestStringConvertible, Sendable {
  let level: Int32

  static let key: [UInt32] = [7, 8]
  static let counter: [UInt32] = [9, 10, 11]

  /// All levels of this machine.
  static var levels: [Self] {
    (Int32(CK_PORTABLE)...Int32(CK_AVX512)).filter { ck_level_is_supported($0) == 1 }
      .map(Self.init(level:))
  }

  var testDescription: String {
    ["portable", "SSE2", "AVX2", "AVX-512"][Int(level)]
  }

  static func digest(_ values: [Float], seed: UInt64 = 0) -> UInt64 {
    unsafe ck_digest(values, Int64(values.count), seed)
  }

  func philox(count: Int) -> [UInt32] {
    var out = [UInt32](repeating: 0, count: count)
    unsafe ck_philox(level, 7, 8, 9, 10, 11, &out, Int64(count))
    return out
  }

  func uniform(count: Int) -> [Float] {
    var out = [Float](repeating: 0, count: count)
    unsafe ck_uniform(level, 7, 8, 9, 10, 11, &out, Int64(count))
    return out
  }

  func normal(count: Int) -> [Float] {
    var out = [Float](repeating: 0, count: count)
    unsafe ck_normal(level, 7, 8, 9, 10, 11, &out, Int64(count))
    return out
  }

  func cauchy(count: Int) -> [Float] {
    var out = [Float](repeating: 0, count: count)
    unsafe ck_cauchy(level, 7, 8, 9, 10, 11, &out, Int64(count))
    return out
  }

  func map(_ function: Int, _ inputs: [Float]) -> [Float] {
    var out = inputs
    unsafe ck_map(level, Int32(function), inputs, &out, Int64(inputs.count))
    return out
  }

  func selected(_ uniforms: [Float], rate: Float) -> [Int] {
    var indices = [Int32](repeating: -1, count: uniforms.count)
    let count = unsafe ck_select_below(uniforms, Int64(uniforms.count), rate, &indices)
    return indices.prefix(Int(count)).map(Int.init)
  }

  func swapped(
    _ a: [Float], _ b: [Float], _ uniforms: [Float], rate: Float
  ) -> (a: [Float], b: [Float], count: Int) {
    var a = a
    var b = b
    let count = unsafe ck_swap_where(level, &a, &b, uniforms, Int64(a.count), rate)
    return (a, b, Int(count))
  }

  func blended(
    _ a: [Float], _ b: [Float], _ uniforms: [Float], alpha: Float
  ) -> (a: [Float], b: [Float]) {
    var a = a
    var b = b
    unsafe ck_blend(level, &a, &b, uniforms, Int64(a.count), alpha)
    return (a, b)
  }

  func evaluate(
    _ one: Case, measure: Int, count: Int = 1
  ) -> (fitness: [Float], correct: [Int32]) {
    var fitness = [Float](repeating: 0, count: count)
    var correct = [Int32](repeating: 0, count: count)
    let sizes = one.sizes.map(Int32.init)
    unsafe sizes.withUnsafeBufferPointer { sizes in
      unsafe one.features.withUnsafeBufferPointer { features in
        unsafe one.labels.withUnsafeBufferPointer { labels in
          var network = unsafe ck_network(
            sizes: sizes.baseAddress, layerCount: Int32(sizes.count - 1),
            activation: Int32(one.activation), convolution: nil)
          var samples = unsafe ck_samples(
            features: features.baseAddress, labels: labels.baseAddress,
            count: Int64(one.sampleCount), stride: Int64(one.stride))
          let scratch = unsafe UnsafeMutableRawPointer.allocate(
            byteCount: Int(ck_scratch_bytes(&network)), alignment: 64)
          unsafe ck_evaluate(
            level, &network, &samples, Int32(measure), one.genes, Int64(count), &fitness, &correct,
            scratch)
          unsafe scratch.deallocate()
        }
      }
    }
    return (fitness, correct)
  }

  /// Class probabilities: [classCount × stride].
  func predict(_ one: Case) -> [Float] {
    var out = [Float](repeating: 0, count: one.classCount * one.stride)
    let sizes = one.sizes.map(Int32.init)
    unsafe sizes.withUnsafeBufferPointer { sizes in
      var network = unsafe ck_network(
        sizes: sizes.baseAddress, layerCount: Int32(sizes.count - 1),
        activation: Int32(one.activation), convolution: nil)
      let scratch = unsafe UnsafeMutableRawPointer.allocate(
        byteCount: Int(ck_scratch_bytes(&network)), alignment: 64)
      unsafe ck_predict(
        level, &network, one.features, Int64(one.stride), one.genes, &out, scratch)
      unsafe scratch.deallocate()
    }
    return out
  }
}

/// One block of Philox words, computed by itself.
private func block(key: [UInt32], counter: [UInt32]) -> [UInt32] {
  var out: [UInt32] = [0, 0, 0, 0]
  unsafe ck_philox_block(
    key[0], key[1], counter[0], counter[1], counter[2], counter[3], &out)
  return out
}

// MARK: - Networks with samples

/// A network with random genes and labelled random samples.
struct Case: CustomTestStringConvertible, Sendable {
  let sizes: [Int]
  let activation: Int
  let sampleCount: Int
  var genes: [Float]
  /// One row a feature: [inputs × stride].
  var features: [Float]
  /// Classes, -1 for padding: [stride].
  let labels: [Int32]

  var stride: Int { (sampleCount + 63) / 64 * 64 }
  var classCount: Int { max(sizes[sizes.count - 1], 2) }
  /// Sums of thousands of terms in single precision are less exact.
  var tolerance: Double { sizes.max() ?? 0 > 1000 ? 2e-4 : 4e-6 }

  var testDescription: String {
    let names = ["tanh", "relu", "sigmoid", "sin", "gaussian", "identity"]
    return "\(sizes.map(String.init).joined(separator: "-")) \(names[activation]) on \(sampleCount)"
  }

  init(_ sizes: [Int], _ activation: Int = CK_TANH, samples: Int) {
    self.sizes = sizes
    self.activation = activation
    sampleCount = samples
    let plain = LevelKernels(level: Int32(CK_PORTABLE))
    let geneCount = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    genes = plain.normal(count: geneCount)
    if let widest = sizes.max(), widest > 1000 { genes = genes.map { $0 / 16 } }
    let stride = (samples + 63) / 64 * 64
    let drawn = plain.uniform(count: sizes[0] * stride)
    features = drawn.indices.map { $0 % stride < samples ? 4 * drawn[$0] - 2 : 0 }
    let classCount = max(sizes[sizes.count - 1], 2)
    labels = (0..<stride).map { $0 < samples ? Int32($0 * 7 % classCount) : -1 }
  }

  /// Activations × outputs, then odd shapes.
  static var all: [Self] {
    var cases: [Self] = []
    for activation in CK_TANH...CK_IDENTITY {
      cases.append(Self([2, 5, 1], activation, samples: 65))
      cases.append(Self([3, 7, 3], activation, samples: 17))
      cases.append(Self([2, 4, 6, 1], activation, samples: 20))
    }
    cases.append(Self([2, 1], samples: 1))
    cases.append(Self([4, 3], samples: 65))
    cases.append(Self([1, 1, 1], samples: 1))
    cases.append(Self([5, 9, 10], samples: 100))
    cases.append(Self([4, 6, 5, 10], samples: 64))
    cases.append(Self([2, 3, 4, 5, 2], samples: 5))
    cases.append(Self([70, 27, 10], CK_RELU, samples: 130))
    cases.append(Self([30, 13, 1], samples: 70))
    cases.append(Self([9, 21, 15, 1], CK_RELU, samples: 66))
    cases.append(Self([2, 4096, 1], samples: 5))
    cases.append(Self([2, 4096, 3], samples: 5))
    return cases
  }

  /// Networks before and after a hidden neuron with outgoing weight zero is appended.
  static var grown: [(Self, Self)] {
    (CK_TANH...CK_IDENTITY).flatMap { activation in
      [[2, 4, 1], [2, 4, 3], [2, 4, 3, 1], [2, 4, 3, 3]].map { sizes in
        let before = Self(sizes, activation, samples: 65)
        return (before, before.grown())
      }
    }
  }

  private func grown() -> Self {
    var result = Self([sizes[0], sizes[1] + 1] + sizes[2...], activation, samples: sampleCount)
    let weightCount = sizes[0] * sizes[1]
    var rest = genes[...]
    var grown = Array(rest.prefix(weightCount))
    rest = rest.dropFirst(weightCount)
    grown += Array(repeating: 0.7, count: sizes[0])
    grown += rest.prefix(sizes[1]) + [0.3]
    rest = rest.dropFirst(sizes[1])
    for _ in 0..<sizes[2] {
      grown += rest.prefix(sizes[1]) + [0]
      rest = rest.dropFirst(sizes[1])
    }
    grown += rest
    result.genes = grown
    return result
  }

  /// The same in double precision, one sample after the other, with the C library's functions.
  func reference() -> (
    probabilities: [[Double]], fitness: [Double], correct: Int, closeCalls: Int
  ) {
    var probabilities: [[Double]] = []
    var entropy = 0.0
    var error = 0.0
    var correct = 0
    var closeCalls = 0
    for sample in 0..<sampleCount {
      let p = probabilitiesOf(sample)
      let label = Int(labels[sample])
      let ranked = p.sorted()
      if ranked[p.count - 1] - ranked[p.count - 2] < tolerance { closeCalls += 1 }
      if p.firstIndex(of: ranked[p.count - 1]) == label { correct += 1 }
      entropy -= log(p[label])
      let squares = p.indices.map { ($0 == label ? 1 - p[$0] : p[$0]) }.map { $0 * $0 }
      error += squares.reduce(0, +) / 2
      probabilities.append(p)
    }
    let count = Double(sampleCount)
    return (
      probabilities, [Double(correct) / count, exp(-entropy / count), 1 - error / count], correct,
      closeCalls
    )
  }

  private func probabilitiesOf(_ sample: Int) -> [Double] {
    var values = (0..<sizes[0]).map { Double(features[$0 * stride + sample]) }
    var position = 0
    for layer in 1..<sizes.count {
      let weights = position
      let biases = position + sizes[layer - 1] * sizes[layer]
      values = (0..<sizes[layer]).map { unit in
        var sum = Double(genes[biases + unit])
        for input in values.indices {
          sum += Double(genes[weights + unit * values.count + input]) * values[input]
        }
        return layer == sizes.count - 1 ? sum : activated(sum)
      }
      position = biases + sizes[layer]
    }
    if values.count == 1 {
      return [1 / (1 + exp(values[0])), 1 / (1 + exp(-values[0]))]
    }
    let largest = values.max() ?? 0
    let powers = values.map { exp($0 - largest) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  private func activated(_ x: Double) -> Double {
    switch activation {
    case CK_TANH: tanh(x)
    case CK_RELU: max(x, 0)
    case CK_SIGMOID: 1 / (1 + exp(-x))
    case CK_SIN: sin(x)
    case CK_GAUSSIAN: exp(-x * x)
    default: x
    }
  }
}

// MARK: - The table of correctly rounded results

private func table(of function: String) throws -> [(input: Float, output: Float)] {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/math.csv")
  return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    .filter { $0.hasPrefix(function + ",") }
    .map { line in
      let bits = line.split(separator: ",").dropFirst().map { UInt32($0, radix: 16) ?? 0 }
      return (Float(bitPattern: bits[0]), Float(bitPattern: bits[1]))
    }
}

/// Consecutive numbers for consecutive floats; both zeros are 0.
private func ordinal(of x: Float) -> Int {
  let magnitude = Int(x.bitPattern & 0x7fff_ffff)
  return x.sign == .minus ? -magnitude : magnitude
}
