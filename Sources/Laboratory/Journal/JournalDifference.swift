import Evolution

/// Where two recordings part, as far as their lines tell: nothing is executed.
public struct JournalDifference: Sendable {
  /// What they began with and is not the same, stop rules left out: those decide nothing but the end.
  public let settings: [Setting]
  /// Whether they learn the same data, or minimise the same function.
  public let haveSameData: Bool
  /// The last generation up to which every change and every digest is the same.
  public let sharedGenerations: Int
  /// What differs first after that; `nil` where nothing does.
  public let cause: Cause?
  /// Which of the two is a fork of the other, and where it left it.
  public let fork: Fork?

  public struct Setting: Equatable, Sendable {
    public let name: String
    /// `nil` where there is nothing of that name.
    public let first: ParameterValue?
    public let second: ParameterValue?
  }

  public enum Cause: Equatable, Sendable {
    /// What was turned before this generation was bred.
    case changes(generation: Int, first: [Change], second: [Change])
    /// Of what this generation left: first cause first.
    case digests(generation: Int, parts: [String])
    /// One of them has no more generations than these.
    case end(first: Int, second: Int)

    /// The first generation that is not the same in both.
    public var generation: Int {
      switch self {
      case .changes(let generation, _, _), .digests(let generation, _): generation
      case .end(let first, let second): min(first, second) + 1
      }
    }
  }

  public struct Fork: Equatable, Sendable {
    public let isFirst: Bool
    public let generation: Int
  }

  public init(_ first: JournalReader, _ second: JournalReader) {
    settings = Self.settings(first.head.cfg, second.head.cfg)
    haveSameData = first.head.data.digest == second.head.data.digest
    fork = Self.fork(first.head, second.head)
    (sharedGenerations, cause) = Self.compare(first.steps, second.steps)
  }

  public var isEmpty: Bool { settings.isEmpty && haveSameData && cause == nil }

  private static func settings(_ first: Experiment, _ second: Experiment) -> [Setting] {
    func table(_ experiment: Experiment) -> [(name: String, value: ParameterValue)] {
      // A parameter that came into being after a recording had its default there.
      var experiment = (try? experiment.resolved()) ?? experiment
      experiment.stop = StopRules()
      return experiment.table
    }
    let (left, right) = (table(first), table(second))
    let names =
      left.map(\.name)
      + right.map(\.name).filter { name in
        !left.contains { $0.name == name }
      }
    return names.compactMap { name in
      let values = (left.first { $0.name == name }?.value, right.first { $0.name == name }?.value)
      return values.0 == values.1 ? nil : Setting(name: name, first: values.0, second: values.1)
    }
  }

  private static func fork(_ first: Journal.Head, _ second: Journal.Head) -> Fork? {
    if let parent = first.parent, parent.run == second.run {
      return Fork(isFirst: true, generation: parent.g)
    }
    if let parent = second.parent, parent.run == first.run {
      return Fork(isFirst: false, generation: parent.g)
    }
    return nil
  }

  private static func compare(_ first: [Step], _ second: [Step]) -> (Int, Cause?) {
    var shared = 0
    for (left, right) in zip(first, second) {
      let number = left.generation.g
      guard left.changes == right.changes else {
        return (
          shared, .changes(generation: number, first: left.changes, second: right.changes)
        )
      }
      let parts = left.generation.d.differences(from: right.generation.d)
      guard parts.isEmpty, number == right.generation.g else {
        return (
          shared, .digests(generation: number, parts: parts.map { "\($0.name) (\($0.meaning))" })
        )
      }
      shared = number
    }
    guard first.count != second.count else { return (shared, nil) }
    return (
      shared, .end(first: first.last?.generation.g ?? 0, second: second.last?.generation.g ?? 0)
    )
  }

  /// A generation with what was changed before it.
  fileprivate struct Step {
    /// By name, since their order decides nothing.
    let changes: [Change]
    let generation: Journal.Generation
  }
}

extension JournalReader {
  /// The generations that were recorded, oldest first.
  public var generations: [Journal.Generation] {
    records.compactMap { if case .generation(let generation) = $0 { generation } else { nil } }
  }

  fileprivate var steps: [JournalDifference.Step] {
    var steps: [JournalDifference.Step] = []
    var changes: [Change] = []
    for record in records {
      switch record {
      case .setting(let setting): changes.append(Change(setting))
      case .generation(let generation):
        changes.sort { $0.name < $1.name }
        steps.append(JournalDifference.Step(changes: changes, generation: generation))
        changes = []
      default: continue
      }
    }
    return steps
  }
}

extension Change {
  /// As it was recorded; what else it did is not known then.
  init(_ setting: Journal.Setting) {
    self.init(
      generation: setting.g, name: setting.p, old: setting.was, new: setting.v, consequence: "")
  }
}
