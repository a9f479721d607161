import Evolution
import Foundation
import Testing

@testable import Laboratory

@Suite struct `Image files` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [".", "-"])
  func `are found in a folder, with a test part if there is one`(sign: String) throws {
    try write(imagesOf: 12, to: "train-images\(sign)idx3-ubyte")
    try write(labelsOf: 12, to: "train-labels\(sign)idx1-ubyte")
    #expect(try load(folder.path)?.testCount == 0)
    try write(imagesOf: 4, to: "t10k-images\(sign)idx3-ubyte")
    try write(labelsOf: 4, to: "t10k-labels\(sign)idx1-ubyte")
    let set = try #require(try load(folder.path))
    #expect(set.count == 16 && set.testCount == 4)
    #expect(try load(folder.path + "/") == set)
  }

  @Test func `are found beside their labels`() throws {
    try write(imagesOf: 12, to: "my-images-idx3-ubyte")
    try write(labelsOf: 12, to: "my-labels-idx1-ubyte")
    let set = try load(folder.file("my-images-idx3-ubyte"))
    #expect(set?.count == 12 && set?.testCount == 0)
  }

  @Test func `are refused where something is missing`() throws {
    let path = folder.path
    expect(
      path,
      .unreadable(
        file: path,
        "there is no train-images-idx3-ubyte in this folder, plain or with .gz at its end."))
    try write(imagesOf: 12, to: "train-images-idx3-ubyte")
    let (images, labels) = (
      folder.file("train-images-idx3-ubyte"), folder.file("train-labels-idx1-ubyte")
    )
    expect(path, .unreadable(file: labels, "there are no labels for \(images)."))
    expect(images, .unreadable(file: labels, "there are no labels beside \(images)."))
    try write(labelsOf: 12, to: "train-labels-idx1-ubyte")
    expect(
      labels,
      .malformed(
        file: labels, line: nil, "These are labels. Name the file of the images instead."))
    try write(labelsOf: 12, to: "t10k-labels-idx1-ubyte")
    expect(
      path,
      .unreadable(
        file: folder.file("t10k-images-idx3-ubyte"),
        "there are no images for \(folder.file("t10k-labels-idx1-ubyte"))."))
    try write(imagesOf: 12, to: "pictures")
    expect(
      folder.file("pictures"),
      .malformed(
        file: folder.file("pictures"), line: nil,
        "The labels of images are looked for beside them, in labels-idx1-ubyte for "
          + "images-idx3-ubyte, but this file is not called like that."))
    expect(
      images, label: "kind",
      .malformed(
        file: images, line: nil,
        "There is no column 'kind': the labels of images come from a file of their own."))
  }

  @Test func `are named by a recording, which replays and goes on`() throws {
    try writeFolder()
    let digest = try record()
    #expect(try folder.read("run.evo").count < 20_000)
    var replay = try Replay(try JournalReader(folder.file("run.evo")), workers: 2)
    while try replay.advance() {}
    #expect(replay.session.runDigest == digest)
    var resumed = try Run(resuming: folder.file("run.evo"))
    resumed.advance()
    #expect(resumed.session.generation == 6)
  }

  @Test func `that are no longer the recorded ones are refused`() throws {
    try writeFolder()
    let recorded = try #require(try load(folder.path)).digest.hex
    _ = try record()
    try write(labelsOf: 12, to: "train-labels-idx1-ubyte", from: 1)
    let found = try #require(try load(folder.path)).digest.hex
    let error = JournalError.otherData(
      file: folder.file("run.evo"), data: folder.path, recorded: recorded, found: found)
    #expect(throws: error) { try Replay(try JournalReader(folder.file("run.evo"))) }
    #expect(error.exitStatus == 2)
    #expect(
      error.description
        == "\(folder.file("run.evo")) was recorded with other data than '\(folder.path)' holds now "
        + "(digest \(recorded), not \(found)). Bring back the files that it was recorded with.")
    File.remove(folder.file("train-images-idx3-ubyte"))
    #expect(throws: DatasetError.self) { try Replay(try JournalReader(folder.file("run.evo"))) }
  }

  @Test func `of MNIST come along`() throws {
    let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    // The test part alone: all of it takes seconds to unpack without optimisation.
    let set = try #require(try load(top.path + "/datasets/mnist/t10k-images-idx3-ubyte.gz"))
    #expect(set.count == 10_000 && set.imageShape == ImageShape(rows: 28, columns: 28))
    let counts = set.labels.reduce(into: Array(repeating: 0, count: 10)) { $0[Int($1)] += 1 }
    #expect(counts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    guard case .bytes(let pixels) = set.values else { return }
    #expect(pixels.count == 7_840_000)
  }

  /// Five generations; their digest.
  private func record() throws -> Digest {
    let experiment = smallExperiment { $0.data = folder.path }
    var run = try Run(experiment, recordTo: folder.file("run.evo"))
    for _ in 0..<5 { run.advance() }
    run.end(why: .generations)
    return run.session.runDigest
  }

  private func writeFolder() throws {
    try write(imagesOf: 12, to: "train-images-idx3-ubyte")
    try write(labelsOf: 12, to: "train-labels-idx1-ubyte")
    try write(imagesOf: 4, to: "t10k-images-idx3-ubyte")
    try write(labelsOf: 4, to: "t10k-labels-idx1-ubyte")
  }

  private func write(imagesOf count: Int, to name: String) throws {
    let pixels = (0..<count * 9).map { UInt8($0 * 31 % 256) }
    _ = try folder.write(
      [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 3, 0, 0, 0, 3] + pixels, to: name)
  }

  private func write(labelsOf count: Int, to name: String, from first: Int = 0) throws {
    let labels = (first..<first + count).map { UInt8($0 % 3) }
    _ = try folder.write([0, 0, 8, 1, 0, 0, 0, UInt8(count)] + labels, to: name)
  }

  private func load(_ data: String, label: String? = nil) throws -> Dataset? {
    var experiment = Experiment()
    experiment.data = data
    experiment.label = label
    return try DataFiles.load(experiment)
  }

  private func expect(
    _ data: String, label: String? = nil, _ error: DatasetError,
    here: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: here) { try load(data, label: label) }
  }
}
