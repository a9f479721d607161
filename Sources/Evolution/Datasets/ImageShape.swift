/// The size of a picture.
public struct ImageShape: Equatable, Sendable, CustomStringConvertible {
  public let rows: Int
  public let columns: Int

  /// No picture may have more.
  public static let mostPixels = 1 << 16

  static func isPossible(rows: Int, columns: Int) -> Bool {
    let sides = 1...mostPixels
    return sides.contains(rows) && sides.contains(columns) && rows * columns <= mostPixels
  }

  /// - Precondition: Neither is 0.
  public init(rows: Int, columns: Int) {
    precondition(rows > 0 && columns > 0, "There is something to see.")
    self.rows = rows
    self.columns = columns
  }

  /// `28x28`: rows, then columns.
  public var description: String { "\(rows)x\(columns)" }

  public var pixelCount: Int { rows * columns }

  /// `1x1`, `1x2` …, row and column: [pixelCount].
  public var pixelNames: [String] {
    (1...rows).flatMap { row in (1...columns).map { "\(row)x\($0)" } }
  }
}

extension ImageShape: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, columns
  }

  /// - Throws: if there is no such picture.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try container.decode(Int.self, forKey: .rows)
    let columns = try container.decode(Int.self, forKey: .columns)
    guard Self.isPossible(rows: rows, columns: columns) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: container, debugDescription: "There is no picture of this size.")
    }
    self.init(rows: rows, columns: columns)
  }
}
