import Evolution
import Laboratory

/// All settings: what they are, and what they will be before the next generation.
///
/// They are read down the columns; what does not fit is on further pages.
public struct Sliders: FramedView {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public var title: String { "controls" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    let count = model.controls.count
    let place = count > 0 ? "\(model.selectedControl + 1) of \(count)" : ""
    return [Label(place, .dim), Label("changes apply at the next generation", .dim)]
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    guard let control = model.control else { return [] }
    // Zoomed, there is room for it below the sliders.
    guard !explains else { return [] }
    let startsAnew = control.description.effect == .restart
    var help = Label(control.description.help, .dim)
    help.isSentence = true
    return [Label(startsAnew ? "New population." : "", .warning), help]
  }

  /// Whether the selected control is explained in whole below the others.
  private var explains: Bool {
    model.isZoomed && model.layout.rect(of: .controls).map { $0.height >= 12 } ?? false
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    if explains {
      explain(y: listHeight(size) + 1, size, on: &canvas, capabilities)
    }
    for place in places(size) {
      canvas.paste(
        slider(place.control, place.nameWidth).draw(place.rect.size, capabilities),
        x: place.rect.x, y: place.rect.y)
    }
    return canvas
  }

  /// Without the lines that explain the selected control.
  private func listHeight(_ size: Size) -> Int { explains ? size.height - 5 : size.height }

  private struct Place {
    let control: Int
    let rect: Rect
    let nameWidth: Int
  }

  /// The controls of the page that is shown, and where.
  private func places(_ size: Size) -> [Place] {
    let height = listHeight(size)
    guard !model.controls.isEmpty, height > 0 else { return [] }
    let longest = model.controls.map(\.name.cellCount).max() ?? 0
    // Zoomed, no name is cut.
    let isWide = explains ? (size.width - 1) / 2 >= longest + Slider.leastRest : size.width >= 74
    let columns = isWide && model.controls.count > height ? 2 : 1
    let gap = columns - 1
    let width = (size.width - gap) / columns
    let page = height * columns
    let first = model.selectedControl / page * page
    let shown = first..<min(first + page, model.controls.count)
    let names = model.controls[shown].map(\.name.cellCount).max() ?? 0
    return shown.map { index in
      let place = index - first
      let x = place / height * (width + gap)
      return Place(
        control: index, rect: Rect(x: x, y: place % height, width: width, height: 1),
        nameWidth: names)
    }
  }

  private func slider(_ index: Int, _ nameWidth: Int) -> Slider {
    Slider(
      control: model.controls[index], isSelected: index == model.selectedControl,
      isFocused: model.focus == .controls,
      typed: index == model.selectedControl ? model.typedValue : nil, nameWidth: nameWidth)
  }

  /// The control at a cell of a drawing of this size, and the part of its slider there.
  func part(atX x: Int, y: Int, _ size: Size) -> (control: Int, part: Slider.Part)? {
    guard let place = places(size).first(where: { $0.rect.contains(x: x, y: y) }) else {
      return nil
    }
    let slider = slider(place.control, place.nameWidth)
    return (place.control, slider.part(at: x - place.rect.x, width: place.rect.width))
  }

  /// Where the bar of a control lies in a drawing of this size.
  func bar(of control: Int, _ size: Size) -> Range<Int>? {
    guard let place = places(size).first(where: { $0.control == control }) else { return nil }
    return slider(control, place.nameWidth).bar(width: place.rect.width).map {
      ($0.lowerBound + place.rect.x)..<($0.upperBound + place.rect.x)
    }
  }

  /// The whole name, what can be typed, and what it is for.
  private func explain(
    y: Int, _ size: Size, on canvas: inout Canvas, _ capabilities: Capabilities
  ) {
    guard let control = model.control else { return }
    let description = control.description
    let standard = Format.short(description.defaultValue)
    let head = "\(control.name) \(description.hint), default \(standard)"
    canvas.write(head, x: 1, y: y, style: capabilities.theme.style(.titleFocused))
    let ending = description.effect == .restart ? " A change starts a new population." : ""
    // The slider itself may have no room for the value that a new one takes the place of.
    let change = control.pending.map { "now \(control.value), then \($0). " } ?? ""
    let lines = HelpScreen.wrap(change + description.help + ending, size.width - 2)
    for (row, line) in lines.prefix(3).enumerated() {
      canvas.write(line, x: 1, y: y + 1 + row, style: capabilities.theme.style(.text))
    }
  }
}

