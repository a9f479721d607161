/// A file of bytes in the format of MNIST (LeCun, Cortes and Burges, 1998), plain or compressed.
///
/// Two zeros, the type of the values, the number of dimensions, their sizes as big-endian words of
/// 32 bits, then the values, the last dimension fastest.
struct IDXFile {
  let name: String
  /// At least one; none of them is 0.
  let sizes: [Int]
  private let content: Content

  private enum Content {
    case plain([UInt8])
    case gzip(GzipFile)
  }

  /// More values than this are refused, whatever the file may hold.
  static let mostValues = 1 << 31

  /// Reads what comes before the values, and sees whether they can be there.
  ///
  /// - Parameter dimensions: How many there must be: 3 for images, 1 for labels.
  init(_ file: FileContents, dimensions: Int) throws(DatasetError) {
    let headCount = 4 + 4 * dimensions
    let head: [UInt8]
    if GzipFile.isBegun(by: file.bytes) || file.name.hasSuffix(".gz") {
      do throws(GzipFile.Failure) {
        let gzip = try GzipFile(file.bytes)
        head = try gzip.prefix(headCount)
        content = .gzip(gzip)
      } catch { throw file.malformed(error.sentence) }
    } else {
      head = Array(file.bytes.prefix(headCount))
      content = .plain(file.bytes)
    }
    name = file.name
    sizes = try Self.sizes(head, file, dimensions: dimensions)
    switch content {
    case .plain(let bytes):
      let count = bytes.count - headCount
      guard valueCount <= count else { throw endsTooSoon(missing: valueCount - count) }
      guard valueCount == count else { throw hasTooMany(count - valueCount) }
    case .gzip(let gzip):
      guard valueCount <= gzip.largestCount else {
        throw file.malformed("The file ends too soon: it cannot hold \(promise).")
      }
    }
  }

  private static func sizes(
    _ head: [UInt8], _ file: FileContents, dimensions: Int
  ) throws(DatasetError) -> [Int] {
    guard head.starts(with: [0, 0]) else {
      throw file.malformed("This is no IDX file: it must begin with two zero bytes.")
    }
    guard head.count >= 4 else { throw file.endsInHead }
    guard head[2] == 8 else {
      throw file.malformed(
        "The values are of type \(head[2]), but only unsigned bytes, type 8, can be read.")
    }
    guard head[3] == dimensions else {
      let found = "There \(head[3] == 1 ? "is 1 dimension" : "are \(head[3]) dimensions")"
      throw file.malformed(
        dimensions == 3
          ? "\(found), but images have 3: their number, rows and columns."
          : "\(found), but labels have 1: their number.")
    }
    guard head.count == 4 + 4 * dimensions else {
      throw file.endsInHead
    }
    let sizes = (1...dimensions).map { dimension in
      head[4 * dimension..<4 * dimension + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let what = dimensions == 3 ? "images" : "labels"
    guard sizes[0] > 0 else { throw file.malformed("There are no \(what).") }
    guard sizes[0] <= Dataset.maximumCount else {
      throw file.malformed(
        "There are \(sizes[0]) \(what), but there may be at most \(Dataset.maximumCount).")
    }
    guard dimensions == 3 else { return sizes }
    guard ImageShape.isPossible(rows: sizes[1], columns: sizes[2]) else {
      throw file.malformed(
        "An image has \(sizes[1])x\(sizes[2]) pixels, but it must have 1 to "
          + "\(ImageShape.mostPixels).")
    }
    guard sizes.reduce(1, *) <= mostValues else {
      throw file.malformed("There are more than \(mostValues) pixels in all.")
    }
    return sizes
  }

  /// Of all dimensions.
  var valueCount: Int { sizes.reduce(1, *) }

  /// The bytes that come before the values, and for which there must be room too.
  var headCount: Int { 4 + 4 * sizes.count }

  /// Writes head and values into the room, which must be as large as both.
  func read(into room: inout MutableSpan<UInt8>) throws(DatasetError) {
    switch content {
    case .plain(let bytes):
      // Unsafe: as many bytes are copied as there are on both sides.
      unsafe room.withUnsafeMutableBufferPointer { room in
        _ = unsafe room.update(fromContentsOf: bytes)
      }
    case .gzip(let gzip):
      let count: Int?
      do throws(GzipFile.Failure) {
        count = try gzip.inflate(into: &room)
      } catch { throw .malformed(file: name, line: nil, error.sentence) }
      guard let count else { throw hasTooMany(nil) }
      guard count == room.count else { throw endsTooSoon(missing: room.count - count) }
    }
  }

  /// The values alone.
  func values() throws(DatasetError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: headCount + valueCount)
    var room = bytes.mutableSpan
    try read(into: &room)
    bytes.removeFirst(headCount)
    return bytes
  }

  private var promise: String {
    sizes.count == 3
      ? "\(sizes[0]) images of \(sizes[1])x\(sizes[2]) pixels" : "\(sizes[0]) labels"
  }

  private func endsTooSoon(missing count: Int) -> DatasetError {
    .malformed(
      file: name, line: nil,
      "The file ends too soon: of \(promise) the last \(count == 1 ? "byte is" : "\(count) bytes are")"
        + " missing.")
  }

  private func hasTooMany(_ count: Int?) -> DatasetError {
    let rest =
      switch count {
      case 1?: "There is 1 byte"
      case let count?: "There are \(count) bytes"
      case nil: "There are bytes"
      }
    return .malformed(file: name, line: nil, "\(rest) behind the \(promise) that it should hold.")
  }
}

/// What was read from a file, and how messages call it.
public struct FileContents: Sendable {
  public let name: String
  public let bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  fileprivate var endsInHead: DatasetError {
    malformed("The file ends before it has said how much it holds.")
  }

  func malformed(_ sentence: String) -> DatasetError {
    .malformed(file: name, line: nil, sentence)
  }
}
