import Evolution
import Laboratory

/// What there is at one place of the plane, in words: computed when it changes.
struct Reading: Equatable, Sendable {
  /// All that decides what is read of a network.
  struct Subject: Equatable, Sendable {
    let boundary: Boundary.Subject
    let cursor: Sight.Cursor
    let includesTest: Bool
  }

  /// `nil` on a function.
  private(set) var subject: Subject?
  /// The coordinates in the units of the data.
  let place: String
  /// What the network says there, or the value of the function.
  let answer: String
  /// The sample that is nearest on the screen; empty for none.
  private(set) var nearest = ""

  /// The coordinates with names in few cells, if there are any long ones.
  private var shortPlace: String

  /// As much of it as a line holds.
  func text(_ width: Int) -> String {
    let choices = [
      [place, answer, nearest], [shortPlace, answer, nearest], [place, answer],
      [shortPlace, answer], [answer],
    ].map { $0.filter { !$0.isEmpty }.joined(separator: "  ") }
    return choices.first { $0.cellCount <= width } ?? answer
  }

  init(_ subject: Subject, _ boundary: Boundary) {
    self.subject = subject
    let data = subject.boundary.data
    let plane = boundary.plane
    let point = plane.point(subject.cursor.column, subject.cursor.row)
    let names = data.dataset.featureNames
    let values = [(plane.axes.horizontal, point.x), (plane.axes.vertical, point.y)]
      .filter { names.indices.contains($0.0) }
    func place(_ names: [String]) -> String {
      zip(names, values).map { "\($0) \(Format.axis(Double($1.1)))" }.joined(separator: " ")
    }
    let full = values.map { names[$0.0].withVisibleControls }
    self.place = place(full)
    shortPlace = place(ShortNames.fitted(full, 7, .braille))
    // Of more features than two, the plane is a cut, on which hardly any sample lies.
    let isCut = names.count > 2
    answer =
      Self.answer(subject.boundary, at: point, plane)
      + (isCut && subject.boundary.network != nil ? " on the cut" : "")
    nearest = Self.nearest(to: point, subject, plane)
  }

  init(_ landscape: Landscape, _ cursor: Sight.Cursor, best: HallOfFame.Entry?) {
    let function = landscape.subject.function
    let axes = landscape.plane.axes
    let point = landscape.plane.point(cursor.column, cursor.row)
    var genes = function.minimum.map { Float($0) }
    var words: [String] = []
    for (axis, value) in [(axes.horizontal, point.x), (axes.vertical, point.y)]
    where axis < genes.count {
      genes[axis] = value
      words.append("x\(axis + 1) \(Format.axis(Double(value)))")
    }
    place = words.joined(separator: " ")
    shortPlace = place
    let value = function.values(at: genes)[0]
    answer = "value \(Format.value(-Float(value)))"
    nearest = best.map { "best \(Format.value($0.score.fitness))" } ?? ""
  }

  private static func answer(
    _ subject: Boundary.Subject, at point: (x: Float, y: Float), _ plane: Plane
  ) -> String {
    let dataset = subject.data.dataset
    guard let network = subject.network else { return "no champion yet" }
    let stride = Kernels.sampleBlock
    var features = [Float](repeating: 0, count: network.inputCount * stride)
    for (axis, value) in [(plane.axes.horizontal, point.x), (plane.axes.vertical, point.y)]
    where axis < network.inputCount {
      features[axis * stride] = subject.data.scaling.scaled(value, feature: axis)
    }
    if case .neuron(let layer, let unit) = subject.lens {
      let values = network.activations(
        of: subject.genes, at: features, layerCount: layer + 1)
      return "h\(unit + 1) of layer \(layer + 1): \(Format.signed(values[layer][unit * stride]))"
    }
    func says(_ network: Network, _ genes: [Float]) -> String {
      let answers = Kernels.best.predict(network, features: features, genes: genes)
      let choice =
        (0..<network.classCount).max { answers[$0 * stride] < answers[$1 * stride] } ?? 0
      let share = Format.hundredths(answers[choice * stride])
      return "P(\(Self.name(choice, dataset, isShort: true))) \(share)"
    }
    let own = says(network, subject.genes)
    guard let rival = subject.rival else { return own }
    return "\(own), the other \(says(rival.network, rival.genes))"
  }

  /// The name of a class or, where that is but a number, the letter that the plane has for it:
  /// `b (class 1)`, in short `b`.
  private static func name(_ label: Int, _ dataset: Dataset, isShort: Bool = false) -> String {
    let name = dataset.classNames[label].withVisibleControls
    guard name.allSatisfy(\.isNumber) else { return name }
    let letter = String(Character(PointMark.letter(label, classCount: dataset.classCount)))
    return isShort ? letter : "\(letter) (class \(name))"
  }

  private static func nearest(
    to point: (x: Float, y: Float), _ subject: Subject, _ plane: Plane
  ) -> String {
    let data = subject.boundary.data
    let parts: [Split.Part] = subject.includesTest ? [.train, .test] : [.train]
    var best: (part: Split.Part, position: Int, distance: Float)?
    for part in parts {
      for (position, sample) in data.indices(of: part).prefix(sampleLimit).enumerated() {
        let distance = plane.distance(from: point, to: sample, of: data.dataset)
        if distance < best?.distance ?? .infinity { best = (part, position, distance) }
      }
    }
    guard let best else { return "" }
    let sample = data.indices(of: best.part)[best.position]
    let label = Int(data.dataset.labels[sample])
    let part = best.part == .test ? "test sample" : "sample"
    let dimensions = data.dataset.featureCount
    let isCut = dimensions > 2
    let head =
      "nearest \(part)\(isCut ? " in the plane" : ""): \(Self.name(label, data.dataset))"
    guard let network = subject.boundary.network else { return head }
    let column = data[best.part].gather([Int32(best.position)])
    let answers = Kernels.best.predict(
      network, features: column.features, genes: subject.boundary.genes)
    let choice =
      (0..<network.classCount).max {
        answers[$0 * column.stride] < answers[$1 * column.stride]
      } ?? 0
    // It is judged by all that it has, not by what is seen of it.
    let all = isCut ? " in all \(dimensions) dimensions" : ""
    return choice == label
      ? "\(head), right\(all)"
      : "\(head), wrong\(all): taken for \(Self.name(choice, data.dataset))"
  }

  /// More samples than this are not told apart on the screen.
  private static let sampleLimit = Kernels.sampleBlock * 256
}

extension Plane {
  /// The middle of a cell, in the units of the data.
  func point(_ column: Int, _ row: Int) -> (x: Float, y: Float) {
    let across = (Float(column) + 0.5) / Float(max(1, size.width))
    let down = (Float(row) + 0.5) / Float(max(1, size.height))
    return (
      x.lowerBound + (x.upperBound - x.lowerBound) * across,
      y.upperBound - (y.upperBound - y.lowerBound) * down
    )
  }

  /// How far a sample is away on the screen: the square of the widths of cells.
  func distance(
    from point: (x: Float, y: Float), to sample: Int, of dataset: Dataset
  ) -> Float {
    let place = place(of: sample, in: dataset)
    let across = (place.x - point.x) / (x.upperBound - x.lowerBound) * Float(size.width)
    let up = (place.y - point.y) / (y.upperBound - y.lowerBound) * Float(size.height) * 2
    return across * across + up * up
  }
}
