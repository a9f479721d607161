import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `The hall of fame on the screen` {
  @Test(arguments: [
    ("gen>100", [121, 110]), ("gen>=88 gen<=99", [99, 88]), ("test>.93 test<.95", [110, 99]),
    ("mutation-rate", [99, 88, 77]), ("hidden shape=2-4-1", [121, 110]), ("shape=9", []),
    ("gen=77", [77]), ("gen>", [121, 110, 99, 88, 77, 66, 55, 44, 33]), ("fitness>.929", [121]),
    ("GEN>100", [121, 110]), ("nobody", []),
  ])
  func `is filtered while one types`(filter: String, generations: [Int]) {
    var model = Fixture.model()
    model.press("/")
    #expect(model.focus == .hallOfFame)
    for letter in filter { model.press(.character(letter)) }
    #expect(model.hallRows.map(\.entry.generation) == generations)
    #expect(model.selectedEntry < max(1, generations.count))
    #expect(compose(model, Fixture.unicode).lines[22].hasPrefix(" /\(filter)"))
    model.press(.enter)
    #expect(model.typing == nil && model.hallRows.count == generations.count)
    model.press(.escape)
    #expect(model.hallRows.count == 9)
  }

  @Test func `has so many digits that neighbours are told apart`() {
    func column(_ fitness: [Float], width: Int = 50, count: Int = 3) -> [String] {
      var snapshot = Fixture.snapshot()
      snapshot.hallOfFame = HallOfFame()
      for (place, value) in fitness.enumerated() {
        snapshot.hallOfFame.insert(
          HallOfFame.Entry(
            generation: 90 - place, individual: 0, network: Fixture.network,
            genes: Fixture.genes.map { $0 + Float(place) },
            score: Score(fitness: value, accuracy: 1),
            testAccuracy: nil, lastChange: ""))
      }
      return HallOfFameTable(Fixture.model(snapshot)).draw(
        Size(width: width, height: count + 1), Fixture.unicode
      ).lines.dropFirst().map { line in
        line.split(separator: " ").first { $0.hasPrefix(".") }.map(String.init) ?? ""
      }
    }
    #expect(column([0.9, 0.8, 0.7]) == [".900", ".800", ".700"])
    #expect(column([0.6785, 0.6782, 0.6]) == [".6785", ".6782", ".6000"])
    #expect(column([0.678_41, 0.678_38, 0.6]) == [".67841", ".67838", ".60000"])
    #expect(column([0.678_41, 0.678_38, 0.6], width: 30) == [".6784", ".6784", ".6000"])
    // Only those that are shown count.
    #expect(column([0.9, 0.8, 0.7, 0.678_41, 0.678_38]) == [".900", ".800", ".700"])
    #expect(column([0.5, 0.5, 0.4]) == [".500", ".500", ".400"])
  }

  @Test func `says that there are more coordinates than it has room for`() {
    let genes: [Float] = [0.618, -0.798, 1.238, 0.5]
    #expect(Format.coordinates(genes, width: 20, .braille) == ".618 -.798 1.238 …")
    #expect(Format.coordinates(genes, width: 14, .ascii) == ".618 -.798 ~")
    #expect(Format.coordinates(Array(genes.prefix(2)), width: 20, .braille) == ".618 -.798")
    #expect(Format.coordinates([], width: 20, .braille) == "")
  }

  @Test func `keeps of the last change what tells most`() {
    func text(_ width: Int) -> String {
      ShortChange.text("hidden 16 → 8 @197", width, .braille)
    }
    #expect(text(18) == "hidden 16 → 8 @197" && text(17) == "hidden 16→8 @197")
    #expect(text(13) == "hid 16→8 @197" && text(12) == "hidden 16→8" && text(8) == "hid 16→8")
    #expect(
      ShortChange.text("mutation-rate 0.08 → 0.12 @70", 20, .braille) == "muta…rat .08→.12 @70")
    #expect(ShortChange.text("mutation-rate 0.08 → 0.12 @70", 11, .braille) == "m…r .08→.12")
    #expect(ShortChange.text("3 points added @70", 11, .braille) == "3 points added @70")
  }

  @Test func `forgets the filter with escape`() {
    var model = Fixture.model()
    model.press("/", "z", "z", .escape)
    #expect(model.hall.filter.isEmpty && model.hallRows.count == 9)
  }

  @Test func `is sorted, and says by what`() {
    var model = Fixture.model()
    model.press("3", "j")
    let selected = model.shownEntry
    model.press("s")
    #expect(model.hall.sort == .generation)
    #expect(model.shownEntry == selected, "the selection stays with its individual")
    model.press("s", "s", "s")
    #expect(model.hall.sort == .genes)
    let table = compose(model, Fixture.unicode).text
    #expect(table.contains("GENES"))
    model.press("s")
    #expect(model.hall.sort == .fitness)
    for sort in HallSort.allCases {
      model.sortHall(by: sort)
      let entries = model.hallRows.map(\.entry)
      #expect(entries.count == 9)
      #expect(zip(entries, entries.dropFirst()).allSatisfy { !sort.precedes($1, $0) })
    }
  }

  @Test func `opens an entry: boundary, settings then, last change, ancestry`() {
    var snapshot = Fixture.snapshot()
    snapshot.ancestry = Ancestry(
      generation: 121, individual: 0,
      ancestors: [
        Ancestor(generation: 121, individual: 0, fitness: 0.93, birth: .mutation),
        Ancestor(generation: 120, individual: 1, fitness: 0.7, birth: .mutation),
        Ancestor(generation: 118, individual: 4, fitness: 0.91, birth: .crossover),
        Ancestor(generation: 1, individual: 4, fitness: 0.4, birth: .random),
      ], parent: nil, isComplete: true)
    var model = Fixture.model(snapshot, width: 120, height: 40)
    model.press("3", "j", .enter)
    let entry = model.snapshot.hallOfFame.entries[1]
    #expect(model.openedEntry == entry)
    let text = compose(model, Fixture.unicode).text
    #expect(text.contains("g110 of the hall"))
    #expect(text.contains("born g110 after hidden 3 → 4"))
    #expect(text.contains("ancestry unknown"))
    model.press("1")
    #expect(model.shownEntry == entry, "the boundary stays with it")
    model.press("3", .up)
    #expect(model.shownEntry == snapshot.champion)
    let known = compose(model, Fixture.unicode).text
    let isCounted =
      known.contains("4 births back to a random one of") && known.contains("1 by crossover")
    #expect(isCounted)
    let isStep = known.contains("g118 fitness .910  crossover")
    #expect(isStep)
    let isNoStep = !known.contains("g120 fitness")
    #expect(isNoStep)
    model.press(.escape)
    #expect(model.openedEntry == nil)
  }

  @Test func `says how much of an entry lies below, and how to get there`() {
    var model = Fixture.model()
    model.press("3", .enter)
    let lines = EntryDetail.lines(model, model.snapshot.hallOfFame.entries[0], width: 34)
    let below = { (count: Int) in "\(count) lines below: page down" }
    #expect(compose(model, Fixture.unicode).text.contains(below(lines.count - 6)))
    model.press(.pageDown)
    #expect(compose(model, Fixture.unicode).text.contains(below(lines.count - 9)))
    for _ in 0..<9 { model.press(.pageDown) }
    #expect(compose(model, Fixture.unicode).text.contains("page up"))
    model.press(.pageUp)
    #expect(!compose(model, Fixture.unicode).text.contains("page up"), "it goes back at once")
  }

  @Test func `shows the settings under which an entry arose`() {
    let model = Fixture.model()
    let early = model.snapshot.hallOfFame.entries[8]
    let lines = EntryDetail.lines(model, early, width: 60).map(\.text)
    #expect(early.generation == 33)
    #expect(lines.contains("mutation-rate 0.08, now 0.12"))
    #expect(lines.contains("hidden 3, now 4"))
    let changed = lines.firstIndex(of: "hidden 3, now 4") ?? 99
    #expect(changed < lines.firstIndex(of: "ancestry unknown") ?? 0, "what differs is seen first")
    let late = EntryDetail.lines(model, model.snapshot.hallOfFame.entries[0], width: 60)
    #expect(!late.contains { $0.text.contains(", now ") })
  }

  @Test func `keeps a bookmark that is pushed out`() throws {
    var model = Fixture.model()
    model.press("3", "G")
    let entry = try #require(model.shownEntry)
    let mark = Journal.Mark(
      generation: entry.generation, individual: entry.individual, text: "")
    #expect(model.press("b") == [.mark(mark)])
    #expect(compose(model, Fixture.unicode).lines.contains { $0.contains("9* ") })
    var snapshot = model.snapshot
    snapshot.hallOfFame = Fixture.hall(count: 8)
    _ = update(&model, .snapshot(snapshot))
    #expect(model.hallRows.last?.entry == entry && model.hallRows.last?.place == nil)
    #expect(compose(model, Fixture.unicode).lines.contains { $0.contains(" *  ") })
    model.press("G")
    let off = Journal.Mark(
      generation: entry.generation, individual: entry.individual, text: "", isOff: true)
    #expect(model.press("b") == [.mark(off)])
    #expect(model.hallRows.count == 8)
  }

  @Test func `has the bookmarks of a recording as soon as it lists them, once`() throws {
    let entries = Fixture.snapshot().hallOfFame.entries
    var snapshot = Fixture.snapshot()
    snapshot.bookmarks = [
      Journal.Mark(
        generation: entries[1].generation, individual: entries[1].individual, text: "the round one"),
      Journal.Mark(generation: 9999, individual: 0, text: "who is to come"),
    ]
    var model = Fixture.model()
    _ = update(&model, .snapshot(snapshot))
    #expect(model.bookmarks.map(\.note) == ["the round one"])
    #expect(model.isBookmarked(entries[1]))
    model.press("3", "j", "b")
    _ = update(&model, .snapshot(snapshot))
    #expect(model.bookmarks.isEmpty, "what was taken back does not return")
  }

  @Test func `tells those apart who stand at the same place of runs that part`() throws {
    var model = Fixture.model()
    model.press("3", "b")
    let entry = try #require(model.shownEntry)
    let other = HallOfFame.Entry(
      generation: entry.generation, individual: entry.individual, network: Fixture.network,
      genes: Fixture.genes.map { -$0 }, score: entry.score, testAccuracy: nil, lastChange: "")
    #expect(EntryKey(entry) != EntryKey(other))
    #expect(model.isBookmarked(entry) && !model.isBookmarked(other))
    model.snapshot.ancestry = Ancestry(
      generation: entry.generation, individual: entry.individual, ancestors: [], parent: nil,
      isComplete: false)
    #expect(model.ancestry(of: entry) != nil)
    model.snapshot.ancestry?.genes = EntryKey(entry).genes
    #expect(model.ancestry(of: entry) != nil && model.ancestry(of: other) == nil)
  }

  @Test func `keeps bookmarks to the runs that they belong to`() {
    func branch(_ parent: Int?) -> Snapshot.Branch {
      Snapshot.Branch(
        parent: parent, start: 0, generation: 128, champion: nil, history: History(),
        recording: .none)
    }
    var snapshot = Fixture.snapshot()
    snapshot.branches = [branch(nil)]
    var model = Fixture.model(snapshot)
    model.press("3", "G", "b", "r")
    snapshot.hallOfFame = Fixture.hall(count: 3)
    snapshot.branches = [branch(nil), branch(0), branch(nil)]
    snapshot.branch = 2
    _ = update(&model, .snapshot(snapshot))
    #expect(model.hallRows.count == 3, "a new run has its own")
    snapshot.branch = 1
    _ = update(&model, .snapshot(snapshot))
    #expect(model.hallRows.count == 4, "a fork shares them")
  }

  @Test func `marks the scores of a bookmark that are those on other data`() throws {
    var model = Fixture.model(width: 120, height: 40)
    model.press("3", "b")
    let entry = try #require(model.shownEntry)
    var snapshot = model.snapshot
    snapshot.hallOfFame = HallOfFame()
    snapshot.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 130, individual: 0, network: Fixture.network,
        genes: Fixture.genes.map { -$0 }, score: Score(fitness: 0.2, accuracy: 0.3),
        testAccuracy: nil, lastChange: ""))
    _ = update(&model, .snapshot(snapshot))
    #expect(model.hallRows.first?.entry == entry && !model.hallRows[0].isOld)
    #expect(HallOfFameTable(model).note(.ascii)[0].text == "1 of 2, 1*")
    snapshot.data = Split(Fixture.ring(), share: 0.6, RandomSource(seed: 2))
    _ = update(&model, .snapshot(snapshot))
    #expect(model.hallRows.last?.entry == entry && model.hallRows[1].isOld)
    #expect(compose(model, Fixture.unicode).text.contains("old  data"))
  }

  @Test func `says when an entry was scored anew, and whose fitness is another`() {
    var snapshot = Fixture.snapshot()
    snapshot.changes.append(
      Change(
        generation: 119, name: "noise", old: .number(0.1), new: .number(0.2), consequence: ""))
    snapshot.ancestry = Ancestry(
      generation: 110, individual: 1,
      ancestors: [Ancestor(generation: 110, individual: 1, fitness: 0.91, birth: .mutation)],
      parent: nil, isComplete: false)
    let model = Fixture.model(snapshot)
    func text(_ place: Int) -> [String] {
      EntryDetail.lines(model, snapshot.hallOfFame.entries[place], width: 60).map(\.text)
    }
    #expect(text(1).contains("scored anew at g119"))
    #expect(text(1).contains { $0.hasSuffix("mutation  on the data then") })
    #expect(!text(0).contains("scored anew at g119"))
  }

  @Test func `answers a filter that says nothing, and always shows that there is one`() {
    var model = Fixture.model()
    model.press("/", "g", "e", "n", ">", .enter)
    #expect(
      model.toast?.text == "'gen>' needs a value, such as gen>100, test>=.9 or shape=2-8-2.")
    model.press("/")
    _ = update(&model, .paste("100 mutation-rate"))
    model.press(.enter)
    #expect(model.toast == nil)
    let title = HallOfFameTable(model).framed(
      Size(width: 20, height: 5), key: 3, isFocused: true, Fixture.unicode
    ).lines[0]
    #expect(title.contains("/"))
  }

  @Test func `saves what is shown without writing anything itself`() throws {
    var model = Fixture.model()
    let champion = try #require(model.snapshot.champion)
    let saved = SavedIndividual(champion, of: model.snapshot, note: "")
    #expect(model.press("w") == [.save(saved, path: "/state/evolab/run-7-g121-0.json")])
    model.press(":")
    _ = update(&model, .paste("save best"))
    #expect(model.press(.enter) == [.save(saved, path: "best")])
    model.press(":")
    _ = update(&model, .paste("save this.toml"))
    #expect(
      model.press(.enter) == [.saveExperiment(model.snapshot.experiment, path: "this.toml")])
    _ = update(&model, .notice("Saved in best.json."))
    #expect(compose(model, Fixture.unicode).lines[22].contains("Saved in best.json."))
  }

  @Test func `writes a note beside a bookmark`() {
    var model = Fixture.model()
    model.press(":")
    _ = update(&model, .paste("bookmark the round one"))
    #expect(
      model.press(.enter) == [
        .mark(Journal.Mark(generation: 121, individual: 0, text: "the round one"))
      ])
    model.press("/", "r", "o", "u", "n", "d")
    #expect(model.hallRows.map(\.entry.generation) == [121])
  }
}
