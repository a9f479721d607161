import Evolution
import Laboratory

/// The shown network with its weights: drawn as nodes and lines where there is room, else as tables.
public struct NetworkView: FramedView {
  let model: Model
  private let entry: HallOfFame.Entry?

  public init(_ model: Model) {
    self.model = model
    entry = model.shownEntry.flatMap { $0.network?.geneCount == $0.genes.count ? $0 : nil }
  }

  public var title: String {
    guard let entry = model.shownEntry else { return "network" }
    return "network of \(model.name(of: entry))"
  }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    guard let network = entry?.network else { return [Label("no champion yet", .dim)] }
    return [
      Label("\(network.shape) \(network.activation.rawValue)"),
      Label("\(network.geneCount) weights", .dim),
    ]
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    guard let network = entry?.network else { return [] }
    let size = model.layout.rect(of: .network)?.inside.size
    guard let size, let plan = NetworkPlan(network, size, glyphs) else {
      let lines = size.map { weightLines(network, entry?.genes ?? [], $0.width, glyphs) }
      return hidden(size, glyphs) + Self.legend(lines?.signs ?? (false, false))
    }
    let words = plan.hasMaps ? "h map +bias" : "bar=effect +bias"
    return [
      Label("solid=positive", .positive), Label("dotted=negative", .negative),
      Label(words, .dim),
    ]
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    guard let entry, let network = entry.network else {
      canvas.write("No network yet.", x: 1, y: 0, style: capabilities.theme.style(.dim))
      return canvas
    }
    if let plan = NetworkPlan(network, size, capabilities.glyphs) {
      let maps = model.neuronMaps.flatMap { $0.genes == entry.genes ? $0 : nil }
      NetworkDrawing(
        plan: plan, network: network, genes: entry.genes, data: model.snapshot.data?.dataset,
        lens: model.lens, maps: maps
      ).draw(on: &canvas, capabilities)
      return canvas
    }
    let lines = weightLines(network, entry.genes, size.width, capabilities.glyphs).lines
    let first = min(model.sight.scrolls[.network] ?? 0, max(0, lines.count - size.height))
    for (row, line) in lines.dropFirst(first).prefix(size.height).enumerated() {
      var x = 0
      for label in line {
        x += canvas.write(label.text, x: x, y: row, style: capabilities.theme.style(label.role))
      }
    }
    return canvas
  }

  /// How far the tables can be scrolled.
  func lastScroll(_ size: Size?) -> Int {
    guard let size, let entry, let network = entry.network else { return 0 }
    let lines = weightLines(network, entry.genes, size.width, .ascii)
    return max(0, lines.lineCount - size.height)
  }

  private func weightLines(
    _ network: Network, _ genes: [Float], _ width: Int, _ glyphs: GlyphSet
  ) -> WeightLines {
    WeightLines(
      network: network, genes: genes, data: model.snapshot.data?.dataset, lens: model.lens,
      width: width, glyphs: glyphs)
  }

  /// Only signs that occur are explained.
  private static func legend(_ signs: (hasBars: Bool, hasLetters: Bool)) -> [Label] {
    var labels: [Label] = []
    if signs.hasBars { labels.append(Label("bar=size", .dim)) }
    if signs.hasLetters {
      labels += [Label("+ # positive", .positive), Label("- = negative", .negative)]
    }
    return labels
  }

  /// How many lines are seen, if not all.
  private func hidden(_ size: Size?, _ glyphs: GlyphSet) -> [Label] {
    guard let size, let entry, let network = entry.network else { return [] }
    let count = weightLines(network, entry.genes, size.width, glyphs).lineCount
    let last = max(0, count - size.height)
    guard last > 0 else { return [] }
    let first = min(model.sight.scrolls[.network] ?? 0, last)
    let down = first < last ? (glyphs.isASCII ? " more: j" : " ↓") : ""
    return [Label("lines \(first + 1)-\(first + size.height) of \(count)\(down)", .warning)]
  }
}

