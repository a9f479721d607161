/// What a key does.
public enum Action: Hashable, Sendable {
  case toggleRun, restart, faster, slower
  case step(Int)
  case nextPane, previousPane, zoom, toggleTestPoints, nextPage
  case toggleEditing
  case addPoint(label: Int)
  case removePoint, movePoint
  case toggleCursor, compare, nextAxis, toggleSureLines
  /// Look at another neuron.
  case lens(Int)
  case pane(Pane)
  /// Move the selection by so many rows.
  case move(Int)
  case page(Int)
  case first, last
  /// Turn the selected control by so many steps.
  case tweak(Int)
  case edit, setDefault, undo, redo
  case commandLine, filter, sort, bookmark, save, presets, pauses, takeAdvice
  case race, promoteSelected, promoteLeader
  case lane(Int)
  /// Select the lane so many rows below.
  case laneRow(Int)
  /// So many generations back or on.
  case scrub(Int)
  /// To the change before or after what is shown.
  case scrubToChange(Int)
  case fork, branches, overlay, turnToBranch
  case nextTheme, nextGlyphs, nextColors
  case back, help, toggleMouse, redraw, suspend, quit, quitAtOnce
}

/// One row of the help screen: keys, what they do, and when.
public struct KeyBinding: Sendable {
  public struct Stroke: Sendable {
    /// All do the same; the first is shown in the footer.
    public let keys: [Key]
    public let action: Action
  }

  public enum Group: String, CaseIterable, Sendable {
    case run = "The run"
    case time = "Time travel"
    case controls = "Controls"
    case panes = "Panes and lists"
    case points = "Points"
    case race = "The race"
    case program = "Program"
  }

  public let group: Group
  public let strokes: [Stroke]
  public let sentence: String
  /// Its word in the footer; `nil` keeps it out.
  public let hint: @Sendable (Model) -> String?
  public let isAvailable: @Sendable (Model) -> Bool

  init(
    _ group: Group, _ strokes: [([Key], Action)], _ sentence: String,
    hint: @escaping @Sendable (Model) -> String? = { _ in nil },
    when isAvailable: @escaping @Sendable (Model) -> Bool = { $0.helpScroll == nil }
  ) {
    self.group = group
    self.strokes = strokes.map { Stroke(keys: $0.0, action: $0.1) }
    self.sentence = sentence
    self.hint = hint
    self.isAvailable = isAvailable
  }
}

