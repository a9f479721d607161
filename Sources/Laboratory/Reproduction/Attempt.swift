import Evolution

extension Reproduction {
  /// What one run of a method came to.
  public struct Attempt: Equatable, Sendable {
    public let seed: UInt64
    /// Of the champion on the samples that it was chosen by; `nil` where it was chosen by those it
    /// was bred with.
    public let validationAccuracy: Float?
    public let testAccuracy: Float?
    public let generations: Int
    public let evaluations: Int
    public let geneCount: Int
    /// Of wall-clock time, data and test left out.
    public let seconds: Double
    /// Of the whole run: 16 hexadecimal digits.
    public let digest: String
    /// The path of the recording, if there is one.
    public let recording: String?
  }
}

extension Reproduction.Attempt {
  /// - Parameter run: One that has ended.
  public init(_ run: borrowing Run, seconds: Double) {
    let session = run.session
    let champion = session.hallOfFame.champion
    seed = session.experiment.seed
    validationAccuracy = session.choosesByValidation ? champion?.score.accuracy : nil
    testAccuracy = session.testAccuracy
    generations = session.generation
    evaluations = session.evaluations
    geneCount = session.problem.space.geneCount
    self.seconds = seconds
    digest = session.runDigest.hex
    recording = run.recordingPath
  }
}
