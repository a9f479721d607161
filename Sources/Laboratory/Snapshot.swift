import Evolution

/// A picture of a run between two generations, for anyone to look at.
public struct Snapshot: Equatable, Sendable {
  /// The settings as they are now.
  public var experiment: Experiment
  /// The number of generations bred so far.
  public var generation = 0
  /// The number of networks computed so far; copies inherit their score and do not count.
  public var evaluations = 0
  /// What is learnt from, with the points as the next generation will see them; `nil` for a problem
  /// without data.
  public var data: Split?
  /// What was done to its points by hand, also what waits for the next generation.
  public var points = PointEdits()
  /// What learns it; `nil` where genes are no weights.
  public var network: Network?
  /// What is to be minimised, if it is a function.
  public var function: FunctionProblem?
  /// Where the individuals were, on a function.
  public var positions: Positions?
  /// Of the generation last bred.
  public var statistics: Statistics?
  public var history = History()
  public var hallOfFame = HallOfFame()
  public var controls: [Control] = []
  /// All changes so far, oldest first.
  public var changes: [Change] = []
  /// Why the last command was refused, if it was.
  public var refusal: String?
  /// Set when a stop rule was met.
  public var stopReason: StopReason?
  /// The generation in which the champion last got better.
  public var lastImprovement = 0

  // What only the engine knows.
  public var isRunning = false
  public var seconds = 0.0
  /// 0 while nothing has been measured.
  public var generationsPerSecond = 0.0
  public var evaluationsPerSecond = 0.0
  /// At most this many generations a second; `nil` is as fast as possible.
  public var speedLimit: Int?
  public var recording = Recording.none
  /// The bookmarks that the recording held when it was opened, and that somebody else has added to
  /// what is played.
  public var bookmarks: [Journal.Mark] = []
  public var pauseRules = PauseRules()
  /// Set when a pause rule was met.
  public var pauseReason: PauseReason?

  /// Where in a longer course this is: of a visit to the past, or of a recording that is played;
  /// `nil` for the present of a run.
  public var course: Course?
  /// The run and its forks, in the order in which they began; none while nobody drives it.
  public var branches: [Branch] = []
  /// The index of the one that this is a picture of.
  public var branch = 0

  /// From whom one descends that somebody asked about.
  public var ancestry: Ancestry?
  /// The lines that were alive when somebody asked last.
  public var lineages: Lineages?

  /// A course that goes on beyond a picture.
  public struct Course: Equatable, Sendable {
    /// The last generation that there is.
    public let end: Int
    /// Of all that is known of it.
    public let history: History
    /// All changes of it, oldest first.
    public let changes: [Change]
    /// Whether somebody else may still be writing.
    public var isFollowed = false
    /// Whoever wrote it is gone without having ended it; somebody may go on with it.
    public var isAbandoned = false
    /// Why it cannot be played on: what differs, or is damaged.
    public var failure: String?

    public init(end: Int, history: History, changes: [Change]) {
      self.end = end
      self.history = history
      self.changes = changes
    }
  }

  /// A run, or a fork of one.
  public struct Branch: Equatable, Sendable {
    /// The index of the branch that it left, and after which generation; `nil` for a run of its own.
    public let parent: Int?
    public let start: Int
    /// The last generation.
    public let generation: Int
    public let champion: HallOfFame.Entry?
    public let history: History
    public let recording: Recording
    /// On what it learns, and by which algorithm: `circles ga`.
    public var subject = ""
    /// What was found to be wrong with what is played, wherever that is now.
    public var failure: JournalError?

    public init(
      parent: Int?, start: Int, generation: Int, champion: HallOfFame.Entry?, history: History,
      recording: Recording
    ) {
      self.parent = parent
      self.start = start
      self.generation = generation
      self.champion = champion
      self.history = history
      self.recording = recording
    }
  }

  /// The race that is on instead of the run, if there is one.
  public var race: Race?

  /// Several algorithms side by side.
  public struct Race: Equatable, Sendable {
    public var lanes: [Snapshot]
    /// The index of the best.
    public var leader: Int?

    public init(lanes: [Snapshot], leader: Int?) {
      self.lanes = lanes
      self.leader = leader
    }
  }

  /// Where the run is being recorded.
  public enum Recording: Equatable, Sendable {
    case none
    case file(String)
    /// Nothing is recorded: this is what was.
    case played(String)
    /// Recording stopped: why, in a sentence.
    case failed(String, reason: String)
  }

  public init(experiment: Experiment, data: Split?, network: Network?) {
    self.experiment = experiment
    self.data = data
    self.network = network
  }

  /// The number of coordinates of which a plane can show two: features, or variables.
  public var coordinateCount: Int {
    data?.dataset.featureCount ?? function?.settings.dimension ?? 2
  }

  /// Whether the champion's accuracy is that on samples kept to choose it by, rather than on those
  /// that are learnt from.
  public var choosesByValidation: Bool { data?.choosesByValidation ?? false }

  /// Whether more than one individual is bred a generation: else it has no diversity.
  public var hasPopulation: Bool { experiment.population != 1 }

  /// The best individual ever.
  public var champion: HallOfFame.Entry? { hallOfFame.champion }
}
