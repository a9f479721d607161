/// Why there can be no race.
public enum RaceError: Error, Equatable {
  case experiment(ExperimentError)
  /// A trial that cannot begin: the algorithm, the problem and why.
  case trial(String, String, ExperimentError)
  case none(String)
  case twice(String)
  case seedCount(Int)
  case tooManyTrials(Int)
  case targetOfTwoKinds
  case nobodyHas(String, known: [String])
  case notInTheRace(String, known: [String])
  case notOfThis(String, owner: String, known: [String])
  case notARace(file: String)
  /// The file belongs to a race with other settings.
  case otherRace(file: String)
  /// A data set is no longer what it was when the race began.
  case changedData(String, file: String)
}

extension RaceError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .experiment(let error): error.description
    case .trial(let algorithm, let problem, let error): "\(algorithm) on \(problem): \(error)"
    case .none(let what): "A race needs at least one \(what)."
    case .twice(let name): "'\(name)' is named twice. Each takes part once."
    case .seedCount(let count):
      "seeds must lie between \(Race.seedRange.lowerBound) and \(Race.seedRange.upperBound), "
        + "but is \(count)."
    case .tooManyTrials(let count):
      "A race has at most \(Race.trialLimit) trials, but these would be \(count)."
    case .targetOfTwoKinds:
      "The target of a data set is an accuracy and that of a function a value: race them "
        + "separately, or leave --target out."
    case .nobodyHas(let name, let known):
      "Nobody in this race has a parameter '\(name)'. They have: "
        + "\(known.joined(separator: ", "))."
    case .notInTheRace(let name, let known):
      "'\(name)' is not in this race. These are: \(known.joined(separator: ", "))."
    case .notOfThis(let name, let owner, let known):
      "'\(owner)' has no parameter '\(name)'. It has: \(known.joined(separator: ", "))."
    case .notARace(let file): "\(file) is not the record of a race."
    case .otherRace(let file):
      "\(file) is the record of another race. Name another file, or go on with that race: "
        + "evolab race --resume \(file)"
    case .changedData(let name, let file):
      "\(name) has changed since the race in \(file) began. Name another file to begin anew."
    }
  }
}
