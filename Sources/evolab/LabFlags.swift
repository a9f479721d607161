import ArgumentParser
import Laboratory
import Terminal

/// How the lab begins, wherever a run is opened in it.
struct LabFlags: ParsableArguments {
  @Flag(help: "Wait for the space bar before the first generation.")
  var paused = false

  @Option(
    help: """
      Generations a second at first, 1 to 1000, or max; + and - change it (default: 50, so \
      that learning can be watched; with batches max).
      """)
  var speed: String?

  @Option(
    help: """
      Pause by itself: at target=.98, after stagnation=200 generations without a better champion, \
      below diversity=.05, at each new champion; several with commas.
      """)
  var pauseOn: String?

  @OptionGroup var look: LookFlags

  /// Whether any was given.
  var areGiven: Bool { paused || speed != nil || pauseOn != nil || look.areGiven }

  func lab(workers: Int?) throws -> OpenLab {
    var lab = try OpenLab(look, workers: workers)
    lab.isPaused = paused
    lab.pace = try OpenLab.Pace(speed)
    do throws(PauseRuleError) { lab.pauses = try PauseRules(pauseOn ?? "") } catch {
      throw ValidationError("--pause-on: \(error)")
    }
    return lab
  }
}
