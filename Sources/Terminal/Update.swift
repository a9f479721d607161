import Evolution
import Laboratory

/// Takes what happened into the model, and says what is to be done about it.
public func update(_ model: inout Model, _ event: Event) -> [Effect] {
  var effects: [Effect] = []
  switch event {
  case .snapshot(let snapshot): model.take(snapshot)
  case .key(let key): effects = model.press(key)
  case .paste(let text): model.paste(text)
  case .resize(let width, let height): model.size = Size(width: width, height: height)
  case .tick: model.age()
  }
  model.refreshBoundary()
  return effects
}

extension Model {
  fileprivate mutating func take(_ new: Snapshot) {
    let wished = wishes.values
    wishes.settle(snapshot, new)
    if new.refusal != nil {
      forgetEdits(refused: wished.filter { wishes.values[$0.key] == nil }, new)
    }
    if new.refusal != snapshot.refusal { readRefusal = nil }
    let old = snapshot
    snapshot = new
    if new.generation < old.generation || new.branch != old.branch, new.course == nil {
      forgetEdits()
    }
    if axes.isOutside(snapshot.coordinateCount) { axes = Plane.Axes() }
    followEntry(of: old.hallOfFame)
    arrangeControls()
  }

  /// Keeps the selection on the same individual when better ones come in above it.
  private mutating func followEntry(of old: HallOfFame) {
    let entries = snapshot.hallOfFame.entries
    if selectedEntry > 0, old.entries.indices.contains(selectedEntry) {
      let entry = old.entries[selectedEntry]
      selectedEntry =
        entries.firstIndex {
          $0.generation == entry.generation && $0.individual == entry.individual
        } ?? selectedEntry
    }
    selectedEntry = min(selectedEntry, max(0, entries.count - 1))
  }

  fileprivate mutating func age() {
    toast?.ticksLeft -= 1
    if let left = toast?.ticksLeft, left <= 0 { toast = nil }
  }

  fileprivate mutating func press(_ key: Key) -> [Effect] {
    toast = nil
    if typing != nil, let effects = type(key) { return effects }
    guard let action = KeyBindings.action(for: key, in: self) else { return [] }
    return perform(action)
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .toggleRun:
      let runs = !isRunning
      wishes.running = Wishes.Wish(value: runs)
      return [runs ? .run : .pause]
    case .step(let count) where isInPast: return scrub(by: count)
    case .step(let count):
      let isRunning = isRunning
      wishes.running = isRunning ? Wishes.Wish(value: false) : nil
      return isRunning ? [.pause, .step(count)] : [.step(count)]
    case .faster: return changeSpeed(up: true)
    case .slower: return changeSpeed(up: false)
    case .restart:
      forgetEdits()
      toast = Toast(text: "New run with the next seed.")
      return [.restart]
    case .scrub(let generations): return scrub(by: generations)
    case .scrubToChange(let step): return scrub(toChange: step)
    case .fork: return fork()
    case .turnToBranch: return turnToSelectedBranch()
    case .branches: toggleBranches()
    case .overlay: overlayNext()
    case .race: return toggleRace()
    case .promoteSelected: return promote(selectedLane)
    case .promoteLeader: return snapshot.race?.leader.map { promote($0) } ?? []
    case .lane(let lane):
      if lane < snapshot.race?.lanes.count ?? 0 { selectedLane = lane }
    case .nextPane: focus = focus.stepped(by: 1)
    case .previousPane: focus = focus.stepped(by: -1)
    case .pane(let pane): focus = pane
    case .zoom: isZoomed.toggle()
    case .toggleTestPoints: showsTestPoints.toggle()
    case .nextPage:
      wantedPage = nextPage
      pageScroll = 0
    case .move(let rows): move(by: rows)
    case .page(let pages): move(by: pages * 10)
    case .first where movesInTime: return visit(0)
    case .last where movesInTime: return returnToPresent()
    case .first: move(by: -.max / 2)
    case .last: move(by: .max / 2)
    case .tweak(let steps):
      guard focus == .boundary else {
        return tweak(by: steps)
      }
      if page == .boundary {
        axes.turn(horizontal: steps, featureCount: snapshot.coordinateCount)
      }
    case .edit where isInPast: break
    case .edit: typing = control == nil ? nil : Typing()
    case .setDefault: return setDefault()
    case .undo: return undo()
    case .redo: return redo()
    case .back:
      if helpScroll != nil {
        helpScroll = nil
      } else if refusal != nil {
        readRefusal = snapshot.refusal
      } else if isRacing {
        return [.endRace]
      } else if isInPast, !isZoomed {
        return returnToPresent()
      } else {
        isZoomed = false
      }
    case .nextTheme: turnTheme()
    case .nextGlyphs: turnGlyphs()
    case .nextColors: turnColors()
    case .help: helpScroll = helpScroll == nil ? 0 : nil
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit:
      guard helpScroll != nil else { return [.quit] }
      helpScroll = nil
    case .quitAtOnce: return [.quit]
    }
    return []
  }

  private func toggleRace() -> [Effect] {
    guard !isRacing else { return [.endRace] }
    let geneCount = snapshot.network?.geneCount ?? snapshot.function?.settings.dimension ?? 1
    return [
      .startRace(Catalog.raceField(with: snapshot.experiment.algorithm, geneCount: geneCount))
    ]
  }

  private mutating func promote(_ lane: Int) -> [Effect] {
    guard let lanes = snapshot.race?.lanes, lanes.indices.contains(lane) else { return [] }
    forgetEdits()
    let count = lanes[lane].generation
    toast = Toast(
      text:
        "\(lanes[lane].experiment.algorithm) goes on here: its \(count) generations are repeated.")
    return [.promote(lane: lane)]
  }

  private mutating func move(by rows: Int) {
    if let scroll = helpScroll {
      helpScroll = min(max(0, scroll + rows), HelpScreen.lastScroll(size))
      return
    }
    if let race = snapshot.race {
      selectedLane = min(max(0, selectedLane + rows), race.lanes.count - 1)
      return
    }
    switch focus {
    case .hallOfFame:
      let count = snapshot.hallOfFame.entries.count
      selectedEntry = min(max(0, selectedEntry + rows), max(0, count - 1))
    case .controls:
      selectedControl = min(max(0, selectedControl + rows), max(0, controls.count - 1))
    case .boundary:
      if page == .boundary {
        axes.turn(vertical: rows.signum(), featureCount: snapshot.coordinateCount)
      } else {
        pageScroll = min(max(0, pageScroll + rows), gallery?.lastScroll ?? 0)
      }
    case .fitness: moveInTime(by: rows)
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
    wishes.speed = Wishes.Wish(value: limit)
    toast = Toast(text: limit.map { "At most \($0) generations a second." } ?? "As fast as it can.")
    return [.setSpeed(limit)]
  }

  /// Whether left and right mean anything where the focus is.
  var canTweak: Bool {
    guard helpScroll == nil else { return false }
    return focus == .controls
      || (focus == .boundary && page == .boundary && snapshot.coordinateCount > 2)
  }

  var hasTestPoints: Bool { (snapshot.data?.test.count ?? 0) > 0 }
}
