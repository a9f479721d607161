import Evolution

@testable import Laboratory
@testable import Terminal

/// What only a run with a past has.
extension Fixture {
  /// A visit to generation 97 of the 128, while there are forks and somebody's descent is known.
  static func visit() -> Snapshot {
    var past = withDescent(forked())
    let changes = past.changes
    past.course = Snapshot.Course(end: past.generation, history: past.history, changes: changes)
    past.generation = 97
    past.isRunning = false
    past.changes = changes.filter { $0.generation <= 97 }
    return past
  }

  /// A run, two forks of it, and a fork of the first; the second fork is shown.
  static func forked() -> Snapshot {
    var snapshot = snapshot()
    let starts: [(Int?, Int)] = [(nil, 0), (0, 40), (0, 60), (1, 90)]
    snapshot.branches = starts.map { parent, start in
      Snapshot.Branch(
        parent: parent, start: start, generation: 128,
        champion: hall(count: parent == nil ? 2 : 1).champion, history: snapshot.history,
        recording: .none)
    }
    snapshot.branch = 2
    return snapshot
  }

  /// Four lines of descent, and the ancestors of the champion.
  static func withDescent(_ snapshot: Snapshot) -> Snapshot {
    var snapshot = snapshot
    let shares: [Float] = [0.38, 0.31, 0.21, 0.1]
    snapshot.lineages = Lineages(
      generation: snapshot.generation, since: snapshot.generation - 32,
      lines: zip(hall(count: shares.count).entries, shares).map { entry, share in
        Lineages.Line(best: entry, share: share)
      })
    let births: [Ancestor.Birth] = [.mutation, .crossover, .random]
    snapshot.ancestry = snapshot.champion.map { champion in
      Ancestry(
        generation: champion.generation, individual: champion.individual,
        ancestors: births.enumerated().map { index, birth in
          Ancestor(
            generation: champion.generation - index * 40, individual: index,
            fitness: champion.score.fitness - Float(index) * 0.2, birth: birth)
        },
        parent: champion.genes.map { $0 * 0.9 }, isComplete: true)
    }
    return snapshot
  }
}
