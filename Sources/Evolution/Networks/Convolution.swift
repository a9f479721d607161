/// The stages of convolution that a network begins with (LeCun, Bottou, Bengio and Haffner,
/// "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86, 1998).
///
/// Each channel of a stage is the activation of a bias and a weighted sum over a square of all
/// channels before it; nothing is padded. People write `5x5x8/2,3x3x16`: squares of 5 × 5 pixels
/// into 8 channels, of which each 2 × 2 pixels become their largest; then 3 × 3 into 16.
///
/// Genes lie stage by stage: weights [channels × channels before × kernel × kernel], then biases
/// [channels]. What the last stage makes goes into the first dense layer channel by channel, row by
/// row.
public struct Convolution: Codable, Equatable, Sendable {
  public struct Stage: Codable, Equatable, Sendable {
    /// The rows and columns of the square.
    public let kernel: Int
    /// How many come out.
    public let channels: Int
    /// Whether only the largest of each 2 × 2 is kept; an odd row or column is left out.
    public let isPooled: Bool

    public init(kernel: Int, channels: Int, isPooled: Bool) {
      self.kernel = kernel
      self.channels = channels
      self.isPooled = isPooled
    }
  }

  /// What goes into a stage or comes out of it.
  public struct Maps: Equatable, Sendable {
    public let channels: Int
    public let rows: Int
    public let columns: Int

    public var pixelCount: Int { channels * rows * columns }
  }

  public static let stageLimit = 8
  public static let kernelRange = 1...9
  public static let channelRange = 1...256
  /// Of all channels of a stage together: 64 samples of them are in memory at once.
  public static let pixelLimit = 1 << 20

  /// Of the pictures, whose pixels are the features, row by row.
  public let shape: ImageShape
  /// At least one.
  public let stages: [Stage]

  /// - Throws: what is wrong and what would be right.
  public init(shape: ImageShape, stages: [Stage]) throws(ConvolutionError) {
    self.shape = shape
    self.stages = stages
    guard (1...Self.stageLimit).contains(stages.count) else { throw .stageCount(stages.count) }
    for (index, stage) in stages.enumerated() {
      guard Self.kernelRange.contains(stage.kernel), Self.channelRange.contains(stage.channels)
      else { throw .outOfRange(stage) }
      let before = maps[index]
      guard stage.kernel <= min(before.rows, before.columns) else {
        throw .tooLarge(stage, index, before)
      }
      let after = maps[index + 1]
      guard after.rows > 0, after.columns > 0 else { throw .nothingLeft(stage, index, before) }
      guard after.pixelCount <= Self.pixelLimit else { throw .tooMany(after, index) }
    }
  }

  /// What goes into each stage, and what comes out of the last: [stages.count + 1].
  public var maps: [Maps] {
    var maps = [Maps(channels: 1, rows: shape.rows, columns: shape.columns)]
    for stage in stages {
      let before = maps[maps.count - 1]
      let step = stage.isPooled ? 2 : 1
      maps.append(
        Maps(
          channels: stage.channels, rows: (before.rows - stage.kernel + 1) / step,
          columns: (before.columns - stage.kernel + 1) / step))
    }
    return maps
  }

  /// The inputs of the first dense layer.
  public var outputCount: Int { maps[stages.count].pixelCount }

  /// The inputs of a channel of each stage: [stages.count].
  public var squares: [Int] {
    zip(maps, stages).map { $0.channels * $1.kernel * $1.kernel }
  }

  public var geneCount: Int {
    zip(squares, stages).reduce(0) { $0 + ($1.0 + 1) * $1.1.channels }
  }

  /// The products of a weight and a pixel for one picture.
  public var productCount: Int {
    stages.indices.reduce(0) {
      $0 + maps[$1 + 1].pixelCount * (stages[$1].isPooled ? 4 : 1) * squares[$1]
    }
  }
}

extension Convolution.Stage: CustomStringConvertible {
  public var description: String { "\(kernel)x\(kernel)x\(channels)" + (isPooled ? "/2" : "") }
}

extension Convolution {
  /// `5x5x8/2,3x3x16` as people write it; `none` for a network without stages.
  public static func stages(from text: String) throws(ConvolutionError) -> [Stage] {
    if text == "none" { return [] }
    var stages: [Stage] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.filter { $0 != " " }.split(
        separator: "/", omittingEmptySubsequences: false)
      let numbers = halves[0].split(separator: "x", omittingEmptySubsequences: false).map {
        Int($0)
      }
      guard numbers.count == 3, let rows = numbers[0], numbers[1] == rows,
        let channels = numbers[2], halves.count == 1 || halves.dropFirst() == ["2"]
      else { throw .notStages(text) }
      stages.append(Stage(kernel: rows, channels: channels, isPooled: halves.count == 2))
    }
    return stages
  }

  public static func text(of stages: [Stage]) -> String {
    stages.isEmpty ? "none" : stages.map(\.description).joined(separator: ",")
  }
}

extension Convolution {
  private enum CodingKeys: String, CodingKey {
    case shape, stages
  }

  /// Refuses what is no convolution: a file may be damaged.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      shape: container.decode(ImageShape.self, forKey: .shape),
      stages: container.decode([Stage].self, forKey: .stages))
  }
}

/// Why there is no such convolution.
public enum ConvolutionError: Error, Equatable {
  case notStages(String)
  case stageCount(Int)
  case outOfRange(Convolution.Stage)
  /// Of pictures of a stage, counted from 0, smaller than the square.
  case tooLarge(Convolution.Stage, Int, Convolution.Maps)
  case nothingLeft(Convolution.Stage, Int, Convolution.Maps)
  case tooMany(Convolution.Maps, Int)
  /// The data set of this name, with so many features.
  case noPictures(String, Int)
}

extension ConvolutionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notStages(let text):
      "convolution must be stages such as 5x5x8/2,3x3x16 (squares of 5 by 5 pixels into 8 "
        + "channels, pooled 2 by 2; then 3 by 3 into 16), but is '\(text)'."
    case .stageCount(let count):
      "A convolution has 1 to \(Convolution.stageLimit) stages, but \(count) were asked for."
    case .outOfRange(let stage):
      "A stage of convolution looks at squares of \(Convolution.kernelRange.lowerBound) to "
        + "\(Convolution.kernelRange.upperBound) pixels a side and has "
        + "\(Convolution.channelRange.lowerBound) to \(Convolution.channelRange.upperBound) "
        + "channels, but one is '\(stage)'."
    case .tooLarge(let stage, let index, let maps):
      "Stage \(index + 1) of the convolution, \(stage), is larger than the \(maps.rows)x"
        + "\(maps.columns) pixels that it gets. Choose smaller squares or fewer stages."
    case .nothingLeft(let stage, let index, let maps):
      "Stage \(index + 1) of the convolution, \(stage), leaves too little of \(maps.rows)x"
        + "\(maps.columns) pixels to pool. Leave its /2 out, or choose smaller squares."
    case .tooMany(let maps, let index):
      "Stage \(index + 1) of the convolution makes \(maps.channels) channels of \(maps.rows)x"
        + "\(maps.columns) pixels: more than \(Convolution.pixelLimit) numbers a sample. Choose "
        + "fewer channels, or pool."
    case .noPictures(let name, let count):
      "A convolution needs pictures, but a sample of '\(name)' is \(count) numbers without rows "
        + "and columns. Choose other data, or leave the convolution out."
    }
  }
}
