import Evolution
import Laboratory

/// All commands: the command line, its completion and the help read this one table.
public enum LineCommands {
  public static let table: [LineCommand] = settings + run + looking + program

  private static let settings = [
    LineCommand(
      "set", "NAME VALUE …", "change settings, also as NAME=VALUE, all in one generation"
    ) { model, words throws(CommandError) in
      model.set(try Arguments.read(words, in: model), isTold: true)
    }.completed { model, words, last in Arguments.settings(model, words, last) },
    LineCommand(
      "get", "NAME", "say what a setting is, and what it can be"
    ) { model, words throws(CommandError) in
      let control = try Arguments.control(try Arguments.one(words, "a setting"), in: model)
      model.tell(control.report)
      return []
    }.completed { model, words, _ in words.isEmpty ? Arguments.names(model) : [] },
    LineCommand(
      "default", "NAME …", "set back to the default of the catalog"
    ) { model, words throws(CommandError) in
      guard !words.isEmpty else { throw CommandError("Name a setting: :default mutation-rate") }
      var commands: [Command] = []
      for word in words {
        let control = try Arguments.control(word, in: model)
        commands.append(.set(control.name, control.description.defaultValue))
      }
      return model.set(commands, isTold: true)
    }.completed { model, _, _ in Arguments.names(model) },
    LineCommand(
      "data", "NAME KEY=VALUE …", "go over to other data, with the settings of their generator"
    ) { model, words throws(CommandError) in
      model.set(try Arguments.readData(words, in: model), isTold: true)
    }.completed { model, words, last in Arguments.data(model, words, last) },
    LineCommand(
      "preset", "NAME", "apply settings that go together; p lists them with their reasons"
    ) { model, words throws(CommandError) in
      guard let word = words.first else {
        model.open(.presets)
        return []
      }
      guard let preset = model.presets.first(where: { $0.name == word }) else {
        throw .unknown("preset", word, known: model.presets.map(\.name))
      }
      return model.apply(preset)
    }.completed { model, words, _ in words.isEmpty ? model.presets.map(\.name) : [] },
    LineCommand(
      "pause", "RULE=NUMBER …",
      "pause when a rule is met: target=.98 stagnation=200 diversity=.05 champion off"
    ) { model, words throws(CommandError) in try model.pause(by: words) },
    LineCommand(
      "coach", "on|off", "let the message line give advice, or not"
    ) { model, words throws(CommandError) in
      let word = words.first ?? (model.coach.isOn ? "off" : "on")
      guard ["on", "off"].contains(word) else { throw CommandError("Say :coach on or :coach off.") }
      model.coach = Coach(isOn: word == "on")
      model.tell("The coach is \(word).")
      return []
    }.completed { _, words, _ in words.isEmpty ? ["on", "off"] : [] },
    LineCommand("undo", "[N]", "take the last change back, or the last N, as u does") {
      model, words throws(CommandError) in
      model.undo(try Arguments.count(words.first ?? "1", 1...1000))
    },
    LineCommand("redo", "[N]", "make it again, or the last N, as U does") {
      model, words throws(CommandError) in
      model.redo(try Arguments.count(words.first ?? "1", 1...1000))
    },
  ]

  private static let run = [
    LineCommand("run", "", "run until something pauses it", inRace: true) { model, _ in
      model.wish(running: true)
      return [.run]
    },
    LineCommand("stop", "", "pause", inRace: true) { model, _ in
      model.wish(running: false)
      return [.pause]
    },
    LineCommand("step", "N", "breed so many generations, then pause", inRace: true) {
      model, words throws(CommandError) in
      let count = try Arguments.count(words.first ?? "1", 1...1_000_000)
      let wasRunning = model.isRunning
      model.wish(running: wasRunning ? false : nil)
      return wasRunning ? [.pause, .step(count)] : [.step(count)]
    },
    LineCommand(
      "speed", "N|max", "at most so many generations a second", inRace: true
    ) { model, words throws(CommandError) in
      let word = try Arguments.one(words, "a speed, 1 to 1000, or max")
      let limit = word == "max" ? nil : try Arguments.count(word, 1...1000)
      return model.limitSpeed(to: limit)
    }.completed { _, words, _ in words.isEmpty ? ["max"] : [] },
    LineCommand("goto", "N", "show the run as it was after generation N") {
      model, words throws(CommandError) in
      let word = try Arguments.one(words, "a generation")
      return model.visit(try Arguments.count(word, 0...model.lastGeneration))
    },
    LineCommand("fork", "[N]", "let a new run go on from what is shown, or from generation N") {
      model, words throws(CommandError) in
      guard let word = words.first else { return model.fork() }
      let generation = try Arguments.count(word, 0...model.lastGeneration)
      let way = model.visit(generation)
      return way + model.fork(at: generation)
    },
    LineCommand("branches", "", "the tree of forks in the place of the fitness, or back") {
      model, _ in
      model.toggleBranches()
      return []
    },
    LineCommand("overlay", "[RUN]", "lay the fitness of another run over that of this one") {
      model, words throws(CommandError) in
      guard let word = words.first else {
        model.overlayNext()
        return []
      }
      model.overlaidBranch =
        try Arguments.count(word, 1...max(1, model.snapshot.branches.count)) - 1
      return []
    },
    LineCommand("restart", "[SEED]", "begin a new run with these settings and the next seed") {
      model, words throws(CommandError) in
      guard let word = words.first else { return model.restart(seed: nil) }
      guard let seed = UInt64(word) else {
        throw CommandError(
          "A seed is a whole number from 0 to \(UInt64.max), but this is '\(word)'.")
      }
      return model.restart(seed: seed)
    },
    LineCommand(
      "race", "[A,B,C]", "let algorithms race on this problem, or go back", inRace: true
    ) { model, words throws(CommandError) in
      guard let word = words.first else { return model.toggleRace() }
      let names = word.split(separator: ",").map(String.init)
      for name in names where Catalog.algorithm(name) == nil {
        throw .unknown("algorithm", name, known: Catalog.algorithms.map(\.name))
      }
      guard (1...LiveRace.laneLimit).contains(names.count), Set(names).count == names.count else {
        throw CommandError("A race takes one to \(LiveRace.laneLimit) different algorithms.")
      }
      guard !model.isOrGoesInPast else {
        throw CommandError("A race begins in the present: esc returns there.")
      }
      return [.startRace(names)]
    }.completed { _, words, last in words.isEmpty ? Arguments.racers(last) : [] },
  ]