/// All keys: dispatch, footer and help screen read this one table.
///
/// The footer shows the hints in the order of the table, except that help comes first and
/// quit is kept.
public enum KeyBindings {
  public static let table: [KeyBinding] = [
    KeyBinding(
      .points,
      [(["o", "a"], .addPoint(label: 0)), (["x", "b"], .addPoint(label: 1))],
      "while points are edited: the letter of a class puts a point of it under the cursor",
      hint: { _ in "add" }, when: { $0.editsPoints }),
    KeyBinding(
      .points, [([.enter], .movePoint)],
      "while points are edited: take the nearest up, and put it down elsewhere",
      hint: { $0.sight.editing?.held == nil ? "take up" : "put down" }, when: { $0.editsPoints }),
    KeyBinding(
      .points, [([.backspace, .delete], .removePoint)],
      "while points are edited: take the nearest away", hint: { _ in "remove" },
      when: { $0.editsPoints }),
    KeyBinding(
      .time, [([.enter], .fork)], "in the past or in a recording: fork a new run here",
      hint: { _ in "fork here" }, when: { $0.helpScroll == nil && $0.canFork }),
    KeyBinding(
      .run, [(["space"], .toggleRun)], "run, or pause",
      hint: { $0.isRunning ? "pause" : "run" }),
    KeyBinding(
      .panes, [([.tab], .nextPane), ([.backTab], .previousPane)], "next pane, or the one before",
      hint: { _ in "pane" }),
    KeyBinding(
      .run, [(["n", "."], .step(1)), (["N"], .step(10))],
      "one generation, or ten, then pause", hint: { _ in "step" }),
    KeyBinding(.run, [(["+", "="], .faster), (["-", "_"], .slower)], "faster, or slower"),
    KeyBinding(
      .time, [([.enter], .turnToBranch)], "in the tree of forks: go on with the selected one",
      hint: { _ in "go there" },
      when: { $0.helpScroll == nil && $0.canTurnToBranch }),
    KeyBinding(
      .time, [(["["], .scrub(-1)), (["]"], .scrub(1))],
      "one generation back, or on; every pane follows; esc returns to the present",
      hint: { !$0.showsCourse ? nil : "back, on" },
      when: { $0.helpScroll == nil && $0.canTravel }),
    KeyBinding(
      .time, [(["{"], .scrubToChange(-1)), (["}"], .scrubToChange(1))],
      "to the change before, or after",
      hint: { !$0.showsCourse ? nil : "change" },
      when: { $0.helpScroll == nil && $0.canTravel }),
    KeyBinding(
      .time, [(["B"], .branches)],
      "the tree of forks in the place of the fitness, or back; enter goes to the selected one",
      hint: { $0.showsBranches ? "fitness" : nil }, when: { $0.helpScroll == nil }),
    KeyBinding(
      .time, [(["O"], .overlay)], "lay the next of the other branches over the fitness",
      hint: { $0.showsBranches ? "overlay" : nil },
      when: { $0.helpScroll == nil && $0.hasForks }),
    KeyBinding(.run, [(["r"], .restart)], "begin a new run with these settings and the next seed"),
    KeyBinding(
      .race,
      [([.left, "h"], .move(-1)), ([.right, "l"], .move(1))], "the lane before, or the next",
      hint: { _ in "lane" }, when: { $0.isRacing && $0.helpScroll == nil }),
    KeyBinding(
      .race, [([.up, "k"], .laneRow(-1)), ([.down, "j"], .laneRow(1))], "the lane above, or below",
      when: { $0.isRacing && $0.helpScroll == nil }),
    KeyBinding(
      .race, [([.enter], .promoteSelected)], "take the selected lane into the main screen",
      hint: { _ in "take lane" }, when: { $0.isRacing && $0.helpScroll == nil }),
    KeyBinding(
      .race, (1...9).map { ([.character(Character("\($0)"))], .lane($0 - 1)) }, "a lane",
      when: { $0.isRacing && $0.helpScroll == nil }),
    KeyBinding(
      .race, [(["w"], .promoteLeader)], "take the leader into the main screen",
      hint: { _ in "take leader" }, when: { $0.isRacing && $0.helpScroll == nil }),
    KeyBinding(
      .race, [(["R"], .race)], "let up to nine algorithms race on this problem, or go back",
      hint: { $0.isRacing ? "back" : nil }),

    KeyBinding(
      .panes, [([.up, "k"], .move(-1)), ([.down, "j"], .move(1))],
      "the control, entry or line above, or below",
      hint: { $0.helpScroll == nil ? $0.arrowHint : "scroll" },
      when: { _ in true }),
    KeyBinding(
      .controls,
      [([.left, "h"], .tweak(-1)), ([.right, "l"], .tweak(1))],
      "turn the selected control down, or up; move the cursor",
      hint: { $0.focus == .controls ? "tweak" : nil }, when: { $0.canTweak }),
    KeyBinding(
      .panes, [(["v"], .nextPage)],
      "the next page of this pane or, if it has none, of the first: plane or samples, mistakes, "
        + "weights, report; fitness, diversity, histogram, tree of forks; network, genes",
      hint: { _ in "page" },
      when: { $0.helpScroll == nil && $0.pages(of: $0.turningPane).count > 1 }),
    KeyBinding(
      .controls,
      [([.shiftLeft, "H"], .tweak(-10)), ([.shiftRight, "L"], .tweak(10))],
      "ten steps down, or up", when: { $0.canTweak }),
    KeyBinding(
      .controls, [([.enter], .edit)],
      "type a value; open the entry of the hall of fame; take the row of a list",
      hint: { $0.enterHint },
      when: { $0.helpScroll == nil && $0.enterHint != nil }),
    KeyBinding(
      .controls, [(["0"], .setDefault)],
      "back to the value that the run began with; again, to the default",
      hint: { $0.sheet == nil ? "default" : "off" },
      when: {
        $0.helpScroll == nil && ($0.sheet == nil ? $0.focus == .controls : $0.sheet == .pauses)
      }),
    KeyBinding(
      .controls, [(["u"], .undo)], "take the last change back, with a new change",
      hint: { $0.undoable.isEmpty ? nil : "undo" }),
    KeyBinding(
      .controls, [(["U", .control("r")], .redo)], "make it again",
      hint: { $0.redoable.isEmpty ? nil : "redo" }),
    KeyBinding(
      .controls, [(["a"], .takeAdvice)], "do what the coach advises in the message line",
      hint: { $0.coach.advice?.settings.isEmpty == false ? "advice" : nil }),
    KeyBinding(
      .controls, [(["p"], .presets)], "presets: settings that go together, and why",
      hint: { $0.sheet == .presets ? "close" : $0.focus == .controls ? "presets" : nil }),
    KeyBinding(
      .controls, [(["P"], .pauses)],
      "pause rules: at a target, without progress, without diversity, at a new champion",
      hint: { $0.sheet == .pauses ? "close" : nil }),

    KeyBinding(
      .panes,
      [
        (["1"], .pane(.boundary)), (["2"], .pane(.fitness)), (["3"], .pane(.hallOfFame)),
        (["4"], .pane(.controls)), (["5"], .pane(.network)), (["6"], .pane(.gallery)),
      ], "champion (plane or pictures), fitness, hall of fame, controls, network, gallery"),
    KeyBinding(
      .points, [(["d"], .toggleEditing)],
      "edit the points with a cursor, while the run goes on; esc, d or q ends it",
      hint: {
        $0.canEditPoints && !$0.editsPoints && $0.focus == .boundary ? "edit points" : nil
      }),
    KeyBinding(
      .panes, [(["x"], .toggleCursor)],
      "read the plane with a cursor: arrows move it, shift by ten; esc or x leaves it",
      hint: { $0.sight.cursor == nil ? ($0.focus == .boundary ? "cursor" : nil) : "leave" },
      when: { $0.canRead }),
    KeyBinding(
      .panes, [(["i"], .lens(1)), (["I"], .lens(-1))],
      "the map of the next inner neuron, or of the one before, then the answer again",
      hint: { $0.focus == .boundary || $0.focus == .network ? "neuron" : nil },
      when: { $0.canRead && $0.lenses.count > 1 }),
    KeyBinding(
      .panes, [(["c"], .compare)],
      "compare others with the selected entry, or with the best of the selected run: where they "
        + "disagree; again ends it",
      hint: { $0.compareHint },
      when: {
        $0.helpScroll == nil && $0.hasData
          && ($0.sight.marked != nil || $0.comparable != nil)
      }),
    KeyBinding(
      .panes, [(["e"], .toggleSureLines)],
      "lines where the network becomes nearly sure, at .1 and .9",
      hint: { $0.focus == .boundary ? "sure lines" : nil }, when: { $0.canRead && $0.hasPlane }),
    KeyBinding(
      .panes, [(["o"], .nextAxis)], "the axis of the fitness: automatic, from 0, logarithmic",
      hint: { $0.focus == .fitness ? "axis" : nil }),
    KeyBinding(
      .panes, [([.pageUp], .page(-1)), ([.pageDown], .page(1))], "ten further up, or down",
      when: { _ in true }),
    KeyBinding(
      .panes, [([.home, "g"], .first), ([.end, "G"], .last)],
      "the first, or the last; in the fitness, and over the plane of a recording, in time",
      when: { _ in true }),
    KeyBinding(
      .panes, [(["z"], .zoom)], "one pane on the whole screen, or all again",
      hint: { $0.isZoomed ? "all panes" : "zoom" }),
    KeyBinding(
      .panes, [(["T"], .toggleTestPoints)],
      "show the samples held back for the test, or the training samples alone",
      hint: { $0.page == .boundary ? "test points" : "test samples" },
      when: { $0.helpScroll == nil && $0.hasTestPoints }),

    KeyBinding(
      .panes, [(["/"], .filter)], "what the hall of fame shows: gen>100 test>.9 shape=2-8-2 word",
      hint: { $0.focus == .hallOfFame ? "filter" : nil }),
    KeyBinding(
      .panes, [(["s"], .sort)], "sort the hall of fame by the next column",
      hint: { $0.focus == .hallOfFame ? "sort" : nil }),
    KeyBinding(
      .panes, [(["b"], .bookmark)], "bookmark the individual that is shown, or let go of it",
      hint: { $0.focus == .hallOfFame || $0.focus == .gallery ? "bookmark" : nil },
      when: { $0.helpScroll == nil && $0.shownEntry != nil }),
    KeyBinding(
      .panes, [(["w"], .save)], "save the individual that is shown as a JSON file",
      hint: { $0.focus == .hallOfFame || $0.focus == .gallery ? "save" : nil },
      when: { $0.helpScroll == nil && $0.shownEntry != nil }),

    KeyBinding(
      .program, [([":"], .commandLine)],
      "type a command; tab completes, up and down recall, esc leaves"),
    KeyBinding(
      .program, [(["?", .function(1)], .help)], "this help, or back",
      hint: { $0.helpScroll == nil ? "help" : "back" },
      when: { _ in true }),
    KeyBinding(
      .program, [([.escape], .back)],
      "back: close list, help, entry, filter, zoom or advice, follow on; twice ends a race; never quits",
      when: { _ in true }),
    KeyBinding(
      .program, [(["t"], .nextTheme)], "the next theme: safe, dark, light, contrast",
      when: { _ in true }),
    KeyBinding(
      .program, [(["y"], .nextGlyphs)], "the next glyphs: braille, blocks, ascii",
      when: { _ in true }),
    KeyBinding(
      .program, [(["Y"], .nextColors)], "fewer colours, down to none, then all again",
      when: { _ in true }),
    KeyBinding(
      .program, [(["m"], .toggleMouse)],
      "mouse on, or off: click, drag a slider, wheel; shift then selects text",
      hint: { $0.isMouseOn ? "mouse off" : nil }, when: { _ in true }),
    KeyBinding(
      .program, [([.control("l")], .redraw)], "draw the screen anew", when: { _ in true }),
    KeyBinding(
      .program, [([.control("z")], .suspend)], "back to the shell; fg returns",
      when: { _ in true }),
    KeyBinding(
      .program, [(["q", .function(10)], .quit)],
      "quit; in the help, close it; while points are edited, end that",
      hint: { $0.helpScroll != nil ? "back" : $0.editsPoints ? "done" : "quit" },
      when: { _ in true }),
    KeyBinding(
      .program, [([.control("c")], .quitAtOnce)], "quit from anywhere", when: { _ in true }),
  ]

