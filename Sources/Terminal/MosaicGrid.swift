import Evolution

/// How many pictures of which size fit beside and below one another: a pure function of the size.
///
/// A cell holds two pixels, one above the other. Below each picture is a line of text.
struct MosaicGrid: Hashable, Sendable {
  /// In pixels, as the pictures are drawn.
  let picture: PixelSize
  let columns: Int
  let rows: Int

  struct PixelSize: Hashable, Sendable {
    var width: Int
    var height: Int
  }

  /// How many cells there are for what is written below a picture, at least.
  private let caption: Int

  /// - Parameters:
  ///   - size: What there is to fill.
  ///   - shape: The pictures in full size; they are enlarged or made smaller, so that a few fit.
  ///   - caption: How many cells what is written below them should have.
  ///   - count: How many pictures there are.
  init(_ size: Size, _ shape: ImageShape, caption: Int, count: Int = .max) {
    let grids = Self.candidates(shape).map { Self(size, $0, caption) }
    let fitting = grids.first { grid in
      let isEnlarged = grid.picture.width > shape.columns
      return grid.count >= min(count, isEnlarged ? Self.manyPictures : Self.somePictures)
    }
    // Of equally many the largest; max(by:) would give the last.
    self =
      fitting ?? grids.reversed().max { $0.count < $1.count }
      ?? Self(size, PixelSize(width: 1, height: 1), caption)
  }

  /// As many are wanted at least, before pictures are made larger or not smaller.
  private static let (manyPictures, somePictures) = (20, 6)

  private init(_ size: Size, _ picture: PixelSize, _ caption: Int) {
    self.caption = caption
    self.picture = picture
    columns = (size.width + 1) / (max(picture.width, caption) + 1)
    rows = size.height / ((picture.height + 1) / 2 + 1)
  }

  var count: Int { columns * rows }
  /// Of a picture, in cells, with what is written below it but without the gap beside it.
  var tile: Size {
    Size(width: max(picture.width, caption), height: (picture.height + 1) / 2 + 1)
  }

  /// From one row of pictures to the next: with a gap between them, if there is room.
  func rowHeight(in height: Int) -> Int {
    rows > 0 ? min(tile.height + 1, height / rows) : tile.height
  }

  /// From four times the size down to a handful of pixels.
  private static func candidates(_ shape: ImageShape) -> [PixelSize] {
    let large = [4, 3, 2, 1].map { factor in
      PixelSize(width: shape.columns * factor, height: shape.rows * factor)
    }
    let longest = max(shape.columns, shape.rows)
    let small = stride(from: longest - 1, through: leastSide, by: -1).filter { side in
      // Halves, thirds … and, once these are small, all.
      side <= 12 || longest.isMultiple(of: side)
    }.map { side in
      PixelSize(
        width: max(1, shape.columns * side / longest), height: max(1, shape.rows * side / longest))
    }
    return large + small
  }

  /// With less nothing would be recognised.
  private static let leastSide = 8
}

extension [Float] {
  /// A picture in another size: each pixel is the mean of what it covers.
  func resampled(_ shape: ImageShape, to size: MosaicGrid.PixelSize) -> [Float] {
    guard size.width != shape.columns || size.height != shape.rows else { return self }
    let across = Self.shares(from: shape.columns, to: size.width)
    let down = Self.shares(from: shape.rows, to: size.height)
    var pixels: [Float] = []
    pixels.reserveCapacity(size.width * size.height)
    for rows in down {
      for columns in across {
        var sum: Float = 0
        for (row, height) in rows {
          for (column, width) in columns {
            sum += self[row * shape.columns + column] * height * width
          }
        }
        pixels.append(sum)
      }
    }
    return pixels
  }

  /// What each of the new pixels of a line covers of the old ones; the shares of each add up to 1.
  private static func shares(from old: Int, to new: Int) -> [[(index: Int, share: Float)]] {
    let length = Float(old) / Float(new)
    return (0..<new).map { pixel in
      let (start, end) = (Float(pixel) * length, Float(pixel + 1) * length)
      return (Int(start)..<Swift.min(old, Int(end.rounded(.up)))).map { index in
        let covered = Swift.min(end, Float(index + 1)) - Swift.max(start, Float(index))
        return (index, covered / length)
      }
    }
  }
}