/// Where the nodes of a network stand: a pure function of its shape and of the size.
struct NetworkPlan: Equatable {
  /// A column of nodes.
  struct Column: Equatable {
    /// Of the labels.
    let x: Int
    let width: Int
    /// Of each node.
    let rows: [Int]
  }

  /// Inputs, hidden layers, outputs.
  let columns: [Column]
  /// Whether each hidden neuron has room for a map of the plane.
  let hasMaps: Bool
  let size: Size

  static let mapSize = Size(width: 10, height: 3)
  /// More nodes a layer could not be told apart.
  private static let nodeLimit = 10
  private static let leastGap = 5
  private static let (inputWidth, hiddenWidth, outputWidth) = (8, 10, 9)

  /// - Returns: `nil` where there is no room, or nothing to draw lines with.
  init?(_ network: Network, _ size: Size, _ glyphs: GlyphSet) {
    let most = network.sizes.max() ?? 0
    guard !glyphs.isASCII, network.convolution == nil, most <= Self.nodeLimit,
      most <= size.height
    else { return nil }
    let mostHidden = network.hidden.max() ?? 0
    func widths(_ hasMaps: Bool) -> [Int] {
      let hidden = Self.hiddenWidth + (hasMaps ? Self.mapSize.width + 1 : 0)
      return [Self.inputWidth] + network.hidden.map { _ in hidden } + [Self.outputWidth]
    }
    func gap(_ widths: [Int]) -> Int {
      (size.width - widths.reduce(0, +)) / max(1, widths.count - 1)
    }
    hasMaps =
      mostHidden > 0 && mostHidden * Self.mapSize.height <= size.height
      && gap(widths(true)) >= Self.leastGap
    let widths = widths(hasMaps)
    let gap = gap(widths)
    guard gap >= Self.leastGap else { return nil }
    self.size = size
    var columns: [Column] = []
    for (index, count) in network.sizes.enumerated() {
      let isLast = index == network.sizes.count - 1
      let x = isLast ? size.width - widths[index] : columns.last.map { $0.x + $0.width + gap } ?? 0
      let isHidden = index > 0 && !isLast
      columns.append(
        Column(
          x: x, width: widths[index],
          rows: Self.rows(count, size.height, least: hasMaps && isHidden ? Self.mapSize.height : 1))
      )
    }
    self.columns = columns
  }

  /// The middle rows of so many nodes, spread evenly.
  private static func rows(_ count: Int, _ height: Int, least: Int) -> [Int] {
    let distance = min(max(least, height / count), max(least, 4))
    let used = distance * (count - 1) + least
    let top = (height - used) / 2 + least / 2
    return (0..<count).map { top + $0 * distance }
  }
}

/// Draws a network by its plan.
struct NetworkDrawing {
  let plan: NetworkPlan
  let network: Network
  let genes: [Float]
  let data: Dataset?
  let lens: Lens
  let maps: NeuronMaps?

  /// Weaker weights than this share of the layer's largest have no line.
  private static let (weak, strong): (Float, Float) = (0.12, 0.55)

  func draw(on canvas: inout Canvas, _ capabilities: Capabilities) {
    drawEdges(on: &canvas, capabilities)
    for (unit, name) in inputNames(capabilities.glyphs).enumerated() {
      canvas.write(name, x: plan.columns[0].x, y: plan.columns[0].rows[unit])
    }
    for (index, column) in plan.columns.enumerated().dropFirst() {
      for (unit, row) in column.rows.enumerated() {
        drawNode(index, unit, x: column.x, y: row, on: &canvas, capabilities)
      }
    }
  }

  private func largest(_ layer: Network.Layer) -> Float {
    genes[layer.genes].reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
  }

