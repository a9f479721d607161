import Foundation

@testable import Terminal

/// Red, green and blue in linear light, 0…1, and how eyes see them.
struct LinearColor {
  let red: Double
  let green: Double
  let blue: Double

  init(_ color: Color) {
    func linear(_ shift: UInt32) -> Double {
      let share = Double(color.hexadecimal >> shift & 255) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    (red, green, blue) = (linear(16), linear(8), linear(0))
  }

  private init(red: Double, green: Double, blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  enum Vision: CaseIterable {
    case trichromacy, protanopia, deuteranopia
  }

  /// Viénot, Brettel and Mollon, "Digital video colourmaps for checking the legibility of displays
  /// by dichromats", Color Research & Application 24 (1999).
  func seen(with vision: Vision) -> LinearColor {
    var long = 17.8824 * red + 43.5161 * green + 4.11935 * blue
    var middle = 3.45565 * red + 27.1554 * green + 3.86714 * blue
    let short = 0.0299566 * red + 0.184309 * green + 1.46709 * blue
    switch vision {
    case .trichromacy: return self
    case .protanopia: long = 2.02344 * middle - 2.52581 * short
    case .deuteranopia: middle = 0.494207 * long + 1.24827 * short
    }
    func part(_ ofLong: Double, _ ofMiddle: Double, _ ofShort: Double) -> Double {
      min(1, max(0, ofLong * long + ofMiddle * middle + ofShort * short))
    }
    return LinearColor(
      red: part(0.0809444479, -0.130504409, 0.116721066),
      green: part(-0.0102485335, 0.0540193266, -0.113614708),
      blue: part(-0.000365296938, -0.00412161469, 0.693511405))
  }

  var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

  /// From 1 to 21, as in the Web Content Accessibility Guidelines.
  func contrast(with other: LinearColor) -> Double {
    let (low, high) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)
  }

  /// The distance in CIE L*a*b* of 1976, white being D65; 2.3 is just noticeable.
  func distance(to other: LinearColor) -> Double {
    let (own, theirs) = (lab, other.lab)
    return zip(own, theirs).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
  }

  private var lab: [Double] {
    func root(_ share: Double) -> Double {
      share > 0.008856 ? cbrt(share) : 7.787 * share + 16.0 / 116
    }
    let x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    let y = root(luminance)
    let z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }
}
