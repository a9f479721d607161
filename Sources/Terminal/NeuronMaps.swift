import Evolution
import Laboratory

/// What each hidden neuron of a network makes of the plane, as small pictures.
struct NeuronMaps: Equatable, Sendable {
  /// All that decides what they look like, with the answer in the place of a neuron.
  let subject: Boundary.Subject
  /// Of each layer, one for each neuron.
  private let maps: [[Boundary]]

  var genes: [Float] { subject.genes }

  init(_ subject: Boundary.Subject) {
    self.subject = subject
    maps = (subject.network?.hidden ?? []).enumerated().map { layer, count in
      (0..<count).map { unit in
        var neuron = subject
        neuron.lens = .neuron(layer: layer, unit: unit)
        return Boundary(neuron, before: nil)
      }
    }
  }

  func map(layer: Int, unit: Int) -> Boundary? {
    guard maps.indices.contains(layer), maps[layer].indices.contains(unit) else { return nil }
    return maps[layer][unit]
  }
}

extension Boundary {
  /// The plane alone, without samples.
  func picture(_ capabilities: Capabilities) -> Canvas {
    let size = plane.size
    var canvas = Canvas(width: size.width, height: size.height)
    let painter = PlanePainter(self, capabilities)
    for row in 0..<size.height {
      for column in 0..<size.width {
        let cell = row * size.width + column
        canvas[column, row] = painter.area(cell, column, row, painter.ground(cell))
      }
    }
    return canvas
  }
}

extension Model {
  /// Computes the maps anew if they would look different, where they are seen.
  mutating func refreshNeuronMaps() {
    guard page(of: .network) == .network, hasPlane, let data = snapshot.data,
      let size = layout.rect(of: .network)?.inside.size, let entry = shownEntry,
      let network = entry.network,
      let plan = NetworkPlan(network, size, .braille), plan.hasMaps
    else {
      neuronMaps = nil
      return
    }
    var subject = Boundary.Subject(entry, data: data, axes: axes, size: NetworkPlan.mapSize)
    subject.hasSamples = false
    if neuronMaps?.subject != subject { neuronMaps = NeuronMaps(subject) }
  }
}
