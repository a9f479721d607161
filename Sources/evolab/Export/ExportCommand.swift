import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab export`: pictures, films and tables, made from a recording by executing it again.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Make a picture, a film or a table of a recording.",
    discussion: """
      text and svg show the lab as it was after a generation (--at; default: the last). cast is a \
      film for asciinema, with a marker at every change; it takes about 20 seconds unless --every \
      or --fps say otherwise. csv has one row a generation, as 'evolab run --csv' writes it. All \
      is drawn from what was recorded, so that any size, theme and glyph set is possible, and \
      equal exports are equal in every byte.

      Exit status: 0; 2 wrong usage or input; 3 a generation differs from what is recorded; 4 the \
      recording is damaged; 5 it was made by an incompatible version.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case cast, text, svg, csv
  }

  @Argument(help: "A recording.", completion: .file(extensions: ["evo"]))
  var file: String

  @Option(help: "cast, text, svg or csv.")
  var to: Format

  @Option(
    help: "text, svg: the generation; of text also several, such as 10,20,30.",
    transform: GenerationList.init)
  var at: GenerationList?

  @Option(
    help: "Columns and rows, such as 100x30 (the default), up to 500x200.",
    transform: PictureSize.init)
  var size: PictureSize?

  @OptionGroup var look: LookFlags

  @Option(
    help: "cast, csv: only these, such as 100-200.",
    transform: GenerationRange.init)
  var generations: GenerationRange?

  @Option(help: "cast, csv: one in so many generations.")
  var every: Int?

  @Option(help: "cast: pictures a second, 0.1 to 60.")
  var fps: Double?

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: "A new file (default: standard output).", completion: .file())
  var out: String?

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  func validate() throws {
    let isStill = to == .text || to == .svg
    try refuse("--at", at != nil && !isStill, "text and svg")
    try refuse("--size", size != nil && to == .csv, "cast, text and svg")
    try refuse("--generations", generations != nil && isStill, "cast and csv")
    try refuse("--every", every != nil && isStill, "cast and csv")
    try refuse("--fps", fps != nil && to != .cast, "cast")
    if let every, every < 1 {
      throw ValidationError("--every must be at least 1, but is \(every).")
    }
    if let fps, !(0.1...60).contains(fps) {
      throw ValidationError("--fps must lie between 0.1 and 60, but is \(fps).")
    }
    if to == .svg, let at, at.generations.count > 1 {
      throw ValidationError("An SVG holds one picture: name one generation with --at.")
    }
  }

  private func refuse(_ flag: String, _ isWrong: Bool, _ formats: String) throws {
    if isWrong { throw ValidationError("\(flag) is for --to \(formats).") }
  }

  func run() throws {
    if let out { try OutputFile.check(out) }
    let reader = try JournalReader(file)
    let text =
      switch to {
      case .text: try texts(reader)
      case .svg: try svg(reader)
      case .cast: try cast(reader)
      case .csv: try csv(reader)
      }
    if let out { try OutputFile.write(text, to: out) } else { print(text, terminator: "") }
  }

  private var canvasSize: Size { (size ?? PictureSize(width: 100, height: 30)).size }

  /// Nothing is told by colour in a text: what is told by attributes in mono is told by letters too.
  private func texts(_ reader: JournalReader) throws -> String {
    let wanted = at?.generations ?? [reader.lastGeneration]
    let capabilities = look.capabilities(.mono)
    return try RecordedScenes.texts(
      reader, at: wanted, canvasSize, capabilities, workers: workers)
  }

  private func svg(_ reader: JournalReader) throws -> String {
    let generation = at?.generations.first ?? reader.lastGeneration
    let capabilities = look.capabilities(.truecolor)
    var scenes = try RecordedScenes(
      reader, generation...generation, canvasSize, capabilities, workers: workers)
    let picture = try scenes.picture(at: generation)
    return picture.svg(
      capabilities.theme, title: scenes.title,
      description: "The lab after generation \(generation) of \(reader.lastGeneration).")
  }

  private func cast(_ reader: JournalReader) throws -> String {
    let range = try range(in: reader, from: 0)
    var scenes = try RecordedScenes(
      reader, range, canvasSize, look.capabilities(.indexed256), workers: workers)
    return try Cast(range, every: every, rate: fps).text(of: &scenes)
  }

  private func csv(_ reader: JournalReader) throws -> String {
    guard reader.lastGeneration > 0 else { return GenerationTable.header }
    let range = try range(in: reader, from: 1)
    let rows = reader.generations.filter {
      range.contains($0.g) && ($0.g - range.lowerBound).isMultiple(of: every ?? 1)
    }
    return GenerationTable.header + rows.map(GenerationTable.row).joined()
  }

  private func range(in reader: JournalReader, from first: Int) throws -> ClosedRange<Int> {
    let last = reader.lastGeneration
    guard let range = generations?.range else { return min(first, last)...last }
    guard range.upperBound <= last else {
      throw JournalError.tooShort(file: file, last: last, asked: range.upperBound)
    }
    return range
  }
}

extension RecordedScenes {
  /// Pictures as text, with an empty line between them.
  static func texts(
    _ reader: JournalReader, at generations: [Int], _ size: Size, _ capabilities: Capabilities,
    workers: Int?
  ) throws -> String {
    var scenes = try RecordedScenes(
      reader, (generations.first ?? 0)...(generations.last ?? 0), size, capabilities,
      workers: workers)
    return try generations.map { try scenes.picture(at: $0).text }.joined(separator: "\n")
  }
}
