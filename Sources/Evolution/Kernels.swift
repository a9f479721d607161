import CKernels

/// The hot loops, in the instruction set that was chosen for them.
///
/// All give the same bits: which one runs is a matter of speed alone.
public struct Kernels: Equatable, Sendable {
  /// The instruction sets that the loops are compiled for.
  public enum InstructionSet: Int32, CaseIterable, Sendable {
    case portable
    case sse2
    case avx2
    case avx512
  }

  public let instructionSet: InstructionSet
  var level: Int32 { instructionSet.rawValue }

  /// The fastest that this machine has.
  public static let best = Kernels(
    instructionSet: InstructionSet(rawValue: ck_best_level()) ?? .portable)

  /// `nil` where this machine lacks the instructions.
  public init?(_ instructionSet: InstructionSet) {
    guard ck_level_is_supported(instructionSet.rawValue) != 0 else { return nil }
    self.instructionSet = instructionSet
  }

  private init(instructionSet: InstructionSet) {
    self.instructionSet = instructionSet
  }

  /// Those that this machine has, slowest first.
  public static var supported: [Kernels] { InstructionSet.allCases.compactMap(Kernels.init) }

  /// Samples are padded to a multiple of this.
  public static let sampleBlock = Int(CK_SAMPLE_BLOCK)

  static func paddedCount(_ count: Int) -> Int {
    (count + sampleBlock - 1) / sampleBlock * sampleBlock
  }
}

extension Kernels {
  /// Fills with the numbers of one key: the layout is that of `ck_philox`.
  func fill(
    _ values: inout MutableSpan<Float>, with distribution: Distribution, seed: UInt64,
    counter: (UInt32, UInt32, UInt32)
  ) {
    let low = UInt32(truncatingIfNeeded: seed)
    let high = UInt32(truncatingIfNeeded: seed >> 32)
    let (c1, c2, c3) = counter
    // Unsafe: the kernels take a pointer and a count; both are those of the span.
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let count = Int64(buffer.count)
      switch distribution {
      case .uniform: unsafe ck_uniform(level, low, high, c1, c2, c3, start, count)
      case .normal: unsafe ck_normal(level, low, high, c1, c2, c3, start, count)
      case .cauchy: unsafe ck_cauchy(level, low, high, c1, c2, c3, start, count)
      }
    }
  }

  /// Fills with the words of one key: the layout is that of `ck_philox`.
  func fill(_ words: inout [UInt32], seed: UInt64, counter: (UInt32, UInt32, UInt32)) {
    let low = UInt32(truncatingIfNeeded: seed)
    let high = UInt32(truncatingIfNeeded: seed >> 32)
    let count = Int64(words.count)
    // Unsafe: the kernel writes exactly `count` words.
    unsafe ck_philox(level, low, high, counter.0, counter.1, counter.2, &words, count)
  }

  /// A function that the C library also has, but with bits that differ between machines.
  public enum Function: Sendable {
    case exp, log, tanh, sigmoid, sin, cos

    /// As the kernels number it.
    var code: Int32 {
      switch self {
      case .exp: Int32(CK_MAP_EXP)
      case .log: Int32(CK_MAP_LOG)
      case .tanh: Int32(CK_MAP_TANH)
      case .sigmoid: Int32(CK_MAP_SIGMOID)
      case .sin: Int32(CK_MAP_SIN)
      case .cos: Int32(CK_MAP_COS)
      }
    }
  }

  /// Each number turned into its function value: [values.count].
  public func map(_ values: [Float], _ function: Function) -> [Float] {
    // Unsafe: the kernel reads and writes exactly `values.count` floats.
    unsafe [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
      unsafe values.withUnsafeBufferPointer { values in
        unsafe ck_map(
          level, function.code, values.baseAddress, buffer.baseAddress, Int64(values.count))
      }
      count = values.count
    }
  }
}

extension Kernels {
  /// A fingerprint of bytes: XXH64 of them as words of four, the last one filled up with zeros.
  public static func digest(bytes: Span<UInt8>) -> UInt64 {
    let whole = bytes.count / 4
    // Unsafe: the kernel reads `whole` words, which are within the span.
    let digest = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe ck_digest(buffer.baseAddress, Int64(whole), UInt64(buffer.count))
    }
    guard whole * 4 < bytes.count else { return digest }
    var rest: [UInt32] = [0]
    for (place, index) in (whole * 4..<bytes.count).enumerated() {
      rest[0] |= UInt32(bytes[index]) << (8 * place)
    }
    return unsafe ck_digest(rest, 1, digest)
  }

  /// A fingerprint of bit patterns, in order: XXH64 of the values' bytes.
  ///
  /// - Precondition: The type is made of whole 32-bit words, without gaps.
  public static func digest<Value: BitwiseCopyable>(_ values: Span<Value>) -> UInt64 {
    let wordCount = MemoryLayout<Value>.stride / 4
    precondition(MemoryLayout<Value>.size == wordCount * 4, "There are no gaps.")
    // Unsafe: the kernel reads exactly the span.
    return unsafe values.withUnsafeBufferPointer { buffer in
      unsafe ck_digest(buffer.baseAddress, Int64(buffer.count * wordCount), 0)
    }
  }
}

extension Kernels {
  /// Multiplies and adds in registers alone, in independent chains: what a core can do at most
  /// without fused operations, to measure the rest against.
  ///
  /// - Parameter rounds: Of some hundred operations each.
  /// - Returns: How many operations on single numbers that were.
  public func multiplyAndAdd(rounds: Int) -> Int {
    // A factor and a term that keep all numbers normal. The kernel leaves a sum here, so that no
    // compiler finds the work superfluous.
    var numbers: [Float] = [0.9, 0.001]
    // Unsafe: the kernel reads and writes these two.
    return unsafe Int(ck_peak(level, Int64(rounds), &numbers))
  }
}