  private static let looking = [
    LineCommand("theme", "NAME", "colours for dark or light grounds", inRace: true) {
      model, words throws(CommandError) in
      let word = try Arguments.one(words, "a theme")
      guard let theme = ThemeName(rawValue: word) else {
        throw .unknown("theme", word, known: ThemeName.allCases.map(\.rawValue))
      }
      model.setTheme(theme)
      return []
    }.completed { _, words, _ in words.isEmpty ? ThemeName.allCases.map(\.rawValue) : [] },
    LineCommand("glyphs", "NAME", "draw with braille, blocks or ascii", inRace: true) {
      model, words throws(CommandError) in
      let word = try Arguments.one(words, "braille, blocks or ascii")
      guard let glyphs = GlyphSet(rawValue: word) else {
        throw .unknown("set of glyphs", word, known: GlyphSet.allCases.map(\.rawValue))
      }
      model.setGlyphs(glyphs)
      return []
    }.completed { _, words, _ in words.isEmpty ? GlyphSet.allCases.map(\.rawValue) : [] },
    LineCommand("colors", "DEPTH", "draw with fewer colours, or with all there are", inRace: true) {
      model, words throws(CommandError) in
      let word = try Arguments.one(words, "a number of colours")
      guard let depth = ColorDepth.allCases.first(where: { $0.word == word }) else {
        throw .unknown("number of colours", word, known: ColorDepth.allCases.map(\.word))
      }
      model.setColors(depth)
      return []
    }.completed { _, words, _ in words.isEmpty ? ColorDepth.allCases.map(\.word) : [] },
    LineCommand("zoom", "", "one pane on the whole screen, or all again") { model, _ in
      model.isZoomed.toggle()
      return []
    },
    LineCommand("filter", "TEXT", "what the hall of fame shows: gen>100 test>.9 shape=2-8-2 word") {
      model, words in
      model.focus = .hallOfFame
      let text = words.joined(separator: " ")
      model.filterHall(text)
      if let complaint = HallFilter.complaint(about: text) { model.tell(complaint) }
      return []
    },
    LineCommand(
      "sort", "COLUMN", "the order of the hall of fame"
    ) { model, words throws(CommandError) in
      let word = try Arguments.one(words, "a column")
      let matches = HallSort.allCases.filter { $0.rawValue.hasPrefix(word) }
      guard matches.count == 1 else {
        throw .unknown("column", word, known: HallSort.allCases.map(\.rawValue))
      }
      model.sortHall(by: matches[0])
      return []
    }.completed { _, words, _ in words.isEmpty ? HallSort.allCases.map(\.rawValue) : [] },
    LineCommand("bookmark", "[TEXT]", "bookmark the shown individual, with a note") {
      model, words throws(CommandError) in
      guard model.shownEntry != nil else { throw CommandError("There is nobody to bookmark yet.") }
      return model.bookmark(words.joined(separator: " "))
    },
    LineCommand("log", "", "all changes, and how the run went after each") { model, _ in
      model.open(.log)
      return []
    },
    LineCommand("presets", "", "list the presets, as p does") { model, _ in
      model.open(.presets)
      return []
    },
  ]

  private static let program = [
    LineCommand(
      "save", "[FILE]",
      "the shown individual as JSON, in FILE or in a folder; to FILE.toml, the experiment"
    ) { model, words throws(CommandError) in try model.save(to: words.first) },
    LineCommand(
      "help", "[COMMAND]", "all keys and commands, or one", inRace: true
    ) { model, words throws(CommandError) in
      guard let word = words.first else {
        model.helpScroll = HelpScreen.commandLine(model)
        return []
      }
      let command = try command(named: word)
      model.tell("\(command.usage)  \(command.sentence)")
      return []
    }.completed { _, words, _ in words.isEmpty ? table.map(\.name) : [] },
    LineCommand("quit", "", "leave the lab; the recording is kept", inRace: true) { _, _ in [.quit]
    },
  ]
}
