/// A key press, as far as a terminal tells them apart.
public enum Key: Hashable, Sendable {
  case character(Character)
  case up
  case down
  case left
  case right
  case shiftLeft
  case shiftRight
  case home
  case end
  case pageUp
  case pageDown
  case tab
  case backTab
  case enter
  case escape
  case backspace
  case delete
  /// F1 is 1.
  case function(Int)
  /// A letter held with ctrl, in lower case: `control("c")`.
  case control(Character)

  /// The same key on a Latin keyboard, by its position: й is q.
  ///
  /// Key bindings look this up, so that they work on Cyrillic and Greek layouts; text fields
  /// must not.
  public var latin: Key {
    guard case .character(let character) = self, !character.isASCII,
      let position = Self.latinByPosition[character]
    else { return self }
    return .character(position)
  }

  private static let latinByPosition: [Character: Character] = {
    var table: [Character: Character] = [:]
    let layouts: [(String, String)] = [
      // Russian; its full stop and comma share the key of the slash.
      ("ёйцукенгшщзхъфывапролджэячсмитьбю", "`qwertyuiop[]asdfghjkl;'zxcvbnm,."),
      ("ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ", "~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"),
      // What Ukrainian and Belarusian have where Russian has ы, ъ, э and щ.
      ("іїєўґ", "s]'o\\"),
      ("ІЇЄЎҐ", "S}\"O|"),
      ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
      ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
    ]
    for (local, latin) in layouts {
      for (from, to) in zip(local, latin) {
        table[from] = to
      }
    }
    return table
  }()
}
