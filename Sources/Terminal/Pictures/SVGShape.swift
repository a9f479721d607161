/// A character that is drawn, so that it meets its neighbours whatever the font.
enum SVGShape {
  /// The whole cell, so strongly: 0 to 1.
  case shade(Double)
  /// A part of the cell in eighths: from the left, from the top, width, height.
  case block(Eighths)
  /// Dots as braille numbers them.
  case dots(UInt8)
  case line(Line, isHeavy: Bool)

  static let width = 10
  static let height = 20
  /// Of text, below the top of its cell.
  static let baseline = 15

  typealias Eighths = (x: Int, y: Int, width: Int, height: Int)

  init?(_ character: Unicode.Scalar) {
    if (0x2801...0x28FF).contains(character.value) {
      self = .dots(UInt8(character.value - 0x2800))
    } else if let line = Line(character) {
      self = .line(line, isHeavy: character == "━")
    } else if let shape = Self.block(character) {
      self = shape
    } else {
      return nil
    }
  }

  private static func block(_ character: Unicode.Scalar) -> SVGShape? {
    switch character {
    case "█": return .block((0, 0, 8, 8))
    case "▀": return .block((0, 0, 8, 4))
    case "▌": return .block((0, 0, 4, 8))
    case "▐": return .block((4, 0, 4, 8))
    case "▏": return .block((0, 0, 1, 8))
    case "░": return .shade(0.25)
    case "▒": return .shade(0.5)
    case "▓": return .shade(0.75)
    default:
      // ▁ to ▇, so many eighths from below.
      guard (0x2581...0x2587).contains(character.value) else { return nil }
      let height = Int(character.value) - 0x2580
      return .block((0, 8 - height, 8, height))
    }
  }

  static func cell(_ left: Int, _ top: Int) -> String { path((0, 0, 8, 8), left, top) }

  static func path(_ rect: Eighths, _ left: Int, _ top: Int) -> String {
    let x = number(left * 8 + rect.x * width)
    let y = number(top * 8 + rect.y * height)
    let (across, down) = (number(rect.width * width), number(rect.height * height))
    return "M\(x) \(y)h\(across)v\(down)h-\(across)z"
  }

  /// One line of no length for each dot.
  static func dotPath(_ dots: UInt8, _ left: Int, _ top: Int) -> String {
    var path = ""
    for x in 0..<2 {
      for y in 0..<4 where dots & Braille.dot(x, y) != 0 {
        path += "M\(number(left * 8 + 20 + x * 40)) \(number(top * 8 + 20 + y * 40))h0"
      }
    }
    return path
  }

  /// Eighths of a unit as a decimal number.
  private static func number(_ eighths: Int) -> String {
    let fraction = ["", ".125", ".25", ".375", ".5", ".625", ".75", ".875"][eighths % 8]
    return "\(eighths / 8)\(fraction)"
  }

  /// Which sides of the cell are joined with its middle.
  struct Line {
    private var left = false
    private var right = false
    private var up = false
    private var down = false
    private var isDashed = false

    init?(_ character: Unicode.Scalar) {
      switch character {
      case "─", "━": (left, right) = (true, true)
      case "│": (up, down) = (true, true)
      case "┌": (right, down) = (true, true)
      case "┐": (left, down) = (true, true)
      case "└": (right, up) = (true, true)
      case "┘": (left, up) = (true, true)
      case "├": (right, up, down) = (true, true, true)
      case "┤": (left, up, down) = (true, true, true)
      case "┬": (left, right, down) = (true, true, true)
      case "┴": (left, right, up) = (true, true, true)
      case "┼": (left, right, up, down) = (true, true, true, true)
      case "╵": up = true
      case "╷": down = true
      case "╴": left = true
      case "╶": right = true
      case "┄": isDashed = true
      default: return nil
      }
    }

    func path(_ left: Int, _ top: Int) -> String {
      let (x, y) = (left + width / 2, top + height / 2)
      if isDashed { return "M\(left + 1) \(y)h2m1 0h2m1 0h2" }
      var path = ""
      if self.left || self.right {
        let start = self.left ? left : x
        path += "M\(start) \(y)H\(self.right ? left + width : x)"
      }
      if up || down {
        let start = up ? top : y
        path += "M\(x) \(start)V\(down ? top + height : y)"
      }
      return path
    }
  }
}
