@testable import Terminal

/// The styles of a canvas as text: a letter for each cell, and what the letters mean.
enum StyleMap {
  static func lines(of canvas: Canvas) -> [String] {
    var letters: [Style: Character] = [.plain: "."]
    var legend: [String] = []
    var names = (Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))[...]
    let rows = (0..<canvas.height).map { y in
      String(
        (0..<canvas.width).map { x in
          let style = canvas[x, y].style
          if let letter = letters[style] { return letter }
          let letter = names.popFirst() ?? "?"
          letters[style] = letter
          legend.append("\(letter) = \(words(style))")
          return letter
        })
    }
    return rows.map { row in String(row.reversed().drop { $0 == "." }.reversed()) } + legend
  }

  private static func words(_ style: Style) -> String {
    let attributes: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.reverse, "reverse"), (.underline, "underline"),
    ]
    let colors = [style.foreground.map(name), style.background.map { "on " + name($0) }]
    return
      (colors.compactMap { $0 }
      + attributes.filter { style.attributes.contains($0.0) }.map(\.1)).joined(separator: " ")
  }

  private static func name(_ color: Color) -> String {
    let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    switch color {
    case .palette(let index) where index < 8: return names[Int(index)]
    case .palette(let index) where index < 16: return "bright " + names[Int(index) - 8]
    case .palette(let index): return "\(index)"
    case .rgb(let value):
      let digits = String(value, radix: 16)
      return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
  }
}
