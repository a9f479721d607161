import Evolution
import Laboratory

/// Everything that the screen shows: the last snapshot, and what the person has chosen since.
///
/// A value without clock or terminal: ``update(_:_:)`` alone changes it, and
/// ``compose(_:_:)`` draws it.
public struct Model: Equatable, Sendable {
  public internal(set) var snapshot: Snapshot
  public internal(set) var size: Size

  public internal(set) var focus = Pane.controls
  /// The focused pane fills the screen.
  public internal(set) var isZoomed = false
  public internal(set) var showsTestPoints = false
  /// The first line of the help that is shown; `nil` while it is closed.
  public internal(set) var helpScroll: Int?

  /// In the order of the sliders; what was asked for and not yet answered is pending.
  public internal(set) var controls: [Control] = []
  public internal(set) var selectedControl = 0
  /// The value that is being typed for the selected control.
  public internal(set) var typing: Typing?
  var undoable: [Edit] = []
  var redoable: [Edit] = []
  /// A choice that waits for enter.
  var held: Held?
  /// The list that is open over the panes.
  public internal(set) var sheet: Sheet?
  public internal(set) var selectedRow = 0
  /// Commands that were typed, oldest first.
  var commandHistory: [String] = []
  public internal(set) var coach = Coach()

  var hall = HallState()
  /// An index into the rows of the hall of fame.
  public internal(set) var selectedEntry = 0
  /// The features that span the plane of the boundary.
  public internal(set) var axes = Plane.Axes()
  /// As large as its pane; `nil` while that is out of sight.
  public internal(set) var boundary: Boundary?
  /// What is looked at, and how.
  var sight = Sight()
  /// What there is under the cursor, while there is one.
  var reading: Reading?
  /// What the gallery shows, and its pictures while it is on the screen.
  var exhibits: [Exhibit] = []
  /// Those among whom they were chosen.
  var exhibitedHall: [HallOfFame.Entry] = []
  var exhibition: Exhibition?
  /// For how many more snapshots they stay while the run goes on.
  var exhibitionRest = 0
  /// What each neuron makes of the plane, where the network's pane has room for that.
  var neuronMaps: NeuronMaps?
  /// For how many more snapshots the boundary stays as it is while the champion changes.
  var boundaryRest = 0
  /// The samples that other pages than the boundary are about.
  var panel: Panel?
  /// What those pages show.
  public internal(set) var mosaic: Mosaic?
  /// The same where a function is minimised.
  public internal(set) var landscape: Landscape?

  /// The lanes of the race that is on, each a model of its own with its own picture.
  public internal(set) var lanes: [Model] = []
  /// An index into the lanes.
  public internal(set) var selectedLane = 0

  /// An index into the branches of the snapshot.
  public internal(set) var selectedBranch = 0
  /// The branch whose fitness is laid over that of the present one.
  public internal(set) var overlaidBranch: Int?
  /// Whether the terminal reports the mouse.
  public internal(set) var isMouseOn = false
  /// The name of the control whose bar the mouse holds.
  var heldControl: String?

  public internal(set) var toast: Toast?
  /// What happened by itself while the answer to a key was still to be read.
  var news: String?
  /// What the terminal can do, and was started with.
  public internal(set) var terminal = Capabilities(colors: .truecolor, glyphs: .braille)
  public internal(set) var look = Look()
  /// A refusal that the person has read.
  var readRefusal: String?
  /// What was asked of the engine and is not in a snapshot yet.
  var wishes = Wishes()

  public init(snapshot: Snapshot, size: Size = Size(width: 80, height: 24)) {
    self.snapshot = snapshot
    self.size = size
    // A recording cannot be changed, but gone through.
    if isPlaying { focus = .fitness }
    arrangeControls()
    refreshBoundary()
  }

  /// A message that goes away by itself.
  public struct Toast: Equatable, Sendable {
    public let text: String
    /// Whether it answers a key: what happens by itself waits for it.
    let isAnswer: Bool
    var ticksLeft: Int

    init(text: String, isAnswer: Bool = true) {
      self.text = text
      self.isAnswer = isAnswer
      // About what it takes to read it.
      ticksLeft = max(6, 3 + text.count / 20)
    }
  }
}

extension Model {
  public var layout: Layout { Layout(size, focus: focus, isZoomed: isZoomed) }

  /// Whether ``Event/tick`` would change anything.
  public var needsTicks: Bool {
    toast != nil || news != nil || wishes.running != nil || wishes.visit != nil
  }

  /// Whether a race is shown instead of the run.
  public var isRacing: Bool { snapshot.race != nil }

  public var isRunning: Bool { wishes.running?.value ?? snapshot.isRunning }
  public var speedLimit: Int? { wishes.speed.map(\.value) ?? snapshot.speedLimit }

  public var control: Control? {
    controls.indices.contains(selectedControl) ? controls[selectedControl] : nil
  }

