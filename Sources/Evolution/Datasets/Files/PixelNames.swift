/// What the names of a table's columns say of images in it, one a row.
///
/// Images of bytes are called `1x1`, `1x2` … or `pixel0`, `pixel1` … (also from 1, of a square), as
/// the copies of MNIST that go round as tables are; `p_0_0`, `p_0_1` … are pixels of any depth.
struct PixelNames {
  let shape: ImageShape
  /// Whether each pixel is a shade, 0…255.
  let areBytes: Bool

  /// - Returns: `nil` if the columns are no image, row by row and nothing else.
  init?(_ names: [String]) {
    if let last = Self.pair(names.last ?? "", before: "", between: "x"),
      ImageShape.isPossible(rows: last.0, columns: last.1)
    {
      shape = ImageShape(rows: last.0, columns: last.1)
      areBytes = true
      guard names == shape.pixelNames else { return nil }
    } else if let last = Self.pair(names.last ?? "", before: "p_", between: "_"),
      ImageShape.isPossible(rows: last.0 + 1, columns: last.1 + 1)
    {
      let shape = ImageShape(rows: last.0 + 1, columns: last.1 + 1)
      self.shape = shape
      areBytes = false
      let expected = (0..<shape.rows).flatMap { row in
        (0..<shape.columns).map { "p_\(row)_\($0)" }
      }
      guard names == expected else { return nil }
    } else {
      guard let square = Self.square(of: names.count), let first = names.first,
        let start = ["pixel0", "pixel1"].firstIndex(of: first),
        names == names.indices.map({ "pixel\($0 + start)" })
      else { return nil }
      shape = square
      areBytes = true
    }
  }

  /// The images of a table without names: as large as those of MNIST.
  init?(unnamed count: Int) {
    guard count == 784 else { return nil }
    shape = ImageShape(rows: 28, columns: 28)
    areBytes = true
  }

  /// The only column that is no pixel of a byte; `nil` where there are none or several.
  static func label(among names: [String]) -> Int? {
    let others = names.indices.filter { column in
      pair(names[column], before: "", between: "x") == nil
        && number(names[column].dropFirst(5)).map { names[column] != "pixel\($0)" } ?? true
    }
    return others.count == 1 ? others[0] : nil
  }

  private static func square(of count: Int) -> ImageShape? {
    var side = 1
    while side * side < count { side += 1 }
    return side * side == count ? ImageShape(rows: side, columns: side) : nil
  }

  /// The two numbers of a name such as `p_3_4`.
  private static func pair(
    _ name: String, before: String, between: Character
  ) -> (Int, Int)? {
    guard name.hasPrefix(before) else { return nil }
    let parts = name.dropFirst(before.count).split(
      separator: between, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let row = number(parts[0]), let column = number(parts[1]) else {
      return nil
    }
    return (row, column)
  }

  /// A whole number as it is counted: digits alone, and not too many.
  private static func number(_ text: Substring) -> Int? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }
}
