import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `The coach` {
  @Test func `sees that the diversity is lost, and says what a would do`() {
    let snapshot = made(diversity: 0.03)
    var model = Fixture.model()
    _ = update(&model, .snapshot(snapshot))
    #expect(
      model.coach.advice?.sentence == "Coach: diversity .03; press a: mutation-rate 0.2 → 0.4")
    #expect(compose(model, Fixture.unicode).lines[22].contains("Coach: diversity .03"))
    _ = update(&model, .resize(width: 40, height: 10))
    let rows = compose(model, Fixture.unicode).lines
    #expect(rows[7] + rows[8] == " Coach: press a for mutation-rate 0.2 → 0.4 (diversity .03)")
    #expect(model.press("a") == [.command(.set("mutation-rate", .number(0.4)))])
    #expect(model.coach.advice == nil)
    #expect(model.press("u") == [.command(.set("mutation-rate", .number(0.2)))])
    _ = update(&model, .snapshot(snapshot))
    #expect(model.coach.advice == nil, "it was answered")
  }

  @Test func `sees stagnation`() {
    #expect(
      advice(made(since: 400))
        == "Coach: no better champion for 400 generations; press a: mutation-size 0.3 → 0.15")
    #expect(advice(made(since: 100)) == nil)
  }

  @Test func `sees overfitting`() {
    let course = (0..<200).map { generation -> (Float, Float) in
      let share = Float(generation) / 200
      return (0.8 + 0.15 * share, generation < 150 ? 0.8 + 0.1 * share : 0.95 - 0.1 * share)
    }
    #expect(
      advice(made(course: course, testCount: 3000))
        == "Coach: the test of 3000 fell by .02, 2.5 standard errors, as the training rose; "
        + "press a: hidden 4 → 3")
    let both = (0..<200).map { (Float($0) / 250, Float($0) / 260) }
    #expect(advice(made(course: both, testCount: 3000)) == nil)
  }

  @Test(arguments: [45, 150, 300])
  func `takes no chance for overfitting`(testCount: Int) throws {
    func course(down fall: Float) -> [(Float, Float)] {
      (0..<200).map { (0.8 + Float($0) / 2000, $0 < 170 ? 0.96 : 0.96 - fall) }
    }
    // One sample of 45, and what three of 150 are.
    #expect(advice(made(course: course(down: 0.022), testCount: testCount)) == nil)
    #expect(
      advice(made(course: course(down: 0.2), testCount: testCount))?.contains(
        "fell by .20, ") == true)
    // What is over again was no loss.
    var passing = course(down: 0.2)
    for generation in 196..<200 { passing[generation].1 = 0.96 }
    #expect(advice(made(course: passing, testCount: testCount)) == nil)
  }

  @Test func `leaves the best alone where each generation has other samples`() {
    var snapshot = made(best: (0..<80).map { Float($0 % 2) * 0.3 + 0.4 })
    #expect(advice(snapshot)?.contains("the best was lost") == true)
    snapshot.experiment.batch = 64
    #expect(advice(snapshot) == nil)
  }

  @Test func `sees that the best is lost again and again`() {
    let falling = (0..<80).map { Float($0 % 2) * 0.3 + 0.4 }
    var snapshot = made(best: falling)
    #expect(
      advice(snapshot)
        == "Coach: the best was lost in 14 of 30 generations; press a: mutation-size 0.3 → 0.15")
    snapshot.controls = snapshot.controls.map { control in
      control.name == "elitism"
        ? Control(description: control.description, value: .number(0)) : control
    }
    #expect(advice(snapshot)?.hasSuffix("press a: elitism 0 → 2") == true)
  }

  @Test func `sees that a population is small`() {
    var snapshot = made(since: 60)
    snapshot.controls = snapshot.controls.map { control in
      control.name == "population"
        ? Control(description: control.description, value: .number(8)) : control
    }
    #expect(advice(snapshot) == "Coach: 8 individuals are few; press a: population 8 → 24")
  }

  @Test func `names the key where a target is reached`() {
    var rules = PauseRules()
    rules.target = 0.9
    var coach = Coach()
    coach.look(at: made(), rules)
    #expect(
      coach.advice?.sentence
        == "Coach: target .9 reached in g55: w saves the champion, r begins a new run")
    var model = Fixture.model()
    model.coach = coach
    #expect(model.press("a") == [])
  }

  @Test func `gives nothing up early, but what is done already`() {
    var coach = Coach()
    coach.look(at: made(diversity: 0.04), PauseRules())
    var done = made(diversity: 0.5)
    done.controls = done.controls.map { control in
      control.name == "mutation-rate"
        ? Control(description: control.description, value: .number(0.4)) : control
    }
    coach.look(at: done, PauseRules())
    #expect(coach.advice == nil)
  }

  @Test func `remembers the first generation at the target`() {
    var rules = PauseRules()
    rules.target = 0.9
    var coach = Coach()
    coach.look(at: made(), rules)
    let first = coach.advice?.finding
    var later = made()
    later.hallOfFame = HallOfFame()
    later.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 490, individual: 0, network: Fixture.network, genes: Fixture.genes,
        score: Score(fitness: 0.99, accuracy: 0.99), testAccuracy: nil, lastChange: ""))
    coach.look(at: later, rules)
    #expect(coach.advice?.finding == first)
  }

  @Test func `is obeyed only where it is on the screen`() {
    var model = Fixture.model()
    #expect(model.press("a").isEmpty)
    #expect(model.toast?.text == "No advice now.")
    _ = update(&model, .snapshot(made(diversity: 0.03)))
    _ = update(&model, .notice("Saved in a.json."))
    #expect(model.press("a").isEmpty, "the notice hid it")
    #expect(compose(model, Fixture.unicode).text.contains("press a: mutation-rate"))
    #expect(model.press("a") == [.command(.set("mutation-rate", .number(0.4)))])
  }

  @Test func `is silent where all is well, in the beginning, in a race, and when it is off`() {
    #expect(advice(made()) == nil)
    var young = made(diversity: 0.01)
    young.generation = 30
    #expect(advice(young) == nil)
    var race = made(diversity: 0.01)
    race.race = Fixture.race(count: 3).race
    #expect(advice(race) == nil)
    var coach = Coach(isOn: false)
    coach.look(at: made(diversity: 0.01), PauseRules())
    #expect(coach.advice == nil)
    var other = made(diversity: 0.01)
    other.experiment.algorithm = "cma-es"
    #expect(advice(other) == nil, "its diversity is meant to vanish")
  }

  @Test func `does not flicker, nor nag`() {
    var coach = Coach()
    coach.look(at: made(diversity: 0.04), PauseRules())
    #expect(coach.advice?.kind == .diversity)
    coach.look(at: made(diversity: 0.07), PauseRules())
    #expect(coach.advice?.kind == .diversity, "a little better is not well")
    coach.look(at: made(diversity: 0.2), PauseRules())
    #expect(coach.advice?.kind == .diversity, "it can be read before it goes")
    for _ in 0..<Coach.leastLooks { coach.look(at: made(diversity: 0.2), PauseRules()) }
    #expect(coach.advice == nil)
    coach.look(at: made(diversity: 0.07), PauseRules())
    #expect(coach.advice == nil, "a little worse is not bad")
    coach.look(at: made(diversity: 0.04), PauseRules())
    coach.dismiss(at: 500)
    for generation in [501, 600, 899] {
      var snapshot = made(diversity: 0.04)
      snapshot.generation = generation
      snapshot.lastImprovement = generation - 30
      coach.look(at: snapshot, PauseRules())
      #expect(coach.advice == nil)
    }
    var later = made(diversity: 0.04)
    (later.generation, later.lastImprovement) = (900, 870)
    coach.look(at: later, PauseRules())
    #expect(coach.advice?.kind == .diversity)
  }

  @Test func `is sent away with escape, and never heard while one types`() {
    var model = Fixture.model()
    _ = update(&model, .snapshot(made(diversity: 0.03)))
    model.press(":")
    #expect(!compose(model, Fixture.unicode).text.contains("Coach"))
    model.press(.escape, .escape)
    #expect(model.coach.advice == nil)
  }

  private func advice(_ snapshot: Snapshot) -> String? {
    var coach = Coach()
    coach.look(at: snapshot, PauseRules())
    return coach.advice?.sentence
  }

  /// A run of 500 generations in which all is well, but for what is asked for.
  private func made(
    diversity: Float = 0.5, since: Int = 30, best: [Float]? = nil, course: [(Float, Float)]? = nil,
    testCount: Int? = nil
  ) -> Snapshot {
    var snapshot = Fixture.snapshot()
    if let testCount {
      let count = testCount * 10 / 3
      let data = Dataset(
        featureNames: ["x"], classNames: ["a", "b"], features: (0..<count).map { Float($0 % 9) },
        labels: (0..<count).map { Int32($0 % 2) })
      snapshot.data = Split(data, share: 0.7, RandomSource(seed: 1))
    }
    snapshot.generation = 500
    snapshot.lastImprovement = 500 - since
    snapshot.changes = []
    snapshot.history = History()
    // Three genes -d, 0, d around 1 have a diversity of about d.
    let statistics = Fixture.statistics([0.9, 0.8, 0.1], spread: diversity * 1.225)
    snapshot.statistics = statistics
    for value in best ?? [] {
      snapshot.history.add(
        Fixture.statistics([value, 0.3, 0.1]), accuracy: 0.9, testAccuracy: .nan)
    }
    for (train, test) in course ?? [] {
      snapshot.history.add(statistics, accuracy: train, testAccuracy: test)
    }
    return snapshot
  }
}
