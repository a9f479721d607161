import Evolution
import Laboratory

/// What lies at a cell of the screen, as far as the mouse is concerned.
enum Target: Hashable {
  case pane(Pane)
  /// An index into the hall of fame.
  case entry(Int)
  /// An index into the controls, and the part of its slider.
  case control(Int, Slider.Part)
  /// An index into the lanes of the race.
  case lane(Int)
  case help
}

extension Model {
  /// What lies at a cell, found where the drawing puts it.
  func target(atX x: Int, y: Int) -> Target? {
    let layout = layout
    guard layout.kind != .tooSmall else { return nil }
    if helpScroll != nil { return .help }
    if isRacing {
      let lanes = raceLayout.lanes
      return lanes.firstIndex { $0.rect.contains(x: x, y: y - 1) }.map(Target.lane)
    }
    if let rect = layout.slider, rect.contains(x: x, y: y) {
      let part = SelectedSlider(self).part(atX: x - rect.x, rect.size)
      return part.map { .control(selectedControl, $0) } ?? .pane(.controls)
    }
    guard let place = layout.panes.first(where: { $0.rect.contains(x: x, y: y) }) else {
      return nil
    }
    let inside = place.rect.inside
    guard inside.contains(x: x, y: y) else { return .pane(place.pane) }
    return target(in: place.pane, x - inside.x, y - inside.y, inside.size)
  }

  /// - Parameter x: From the left of the pane's inside, as `y` is from its top.
  private func target(in pane: Pane, _ x: Int, _ y: Int, _ size: Size) -> Target {
    switch pane {
    case .hallOfFame:
      HallOfFameTable(self).entry(atRow: y, height: size.height).map(Target.entry) ?? .pane(pane)
    case .controls:
      Sliders(self).part(atX: x, y: y, size).map { .control($0.control, $0.part) } ?? .pane(pane)
    default: .pane(pane)
    }
  }

  /// The columns of the screen that the bar of a control takes, if it is shown.
  private func bar(of control: Int) -> Range<Int>? {
    if let rect = layout.slider {
      return control == selectedControl
        ? SelectedSlider(self).bar(rect.size).map { $0.shifted(by: rect.x) } : nil
    }
    guard let inside = layout.rect(of: .controls)?.inside else { return nil }
    return Sliders(self).bar(of: control, inside.size).map { $0.shifted(by: inside.x) }
  }
}

extension Range<Int> {
  fileprivate func shifted(by columns: Int) -> Self {
    (lowerBound + columns)..<(upperBound + columns)
  }
}

/// What the mouse does.
extension Model {
  mutating func toggleMouse() -> [Effect] {
    isMouseOn.toggle()
    heldControl = nil
    tell(
      isMouseOn
        ? "Mouse on: click, drag, wheel. m turns it off; shift selects text."
        : "Mouse off: the terminal selects text again.")
    return [.setMouse(isMouseOn)]
  }

  mutating func loseMouse() {
    isMouseOn = false
    tell("This terminal is not known to report a mouse.")
  }

  mutating func point(_ event: MouseEvent) -> [Effect] {
    guard isMouseOn else { return [] }
    switch event.kind {
    case .press: return press(at: target(atX: event.x, y: event.y))
    case .drag: return drag(to: event.x)
    case .release: heldControl = nil
    case .wheelUp: return turn(target(atX: event.x, y: event.y), by: -1)
    case .wheelDown: return turn(target(atX: event.x, y: event.y), by: 1)
    }
    return []
  }

  private mutating func press(at target: Target?) -> [Effect] {
    heldControl = nil
    toast = nil
    typing = nil
    switch target {
    case .pane(let pane): focus = pane
    case .entry(let place):
      focus = .hallOfFame
      moveInHall(by: place - selectedEntry)
    case .control(let index, let part):
      focus = .controls
      selectedControl = index
      return touch(part)
    case .lane(let lane): selectedLane = lane
    case .help, nil: break
    }
    return []
  }

  private mutating func touch(_ part: Slider.Part) -> [Effect] {
    switch part {
    case .name: return []
    case .less: return tweak(by: -1)
    case .more: return tweak(by: 1)
    case .bar(let column):
      heldControl = control?.name
      return moveKnob(to: column)
    }
  }

  private mutating func drag(to x: Int) -> [Effect] {
    guard let heldControl, heldControl == control?.name, helpScroll == nil, !isRacing,
      let bar = bar(of: selectedControl)
    else { return [] }
    let editCount = undoable.count
    let effects = moveKnob(to: x - bar.lowerBound)
    if undoable.count > max(editCount, 1), undoable[editCount - 1].isOf(heldControl),
      let last = undoable.popLast()
    {
      // One drag is one change to take back, however many generations saw parts of it.
      undoable[editCount - 1].settings[0].new = last.settings[0].new
    }
    return effects
  }

  /// Sets the selected control to a column of its bar, or to the end that is nearest to it.
  private mutating func moveKnob(to column: Int) -> [Effect] {
    guard let control, let length = bar(of: selectedControl)?.count else { return [] }
    let column = min(max(0, column), length - 1)
    // Touching the knob does not round the value to a column.
    guard column != Slider.knob(control, of: length) else { return [] }
    let value = control.description.value(at: Double(column) / Double(length - 1))
    return set([.set(control.name, value)])
  }

  /// What the wheel does: it scrolls a list and turns a control.
  private mutating func turn(_ target: Target?, by rows: Int) -> [Effect] {
    switch target {
    case .pane(let pane): move(by: rows, in: pane)
    case .entry: move(by: rows, in: .hallOfFame)
    case .control(let index, _):
      typing = nil
      selectedControl = index
      return tweak(by: -rows)
    case .lane, .help: move(by: rows, in: focus)
    case nil: break
    }
    return []
  }
}
