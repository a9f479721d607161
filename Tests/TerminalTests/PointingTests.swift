import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `The mouse` {
  @Test func `does nothing until it is turned on`() {
    var model = Fixture.model()
    let before = model
    #expect(update(&model, .mouse(MouseEvent(.press, x: 5, y: 5))) == [])
    #expect(update(&model, .mouse(MouseEvent(.wheelDown, x: 5, y: 20))) == [])
    #expect(model == before)
    #expect(model.press("m") == [.setMouse(true)])
    #expect(compose(model, Fixture.unicode).lines[0].contains("mouse"))
    #expect(model.press("m") == [.setMouse(false)])
    #expect(!compose(model, Fixture.unicode).lines[0].contains("mouse"))
  }

  @Test func `is off again where the terminal has none`() {
    var model = Fixture.model()
    model.press("m")
    _ = update(&model, .noMouse)
    #expect(!model.isMouseOn)
    #expect(compose(model, Fixture.unicode).lines[22].contains("not known to report a mouse"))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (50, 40)])
  func `gives a clicked pane the focus`(width: Int, height: Int) {
    for pane in Pane.allCases {
      var model = pointed(width, height)
      guard let rect = model.layout.rect(of: pane) else { continue }
      // In the frame, which has no rows or sliders.
      click(&model, rect.x, rect.y)
      #expect(model.focus == pane)
    }
  }

  @Test func `selects the entry that is drawn where it clicks`() {
    for selected in 0..<9 {
      var model = pointed(80, 24)
      model.press("3")
      for _ in 0..<selected { model.press(.down) }
      let rows = cells(of: .hallOfFame, model)
      var seen = 0
      for (y, row) in rows {
        guard let place = row.dropFirst(2).split(separator: " ").first.flatMap({ Int($0) }) else {
          continue
        }
        var clicked = model
        click(&clicked, 50, y)
        #expect(clicked.selectedEntry == place - 1 && clicked.focus == .hallOfFame)
        seen += 1
      }
      #expect(seen > 0)
    }
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (60, 18), (50, 40), (40, 10)])
  func `finds each bar where it is drawn`(width: Int, height: Int) {
    for selected in Fixture.controls().indices {
      var model = pointed(width, height)
      model.press("4")
      for _ in 0..<selected { model.press(.down) }
      let canvas = compose(model, Fixture.unicode)
      var knobs = 0
      for y in 0..<height {
        for x in 0..<width where canvas[x, y].character == "●" {
          guard case .control(let index, .bar(let column))? = model.target(atX: x, y: y) else {
            continue
          }
          // The knob stands at the column that the pointer is told.
          let slider = model.controls[index]
          let left = (0..<x).last { !isBar(canvas[$0, y].character) }.map { $0 + 1 } ?? 0
          #expect(column == x - left, "\(slider.name) at \(x), \(y)")
          var clicked = model
          #expect(click(&clicked, x, y) == [], "the knob is where the value is")
          #expect(clicked.selectedControl == index && clicked.focus == .controls)
          knobs += 1
        }
      }
      if case .choice = model.control?.description.kind { continue }
      #expect(knobs > 0)
    }
  }

  @Test func `sets a value by a click, in the scale of its parameter`() throws {
    var model = pointed(80, 24)
    let bar = try #require(bar(&model, of: "crossover-rate"))
    #expect(click(&model, bar.lowerBound, bar.y) == [.command(.set("crossover-rate", .number(0)))])
    #expect(
      click(&model, bar.upperBound - 1, bar.y) == [.command(.set("crossover-rate", .number(1)))])

    let size = try #require(self.bar(&model, of: "mutation-size"))
    let middle = size.lowerBound + size.count / 2
    guard
      case .command(.set("mutation-size", .number(let value)))? = click(&model, middle, size.y)
        .first
    else {
      Issue.record("The click set nothing.")
      return
    }
    // Half way by factors from 0.001 to 10.
    #expect(value > 0.05 && value < 0.25)
  }

  @Test func `drags a knob, beyond the ends too, as one change to take back`() throws {
    var model = pointed(80, 24)
    let bar = try #require(bar(&model, of: "crossover-rate"))
    click(&model, bar.lowerBound + 2, bar.y, releases: false)
    for x in [bar.lowerBound + 5, bar.lowerBound + 9, 79, 500] {
      // The engine takes each part before the next comes.
      _ = update(&model, .mouse(MouseEvent(.drag, x: x, y: 3)))
      take(&model, "crossover-rate")
    }
    #expect(model.control?.target == .number(1))
    _ = update(&model, .mouse(MouseEvent(.drag, x: -7 + bar.lowerBound, y: 0)))
    #expect(model.control?.target == .number(0))
    take(&model, "crossover-rate")
    _ = update(&model, .mouse(MouseEvent(.release, x: 0, y: 0)))
    let after = model
    #expect(update(&model, .mouse(MouseEvent(.drag, x: 79, y: 3))) == [], "it is let go")
    #expect(model.controls == after.controls)
    #expect(model.press("u") == [.command(.set("crossover-rate", .number(0.7)))])
  }

  @Test func `turns a choice by its arrows`() throws {
    var model = pointed(120, 40)
    model.press("4")
    let canvas = compose(model, Fixture.unicode)
    let arrow = try #require(place(of: "◂", canvas))
    guard case .control(let index, .less)? = model.target(atX: arrow.x, y: arrow.y) else {
      Issue.record("The arrow is not where it is drawn.")
      return
    }
    let name = model.controls[index].name
    let choices = try #require(words(model.controls[index]))
    #expect(
      click(&model, arrow.x, arrow.y) == [.command(.set(name, .choice(choices[choices.count - 1])))]
    )
    let other = compose(model, Fixture.unicode)
    let right = (arrow.x + 1..<120).first { other[$0, arrow.y].character == "▸" }
    #expect(
      click(&model, try #require(right), arrow.y) == [.command(.set(name, .choice(choices[0])))])
  }

  @Test func `scrolls lists and turns controls with its wheel`() throws {
    var model = pointed(80, 24)
    let hall = try #require(model.layout.rect(of: .hallOfFame)).inside
    _ = update(&model, .mouse(MouseEvent(.wheelDown, x: hall.x, y: hall.y + 1)))
    #expect(model.selectedEntry == 1 && model.focus == .controls)
    _ = update(&model, .mouse(MouseEvent(.wheelUp, x: hall.x, y: hall.y + 1)))
    #expect(model.selectedEntry == 0)
    let bar = try #require(bar(&model, of: "crossover-rate"))
    #expect(
      update(&model, .mouse(MouseEvent(.wheelUp, x: bar.lowerBound, y: bar.y)))
        == [.command(.set("crossover-rate", .number(0.71)))])
    model.press("?")
    _ = update(&model, .mouse(MouseEvent(.wheelDown, x: 3, y: 3)))
    #expect(model.helpScroll == 1)
  }

  @Test func `selects a lane of a race`() {
    var model = Fixture.model(Fixture.race(count: 9), width: 140, height: 40)
    model.press("m")
    let plan = RaceLayout(model.size, laneCount: 9)
    for (index, lane) in plan.lanes.enumerated() {
      click(&model, lane.rect.x + 2, lane.rect.y + 1)
      #expect(model.selectedLane == index)
    }
  }

  @Test(arguments: [(1, 1), (39, 9), (40, 10), (60, 18), (80, 24)])
  func `may be anywhere`(width: Int, height: Int) {
    for snapshot in [
      Fixture.snapshot(), Fixture.race(count: 3), Fixture.bowl(), Fixture.pictures(),
    ] {
      var model = Fixture.model(snapshot, width: width, height: height)
      model.press("m")
      for x in stride(from: -1, through: width + 60, by: 41) {
        for y in stride(from: -1, through: height + 30, by: 9) {
          _ = update(&model, .mouse(MouseEvent(.press, x: x, y: y)))
          _ = update(&model, .mouse(MouseEvent(.wheelDown, x: x, y: y)))
        }
      }
      #expect(compose(model, Fixture.unicode).width == width)
    }
  }

  private func pointed(_ width: Int, _ height: Int) -> Model {
    var model = Fixture.model(width: width, height: height)
    model.press("m")
    model.press(.escape)
    return model
  }

  @discardableResult
  private func click(_ model: inout Model, _ x: Int, _ y: Int, releases: Bool = true) -> [Effect] {
    let effects = update(&model, .mouse(MouseEvent(.press, x: x, y: y)))
    if releases { _ = update(&model, .mouse(MouseEvent(.release, x: x, y: y))) }
    return effects
  }

  private struct Bar {
    let lowerBound: Int
    let upperBound: Int
    let y: Int
    var count: Int { upperBound - lowerBound }
  }

  /// Selects a control, and finds its bar by trying all cells.
  private func bar(_ model: inout Model, of name: String) -> Bar? {
    model.press("4")
    model.press(.home)
    while model.control?.name != name { model.press(.down) }
    for y in 0..<model.size.height {
      let columns = (0..<model.size.width).filter { x in
        if case .control(model.selectedControl, .bar)? = model.target(atX: x, y: y) {
          true
        } else {
          false
        }
      }
      if let first = columns.first, let last = columns.last {
        return Bar(lowerBound: first, upperBound: last + 1, y: y)
      }
    }
    return nil
  }

  /// The engine grants what is wished for.
  private func take(_ model: inout Model, _ name: String) {
    var snapshot = model.snapshot
    snapshot.controls = snapshot.controls.map { control in
      guard control.name == name, let wish = model.controls.first(where: { $0.name == name }) else {
        return control
      }
      return Control(description: control.description, value: wish.target)
    }
    _ = update(&model, .snapshot(snapshot))
  }

  private func cells(of pane: Pane, _ model: Model) -> [(y: Int, text: String)] {
    guard let rect = model.layout.rect(of: pane)?.inside else { return [] }
    let canvas = compose(model, Fixture.unicode)
    return (rect.y..<(rect.y + rect.height)).map { y in
      let scalars = (rect.x..<(rect.x + rect.width)).map { Character(canvas[$0, y].character) }
      return (y, " " + String(scalars))
    }
  }

  private func place(of scalar: Unicode.Scalar, _ canvas: Canvas) -> (x: Int, y: Int)? {
    for y in 0..<canvas.height {
      for x in 0..<canvas.width where canvas[x, y].character == scalar { return (x, y) }
    }
    return nil
  }

  private func isBar(_ scalar: Unicode.Scalar) -> Bool { ["━", "─", "·", "●"].contains(scalar) }

  private func words(_ control: Control) -> [String]? {
    if case .choice(let words) = control.description.kind { words } else { nil }
  }
}