  private func drawEdges(on canvas: inout Canvas, _ capabilities: Capabilities) {
    var dots = DotPlot(columns: plan.size.width, rows: plan.size.height, capabilities.glyphs)
    let cell = capabilities.glyphs.dots
    for (index, layer) in network.layers.enumerated() {
      let (from, to) = (plan.columns[index], plan.columns[index + 1])
      let largest = largest(layer)
      guard largest > 0 else { continue }
      for unit in 0..<layer.outputCount {
        for input in 0..<layer.inputCount {
          let share = genes[layer.weight(from: input, to: unit)] / largest
          guard share.isFinite, abs(share) >= Self.weak else { continue }
          let isStrong = abs(share) >= Self.strong
          dots.line(
            from: ((from.x + from.width) * cell.width, dots.middle(of: from.rows[input])),
            to: ((to.x - 1) * cell.width, dots.middle(of: to.rows[unit])),
            layer: (isStrong ? 0 : 2) + (share < 0 ? 1 : 0), spacing: share < 0 ? 3 : 1)
        }
      }
    }
    let theme = capabilities.theme
    let (plus, minus) = (theme.style(WeightInk.role(1)), theme.style(WeightInk.role(-1)))
    dots.draw(
      on: &canvas, x: 0, y: 0,
      styles: [plus.adding(.bold), minus.adding(.bold), plus.adding(.dim), minus.adding(.dim)])
  }

  /// What the inputs are called, at the right of their column.
  private func inputNames(_ glyphs: GlyphSet) -> [String] {
    let column = plan.columns[0]
    let known = data.map { $0.featureNames.map(\.withVisibleControls) } ?? []
    let names =
      known.count == column.rows.count ? known : (1...column.rows.count).map { "\($0)" }
    return ShortNames.fitted(names, column.width - 1, glyphs).map {
      $0.fitted(column.width - 1, glyphs, toRight: true)
    }
  }

  /// - Parameter column: Of hidden neurons or outputs.
  private func drawNode(
    _ column: Int, _ unit: Int, x: Int, y: Int, on canvas: inout Canvas,
    _ capabilities: Capabilities
  ) {
    let theme = capabilities.theme
    let width = plan.columns[column].width
    let bias = genes[network.layers[column - 1].bias(of: unit)]
    guard column < plan.columns.count - 1 else {
      let letter =
        network.classCount == 2
        ? "out" : String(Character(PointMark.letter(unit, classCount: network.classCount)))
      canvas.write(
        "\(letter) \(Format.signed(bias))".fitted(width, capabilities.glyphs), x: x, y: y)
      return
    }
    let isSeen = lens == .neuron(layer: column - 1, unit: unit)
    let effect = effect(of: unit, in: column)
    let name = "h\(unit + 1)".fitted(3, capabilities.glyphs)
    canvas.write(name, x: x, y: y, style: isSeen ? theme.style(.selection) : .plain)
    canvas[x + 3, y] = Cell(WeightInk.bar(effect, capabilities.glyphs), theme.style(.accent))
    canvas.write(Format.signed(bias), x: x + 5, y: y, maxWidth: 5)
    if plan.hasMaps, let map = maps?.map(layer: column - 1, unit: unit) {
      canvas.paste(
        map.picture(capabilities), x: x + 11, y: y - NetworkPlan.mapSize.height / 2)
    }
  }

  /// The size of its weights in the next layer, as a share of the layer's most effective neuron.
  private func effect(of unit: Int, in column: Int) -> Float {
    let next = network.layers[column]
    let sums = (0..<next.inputCount).map { input in
      (0..<next.outputCount).reduce(Float(0)) { $0 + abs(genes[next.weight(from: input, to: $1)]) }
    }
    let most = sums.filter(\.isFinite).max() ?? 0
    return most > 0 ? sums[unit] / most : 0
  }
}

extension DotPlot {
  /// The line of dots in the middle of a row of cells.
  func middle(of row: Int) -> Int {
    let height = self.height / max(1, rows)
    return row * height + height / 2
  }

  /// A straight line; only every so many of its dots are set.
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), layer: Int, spacing: Int
  ) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = max(abs(dx), abs(dy), 1)
    for step in stride(from: 0, through: length, by: spacing) {
      set(
        start.x + (dx * step * 2 + length * dx.signum()) / (length * 2),
        start.y + (dy * step * 2 + length * dy.signum()) / (length * 2), layer: layer)
    }
  }
}
