import Testing

@testable import Evolution

@Suite struct `Edits of points` {
  private let split = Split(
    Dataset(
      featureNames: ["x", "y"], classNames: ["a", "b"],
      features: (0..<10).flatMap { [Float($0), Float($0 * $0)] },
      labels: (0..<10).map { Int32($0 % 2) }), share: 0.6, RandomSource(seed: 3))

  @Test func `are the same as text`() throws {
    var edits = PointEdits()
    edits.add(PointEdits.Point(x: 0.1, y: -2), label: 1)
    edits.move(3, of: 11, to: PointEdits.Point(x: 1e-3, y: 7))
    edits.remove(5, of: 11)
    edits.remove(5, of: 10)
    #expect(edits.text == "-5 -6 3:0.001,7.0 +0.1,-2.0,1")
    #expect(PointEdits(edits.text) == edits)
    #expect(PointEdits("") == PointEdits())
  }

  @Test(arguments: [
    "x", "+1,2", "+1,2,-1", "+nan,0,1", "+inf,0,1", "+1e9,0,0", "-", "--1", "3:", "3:1", "3:1,2,3",
    "-3 -3", "-3 3:1,2", "3:1,2 3:1,2", ":1,2", "+1,2,0.5",
  ])
  func `are refused as any other text`(text: String) {
    #expect(PointEdits(text) == nil)
  }

  @Test func `keep parts and scale, and train on what is added`() throws {
    var edits = PointEdits()
    edits.add(PointEdits.Point(x: -4, y: 5), label: 1)
    let gone = split.testIndices[0]
    edits.remove(gone, of: 11)
    let edited = try split.changed(by: edits, turned: 0)
    #expect(edited.dataset.count == 10)
    #expect(edited.scaling == split.scaling)
    #expect(edited.train.count == split.train.count + 1)
    #expect(edited.test.count == split.test.count - 1)
    #expect(edited.dataset[9] == [-4, 5] && edited.dataset.labels[9] == 1)
    let kept = (0..<10).filter { $0 != gone }
    for (place, sample) in kept.enumerated() {
      #expect(edited.dataset[place] == split.dataset[sample])
      #expect(edited.trainIndices.contains(place) == split.trainIndices.contains(sample))
    }
  }

  @Test func `are counted as the points are seen`() throws {
    var edits = PointEdits()
    // Each time the third of those that are left.
    for count in [10, 9, 8] { edits.remove(2, of: count) }
    #expect(edits.removed == [2, 3, 4])
    edits.move(2, of: 7, to: PointEdits.Point(x: 0, y: 0))
    #expect(edits.moved.keys.sorted() == [5])
    edits.add(PointEdits.Point(x: 1, y: 1), label: 0)
    edits.move(7, of: 8, to: PointEdits.Point(x: 2, y: 2))
    #expect(edits.added.map(\.point.x) == [2])
    edits.remove(7, of: 8)
    #expect(edits.added.isEmpty)
    // Whoever is removed is moved no more.
    edits.remove(2, of: 7)
    #expect(edits.moved.isEmpty && edits.removed == [2, 3, 4, 5])
  }

  @Test(arguments: ["-10", "10:0,0", "+0,0,2", "-0 -1 -2 -3 -4 -5 -6 -7 -8"])
  func `must go with the data`(text: String) throws {
    let edits = try #require(PointEdits(text))
    #expect(throws: DatasetError.self) { try split.changed(by: edits, turned: 0) }
  }

  @Test func `turn with the points`() throws {
    let edits = try #require(PointEdits("+3,4,0"))
    let turned = try split.changed(by: edits, turned: 90)
    let (means, scales) = (split.scaling.means, split.scaling.deviations)
    // A quarter turn brings x to y and y to -x.
    let x = (3 - means[0]) / scales[0]
    let y = (4 - means[1]) / scales[1]
    #expect(turned.dataset[10] == [-y * scales[0] + means[0], x * scales[1] + means[1]])
    let back = split.turned(
      PointEdits.Point(x: turned.dataset[10][0], y: turned.dataset[10][1]),
      PlaneTurn(degrees: 90).inverse)
    #expect(abs(back.x - 3) < 1e-5 && abs(back.y - 4) < 1e-4)
    #expect(try split.changed(by: PointEdits(), turned: 0) == split)
  }

  @Test func `of the turn go on by the drift and stay within a circle`() {
    var turn = DataTurn()
    turn.rotate = 355
    turn.drift = 10
    #expect(turn.next.rotate == 5)
    turn.rotate = 3
    turn.drift = -10
    #expect(turn.next.rotate == 353)
  }
}