  /// Why the last command was refused, until the person has read it.
  var refusal: String? {
    snapshot.refusal == readRefusal ? nil : snapshot.refusal
  }

  /// Lists the controls of the snapshot, with what is wished for as pending.
  mutating func arrangeControls() {
    let selected = control?.name
    // How many there are is no matter of choice where but one is bred.
    let offered = snapshot.controls.filter {
      $0.name != "population" || snapshot.hasPopulation
        || $0.description.defaultValue != .number(1)
    }
    let ordered = ControlOrder.sorted(offered, for: snapshot.experiment.algorithm)
    controls = ordered.map { control in
      let held = held?.name == control.name ? held?.value : nil
      guard let wish = held ?? wishes.values[control.name]?.value else { return control }
      return Control(
        description: control.description, value: control.value,
        pending: wish == control.value ? nil : wish, isActive: control.isActive,
        newPopulations: control.newPopulations)
    }
    let place = controls.firstIndex { $0.name == selected } ?? selectedControl
    selectedControl = min(max(0, place), max(0, controls.count - 1))
  }

  /// Computes the boundary anew if it would look different, or those of the lanes.
  mutating func refreshBoundary() {
    if let race = snapshot.race {
      let plan = raceLayout
      lanes = race.lanes.enumerated().map { index, snapshot in
        var lane =
          lanes.indices.contains(index)
          ? lanes[index] : Model(snapshot: snapshot, size: Size(width: 0, height: 0))
        lane.snapshot = snapshot
        lane.boundaryRest = max(0, lane.boundaryRest - 1)
        // All lanes have the same data.
        lane.panel = panel
        lane.refreshPicture(plan.lanes[index].picture.size)
        panel = lane.panel
        return lane
      }
      selectedLane = min(selectedLane, max(0, lanes.count - 1))
    } else {
      lanes = []
      refreshExhibits()
      let size = layout.rect(of: .boundary)?.inside.size ?? Size(width: 0, height: 0)
      refreshPicture(size)
      refreshNeuronMaps()
      refreshReading(size)
    }
  }

  /// - Parameter size: Of the plane.
  private mutating func refreshPicture(_ size: Size) {
    guard size.width > 0, size.height > 0 else {
      (boundary, landscape, mosaic) = (nil, nil, nil)
      return
    }
    if let function = snapshot.function {
      let subject = Landscape.Subject(function: function, axes: axes, size: size)
      if landscape?.subject != subject { landscape = Landscape(subject) }
    }
    guard let data = snapshot.data else { return }
    guard showsPlane else { return refreshMosaic(data, size) }
    mosaic = nil
    let pair = page == .disagreement ? compared : nil
    var subject = Boundary.Subject(
      pair?.shown ?? shownEntry, data: data, axes: axes, size: size)
    if let other = pair?.other, other.isFor(data), let network = other.network {
      subject.rival = Boundary.Subject.Rival(network: network, genes: other.genes)
    }
    if page == .boundary, subject.network != nil { subject.lens = lens }
    subject.hasSureLines = sight.hasSureLines
    guard boundary?.subject != subject else { return }
    // It is most of what is sent and of what drawing costs, and five a second are a film too.
    let isMoving = snapshot.isRunning && boundary?.subject.hasSameFrame(as: subject) ?? false
    guard !isMoving || boundaryRest == 0 else { return }
    boundary = Boundary(subject, before: boundary)
    boundaryRest = isMoving ? 3 : 0
  }

  /// - Parameter size: Of the plane.
  private mutating func refreshReading(_ size: Size) {
    keepCursorInside(size)
    guard let cursor = sight.cursor, showsPlane else {
      reading = nil
      return
    }
    if let landscape {
      reading = Reading(landscape, cursor, best: snapshot.champion)
    } else if let boundary {
      let subject = Reading.Subject(
        boundary: boundary.subject, cursor: cursor, includesTest: showsTestPoints)
      if reading?.subject != subject { reading = Reading(subject, boundary) }
    } else {
      reading = nil
    }
  }

  private mutating func refreshMosaic(_ data: Split, _ size: Size) {
    boundary = nil
    if panel?.data != data || panel?.part != shownPart { panel = Panel(data, shownPart) }
    guard let panel else { return }
    func subject() -> Mosaic.Subject {
      let pair = page == .disagreement ? compared : nil
      var subject = Mosaic.Subject(
        pair?.shown ?? shownEntry, data: data, part: shownPart, page: page, size: size,
        scroll: pageScroll)
      subject.setRival(pair?.other)
      return subject
    }
    guard mosaic?.subject != subject() else { return }
    mosaic = Mosaic(subject(), panel, before: mosaic)
    // There may be fewer rows than there were.
    if let last = mosaic?.lastScroll, last < pageScroll {
      pageScroll = last
      mosaic = Mosaic(subject(), panel, before: mosaic)
    }
  }
}
