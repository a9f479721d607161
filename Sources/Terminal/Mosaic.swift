import Evolution
import Laboratory

/// What a champion makes of pictures: computed when it changes, drawn as often as needed.
///
/// Only a panel of samples is looked at, which stays the same while champions come and go; so do
/// the places of pictures on the screen.
public struct Mosaic: Equatable, Sendable {
  /// All that decides what it looks like.
  struct Subject: Equatable, Sendable {
    /// `nil` without a network, or with one for other data.
    let network: Network?
    let genes: [Float]
    let data: Split
    let part: Split.Part
    let page: Page
    let size: Size
    /// Rows of pictures, or lines of text, above those that are seen.
    var scroll: Int
    /// Another one for the same data, to be compared with.
    private(set) var rival: Boundary.Subject.Rival?

    init(
      _ entry: HallOfFame.Entry?, data: Split, part: Split.Part, page: Page, size: Size, scroll: Int
    ) {
      let known = entry.flatMap { $0.isFor(data) ? $0 : nil }
      network = known?.network
      genes = known?.genes ?? []
      self.data = data
      self.part = part
      self.page = page
      self.size = size
      self.scroll = scroll
    }

    /// Compares with another one, if that is for the same data.
    mutating func setRival(_ entry: HallOfFame.Entry?) {
      guard let entry, entry.isFor(data), let network = entry.network else { return }
      rival = Boundary.Subject.Rival(network: network, genes: entry.genes)
    }
  }

  /// A picture and what is written below it.
  public struct Tile: Equatable, Sendable {
    /// Row by row, 0…1 of samples, -1…1 of weights; as large as the grid says.
    let pixels: [Float]
    let caption: Caption
  }

  enum Caption: Equatable, Sendable {
    /// A sample of a class; what it is taken for and how surely, if there is a network.
    case sample(label: Int, choice: Int?, confidence: Float)
    /// A sample of a class, and what two networks take it for.
    case dispute(label: Int, choice: Int?, other: Int?)
    /// A unit of the first layer, counted from 0; of an output, its class.
    case unit(Int, isOutput: Bool)
  }

  let subject: Subject
  let panel: Panel
  let grid: MosaicGrid
  /// Those that are seen.
  public private(set) var tiles: [Tile] = []
  /// How far it can be scrolled.
  private(set) var lastScroll = 0
  /// How many samples the network was asked about, and how many of them it got wrong.
  private(set) var asked = 0
  private(set) var wrong = 0
  private(set) var report: Champion.Report?
  /// The mistakes, as indices into the panel, in the order in which they are shown.
  private var mistakes: [Int] = []

  /// - Parameters:
  ///   - panel: Of the subject's part of the data.
  ///   - old: What was shown before: its mistakes keep their places.
  init(_ subject: Subject, _ panel: Panel, before old: Mosaic?) {
    self.subject = subject
    self.panel = panel
    let weights = subject.page == .weights ? subject.weights : nil
    let shape =
      weights?.shape ?? subject.data.dataset.imageShape ?? ImageShape(rows: 1, columns: 1)
    grid = MosaicGrid(
      subject.size, shape, caption: Self.captionWidth(subject),
      count: weights?.genes.count ?? .max)
    switch subject.page {
    case .samples: showSamples(shape)
    case .mistakes:
      let isSamePage = old?.panel == panel && old?.subject.page == .mistakes && old?.grid == grid
      showMistakes(shape, before: isSamePage ? old?.mistakes ?? [] : [])
    case .weights:
      if let weights { show(weights) }
    case .report: showReport()
    case .disagreement: showDisputes(shape)
    default: break
    }
  }

  /// What the longest caption needs, if that is not too much: names of classes are cut then.
  private static func captionWidth(_ subject: Subject) -> Int {
    let longest = subject.data.dataset.classNames.map(\.cellCount).max() ?? 0
    guard subject.page == .weights else { return min(15, 2 * longest + 5) }
    return subject.network?.hidden.isEmpty == true ? min(15, longest) : 3
  }

  private func answers(_ count: Int) -> Predictions? {
    subject.network.map {
      Predictions($0, genes: subject.genes, of: panel.columns, count: min(count, panel.count))
    }
  }

  /// Which of so many items are seen.
  private mutating func window(of count: Int) -> Range<Int> {
    let columns = max(1, grid.columns)
    lastScroll = max(0, (count + columns - 1) / columns - grid.rows)
    let first = min(max(0, subject.scroll), lastScroll) * columns
    return min(first, count)..<min(count, first + grid.count)
  }

  private mutating func showSamples(_ shape: ImageShape) {
    let affordable = subject.network.map { panel.affordableCount($0) } ?? panel.count
    let places = window(of: affordable)
    // Only what is seen is asked about.
    let answers = answers(places.upperBound)
    tiles = places.map { tile($0, answers, shape) }
  }

  private mutating func showMistakes(_ shape: ImageShape, before old: [Int]) {
    guard let network = subject.network, let answers = answers(panel.affordableCount(network))
    else { return }
    let ranked = (0..<answers.count).filter { answers.choice($0) != panel.label($0) }
      .map { (confidence: answers.choice($0) == nil ? 0 : answers.confidence($0), place: $0) }
      .sorted { ($1.confidence, $0.place) < ($0.confidence, $1.place) }.map(\.place)
    (asked, wrong) = (answers.count, ranked.count)
    let window = window(of: min(ranked.count, Self.mistakeLimit))
    mistakes = Self.settled(ranked, capacity: max(window.upperBound, old.count), before: old)
    tiles = mistakes.dropFirst(window.lowerBound).prefix(grid.count).map {
      tile($0, answers, shape)
    }
  }