  /// What a key does now; `nil` for nothing.
  public static func action(for key: Key, in model: Model) -> Action? {
    let latin = key.latin
    if let label = model.pointLabel(latin) { return .addPoint(label: label) }
    for binding in table where binding.isFor(model) {
      for stroke in binding.strokes where stroke.keys.contains(latin) {
        return stroke.action
      }
    }
    return nil
  }
}

extension KeyBinding {
  /// Whether it means anything now; in a race controls and panes do not.
  func isFor(_ model: Model) -> Bool {
    guard isAvailable(model), isForSheet(model) else { return false }
    guard model.isRacing, model.helpScroll == nil else { return true }
    return switch group {
    case .run: strokes[0].action != .restart
    case .time: false
    case .race, .program: true
    case .controls, .panes, .points: false
    }
  }
}

extension KeyBinding {
  /// Whether an open list leaves it its meaning.
  private func isForSheet(_ model: Model) -> Bool {
    guard let sheet = model.sheet, model.helpScroll == nil, !model.isRacing else { return true }
    return switch strokes[0].action {
    case .toggleRun, .step, .faster, .move, .page, .first, .edit, .undo, .redo, .help, .back,
      .redraw, .suspend, .quit, .quitAtOnce, .presets, .pauses, .commandLine:
      true
    case .tweak, .setDefault: sheet == .pauses
    default: false
    }
  }
}

