import Evolution
import Laboratory

/// How many individuals of the last generation have which fitness, from the worst to the best.
public struct FitnessHistogram: FramedView {
  private let statistics: Statistics?
  private let isOfFunction: Bool

  public init(_ model: Model) {
    statistics = model.snapshot.statistics
    isOfFunction = model.snapshot.function != nil
  }

  public var title: String { "histogram" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    guard let counts = statistics?.histogram else { return [] }
    return [Label("\(counts.reduce(0, +)) individuals")]
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    let better = isOfFunction ? "the lower the better: right" : "fitness"
    return [
      Label("how many have which \(isOfFunction ? "value" : "fitness")"), Label(better, .dim),
    ]
    .prefix(isOfFunction ? 2 : 1).map(\.self)
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let theme = capabilities.theme
    guard size.width >= 8, size.height >= 2 else { return canvas }
    guard let statistics, let counts = statistics.histogram, statistics.worst < statistics.best
    else {
      let words = statistics?.histogram == nil ? "Nothing to count yet." : "All are equally good."
      canvas.write(
        words.fitted(size.width, capabilities.glyphs), x: 0, y: 0, style: theme.style(.dim))
      return canvas
    }
    let columns = Self.columns(counts, width: size.width)
    let most = max(1, columns.max() ?? 1)
    let bars = capabilities.glyphs.bars
    let height = size.height - 1
    for (x, count) in columns.enumerated() where count > 0 {
      // Nobody is so few as not to be seen.
      let eighths = max(1, Int(Double(count) / Double(most) * Double(height * 8)))
      for row in 0..<height {
        let left = eighths - row * 8
        guard left > 0 else { break }
        canvas[x, height - 1 - row] = Cell(bars[min(8, left)], theme.style(.accent))
      }
    }
    canvas.write("\(most)", x: 0, y: 0, style: theme.style(.dim))
    let (worst, best) = (text(statistics.worst), text(statistics.best))
    let mean = "mean \(text(statistics.mean))"
    canvas.write(worst, x: 0, y: height, style: theme.style(.dim))
    canvas.write(
      best, x: max(worst.count + 1, size.width - best.count), y: height, style: theme.style(.dim))
    if worst.count + best.count + mean.count + 4 <= size.width {
      canvas.write(mean, x: (size.width - mean.count) / 2, y: height, style: theme.style(.text))
    }
    return canvas
  }

  /// As many columns as fill the width best: neighbouring steps are put together, or made wider.
  static func columns(_ counts: [UInt32], width: Int) -> [UInt32] {
    guard width < counts.count else {
      let wide = width / counts.count
      return counts.flatMap { Array(repeating: $0, count: wide) }
    }
    let group = (counts.count + width - 1) / width
    let sums = stride(from: 0, to: counts.count, by: group).map { start in
      counts[start..<min(start + group, counts.count)].reduce(0, +)
    }
    return sums.flatMap { Array(repeating: $0, count: max(1, width / sums.count)) }
  }

  private func text(_ fitness: Float) -> String {
    isOfFunction ? Format.value(fitness) : Format.fraction(fitness)
  }
}
