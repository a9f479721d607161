import Evolution

/// A picture of a data set: a letter for each class, on the plane of two features.
public struct ScatterPlot: FramedView {
  let dataset: Dataset
  let axes: Plane.Axes

  public init(_ dataset: Dataset, axes: Plane.Axes = Plane.Axes()) {
    self.dataset = dataset
    self.axes = axes
  }

  public var title: String {
    "\(dataset.count) samples, \(dataset.classCount) classes"
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    dataset.classNames.enumerated().map { label, name in
      let letter = PointMark.letter(label, classCount: dataset.classCount)
      return Label("\(letter)=\(name)", .classColor(label))
    }
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    guard size.width > 0, size.height > 0 else { return canvas }
    let plane = Plane(dataset, axes: axes, size: size)
    let samples = Array(dataset.labels.indices)
    let marks = PointMark.marks(dataset, samples: samples[...], on: plane) { _ in false }
    for (cell, mark) in marks.enumerated() {
      guard let mark else { continue }
      let letter = PointMark.letter(mark.label, classCount: dataset.classCount)
      canvas[cell % size.width, cell / size.width] = Cell(
        letter, capabilities.theme.style(.classColor(mark.label)))
    }
    return canvas
  }

  /// The plot in its frame, with the ranges of the axes below.
  public static func picture(
    of dataset: Dataset, axes: Plane.Axes = Plane.Axes(), _ size: Size,
    _ capabilities: Capabilities
  ) -> Canvas {
    let view = ScatterPlot(dataset, axes: axes)
    let frame = Size(width: size.width, height: size.height - 1)
    var canvas = Canvas(width: size.width, height: size.height)
    canvas.paste(view.framed(frame, isFocused: false, capabilities), x: 0, y: 0)
    let inside = Size(width: size.width - 2, height: frame.height - 2)
    let plane = Plane(dataset, axes: axes, size: inside)
    var words: [String] = []
    for (feature, range) in [(axes.horizontal, plane.x), (axes.vertical, plane.y)]
    where dataset.featureNames.indices.contains(feature) {
      let direction = words.isEmpty ? "across" : "up"
      words.append(
        "\(direction): \(dataset.featureNames[feature]) "
          + "\(Format.axis(Double(range.lowerBound))) to "
          + Format.axis(Double(range.upperBound)))
    }
    canvas.write(words.joined(separator: "   "), x: 1, y: size.height - 1, maxWidth: size.width - 1)
    canvas.replaceUnknown(capabilities.glyphs)
    return canvas
  }
}
