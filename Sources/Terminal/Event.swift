import Laboratory

/// What can happen to the screen.
public enum Event: Equatable, Sendable {
  case snapshot(Snapshot)
  case key(Key)
  /// Text that was pasted: never taken for keys.
  case paste(String)
  case resize(width: Int, height: Int)
  /// About a second has passed; wanted while ``Model/needsTicks``.
  case tick
}

/// What the loop around the model has to do.
public enum Effect: Equatable, Sendable {
  case command(Command)
  case run
  case pause
  /// Advance by so many generations, then pause.
  case step(Int)
  /// At most so many generations a second; `nil` is as fast as possible.
  case setSpeed(Int?)
  /// Begin a new run with the present settings and the next seed.
  case restart
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
  case quit
  /// Give the terminal back to the shell until the person returns.
  case suspend
  /// Draw every cell anew, whatever is thought to be on the screen.
  case redraw
}
