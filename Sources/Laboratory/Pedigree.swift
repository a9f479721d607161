import Evolution

/// Who came from whom over some generations in a row, as found by executing them again.
///
/// Rows of genes are told apart by their fingerprints: an algorithm need not say where it keeps whom.
struct Pedigree {
  private struct Generation {
    let number: Int
    /// Of those that were bred: [count].
    let origins: [Origin]
    /// Fingerprints of those that were bred: [count].
    let rows: [UInt64]
    /// What they are worth: [count].
    let fitness: [Float]
    /// Fingerprints of those whom the origins count.
    let parents: [UInt64]
    /// The first row of each fingerprint.
    let places: [UInt64: Int]
    let members: Set<UInt64>

    init(
      number: Int, origins: [Origin], rows: [UInt64], fitness: [Float], parents: [UInt64]
    ) {
      self.number = number
      self.origins = origins
      self.rows = rows
      self.fitness = fitness
      self.parents = parents
      places = Dictionary(zip(rows, rows.indices)) { first, _ in first }
      members = Set(parents)
    }
  }

  private var generations: [Generation] = []
  /// Those whom the origins of the last generation count.
  private(set) var lastParents: Population?

  /// Executes a stretch of a run again and looks on.
  ///
  /// - Parameters:
  ///   - session: The state before the first of the generations; that after the last one then.
  ///   - first: What came before this generation is not looked at.
  ///   - changes: All of the run, oldest first.
  /// - Returns: `nil` if it was cancelled on the way.
  init?(_ session: inout Session, from first: Int = 0, through last: Int, _ changes: [Change]) {
    while session.generation < last {
      session.enqueue(changes)
      if session.generation + 1 < first {
        guard session.advance() else { return nil }
        continue
      }
      var parents: Population?
      var brood: Evaluator.Brood?
      guard session.advance(before: { parents = $0.parentRows }, after: { brood = $0 }), let brood
      else { return nil }
      generations.append(
        Generation(
          number: session.generation, origins: brood.origins, rows: brood.rowDigests,
          fitness: brood.scores.map(\.fitness), parents: parents?.rowDigests ?? []))
      lastParents = parents
    }
  }

  /// Somebody on the way back through the generations.
  enum Place {
    /// A row of the generation of this number.
    case bred(generation: Int, row: Int)
    /// One with this fingerprint among those before the generation of this number.
    case member(before: Int, UInt64)
    /// Born at random, or of parents that nobody keeps.
    case founder
    /// Their genes were changed from outside, as when a layer grew.
    case lost
  }

  /// Follows the first parents back, as far as these generations reach.
  func trace(_ start: Place, into ancestors: inout [Ancestor]) -> Place {
    var place = start
    while true {
      switch place {
      case .founder, .lost: return place
      case .bred(let number, let row):
        guard let generation = generation(number) else { return place }
        guard generation.origins.indices.contains(row) else { return .lost }
        let origin = generation.origins[row]
        if !origin.isCopy {
          ancestors.append(
            Ancestor(
              generation: number, individual: row, fitness: generation.fitness[row],
              birth: Ancestor.Birth(origin)))
        }
        guard origin.first >= 0 else { return .founder }
        guard generation.parents.indices.contains(Int(origin.first)) else { return .lost }
        place = .member(before: number, generation.parents[Int(origin.first)])
      case .member(let before, let fingerprint):
        guard let generation = generation(before - 1) else { return place }
        if let row = generation.places[fingerprint] {
          place = .bred(generation: before - 1, row: row)
        } else if generation.members.contains(fingerprint) {
          place = .member(before: before - 1, fingerprint)
        } else {
          return .lost
        }
      }
    }
  }

  private func generation(_ number: Int) -> Generation? {
    guard let first = generations.first?.number, number >= first,
      number - first < generations.count
    else { return nil }
    return generations[number - first]
  }

  /// The fingerprint of a row; `nil` where there is no such generation or row.
  func fingerprint(generation number: Int, row: Int) -> UInt64? {
    generation(number).flatMap { $0.rows.indices.contains(row) ? $0.rows[row] : nil }
  }

  /// Where one that was bred comes from.
  func origin(generation number: Int, row: Int) -> Origin? {
    generation(number).flatMap { $0.origins.indices.contains(row) ? $0.origins[row] : nil }
  }

  /// For each of some members at the end, the founder of its line: whoever lived, or was born at
  /// random, after the generation `start`.
  ///
  /// - Parameter members: Fingerprints.
  func founders(of members: [UInt64], since start: Int) -> [UInt64] {
    guard let last = generations.last?.number else { return members }
    var part = self
    part.generations.removeAll { $0.number <= start }
    return members.map { member in
      var passed: [Ancestor] = []
      let place = part.trace(.member(before: last + 1, member), into: &passed)
      switch place {
      case .member(_, let fingerprint): return fingerprint
      case .bred, .founder, .lost: return passed.last?.identity ?? member
      }
    }
  }
}

/// One in the line of those from whom somebody descends.
public struct Ancestor: Equatable, Sendable {
  public let generation: Int
  /// Its index there.
  public let individual: Int
  public let fitness: Float
  public let birth: Birth

  public init(generation: Int, individual: Int, fitness: Float, birth: Birth) {
    self.generation = generation
    self.individual = individual
    self.fitness = fitness
    self.birth = birth
  }

  /// How it came into being.
  public enum Birth: String, Equatable, Sendable {
    case random, mutation, crossover

    init(_ origin: Origin) {
      self = origin.first < 0 ? .random : origin.second >= 0 ? .crossover : .mutation
    }
  }

  fileprivate var identity: UInt64 { UInt64(generation) << 32 | UInt64(individual) }
}

