import Evolution
import Laboratory

/// Takes what happened into the model, and says what is to be done about it.
public func update(_ model: inout Model, _ event: Event) -> [Effect] {
  var effects: [Effect] = []
  // What a person asked for is shown at once.
  if case .snapshot = event {
    model.boundaryRest = max(0, model.boundaryRest - 1)
  } else {
    model.boundaryRest = 0
  }
  switch event {
  case .snapshot(let snapshot): model.take(snapshot)
  case .key(let key): effects = model.press(key)
  case .paste(let text): model.paste(text)
  case .mouse(let event): effects = model.point(event)
  case .noMouse: model.loseMouse()
  case .resize(let width, let height): model.size = Size(width: width, height: height)
  case .tick: model.age()
  case .notice(let text): model.tell(text)
  }
  model.refreshBoundary()
  return effects
}

extension Model {
  fileprivate mutating func take(_ new: Snapshot) {
    let rows = hallRows
    let wished = wishes.values
    wishes.settle(snapshot, new)
    if new.refusal != nil {
      forgetEdits(refused: wished.filter { wishes.values[$0.key] == nil }, new)
    }
    if new.refusal != snapshot.refusal { readRefusal = nil }
    let old = snapshot
    snapshot = new
    // A visit to the past forgets nothing.
    let isBack = new.generation < old.generation && new.course == nil && old.course == nil
    if isBack || new.branch != old.branch {
      news = nil
      forgetEdits()
    }
    // Champions of several runs are compared where they learn the same.
    if isBack || new.branch != old.branch, new.data != old.data { sight.marked = nil }
    if new.branch == old.branch { noticeChanges(since: old) }
    noticePause(since: old)
    refreshBookmarks()
    coach.look(at: new, pauseRules)
    if axes.isOutside(snapshot.coordinateCount) { axes = Plane.Axes() }
    followEntry(before: rows)
    arrangeControls()
  }

  /// Says what took effect: all changes of the newest generation that has any, or how the run went
  /// after an earlier one.
  private mutating func noticeChanges(since old: Snapshot) {
    guard snapshot.generation >= old.generation else { return }
    if snapshot.changes.count > old.changes.count {
      let changes = changeGroups.last ?? []
      // Without a consequence it says no more than the answer to the key.
      let isKnown = changes.allSatisfy(\.consequence.isEmpty) && toast?.isAnswer == true
      if !isKnown { report(changes.sentence) }
      return
    }
    let measured = changeGroups.last { group in
      guard let change = group.first, change.after != nil else { return false }
      return change.generation + Change.span - 1 > old.generation
    }
    if let text = measured?.hindsight(snapshot.changes, width: size.width - 2) { report(text) }
  }

  /// Why a rule has paused the run is more than what was told before.
  private mutating func noticePause(since old: Snapshot) {
    guard let reason = snapshot.pauseReason, old.isRunning || reason != old.pauseReason else {
      return
    }
    tell(reason.sentence)
  }

  /// A message that goes away by itself.
  mutating func tell(_ text: String) {
    toast = Toast(text: text)
  }

  /// Tells what happened by itself, after the answer to a key if one is still to be read.
  private mutating func report(_ text: String) {
    if toast?.isAnswer == true {
      news = text
    } else {
      toast = Toast(text: text, isAnswer: false)
    }
  }

  fileprivate mutating func age() {
    wishes.age()
    toast?.ticksLeft -= 1
    if let left = toast?.ticksLeft, left <= 0 { toast = nil }
    if toast == nil, let text = news {
      news = nil
      report(text)
    }
  }

  fileprivate mutating func press(_ key: Key) -> [Effect] {
    let hadAdvice = MessageLine(self).showsAdvice
    let wasAskedToEndRace = toast?.text == Self.endOfRaceQuestion
    toast = nil
    if typing != nil, let effects = type(key) { return effects }
    guard let action = KeyBindings.action(for: key, in: self) else { return [] }
    if action == .takeAdvice { return takeAdvice(hadAdvice: hadAdvice) }
    if action == .back, wasAskedToEndRace, isRacing { return toggleRace() }
    if let effects = performInSheet(action) { return effects }
    if held != nil, let effects = answerHeld(action) { return effects }
    return perform(action)
  }

