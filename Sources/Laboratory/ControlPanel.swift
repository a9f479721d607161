import Evolution

/// The controls of a session, found anew only when something that decides them is another.
struct ControlPanel {
  private var experiment: Experiment?
  private var pending: [Command] = []
  private var canTurn = false
  private var controls: [Control] = []

  mutating func controls(of session: Session) -> [Control] {
    let canTurn = session.problem.split?.canTurn ?? false
    if experiment != session.experiment || pending != session.pending || self.canTurn != canTurn {
      experiment = session.experiment
      pending = session.pending
      self.canTurn = canTurn
      controls = session.controls
    }
    return controls
  }
}
