import Evolution

/// What a recording holds: JSON lines, each with a checksum as its last member.
///
///     {"k":"head", …}   what the run began with: always the first line
///     {"k":"set", …}    a change of a setting, before generation `g` was bred
///     {"k":"gen", …}    a generation: statistics and four digests
///     {"k":"ckpt", …}   the state was written to a file beside the recording
///     {"k":"end", …}    why it ended; more may follow where the run was resumed
///     {"k":"mark", …}   somebody bookmarked an individual; optional, decides nothing
///
/// Order is the truth; wall-clock times are for people and are never read by replay.
public enum Journal {
  /// Raised when an older program could misread the file.
  public static let format = 1
  /// Raised whenever equal inputs would give other results.
  public static let algorithmVersion = 1
  /// Raised whenever a kernel gives other bits.
  public static let mathVersion = 1
  public static let randomGenerator = "philox4x32-10"
  public static let program = "evolab 0.1.0"

  public struct Head: Codable, Equatable, Sendable {
    public var evo = Journal.format
    public var minor = 0
    /// An arbitrary name of the run, 16 hexadecimal digits.
    public var run: String
    public var algo = Journal.algorithmVersion
    public var math = Journal.mathVersion
    public var rng = Journal.randomGenerator
    public var made: String
    public var by = Journal.program
    public var cfg: Experiment
    public var data: Data
    /// Where it leaves another recording; the lines up to there are the same in both.
    public var parent: Parent?

    /// A generation of another recording.
    public struct Parent: Codable, Equatable, Sendable {
      /// Its name, 16 hexadecimal digits.
      public var run: String
      /// The last generation that both have.
      public var g: Int
    }

    /// The samples: their number, the fingerprint of them or of the function and, if they came
    /// from a file, themselves.
    ///
    /// Pictures are too large to be carried along: replay finds them by the experiment's name.
    public struct Data: Codable, Equatable, Sendable {
      public var n: Int
      public var digest: String
      public var table: Dataset?
    }
  }

  /// The members of the head that every version has: read before all others.
  struct Version: Codable {
    let evo: Int
    let algo: Int
    let math: Int
    let rng: String
    let by: String

    /// Why this program cannot repeat the recording; `nil` where it can.
    var incompatibility: String? {
      guard evo <= Journal.format else {
        return "recorded by \(by) in format \(evo); this program knows "
          + "formats up to \(Journal.format). Use a newer evolab."
      }
      guard algo == Journal.algorithmVersion, math == Journal.mathVersion,
        rng == Journal.randomGenerator
      else {
        let generators =
          rng == Journal.randomGenerator
          ? ("", "") : (", rng \(rng)", ", rng \(Journal.randomGenerator)")
        return
          "recorded by \(by) with algo \(algo), math \(math)\(generators.0); this program computes "
          + "algo \(Journal.algorithmVersion), math \(Journal.mathVersion)\(generators.1) and cannot verify it."
      }
      return nil
    }
  }

  public struct Generation: Codable, Equatable, Sendable {
    public var g: Int
    /// Missing where no fitness was finite.
    public var best: Float?
    public var mean: Float?
    public var worst: Float?
    public var div: Float
    /// The number of results that were not finite, if any.
    public var bad: Int?
    /// The champion's accuracy on the training part, on the part that it was chosen by where that
    /// is another, and on the test part.
    public var train: Float?
    public var valid: Float?
    public var test: Float?
    /// Evaluations so far.
    public var e: Int
    public var d: GenerationDigest
  }

  public struct Setting: Codable, Equatable, Sendable {
    public var g: Int
    public var p: String
    public var v: ParameterValue
    public var was: ParameterValue
    /// Seconds since the start, for people.
    public var t: Double?
  }

  public struct CheckpointNote: Codable, Equatable, Sendable {
    public var g: Int
    public var file: String
    public var size: Int
    /// CRC-32C of the file.
    public var digest: String
  }

  public struct End: Codable, Equatable, Sendable {
    public var g: Int
    public var why: String
    /// Of the whole run.
    public var digest: String
  }

  /// A bookmark: of no kind that a reader must know.
  public struct Mark: Codable, Equatable, Sendable {
    /// The generation in which the individual arose, and its index there.
    public var g: Int
    public var i: Int
    /// What was noted; empty for nothing.
    public var text: String
    /// Whether it was taken back; `nil` means no.
    public var off: Bool?
    public var opt = true

    public init(generation: Int, individual: Int, text: String, isOff: Bool = false) {
      (g, i) = (generation, individual)
      self.text = text
      off = isOff ? true : nil
    }
  }

  public enum Record: Equatable, Sendable {
    /// Apart from the others, which are many and would all be as large.
    indirect case head(Head)
    case generation(Generation)
    case setting(Setting)
    case checkpoint(CheckpointNote)
    case end(End)
    case mark(Mark)
    /// Of a kind this version does not know, and that may be passed over.
    case optional(String)
  }
}
