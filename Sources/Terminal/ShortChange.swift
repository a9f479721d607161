import Evolution

/// What was changed last, in few cells.
enum ShortChange {
  /// `hidden 16 → 8 @197`, as `hidden 16→8 @197`, `hid 16→8 @197` or `hid 16→8` where there is less
  /// room.
  static func text(_ change: String, _ width: Int, _ glyphs: GlyphSet) -> String {
    let arrow = String(Character(glyphs.arrow))
    let whole = change.split(separator: " → ", omittingEmptySubsequences: false).joined(
      separator: " \(arrow) ")
    guard whole.cellCount > width, change.contains(" → "), let blank = change.firstIndex(of: " ")
    else { return whole }
    let name = String(change[..<blank])
    // Numbers as they are read, without the zero before the point.
    var values =
      " "
      + change[blank...].dropFirst().split(separator: " → ", omittingEmptySubsequences: false).map {
        $0.hasPrefix("0.") ? String($0.dropFirst()) : String($0)
      }.joined(separator: arrow)
    var choices = [name + values]
    let names = [8, 4, 3].map { ShortNames.fitted([name], $0, glyphs)[0] }
    choices += names.map { $0 + values }
    if let at = values.lastIndex(of: "@") { values = String(values[..<at]).trimmed }
    choices += ([name] + names).map { "\($0) \(values.trimmed)" }
    return choices.first { $0.cellCount <= width } ?? choices.last ?? whole
  }
}