/// From whom an individual descends: its first parent, the first parent of that, and so on.
public struct Ancestry: Equatable, Sendable {
  /// When and where it was bred.
  public let generation: Int
  public let individual: Int
  /// Itself first.
  public let ancestors: [Ancestor]
  /// The genes of its first parent; `nil` where it has none, or nobody is kept: [geneCount].
  public let parent: [Float]?
  /// Whether this goes back to the very first.
  public let isComplete: Bool
  /// A fingerprint of its genes; `nil` where nobody took one.
  public var genes: UInt64?

  public init(
    generation: Int, individual: Int, ancestors: [Ancestor], parent: [Float]?, isComplete: Bool
  ) {
    self.generation = generation
    self.individual = individual
    self.ancestors = ancestors
    self.parent = parent
    self.isComplete = isComplete
  }
}

/// The lines of descent that are alive: members of one have an ancestor in common.
public struct Lineages: Equatable, Sendable {
  /// When this was so.
  public let generation: Int
  /// The generation in which the ancestors lived.
  public let since: Int
  /// The one with the best member first.
  public let lines: [Line]

  public struct Line: Equatable, Sendable {
    /// Its best member.
    public let best: HallOfFame.Entry
    /// Of the population, 0…1.
    public let share: Float
  }
}

extension Population {
  /// A fingerprint of each row: [count].
  fileprivate var rowDigests: [UInt64] {
    let genes = genes.span
    return (0..<count).map { Kernels.digest(genes.extracting(row($0))) }
  }
}

extension Branch {
  /// From whom one that was bred descends; `nil` where that cannot be known, or not in the time.
  ///
  /// - Parameters:
  ///   - entry: Its genes make sure that it is the one that is meant.
  ///   - seconds: How long it may take, about.
  func ancestry(of entry: HallOfFame.Entry, within seconds: Double) -> Ancestry? {
    guard entry.generation <= run.session.generation, !entry.genes.isEmpty else { return nil }
    let began = Clock.seconds
    var ancestors: [Ancestor] = []
    var parent: [Float]?
    var place = Pedigree.Place.bred(generation: entry.generation, row: entry.individual)
    var end = entry.generation
    while end > 0 {
      var session = timeline.nearest(to: end - 1)
      let start = session.generation
      let left = seconds - (Clock.seconds - began)
      guard start < end, timeline.pace * Double(end - start) < left else { break }
      guard let pedigree = Pedigree(&session, through: end, run.session.changes) else { return nil }
      if end == entry.generation {
        guard
          pedigree.fingerprint(generation: end, row: entry.individual)
            == Kernels.digest(entry.genes.span)
        else { return nil }
        if let origin = pedigree.origin(generation: end, row: entry.individual),
          origin.first >= 0, let parents = pedigree.lastParents, origin.first < parents.count
        {
          parent = Array(parents[Int(origin.first)])
        }
      }
      place = pedigree.trace(place, into: &ancestors)
      if case .founder = place { break }
      if case .lost = place { break }
      end = start
    }
    guard !ancestors.isEmpty else { return nil }
    let isComplete = if case .founder = place { true } else { false }
    var ancestry = Ancestry(
      generation: entry.generation, individual: entry.individual, ancestors: ancestors,
      parent: parent, isComplete: isComplete)
    ancestry.genes = Kernels.digest(entry.genes.span)
    return ancestry
  }

  /// The lines that are alive in a state of the run; `nil` where the algorithm keeps nobody, or
  /// where it would take too long.
  ///
  /// They are counted from so long ago that there are several of them still.
  func lineages(in state: Session, within seconds: Double) -> Lineages? {
    guard let members = state.algorithm.parentRows, members.count > 1, state.generation > 1 else {
      return nil
    }
    let distances = [32, 16, 8, 4, 2, 1].filter { distance in
      distance < state.generation
        && timeline.seconds(to: state.generation - distance) + timeline.pace * Double(distance)
          < seconds
    }
    guard let longest = distances.first else { return nil }
    let start = state.generation - longest
    var session = timeline.nearest(to: start)
    guard
      let pedigree = Pedigree(
        &session, from: start + 1, through: state.generation, run.session.changes)
    else { return nil }
    let fingerprints = members.rowDigests
    var best: (since: Int, founders: [UInt64])?
    for distance in distances {
      let since = state.generation - distance
      let founders = pedigree.founders(of: fingerprints, since: since)
      best = (since, founders)
      if Set(founders).count >= Self.fewestLines { break }
    }
    guard let best else { return nil }
    return Lineages(
      generation: state.generation, since: best.since,
      lines: Self.lines(best.founders, members, state))
  }

  private static let fewestLines = 4
  private static let mostLines = 12

  private static func lines(
    _ founders: [UInt64], _ members: Population, _ state: Session
  ) -> [Lineages.Line] {
    func fitness(_ member: Int) -> Float { score(member).rankedFitness }
    func score(_ member: Int) -> Score { state.algorithm.score(ofParent: member) }
    var groups: [UInt64: (best: Int, count: Int)] = [:]
    for (member, founder) in founders.enumerated() {
      let old = groups[founder] ?? (member, 0)
      groups[founder] = (fitness(member) > fitness(old.best) ? member : old.best, old.count + 1)
    }
    let ranked = groups.values.sorted {
      (fitness($0.best), $1.best) > (fitness($1.best), $0.best)
    }
    return ranked.prefix(mostLines).map { group in
      let genes = Array(members[group.best])
      let entry = HallOfFame.Entry(
        generation: state.generation, individual: group.best, network: state.problem.network,
        genes: genes, score: score(group.best), testAccuracy: state.problem.testAccuracy(of: genes),
        lastChange: "")
      return Lineages.Line(best: entry, share: Float(group.count) / Float(members.count))
    }
  }
}
