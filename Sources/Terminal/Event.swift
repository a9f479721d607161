import Evolution
import Laboratory

/// What can happen to the screen.
public enum Event: Equatable, Sendable {
  case snapshot(Snapshot)
  case key(Key)
  /// Text that was pasted: never taken for keys.
  case paste(String)
  /// Comes only where the mouse was turned on.
  case mouse(MouseEvent)
  /// The terminal has no mouse to turn on.
  case noMouse
  case resize(width: Int, height: Int)
  /// What came of an effect, in a sentence.
  case notice(String)
  /// About a second has passed; wanted while ``Model/needsTicks``.
  case tick
}

/// What the loop around the model has to do.
public enum Effect: Equatable, Sendable {
  case command(Command)
  /// Several changes of the same generation.
  case commands([Command])
  case run
  case pause
  /// Advance by so many generations, then pause.
  case step(Int)
  /// At most so many generations a second; `nil` is as fast as possible.
  case setSpeed(Int?)
  /// Begin a new run with the present settings and the next seed.
  case restart
  /// Begin a new run with the present settings and this seed.
  case restartWith(seed: UInt64)
  case setPauseRules(PauseRules)
  /// Note a bookmark in the recording.
  case mark(Journal.Mark)
  /// Write an individual to a new file, or to one of its own name in a folder; what came of it is an ``Event/notice(_:)``.
  case save(SavedIndividual, path: String)
  /// Write the present settings to a new file; likewise.
  case saveExperiment(Experiment, path: String)
  /// Let these algorithms race on the same problem.
  case startRace([String])
  case endRace
  /// Repeat this lane of the race as the new run.
  case promote(lane: Int)
  /// Show the run as it was after a generation, or a recording there.
  case visit(Int)
  /// Let a new run go on from what is shown.
  case fork
  /// Go on with another of the branches.
  case turnTo(branch: Int)
  /// Have the mouse reported, or leave it to the terminal.
  case setMouse(Bool)
  case quit
  /// Give the terminal back to the shell until the person returns.
  case suspend
  /// Draw every cell anew, whatever is thought to be on the screen.
  case redraw
}
