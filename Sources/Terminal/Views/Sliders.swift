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
    guard !model.controls.isEmpty, size.height > 0 else { return canvas }
    let whole = size
    let size = Size(width: size.width, height: explains ? size.height - 5 : size.height)
    if explains { explain(y: size.height + 1, whole, on: &canvas, capabilities) }
    let longest = model.controls.map(\.name.cellCount).max() ?? 0
    // Zoomed, no name is cut.
    let isWide = explains ? (size.width - 1) / 2 >= longest + Slider.leastRest : size.width >= 74
    let columns = isWide && model.controls.count > size.height ? 2 : 1
    let gap = columns - 1
    let width = (size.width - gap) / columns
    let page = size.height * columns
    let first = model.selectedControl / page * page
    let shown = first..<min(first + page, model.controls.count)
    let names = model.controls[shown].map(\.name.cellCount).max() ?? 0
    for index in shown {
      let place = index - first
      let slider = Slider(
        control: model.controls[index], isSelected: index == model.selectedControl,
        isFocused: model.focus == .controls,
        typed: index == model.selectedControl ? model.typedValue : nil,
        nameWidth: names)
      canvas.paste(
        slider.draw(Size(width: width, height: 1), capabilities),
        x: place / size.height * (width + gap), y: place % size.height)
    }
    return canvas
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
    let lines = HelpScreen.wrap(description.help + ending, size.width - 2)
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

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: 1)
    let glyphs = capabilities.glyphs
    let theme = capabilities.theme
    // Reverse video and a marker, since either alone is lost on some terminals.
    let plain = control.isActive ? Style.plain : theme.style(.dim)
    let nameStyle = isSelected && isFocused ? theme.style(.selection) : plain
    if isSelected { canvas[0, 0] = Cell(glyphs.marker, theme.style(.accent)) }
    // Names come first; of long ones on narrow screens, the end is left out.
    let nameWidth = min(nameWidth, max(6, size.width - Self.leastRest))
    canvas.write(control.name.fitted(nameWidth, glyphs), x: 1, y: 0, style: nameStyle)
    let start = nameWidth + 2
    let rest = size.width - start
    guard rest > 0 else { return canvas }
    if let typed {
      canvas.write("= ", x: start, y: 0, style: theme.style(.warning), maxWidth: rest)
      canvas.write(
        typed, x: start + 2, y: 0, width: rest - 2, style: theme.style(.warning), glyphs)
      return canvas
    }
    if case .choice = control.description.kind {
      drawChoice(&canvas, start, rest, plain, capabilities)
    } else {
      drawBar(&canvas, start, rest, plain, capabilities)
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
    _ canvas: inout Canvas, _ start: Int, _ width: Int, _ style: Style, _ capabilities: Capabilities
  ) {
    let glyphs = capabilities.glyphs
    let theme = capabilities.theme
    let isOff = isOffAtZero && control.value == .number(0)
    let value = isOff ? "off" : Format.short(control.value) + control.description.unit
    let pending =
      control.pending.map { "\(glyphs.arrow) \(Format.short($0))\(control.description.unit)" } ?? ""
    // Room for a value and a new one is kept free, so that the bar never changes its length.
    let barWidth = min(40, max(0, width - Self.textWidth - 1))
    if barWidth >= Self.leastBar {
      let position = control.description.position(of: control.target)
      let knob = Int((min(1, max(0, position)) * Double(barWidth - 1)).rounded())
      for column in 0..<barWidth {
        let isFilled = column < knob
        var cell = Cell(
          isFilled ? glyphs.barFilled : glyphs.barEmpty, theme.style(isFilled ? .accent : .dim))
        if column == knob { cell = Cell(glyphs.knob, theme.style(.accent)) }
        // What has no effect has no bar: that is seen without colours too.
        if !control.isActive { cell = Cell(column == knob ? glyphs.knob : "·", theme.style(.dim)) }
        canvas[start + column, 0] = cell
      }
    }
    let x = barWidth >= Self.leastBar ? start + barWidth + 1 : start
    var used = canvas.write(value.fitted(max(6, value.cellCount), glyphs), x: x, y: 0, style: style)
    let note = control.pending == nil ? inactiveNote : pending
    // The unit is left out where it would push out what matters more.
    let unit = control.description.unit
    if !unit.isEmpty, unit.cellCount + 2 + note.cellCount <= canvas.width - x - used {
      used = canvas.write(
        "\(value) \(unit)".fitted(max(6, value.cellCount + unit.cellCount + 2), glyphs), x: x, y: 0,
        style: style)
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
}

extension Model {
  /// The value that is being typed for the selected control.
  fileprivate var typedValue: TextField? {
    guard sheet == nil, let typing, typing.purpose == .value else { return nil }
    return typing.field
  }
}
