import Evolution
import Testing

@testable import Laboratory
@testable import Terminal

@Suite struct `The race screen` {
  @Test(arguments: 1...9)
  func `gives every lane its own place within the screen, at every size`(count: Int) {
    for width in stride(from: 40, through: 250, by: 3) {
      for height in stride(from: 10, through: 80, by: 3) {
        let size = Size(width: width, height: height)
        let layout = RaceLayout(size, laneCount: count)
        #expect(layout.lanes.count == count)
        for (index, lane) in layout.lanes.enumerated() {
          let rect = lane.rect
          #expect(rect.x + rect.width <= width && rect.y + rect.height <= height - 3)
          #expect(rect.height > 0 || layout.isList && index >= height - 4)
          for other in layout.lanes[..<index] { #expect(!rect.overlaps(other.rect)) }
          #expect(lane.picture.width + lane.curve.width <= max(0, rect.width - 2))
        }
      }
    }
  }

  @Test(arguments: 1...9)
  func `is composed at any size`(count: Int) {
    for (width, height) in [(1, 1), (40, 10), (41, 11), (60, 18), (80, 24), (250, 80), (50, 70)] {
      let model = Fixture.model(Fixture.race(count: count), width: width, height: height)
      let canvas = compose(model, Fixture.unicode)
      #expect(canvas.width == width && canvas.height == height)
      guard width > 60 else { continue }
      let text = canvas.lines.joined()
      for lane in model.lanes { #expect(text.contains(lane.snapshot.experiment.algorithm)) }
    }
  }

  @Test func `names the leader in words and with a star`() {
    let lines = compose(Fixture.model(Fixture.race(count: 4)), Fixture.unicode).lines
    #expect(lines.contains { $0.contains("random-search was first at the target, after 7.1 k") })
    #expect(lines.contains { $0.contains("★✓") })
  }

  @Test func `begins and ends with R, and ends with escape that is pressed twice`() {
    var model = Fixture.model()
    let field = Catalog.raceField(with: "ga", geneCount: 65)
    let others = field.filter { $0 != "cma-es" }
    #expect(others.count < field.count)
    #expect(Catalog.raceField(with: "ga", geneCount: 4097) == others)
    #expect(field.first == "ga" && field.count <= 9 && Set(field).count == field.count)
    #expect(model.press("R") == [.startRace(field)])
    var racing = Fixture.model(Fixture.race(count: 4))
    #expect(racing.press("R") == [.endRace])
    #expect(racing.press(.escape) == [])
    #expect(compose(racing, Fixture.unicode).text.contains("Esc again, or R, ends the race"))
    #expect(racing.press(.right, .escape) == [], "another key came between")
    for _ in 0..<10 { _ = update(&racing, .tick) }
    #expect(racing.press(.escape) == [], "that was long ago")
    #expect(racing.press(.escape) == [.endRace])
  }

  @Test func `selects lanes and takes one of them, or the leader`() {
    var model = Fixture.model(Fixture.race(count: 4))
    model.press(.right, .right)
    #expect(model.selectedLane == 2)
    #expect(model.press(.enter) == [.promote(lane: 2)])
    model.press("4", .right)
    #expect(model.selectedLane == 3)
    model.press("9")
    #expect(model.selectedLane == 3)
    #expect(model.press("w") == [.promote(lane: 1)])
  }

  @Test func `goes from row to row of lanes too`() {
    var model = Fixture.model(Fixture.race(count: 9))
    #expect(model.raceLayout.columns == 3)
    model.press(.down, .right)
    #expect(model.selectedLane == 4)
    model.press("j", .down)
    #expect(model.selectedLane == 7)
    model.press(.up, "k", "k")
    #expect(model.selectedLane == 1)
  }

  @Test(arguments: 0..<9)
  func `shows the leader on the smallest screen, and says how many it leaves out`(leader: Int) {
    var snapshot = Fixture.race(count: 9)
    snapshot.race?.leader = leader
    let lines = compose(Fixture.model(snapshot, width: 40, height: 10), Fixture.ascii).lines
    #expect(lines.contains { $0.hasPrefix("\(leader + 1)") && $0.contains("*") })
    #expect(lines[7].hasPrefix("3 more lanes"))
  }

  @Test func `draws all curves over the same axes`() throws {
    var snapshot = Fixture.race(count: 2)
    snapshot.race?.lanes[0].evaluations = 3500
    snapshot.race?.lanes[1].evaluations = 7000
    let model = Fixture.model(snapshot, width: 140, height: 40)
    let axes = SharedAxes(model.lanes)
    let size = Size(width: 44, height: 9)
    let charts = model.lanes.map { FitnessChart($0, axes).draw(size, Fixture.unicode).lines }
    // The labels are the same, and the first has come half as far.
    for (one, other) in zip(charts[0], charts[1]) { #expect(one.prefix(3) == other.prefix(3)) }
    #expect(charts[0].last == charts[1].last)
    #expect(charts.allSatisfy { $0.last?.contains("━best  ─mean  ⠂⠂⠂test") == true })
    #expect(charts.allSatisfy { $0.last?.hasSuffix("to 7.0 k") == true })
    let ends = charts.map { lines in
      lines.dropLast().map { line in
        line.lastIndex { $0 != " " }.map { line.distance(from: line.startIndex, to: $0) } ?? 0
      }.max() ?? 0
    }
    #expect(abs((ends[0] - 2) * 2 - (ends[1] - 2)) <= 2)
  }

  @Test func `leaves controls and panes alone`() {
    var model = Fixture.model(Fixture.race(count: 4))
    let before = model
    for key: Key in ["u", "0", "z", .tab, .shiftRight, "r"] { #expect(model.press(key) == []) }
    #expect(model == before)
    #expect(model.press("q") == [.quit])
  }

  @Test func `goes back to the panes when the race is over`() {
    var model = Fixture.model(Fixture.race(count: 3))
    _ = update(&model, .snapshot(Fixture.snapshot()))
    #expect(model.lanes.isEmpty && !model.isRacing && model.boundary != nil)
  }
}
