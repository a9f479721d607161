/// Makes points from random numbers: one file for each, one line in the catalog.
///
/// The generators draw from the same distributions as scikit-learn's functions of the
/// same names (Pedregosa et al., JMLR 12, 2011), not the same numbers.
public protocol DatasetGenerator: Tunable {
  /// As people write it: "Two interleaved half circles".
  static var summary: String { get }

  /// A set of `count` samples in random order.
  ///
  /// - Precondition: `count >= 2`
  /// - Throws: what `count` and the settings do not allow together, in a sentence.
  func generate(count: Int, _ random: RandomSource) throws(DatasetError) -> Dataset
}

/// What means the same wherever it appears, and so is declared once: `--noise` is one flag.
extension Parameter where Owner: DatasetGenerator {
  static func noise(_ path: any WritableKeyPath<Owner, Float> & Sendable) -> Self {
    Self(
      "noise", path, 0...2, .linear(0.02),
      help: "Standard deviation of the noise on each coordinate.")
  }

  static func classes(_ path: any WritableKeyPath<Owner, Int> & Sendable) -> Self {
    Self("classes", path, 2...10, effect: .restart, help: "Classes to tell apart.")
  }

  static func difficulty(_ path: any WritableKeyPath<Owner, Int> & Sendable) -> Self {
    Self(
      "difficulty", path, 0...5, help: "A preset, from 1 (easy) to 5; 0: the other settings count.")
  }
}

/// Why there is no such data set.
public enum DatasetError: Error, Equatable {
  /// A generator's settings do not go together.
  case impossible(String)
  case tooFewSamples(Int, minimum: Int)
  case tooFewClasses(Int)
  /// A file is not what it should be; `line` counts from 1.
  case malformed(file: String, line: Int?, String)
  case unreadable(file: String, String)
  case unknown(String, known: [String])
}

extension DatasetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .impossible(let reason): reason
    case .tooFewSamples(let count, let minimum):
      "At least \(minimum) samples are needed, but there \(count == 1 ? "is" : "are") \(count)."
    case .tooFewClasses(let count):
      "At least 2 classes are needed to tell apart, but there \(count == 1 ? "is" : "are") \(count)."
    case .malformed(let file, let line?, let reason): "\(file), line \(line): \(reason)"
    case .malformed(let file, nil, let reason): "\(file): \(reason)"
    case .unreadable(let file, let reason):
      "Cannot read \(file): \(reason)" + (reason.hasSuffix(".") ? "" : ".")
    case .unknown(let name, let known):
      "There is no data set '\(name)'. Known: \(known.joined(separator: ", ")); "
        + "or give the path of a CSV file or of a folder of images."
    }
  }
}
