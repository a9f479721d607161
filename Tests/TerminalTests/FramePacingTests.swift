import Testing

@testable import Terminal

@Suite struct `The pace of drawing` {
  @Test func `is fifteen pictures a second here and eight over a network`() {
    #expect(FramePacing(isRemote: false).frameSeconds == 1.0 / 15)
    #expect(FramePacing(isRemote: true).frameSeconds == 1.0 / 8)
  }

  @Test(arguments: [false, true])
  func `is four a second while the window lies behind others`(isRemote: Bool) {
    var pacing = FramePacing(isRemote: isRemote)
    let before = pacing.frameSeconds
    pacing.isFocused = false
    #expect(pacing.frameSeconds == 0.25)
    pacing.isFocused = true
    #expect(pacing.frameSeconds == before)
  }

  @Test func `is not changed by a terminal that keeps up`() {
    var pacing = FramePacing(isRemote: false)
    for _ in 0..<20 { pacing.noteSending(seconds: 0.004) }
    #expect(pacing.frameSeconds == 1.0 / 15)
  }

  @Test func `leaves a slow terminal three quarters of the time`() {
    var pacing = FramePacing(isRemote: false)
    pacing.noteSending(seconds: 0.1)
    #expect(pacing.frameSeconds == 0.4)
    pacing.noteSending(seconds: 60)
    #expect(pacing.frameSeconds == 1)
  }

  @Test func `gets quick again by itself`() {
    var pacing = FramePacing(isRemote: false)
    pacing.noteSending(seconds: 0.2)
    var seconds = [pacing.frameSeconds]
    for _ in 0..<6 {
      pacing.noteSending(seconds: 0.001)
      seconds.append(pacing.frameSeconds)
    }
    #expect(seconds == seconds.sorted(by: >) || seconds.last == 1.0 / 15)
    #expect(seconds[1] == 0.4 && seconds.last == 1.0 / 15)
  }

  @Test func `waits longer and longer for a terminal that takes nothing, and at most a second`() {
    var pacing = FramePacing(isRemote: false)
    var last = pacing.frameSeconds
    for _ in 0..<10 {
      pacing.noteStall()
      #expect(pacing.frameSeconds > last || pacing.frameSeconds == 1)
      last = pacing.frameSeconds
    }
    #expect(last == 1)
    for _ in 0..<10 { pacing.noteSending(seconds: 0) }
    #expect(pacing.frameSeconds == 1.0 / 15)
  }
}