  /// Enter begins the new population, escape keeps this one, as does whatever leads elsewhere.
  private mutating func answerHeld(_ action: Action) -> [Effect]? {
    switch action {
    case .edit: return commitHeld()
    case .tweak: return nil
    case .back:
      dropHeld()
      return []
    default:
      dropHeld()
      return nil
    }
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .toggleRun:
      let runs = !isRunning
      wish(running: runs)
      return [runs ? .run : .pause]
    case .step(let count) where leadsToPast: return scrub(by: count)
    case .step(let count):
      let isRunning = isRunning
      wish(running: isRunning ? false : nil)
      return isRunning ? [.pause, .step(count)] : [.step(count)]
    case .faster: return changeSpeed(up: true)
    case .slower: return changeSpeed(up: false)
    case .scrub(let generations): return scrub(by: generations)
    case .scrubToChange(let step): return scrub(toChange: step)
    case .fork: return fork()
    case .turnToBranch: return turnToSelectedBranch()
    case .branches: toggleBranches()
    case .overlay: overlayNext()
    case .restart: return restart(seed: nil)
    case .race: return toggleRace()
    case .promoteSelected: return promote(selectedLane)
    case .promoteLeader: return snapshot.race?.leader.map { promote($0) } ?? []
    case .lane(let lane):
      if lane < snapshot.race?.lanes.count ?? 0 { selectedLane = lane }
    case .laneRow(let rows): moveLane(rows: rows)
    case .nextPane: focus = focus.stepped(by: 1)
    case .previousPane: focus = focus.stepped(by: -1)
    case .pane(let pane): focus = pane
    case .zoom: isZoomed.toggle()
    case .toggleTestPoints: showsTestPoints.toggle()
    case .nextPage: turnPage()
    case .toggleEditing: toggleEditing()
    case .addPoint(let label): return addPoint(label: label)
    case .removePoint: return removePoint()
    case .movePoint: return movePoint()
    case .toggleCursor: toggleCursor()
    case .lens(let steps): turnLens(by: steps)
    case .compare: toggleComparison()
    case .nextAxis: turnAxis()
    case .toggleSureLines: sight.hasSureLines.toggle()
    case .move(let rows): move(by: rows, in: focus)
    case .page(let pages):
      if focus == .hallOfFame, let entry = openedEntry {
        let last = EntryDetail(self, entry).lastScroll
        hall.scroll = min(max(0, hall.scroll + pages * 3), last)
      } else {
        move(by: pages * 10, in: focus)
      }
    case .first where movesInTime: return visit(0)
    case .last where movesInTime: return returnToPresent()
    case .first: move(by: -.max / 2, in: focus)
    case .last: move(by: .max / 2, in: focus)
    case .tweak(let steps):
      if focus == .gallery { look(by: steps) }
      if focus == .controls || sheet == .pauses { return tweak(by: steps) }
      guard focus == .boundary else { return [] }
      if movesCursor {
        moveCursor(columns: steps)
      } else if showsPlane {
        axes.turn(horizontal: steps, featureCount: snapshot.coordinateCount)
      }
    case .edit:
      if focus == .hallOfFame {
        toggleEntry()
      } else if control != nil {
        startTyping(.value)
      }
    case .commandLine: startTyping(.command)
    case .filter: startTyping(.filter)
    case .sort: sortHallByNext()
    case .bookmark: return bookmark(nil)
    case .save:
      do throws(CommandError) { return try save(to: nil) } catch { tell(error.description) }
    case .presets: toggle(.presets)
    case .pauses: toggle(.pauses)
    case .takeAdvice: return takeAdvice(hadAdvice: MessageLine(self).showsAdvice)
    case .setDefault: return setDefault()
    case .undo: return undo()
    case .redo: return redo()
    case .back:
      if helpScroll != nil {
        helpScroll = nil
      } else if refusal != nil {
        readRefusal = snapshot.refusal
      } else if isRacing {
        tell(Self.endOfRaceQuestion)
      } else if sight.cursor != nil {
        sight.cursor = nil
        sight.editing = nil
      } else if lens != .answer {
        sight.lens = .answer
      } else if hall.opened != nil {
        toggleEntry()
      } else if focus == .hallOfFame, !hall.filter.isEmpty {
        filterHall("")
      } else if sight.marked != nil {
        endComparison()
      } else if isInPast || leadsToPast, !isZoomed {
        return returnToPresent()
      } else if isZoomed {
        isZoomed = false
      } else if isBehind {
        return followOn()
      } else {
        coach.dismiss(at: snapshot.generation)
      }
    case .nextTheme: turnTheme()
    case .nextGlyphs: turnGlyphs()
    case .nextColors: turnColors()
    case .help: helpScroll = helpScroll == nil ? 0 : nil
    case .toggleMouse: return toggleMouse()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit:
      if helpScroll != nil {
        helpScroll = nil
      } else if editsPoints {
        toggleEditing()
      } else {
        return [.quit]
      }
    case .quitAtOnce: return [.quit]
    }
    return []
  }

  /// What was raced for is gone with the race.
  static let endOfRaceQuestion = "Esc again, or R, ends the race; the run waits where it was."

  mutating func toggleRace() -> [Effect] {
    guard !isRacing else {
      tell("Back from the race, paused: space goes on.")
      return [.endRace]
    }
    guard !isOrGoesInPast else {
      tell("A race begins in the present: esc returns there.")
      return []
    }
    let geneCount = snapshot.network?.geneCount ?? snapshot.function?.settings.dimension ?? 1
    return [
      .startRace(Catalog.raceField(with: snapshot.experiment.algorithm, geneCount: geneCount))
    ]
  }

  /// - Parameter running: `nil` is whatever the engine says.
  mutating func wish(running: Bool?) {
    wishes.running = running.map { Wishes.Wish(value: $0) }
  }

  /// - Parameter seed: `nil` is the next one.
  mutating func restart(seed: UInt64?) -> [Effect] {
    forgetEdits()
    resetHall()
    wishes.visit = nil
    tell("New run with \(seed.map { "seed \($0)" } ?? "the next seed").")
    return [seed.map { .restartWith(seed: $0) } ?? .restart]
  }

  private mutating func promote(_ lane: Int) -> [Effect] {
    guard let lanes = snapshot.race?.lanes, lanes.indices.contains(lane) else { return [] }
    forgetEdits()
    resetHall()
    // It runs while it is repeated, whether the race was paused or not.
    wishes.running = nil
    let count = lanes[lane].generation
    toast = Toast(
      text:
        "\(lanes[lane].experiment.algorithm) goes on here: its \(count) generations are repeated.")
    return [.promote(lane: lane)]
  }

  mutating func move(by rows: Int, in pane: Pane) {
    if let scroll = helpScroll {
      helpScroll = min(max(0, scroll + rows), HelpScreen.lastScroll(size))
      return
    }
    if let race = snapshot.race {
      selectedLane = min(max(0, selectedLane + rows), race.lanes.count - 1)
      return
    }
    switch pane {
    case .hallOfFame: moveInHall(by: rows)
    case .controls:
      selectedControl = min(max(0, selectedControl + rows), max(0, controls.count - 1))
    case .boundary:
      if movesCursor {
        moveCursor(rows: rows)
      } else if showsPlane {
        axes.turn(vertical: rows.signum(), featureCount: snapshot.coordinateCount)
      } else {
        pageScroll = min(max(0, pageScroll + rows), mosaic?.lastScroll ?? 0)
      }
    case .fitness: moveInTime(by: rows)
    case .network, .gallery: look(by: rows)
    }
  }

  private mutating func changeSpeed(up: Bool) -> [Effect] {
    let ladder = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    let limit: Int?
    if let present = speedLimit {
      limit = up ? ladder.first { $0 > present } : ladder.last { $0 < present } ?? ladder[0]
    } else {
      // A limit above what the engine reaches would change nothing.
      let reached = snapshot.generationsPerSecond
      limit = up ? nil : ladder.last { Double($0) < reached } ?? ladder[ladder.count - 1]
    }
    return limitSpeed(to: limit)
  }

  /// - Parameter limit: `nil` is as fast as possible.
  mutating func limitSpeed(to limit: Int?) -> [Effect] {
    wishes.speed = Wishes.Wish(value: limit)
    toast = Toast(
      text: limit.map { "At most \($0) generation\($0 == 1 ? "" : "s") a second." }
        ?? "As fast as it can.")
    return [.setSpeed(limit)]
  }

  /// Whether left and right mean anything where the focus is.
  var canTweak: Bool {
    guard helpScroll == nil else { return false }
    return sheet == .pauses || focus == .controls || focus == .gallery || movesCursor
      || (focus == .boundary && showsPlane && snapshot.coordinateCount > 2)
  }

  var hasTestPoints: Bool { (snapshot.data?.test.count ?? 0) > 0 }
}