/// One setting: `▸mutation-rate ━━━━●──── 0.12 → 0.2`.
public struct Slider: View {
  let control: Control
  let isSelected: Bool
  let isFocused: Bool
  /// What a person is typing for it.
  let typed: TextField?
  let nameWidth: Int
  /// Zero stands for a rule that does not hold.
  var isOffAtZero = false

  /// What lies under the mouse.
  enum Part: Hashable {
    case name
    /// A column of the bar, from 0.
    case bar(Int)
    /// The arrows beside a choice.
    case less, more
  }

  /// The name's columns after the marker.
  ///
  /// Names come first; of long ones on narrow screens, the end is left out.
  private func nameWidth(_ width: Int) -> Int { min(nameWidth, max(6, width - Self.leastRest)) }

  /// Where bar or choice begin.
  private func start(_ width: Int) -> Int { nameWidth(width) + 2 }

  private var isChoice: Bool {
    if case .choice = control.description.kind { true } else { false }
  }

  /// The columns of the bar, if the slider has one now.
  func bar(width: Int) -> Range<Int>? {
    let start = start(width)
    // Room for a value and a new one is kept free, so that the bar never changes its length.
    let length = min(40, max(0, width - start - Self.textWidth - 1))
    return length >= Self.leastBar && !isChoice && typed == nil ? start..<(start + length) : nil
  }

  /// The column of the bar at which the knob stands, from 0.
  static func knob(_ control: Control, of length: Int) -> Int {
    let position = control.description.position(of: control.target)
    return Int((min(1, max(0, position)) * Double(length - 1)).rounded())
  }

