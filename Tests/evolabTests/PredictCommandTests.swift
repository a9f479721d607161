import Foundation
import Testing

/// A trained network at work.
@Suite struct `Prediction` {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func `of a table has the accuracy that the run has found`() throws {
    let best = try #require(
      try object(trained + ["--split", "1", "--json"])["best"] as? [String: Any])
    let table = try evolab(["data", "blobs", "--centers", "3", "--samples", "60"]).output
    try write(table, "all.csv")
    let answer = try object(["predict", "run.evo", "all.csv", "--json"])
    #expect(answer["labelled"] as? Int == 60)
    #expect(
      (answer["accuracy"] as? NSNumber)?.floatValue
        == (best["trainAccuracy"] as? NSNumber)?.floatValue)
    let samples = try #require(answer["samples"] as? [[String: Any]])
    let right = samples.count { ($0["class"] as? String) == ($0["label"] as? String) }
    #expect(right == answer["correct"] as? Int)
    for sample in samples {
      let sum = try #require(sample["probabilities"] as? [Double]).reduce(0, +)
      #expect(abs(sum - 1) < 1e-5)
    }
  }

  @Test func `does not need the class, and finds columns by their names`() throws {
    _ = try evolab(trained)
    try write("x2,x1\n2.5,-1\n0.5,3\n", "turned.csv")
    try write("-1,2.5\n3,0.5\n", "plain.csv")
    let turned = try evolab(["predict", "run.evo", "turned.csv"])
    #expect(turned.status == 0)
    #expect(turned.output == (try evolab(["predict", "run.evo", "plain.csv"]).output))
    let lines = turned.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("sample  class"))
    #expect(!turned.output.contains("accuracy"))
    #expect(turned.output.split(separator: "\n").allSatisfy { $0.count <= 79 })
  }

  @Test func `of several files names them, and writes CSV`() throws {
    _ = try evolab(trained)
    try write("-1,2.5\n", "a.csv")
    try write("1,2\n3,0.5,2\n", "bad.csv")
    try write("3,0.5,2\n", "b,c.csv")
    let csv = try evolab(["predict", "run.evo", "a.csv", "b,c.csv", "--csv", "-"]).output
    let lines = csv.split(separator: "\n")
    #expect(lines[0] == "file,sample,class,label,p 0,p 1,p 2")
    #expect(lines[1].hasPrefix("a.csv,1,"))
    #expect(lines[2].hasPrefix("\"b,c.csv\",1,"))
    let text = try evolab(["predict", "run.evo", "a.csv", "b,c.csv", "--csv", "out.csv"])
    #expect(text.output.contains("a.csv:1"))
    #expect(try String(contentsOfFile: "\(folder)/out.csv", encoding: .utf8) == csv)
    try expectRefusal(["predict", "run.evo", "a.csv", "--csv", "out.csv"], "exists already")
    try expectRefusal(["predict", "run.evo", "bad.csv", "--csv", "new.csv"], "bad.csv, line 2")
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/new.csv"))
  }

  @Test func `of pictures is that of their pixels in a table`() throws {
    _ = try evolab([
      "run", "--data", "digits8x8", "--population", "10", "--hidden", "2", "--generations", "3",
      "--record", "digits.evo",
    ])
    let values = (0..<64).map { $0 * 5 % 17 }
    try write(values.map(String.init).joined(separator: ",") + "\n", "digit.csv")
    let rows = values.map(String.init).joined(separator: " ")
    try write("P2\n# an 8\n8 8\n16\n\(rows)\n", "plain.pgm")
    try Data(Array("P5 8 8 16\n".utf8) + values.map { UInt8($0) })
      .write(to: URL(fileURLWithPath: "\(folder)/raw.pgm"))
    let files = ["digit.csv", "plain.pgm", "raw.pgm"]
    let answer = try object(["predict", "digits.evo"] + files + ["--json"])
    let samples = try #require(answer["samples"] as? [[String: Any]])
    #expect(samples.map { $0["file"] as? String } == files)
    let probabilities = samples.compactMap { $0["probabilities"] as? [Double] }
    #expect(probabilities.count == 3)
    #expect(probabilities.allSatisfy { $0 == probabilities[0] })
    try write("P2 7 8 16 " + String(repeating: "1 ", count: 56), "narrow.pgm")
    try expectRefusal(
      ["predict", "digits.evo", "narrow.pgm"], "An image has 8x7 pixels, rows by columns")
  }

  @Test func `of images in the format of MNIST counts what is right`() throws {
    _ = try evolab([
      "run", "--data", "digits8x8", "--population", "10", "--hidden", "2", "--generations", "3",
      "--record", "digits.evo",
    ])
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    let pixels = (0..<3 * 64).map { UInt8($0 % 251) }
    try write([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 8, 0, 0, 0, 8] + pixels, "images")
    try write([0, 0, 8, 1, 0, 0, 0, 3, 4, 5, 6], "labels")
    let plain = try object(["predict", "digits.evo", "images", "--json"])
    #expect((plain["samples"] as? [Any])?.count == 3)
    #expect(plain["accuracy"] == nil)
    let labelled = try object(["predict", "digits.evo", "images", "labels", "--json"])
    #expect(labelled["labelled"] as? Int == 3)
    let samples = try #require(labelled["samples"] as? [[String: Any]])
    #expect(samples.map { $0["label"] as? String } == ["4", "5", "6"])
    try write([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 8, 0, 0, 0, 7] + pixels.prefix(3 * 56), "narrow")
    try expectRefusal(["predict", "digits.evo", "narrow"], "An image has 8x7 pixels")
    try expectRefusal(["predict", "digits.evo", "labels", "images"], "labels holds labels.")
    try write(Array("\u{1F}".utf8) + [0x8B, 8, 0, 0], "torn.gz")
    try expectRefusal(["predict", "digits.evo", "torn.gz"], "torn.gz: The gzip file ends too soon")
  }

  @Test func `refuses what it cannot work on in a sentence, with status 2`() throws {
    _ = try evolab(trained)
    try write("", "empty.csv")
    try write("1,2,3,4,5\n", "wide.csv")
    try write("1,2,seven\n", "unknown.csv")
    try write("P5 8 8 255\nabc", "short.pgm")
    try expectRefusal(["predict", "run.evo", "empty.csv"], "empty.csv is empty")
    try expectRefusal(
      ["predict", "run.evo", "wide.csv"], "There are 5 columns, but the network takes 2")
    try expectRefusal(
      ["predict", "run.evo", "unknown.csv"], "'seven'. The network knows: 0, 1, 2.")
    try expectRefusal(["predict", "run.evo", "short.pgm"], "of 64 pixels there are 3")
    try expectRefusal(
      ["predict", "run.evo", "missing.csv"], "Cannot read missing.csv: No such file")
    try expectRefusal(["predict", "run.evo", "/dev/zero"], "Not a regular file")
    try expectRefusal(["predict", "run.evo"], "Missing expected argument")
    try expectRefusal(["predict", "wide.csv", "wide.csv"], "wide.csv is not an evolab recording.")
    try expectRefusal(["predict", "empty.csv", "wide.csv"], "empty.csv is empty")
    try expectRefusal(
      ["predict", "run.evo", "wide.csv", "--label", "x", "--no-label"], "exclude each other")
    try expectRefusal(
      ["predict", "run.evo", "wide.csv", "--json", "--csv", "-"], "standard output")
    _ = try evolab(["run", "--problem", "sphere", "--generations", "2", "--record", "sphere.evo"])
    try expectRefusal(["predict", "sphere.evo", "wide.csv"], "there are no classes")
  }

  private let trained = [
    "run", "--data", "blobs", "--centers", "3", "--samples", "60", "--population", "20", "--hidden",
    "4", "--generations", "5", "--record", "run.evo",
  ]

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  private func expectRefusal(_ arguments: [String], _ sentence: String) throws {
    let result = try evolab(arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains(sentence), "said: \(result.errors)")
    #expect(result.output == "")
  }

  private func object(_ arguments: [String]) throws -> [String: Any] {
    let output = try evolab(arguments).output
    return try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }

  private func evolab(
    _ arguments: [String]
  ) throws -> (status: Int32, output: String, errors: String) {
    try Program.run(arguments, in: folder)
  }
}