  private static let mistakeLimit = 200

  /// The samples that two networks take for different classes, in the panel's order.
  private mutating func showDisputes(_ shape: ImageShape) {
    guard let network = subject.network, let rival = subject.rival else { return }
    let count = min(panel.affordableCount(network), panel.affordableCount(rival.network))
    guard let answers = answers(count) else { return }
    let others = Predictions(rival.network, genes: rival.genes, of: panel.columns, count: count)
    let places = (0..<answers.count).filter { answers.choice($0) != others.choice($0) }
    (asked, wrong) = (answers.count, places.count)
    tiles = places[window(of: places.count)].map { place in
      Tile(
        pixels: tile(place, answers, shape).pixels,
        caption: .dispute(
          label: panel.label(place), choice: answers.choice(place), other: others.choice(place)))
    }
  }

  /// The worst ones, each in the place that it had before.
  ///
  /// Of those that are shown already, some are kept although others have become worse: else the
  /// pictures would change places with each champion.
  ///
  /// - Parameter ranked: All mistakes, the worst first.
  static func settled(_ ranked: [Int], capacity: Int, before old: [Int]) -> [Int] {
    let rank = Dictionary(uniqueKeysWithValues: ranked.enumerated().map { ($1, $0) })
    let kept = old.filter { rank[$0, default: .max] < capacity + capacity / 2 }
    let urgent = ranked.prefix((capacity + 1) / 2)
    let byRank = kept.sorted { rank[$0, default: .max] < rank[$1, default: .max] }
    var chosen: [Int] = []
    for place in urgent + byRank + ranked
    where chosen.count < capacity && !chosen.contains(place) {
      chosen.append(place)
    }
    var newcomers = chosen.filter { !old.contains($0) }.sorted {
      rank[$0, default: .max] < rank[$1, default: .max]
    }[...]
    var places: [Int] = []
    for place in old {
      if chosen.contains(place) {
        places.append(place)
      } else if let newcomer = newcomers.popFirst() {
        places.append(newcomer)
      }
    }
    return places + newcomers
  }

  private mutating func show(_ weights: WeightPictures) {
    tiles = window(of: weights.genes.count).map { unit in
      let picture = Array(subject.genes[weights.genes[unit]])
        .resampled(weights.shape, to: grid.picture)
      let largest = picture.map(abs).max() ?? 0
      return Tile(
        pixels: largest > 0 ? picture.map { $0 / largest } : picture,
        caption: .unit(unit, isOutput: weights.areOutputs))
    }
  }

  private mutating func showReport() {
    guard let network = subject.network, let answers = answers(panel.affordableCount(network))
    else { return }
    let scores = ClassificationReport(
      answers, labels: (0..<answers.count).map { Int32(panel.label($0)) },
      classNames: subject.data.dataset.classNames)
    asked = answers.count
    let report = Champion.Report(part: subject.part, scores: scores)
    self.report = report
    let lines = ReportLines(report, width: subject.size.width, .braille).lines.count
    lastScroll = max(0, lines - subject.size.height)
  }

  private func tile(_ place: Int, _ answers: Predictions?, _ shape: ImageShape) -> Tile {
    let picture = panel.pixels(place).resampled(shape, to: grid.picture)
    // Thin strokes would fade in a smaller picture.
    let lightest = picture.max() ?? 0
    return Tile(
      pixels: lightest > 0 ? picture.map { $0 / lightest } : picture,
      caption: .sample(
        label: panel.label(place), choice: answers?.choice(place),
        confidence: answers?.confidence(place) ?? .nan))
  }
}

extension HallOfFame.Entry {
  /// Whether its network takes the features of some data for their classes.
  func isFor(_ data: Split) -> Bool {
    network?.inputCount == data.dataset.featureCount
      && network?.classCount == data.dataset.classCount && network?.geneCount == genes.count
  }
}

/// The weights of a network's first layer or stage of convolution, as pictures.
struct WeightPictures: Equatable, Sendable {
  let shape: ImageShape
  /// Those of each unit, without its bias.
  let genes: [Range<Int>]
  /// The units are the outputs, one for each class.
  let areOutputs: Bool

  /// - Parameter shape: Of the samples.
  init(_ network: Network, _ shape: ImageShape) {
    if let stage = network.convolution?.stages.first {
      let side = stage.kernel
      self.shape = ImageShape(rows: side, columns: side)
      genes = (0..<stage.channels).map { $0 * side * side..<($0 + 1) * side * side }
      areOutputs = false
      return
    }
    self.shape = shape
    let layer = network.layers[0]
    genes = (0..<layer.outputCount).map { unit in
      let start = layer.weight(from: 0, to: unit)
      return start..<start + layer.inputCount
    }
    areOutputs = network.hidden.isEmpty && network.classCount > 2
  }
}

extension Mosaic.Subject {
  /// `nil` where there is no network.
  fileprivate var weights: WeightPictures? {
    guard let network, let shape = data.dataset.imageShape else { return nil }
    return WeightPictures(network, shape)
  }
}