extension Model {
  /// What `c` does now.
  fileprivate var compareHint: String {
    guard let marked = sight.marked else { return "compare" }
    let isOther = comparable.map { !$0.isSame(as: marked) } ?? false
    return isOther ? "compare with this" : "end comparison"
  }

  /// What enter does now; `nil` for nothing.
  fileprivate var enterHint: String? {
    switch sheet {
    case .presets: "apply"
    case .pauses: "type"
    case .log: "close"
    case nil:
      switch focus {
      case _ where held != nil: "new population"
      case .controls: "type"
      case .hallOfFame: hall.opened == nil ? "open" : "list"
      default: nil
      }
    }
  }
}

extension Key: ExpressibleByStringLiteral {
  /// A character, or `space`.
  public init(stringLiteral text: String) {
    self = .character(text == "space" ? " " : text.first ?? " ")
  }
}

extension Key {
  /// As it is written in help and footer.
  public func name(_ glyphs: GlyphSet) -> String {
    let isASCII = glyphs.isASCII
    return switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .up: isASCII ? "up" : "↑"
    case .down: isASCII ? "down" : "↓"
    case .left: isASCII ? "left" : "←"
    case .right: isASCII ? "right" : "→"
    case .shiftLeft: isASCII ? "shift-left" : "⇧←"
    case .shiftRight: isASCII ? "shift-right" : "⇧→"
    case .home: "home"
    case .end: "end"
    case .pageUp: "page up"
    case .pageDown: "page down"
    case .tab: "tab"
    case .backTab: "shift-tab"
    case .enter: "enter"
    case .escape: "esc"
    case .backspace: "backspace"
    case .delete: "delete"
    case .function(let number): "F\(number)"
    case .control(let letter): "ctrl-\(letter)"
    }
  }
}
