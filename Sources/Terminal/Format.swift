import Evolution

/// Numbers as people read them.
///
/// What is read has no zero before the point: `.982`, also where it is a share, such as the
/// diversity. What is typed, the values of settings, has one, as in commands, flags and files: `0.5`;
/// that is ``short(_:)``.
enum Format {
  /// A fitness or a share with three decimals, or more: `.982`, `1.000`; `-` for no number.
  static func fraction(_ value: Float?, decimals: Int = 3) -> String {
    guard let value, value.isFinite else { return "-" }
    let text = abs(value) < 1000 ? fixed(Double(value), decimals: decimals) : short(Double(value))
    return withoutZero(text)
  }

  /// With its sign, and no more digits than tell something: `+.004`, `-.02`, `-12.5`.
  static func difference(_ value: Float) -> String {
    guard value.isFinite else { return "-" }
    var text = abs(value) < 10 ? fixed(Double(value), decimals: 3) : short(Double(value))
    while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return isZero ? "0" : (value > 0 ? "+" : "") + withoutZero(text)
  }

  /// A share with two decimals: `.98`.
  static func hundredths(_ share: Float) -> String {
    share.isFinite ? withoutZero(fixed(Double(share), decimals: 2)) : "-"
  }

  /// The value of a function from the fitness, which is its negative: `.0123`, `1.2e-07`.
  static func value(_ fitness: Float) -> String {
    guard fitness.isFinite else { return "-" }
    let value = Double(-fitness + 0)
    guard value != 0, !(0.001..<1e5).contains(abs(value)) else { return axis(value) }
    let parts = "\(Float(value))".split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return short(value) }
    return parts[0].prefix(abs(value) < 1 ? 4 : 5) + "e\(exponent)"
  }

  /// A weight or an activation with its sign, in four cells or, of large ones, five: `+1.1`, `-.08`.
  static func signed(_ value: Float) -> String {
    guard value.isFinite else { return "?" }
    let size = abs(Double(value))
    let text =
      size < 0.995
      ? withoutZero(fixed(size, decimals: 2))
      : size < 9.95 ? fixed(size, decimals: 1) : size < 1000 ? fixed(size, decimals: 0) : "big"
    return (value < 0 ? "-" : "+") + text
  }

  /// As many coordinates as there is room for, and a sign where there are more.
  static func coordinates(_ genes: [Float], width: Int, _ glyphs: GlyphSet) -> String {
    let more = " " + String(Character(glyphs.ellipsis))
    var kept = ""
    for (index, gene) in genes.enumerated() {
      let text = (index == 0 ? "" : " ") + withoutZero(fixed(Double(gene), decimals: 3))
      let rest = index + 1 < genes.count ? more.cellCount : 0
      guard index == 0 || kept.cellCount + text.cellCount + rest <= width else {
        return kept + more
      }
      kept += text
    }
    return kept
  }

  /// As ``short(_:)``, but without the zero before the point: `.1`.
  static func axis(_ value: Double) -> String { withoutZero(short(value)) }

  /// As ``short(_:)``, but of a share without the zero before the point: `.55`.
  static func brief(_ value: ParameterValue) -> String { withoutZero(short(value)) }

  /// A number with so many digits after the point.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let number = Int((abs(value) * scale).rounded())
    let whole = number / Int(scale)
    var digits = "\(number % Int(scale))"
    digits = String(repeating: "0", count: decimals - min(decimals, digits.count)) + digits
    let sign = value < 0 && number > 0 ? "-" : ""
    return decimals == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(digits)"
  }

  /// At most three digits after the point, and no more than the number has.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value == value.rounded(), abs(value) < 1e12 { return "\(Int(value))" }
    guard (0.001..<1e6).contains(abs(value)) else { return shortened("\(value)") }
    var text = fixed(value, decimals: abs(value) < 1 ? 4 : abs(value) < 100 ? 2 : 1)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  static func short(_ value: ParameterValue) -> String {
    switch value {
    case .number(let number): short(number)
    case .choice(let word): word
    }
  }

  /// A rate or a count in at most three digits: `24`, `2.1 k`, `531 k`, `1.2 M`.
  static func quantity(_ value: Double) -> String {
    guard value.isFinite, value >= 0 else { return "-" }
    if value < 9.95 { return fixed(value, decimals: value == value.rounded() ? 0 : 1) }
    if value < 999.5 { return fixed(value, decimals: 0) }
    for (limit, unit) in [(1e6, "k"), (1e9, "M"), (1e12, "G")] where value < limit * 0.9995 {
      let scaled = value / (limit / 1000)
      return fixed(scaled, decimals: scaled < 9.95 ? 1 : 0) + " " + unit
    }
    return "> 1 T"
  }

  /// `0:42`, `1:02:03`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
    let whole = Int(seconds)
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let twoDigits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return hours > 0
      ? "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))" : "\(minutes):\(twoDigits(rest))"
  }

  private static func withoutZero(_ text: String) -> String {
    if text.hasPrefix("0.") { return String(text.dropFirst()) }
    if text.hasPrefix("-0.") { return "-" + text.dropFirst(2) }
    return text
  }

  /// Keeps the exponent and five digits: `1.2345e-07`.
  private static func shortened(_ text: String) -> String {
    let parts = text.split(separator: "e")
    guard let mantissa = parts.first else { return text }
    return ([String(mantissa.prefix(6))] + parts.dropFirst().map(String.init)).joined(
      separator: "e")
  }
}

extension String {
  /// Cut after a word to this many cells, with a sign at the end; `nil` if not even one word fits.
  func shortened(_ width: Int, _ glyphs: GlyphSet) -> String? {
    guard cellCount > width else { return self }
    var kept = ""
    for word in split(separator: " ") {
      let longer = kept.isEmpty ? String(word) : "\(kept) \(word)"
      guard longer.cellCount < width else { break }
      kept = longer
    }
    return kept.isEmpty ? nil : kept + String(Character(glyphs.ellipsis))
  }

  /// Filled with blanks or cut to this many cells, with a sign at the end of what was cut.
  public func fitted(_ width: Int, _ glyphs: GlyphSet, toRight: Bool = false) -> String {
    let count = cellCount
    if count <= width {
      let blanks = String(repeating: " ", count: width - count)
      return toRight ? blanks + self : self + blanks
    }
    guard width > 0 else { return "" }
    var used = 0
    var kept = UnicodeScalarView()
    for scalar in unicodeScalars {
      let next = scalar.visibleWidth
      guard used + next < width else { break }
      kept.append(scalar)
      used += next
    }
    kept.append(glyphs.ellipsis)
    return String(kept) + String(repeating: " ", count: max(0, width - used - 1))
  }
}
