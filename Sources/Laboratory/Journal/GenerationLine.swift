import Evolution

/// Reads the line of a generation in the form in which it is written: twenty times as fast as the
/// general decoder, which reads every other form.
///
/// Long runs have a hundred thousand such lines, and who follows a run must read faster than it writes.
struct GenerationLine {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  /// - Parameter bytes: A line without its checksum, which was found to be right.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// `nil` where the line is of another kind or form.
  var generation: Journal.Generation? {
    var line = self
    return line.read()
  }

  private mutating func read() -> Journal.Generation? {
    guard take("{\"k\":\"gen\",\"g\":"), let g = Int(number()) else { return nil }
    let best = member(",\"best\":")
    let mean = member(",\"mean\":")
    let worst = member(",\"worst\":")
    guard let diversity = member(",\"div\":") else { return nil }
    let bad = take(",\"bad\":") ? Int(number()) : nil
    let train = member(",\"train\":")
    let valid = member(",\"valid\":")
    let test = member(",\"test\":")
    guard take(",\"e\":"), let evaluations = Int(number()), take(",\"d\":{"),
      let r = digest("\"r\":\""), let w = digest(",\"w\":\""), let f = digest(",\"f\":\""),
      let s = digest(",\"s\":\""), take("}"), place == bytes.endIndex
    else { return nil }
    return Journal.Generation(
      g: g, best: best, mean: mean, worst: worst, div: diversity, bad: bad, train: train,
      valid: valid, test: test, e: evaluations, d: GenerationDigest(r: r, w: w, f: f, s: s))
  }

  /// Goes on behind a text if that is what comes next.
  private mutating func take(_ text: String) -> Bool {
    guard bytes[place...].starts(with: text.utf8) else { return false }
    place += text.utf8.count
    return true
  }

  /// What stands before the next comma or bracket.
  private mutating func number() -> Substring {
    let start = place
    while place < bytes.endIndex, Self.isPartOfNumber(bytes[place]) { place += 1 }
    return Substring(decoding: bytes[start..<place], as: UTF8.self)
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// A number that may be missing; one that is malformed is not taken, so that the line is of another
  /// form.
  private mutating func member(_ name: String) -> Float? {
    let start = place
    guard take(name) else { return nil }
    guard let value = Float(number()) else {
      place = start
      return nil
    }
    return value
  }

  /// Sixteen hexadecimal digits and the quotation mark behind them.
  private mutating func digest(_ name: String) -> UInt64? {
    guard take(name), place + 16 < bytes.endIndex else { return nil }
    let digits = Substring(decoding: bytes[place..<place + 16], as: UTF8.self)
    place += 16
    return take("\"") ? UInt64(digits, radix: 16) : nil
  }
}
