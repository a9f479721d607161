/// The size of a picture.
public struct ImageShape: Equatable, Sendable {
  public let rows: Int
  public let columns: Int

  /// Pixels across and down that a picture may have.
  public static let sides = 1...4096

  /// - Precondition: Neither is 0.
  public init(rows: Int, columns: Int) {
    precondition(rows > 0 && columns > 0, "There is something to see.")
    self.rows = rows
    self.columns = columns
  }

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
    guard Self.sides.contains(rows), Self.sides.contains(columns) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: container, debugDescription: "There is no picture of this size.")
    }
    self.init(rows: rows, columns: columns)
  }
}