  /// What lies at a column of a slider so wide.
  func part(at column: Int, width: Int) -> Part {
    if let bar = bar(width: width), bar.contains(column) {
      return .bar(column - bar.lowerBound)
    }
    guard isChoice, typed == nil else { return .name }
    let arrow = column - start(width)
    // As `drawChoice` puts them, with a blank on both sides of the word.
    if (0...1).contains(arrow) { return .less }
    return arrow - 2 - control.target.description.cellCount == 1 ? .more : .name
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: 1)
    let glyphs = capabilities.glyphs
    let theme = capabilities.theme
    // Reverse video and a marker, since either alone is lost on some terminals.
    let plain = control.isActive ? Style.plain : theme.style(.dim)
    let nameStyle = isSelected && isFocused ? theme.style(.selection) : plain
    if isSelected { canvas[0, 0] = Cell(glyphs.marker, theme.style(.accent)) }
    canvas.write(
      control.name.fitted(nameWidth(size.width), glyphs), x: 1, y: 0, style: nameStyle)
    let start = start(size.width)
    let rest = size.width - start
    guard rest > 0 else { return canvas }
    if let typed {
      canvas.write("= ", x: start, y: 0, style: theme.style(.warning), maxWidth: rest)
      canvas.write(
        typed, x: start + 2, y: 0, width: rest - 2, style: theme.style(.warning), glyphs)
      return canvas
    }
    if isChoice {
      drawChoice(&canvas, start, rest, plain, capabilities)
    } else {
      drawBar(&canvas, bar(width: size.width), start, plain, capabilities)
    }
    return canvas
  }

  private func drawChoice(
    _ canvas: inout Canvas, _ start: Int, _ width: Int, _ style: Style, _ capabilities: Capabilities
  ) {
    let isASCII = capabilities.glyphs.isASCII
    let word = control.target.description
    let text = isASCII ? "< \(word) >" : "◂ \(word) ▸"
    let used = canvas.write(
      text.fitted(min(text.cellCount, width), capabilities.glyphs), x: start, y: 0, style: style)
    // The word between the arrows is the new one, so the old one is named, or else a sign given.
    let room = width - used
    let notes = control.pending == nil ? [inactiveNote] : ["  now \(control.value)", " new", "!"]
    canvas.write(
      notes.first { $0.cellCount <= room } ?? "", x: start + used, y: 0,
      style: capabilities.theme.style(control.pending == nil ? .dim : .warning))
  }

  private func drawBar(
    _ canvas: inout Canvas, _ bar: Range<Int>?, _ start: Int, _ style: Style,
    _ capabilities: Capabilities
  ) {
    let glyphs = capabilities.glyphs
    let theme = capabilities.theme
    let isOff = isOffAtZero && control.value == .number(0)
    let value = isOff ? "off" : Format.short(control.value)
    let pending = control.pending.map { "\(glyphs.arrow) \(Format.short($0))" } ?? ""
    if let bar {
      let knob = Self.knob(control, of: bar.count)
      let (accent, dim) = (theme.style(.accent), theme.style(.dim))
      // What has no effect has no bar: that is seen without colours too.
      let filled = control.isActive ? Cell(glyphs.barFilled, accent) : Cell("·", dim)
      let empty = control.isActive ? Cell(glyphs.barEmpty, dim) : filled
      let (x, rest) = (bar.lowerBound, bar.count - knob)
      canvas.fill(x: x, y: 0, width: knob, height: 1, with: filled)
      canvas.fill(x: x + knob, y: 0, width: rest, height: 1, with: empty)
      canvas[x + knob, 0] = Cell(glyphs.knob, control.isActive ? accent : dim)
    }
    let x = bar.map { $0.upperBound + 1 } ?? start
    var used = canvas.write(value.fitted(max(6, value.cellCount), glyphs), x: x, y: 0, style: style)
    let note = control.pending == nil ? inactiveNote : pending
    // The unit is left out where it would push out what matters more.
    let unit = isOff ? "" : control.description.unit
    let named = value + (unit == "°" ? "" : " ") + unit + (note.isEmpty ? "" : " ")
    if !unit.isEmpty, named.cellCount + note.cellCount <= canvas.width - x {
      used = canvas.write(named.fitted(max(6, named.cellCount), glyphs), x: x, y: 0, style: style)
    }
    canvas.write(
      note, x: x + used, y: 0, style: theme.style(control.pending == nil ? .dim : .warning))
  }

  /// A value, and a new one or a note.
  private static let textWidth = 13
  /// A shorter bar would say nothing.
  private static let leastBar = 5
  /// What is needed beside the name.
  static let leastRest = textWidth + leastBar + 3

  private var inactiveNote: String { control.isActive ? "" : " unused" }
}

/// The selected slider alone, where there is no room for all.
public struct SelectedSlider: View {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: 1)
    guard let control = model.control else { return canvas }
    let slider = Slider(
      control: control, isSelected: true, isFocused: model.focus == .controls,
      typed: model.typedValue, nameWidth: control.name.cellCount)
    let place = "\(model.selectedControl + 1)/\(model.controls.count)"
    let width = max(0, size.width - place.count - 2)
    canvas.paste(slider.draw(Size(width: width, height: 1), capabilities), x: 0, y: 0)
    canvas.write(place, x: width + 1, y: 0, style: capabilities.theme.style(.dim))
    return canvas
  }

  private var slider: Slider? {
    model.control.map {
      Slider(
        control: $0, isSelected: true, isFocused: model.focus == .controls,
        typed: model.typedValue, nameWidth: $0.name.cellCount)
    }
  }

  private var place: String { "\(model.selectedControl + 1)/\(model.controls.count)" }

  /// Of the slider, which the place follows.
  private func width(_ size: Size) -> Int { max(0, size.width - place.count - 2) }

  /// The part of the slider at a column of a drawing of this size.
  func part(atX x: Int, _ size: Size) -> Slider.Part? {
    x < width(size) ? slider?.part(at: x, width: width(size)) : nil
  }

  func bar(_ size: Size) -> Range<Int>? { slider?.bar(width: width(size)) }
}

extension Model {
  /// The value that is being typed for the selected control.
  fileprivate var typedValue: TextField? {
    guard sheet == nil, let typing, typing.purpose == .value else { return nil }
    return typing.field
  }
}
