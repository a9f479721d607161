/// When to look for what somebody else has written on, and whether to leave some of it out.
struct Pursuit {
  private var lastLook = Clock.seconds
  /// That it takes to repeat one, as far as is known.
  private var secondsPerGeneration = 0.0

  private static let lookSeconds = 0.25
  /// Who is further behind than this goes on from a newer checkpoint, if there is one.
  private static let patienceSeconds = 3.0
  private static let leastGainSeconds = 1.0

  /// - Parameters: How many generations were repeated just now, and in what time.
  mutating func note(_ generations: Int, in seconds: Double) {
    guard generations > 0, seconds > 0 else { return }
    let present = seconds / Double(generations)
    secondsPerGeneration =
      secondsPerGeneration == 0 ? present : secondsPerGeneration * 0.9 + present * 0.1
  }

  /// Whether to look now: at the end of what is known at once, else now and then.
  mutating func isLookDue(atEnd: Bool) -> Bool {
    let now = Clock.seconds
    guard atEnd || now - lastLook > Self.lookSeconds else { return false }
    lastLook = now
    return true
  }

  /// Whether to leave out what lies between a generation and a checkpoint.
  ///
  /// - Parameter end: The last generation that is known.
  func shouldLeap(from generation: Int, to checkpoint: Int, end: Int) -> Bool {
    let behind = Double(end - generation) * secondsPerGeneration
    let gain = Double(checkpoint - generation) * secondsPerGeneration
    return behind > Self.patienceSeconds && gain > Self.leastGainSeconds
  }
}
