import CTerminal

/// The signals that ask a program without a screen to end: INT, TERM and HUP.
///
/// The second one ends it at once, by that signal.
public enum Interruption {
  /// From now on they are noted; those that were ignored, as under nohup, stay so.
  public static func catchSignals() { ct_catch_interruptions() }

  /// The signal that came, if one did.
  public static var signal: Int32? {
    let number = ct_interruption()
    return number == 0 ? nil : number
  }
}
