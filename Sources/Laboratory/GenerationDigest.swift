import Evolution

/// The fingerprint of one generation, in four parts that say what went wrong where they differ.
public struct GenerationDigest: Codable, Equatable, Sendable {
  /// Random draws: which parents each child has and which children are copies.
  public let r: UInt64
  /// All genes, row by row: the arithmetic of variation, where `r` is equal.
  public let w: UInt64
  /// All fitnesses, in order: evaluation or data.
  public let f: UInt64
  /// The state beside genes and fitness: settings and the number of evaluations.
  public let s: UInt64

  var parts: [UInt64] { [r, w, f, s] }

  /// The parts that differ, first cause first, with what each stands for.
  public func differences(from other: Self) -> [(name: String, meaning: String)] {
    var parts: [(String, String)] = []
    if s != other.s { parts.append(("s", "settings")) }
    if r != other.r { parts.append(("r", "random draws")) }
    if w != other.w { parts.append(("w", "genes")) }
    if f != other.f { parts.append(("f", "fitness")) }
    return parts
  }

  init(r: UInt64, w: UInt64, f: UInt64, s: UInt64) {
    (self.r, self.w, self.f, self.s) = (r, w, f, s)
  }

  init(_ brood: Evaluator.Brood, state: Digest) {
    r = Kernels.digest(brood.drawDigests.span)
    w = Kernels.digest(brood.rowDigests.span)
    f = Kernels.digest(brood.scores.span)
    s = state.value
  }

  private enum CodingKeys: String, CodingKey {
    case r, w, f, s
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func part(_ key: CodingKeys) throws -> UInt64 {
      let text = try container.decode(String.self, forKey: key)
      guard let value = UInt64(text, radix: 16) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "A digest has 16 hexadecimal digits.")
      }
      return value
    }
    (r, w, f, s) = (try part(.r), try part(.w), try part(.f), try part(.s))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    for (key, value) in [(CodingKeys.r, r), (.w, w), (.f, f), (.s, s)] {
      try container.encode(Digest(seed: value).hex, forKey: key)
    }
  }
}
