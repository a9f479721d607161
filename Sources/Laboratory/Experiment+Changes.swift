import Evolution

/// What an experiment keeps and what it loses when some of its settings change.
extension Experiment {
  /// What decides the samples or the function.
  var dataTable: [String] {
    let names =
      (usesData
        ? ["data", "label", "samples", "data-seed", "split", "validation", PointEdits.name]
        : ["problem", "data-seed"])
      + problemParameters.map(\.name).filter { $0 != "drift" }
    return table.filter { names.contains($0.name) }.map { "\($0.name)=\($0.value)" }
  }

  /// Without the edits of points that are others now, where nobody asks for just these edits.
  func keepingPoints(of old: Experiment) -> Experiment {
    guard points == old.points, !points.isEmpty, pointsTable != old.pointsTable else { return self }
    var kept = self
    kept.points = PointEdits()
    return kept
  }

  /// What decides which points there are, wherever they lie.
  private var pointsTable: [String] {
    let counts = problemParameters.filter {
      if case .integer = $0.kind { true } else { false }
    }
    let names = ["data", "label", "samples", "data-seed"] + counts.map(\.name)
    return table.filter { names.contains($0.name) }.map { "\($0.name)=\($0.value)" }
  }

  /// How the points are turned.
  var turn: DataTurn { (try? settings(DataTurn.self)) ?? DataTurn() }

  /// With the points where their drift brings them before the next generation.
  func turnedOn() -> Experiment {
    guard usesData, turn.drift != 0 else { return self }
    var turned = self
    turned.parameters["rotate"] = .number(Double(turn.next.rotate))
    return turned
  }

  /// Without the parameters of a data set, function or algorithm that is no longer chosen.
  func keepingWhatApplies() -> Experiment {
    let method = Catalog.algorithm(algorithm)?.parameterDescriptions ?? []
    let names = Set((problemParameters + method).map(\.name))
    var kept = self
    kept.parameters = parameters.filter { names.contains($0.key) }
    return kept
  }
}
