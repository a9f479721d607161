import ArgumentParser
import Evolution
import Laboratory

/// Reads what a champion is to be asked about; what a file is, its first bytes tell.
struct PredictionInput {
  private let split: Split
  private let label: NewSamples.LabelColumn

  /// The samples of one file.
  struct Batch {
    let file: String
    let samples: NewSamples
    /// Whether the file is one picture.
    let isPicture: Bool
  }

  init(_ champion: Champion, _ label: NewSamples.LabelColumn) {
    split = champion.split
    self.label = label
  }

  func read(_ paths: [String]) throws -> [Batch] {
    var batches: [Batch] = []
    var waiting = try paths.map(read)[...]
    while let file = waiting.popFirst() {
      guard NewSamples.isIDX(file) else {
        batches.append(try batch(file))
        continue
      }
      guard !NewSamples.areLabels(file) else {
        throw ValidationError(
          "\(file.name) holds labels. Name it behind the file of their images.")
      }
      let labels = waiting.first.flatMap { NewSamples.areLabels($0) ? $0 : nil }
      if labels != nil { waiting.removeFirst() }
      let samples = try NewSamples(images: file, labels: labels, like: split)
      batches.append(Batch(file: file.name, samples: samples, isPicture: false))
    }
    return batches
  }

  private func read(_ path: String) throws -> FileContents {
    let file = try DataFiles.read(path)
    guard !file.bytes.isEmpty else {
      throw ValidationError("\(path) is empty: there is no sample in it.")
    }
    return file
  }

  /// The samples of a PGM or a CSV file.
  private func batch(_ file: FileContents) throws -> Batch {
    if GrayImage.isBegun(by: file.bytes) {
      let image = try GrayImage(pgm: file.bytes, file: file.name)
      return Batch(
        file: file.name, samples: try NewSamples(image, file: file.name, like: split),
        isPicture: true)
    }
    return Batch(
      file: file.name,
      samples: try NewSamples(csv: file.bytes, file: file.name, like: split.dataset, label: label),
      isPicture: false)
  }
}
