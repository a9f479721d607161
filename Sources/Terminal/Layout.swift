/// A part of the screen that can have the focus; its raw value is its key.
public enum Pane: Int, CaseIterable, Hashable, Sendable {
  case boundary = 1
  case fitness
  case hallOfFame
  case controls
  case network
  case gallery

  func stepped(by steps: Int) -> Pane {
    let count = Self.allCases.count
    let index = (rawValue - 1 + steps) % count
    return Self.allCases[(index + count) % count]
  }
}

/// Where everything stands: a pure function of the size, the focus and the zoom.
///
///     status                              one line
///     boundary │ fitness      │ network
///              │ hall of fame │           panes, as many columns as there is room for
///     gallery  │              │ controls
///     message, footer                     one line each
///
/// A pane without a place of its own is shown in the hall of fame's place while it has the focus.
public struct Layout: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// At least 180 × 50: three columns with all six panes.
    case full
    /// At least 110 × 34: two columns with the network.
    case wide
    /// At least 80 × 24: two columns, the controls below.
    case compact
    /// At least 60 × 18: boundary, one other pane and one slider.
    case small
    /// Narrower than 1.6 times its height and at least 40 × 28: panes below one another.
    case stacked
    /// At least 40 × 10, or zoomed: one pane.
    case single
    /// Three lines of text.
    case tooSmall
  }

  public struct Placement: Hashable, Sendable {
    public let pane: Pane
    public let rect: Rect
  }

  public let kind: Kind
  public let panes: [Placement]
  /// The selected slider alone, where the controls have no pane.
  public let slider: Rect?
  public let status: Rect?
  public let message: Rect?
  public let footer: Rect?

  /// The least size for plots.
  public static let leastSize = Size(width: 40, height: 10)

  public init(_ size: Size, focus: Pane = .controls, isZoomed: Bool = false) {
    let (width, height) = (size.width, size.height)
    let kind = Self.kind(of: size, isZoomed: isZoomed)
    self.kind = kind
    guard kind != .tooSmall else {
      (panes, slider, status, message, footer) = ([], nil, nil, nil, nil)
      return
    }
    status = Rect(x: 0, y: 0, width: width, height: 1)
    message = Rect(x: 0, y: height - 2, width: width, height: 1)
    footer = Rect(x: 0, y: height - 1, width: width, height: 1)
    slider = kind == .small ? Rect(x: 0, y: height - 3, width: width, height: 1) : nil
    let area = Rect(x: 0, y: 1, width: width, height: height - (kind == .small ? 4 : 3))
    panes =
      switch kind {
      case .full: Self.full(area)
      case .wide: Self.wide(area, focus)
      case .compact: Self.compact(area, focus)
      case .small: Self.small(area, focus)
      case .stacked: Self.stacked(area, focus)
      case .single, .tooSmall: [Placement(pane: focus, rect: area)]
      }
  }

  public func rect(of pane: Pane) -> Rect? {
    panes.first { $0.pane == pane }?.rect
  }

  private static func kind(of size: Size, isZoomed: Bool) -> Kind {
    let (width, height) = (size.width, size.height)
    if width < leastSize.width || height < leastSize.height { return .tooSmall }
    if isZoomed { return .single }
    if width * 10 < height * 16, height >= 28 { return .stacked }
    if width >= 180, height >= 50 { return .full }
    if width >= 110, height >= 34 { return .wide }
    if width >= 80, height >= 24 { return .compact }
    if width >= 60, height >= 18 { return .small }
    return .single
  }

  private static func full(_ area: Rect) -> [Placement] {
    let left = area.width * 45 / 100
    let middle = (area.width - left) / 2
    let rest = area.right(left)
    let (upper, half) = (area.height * 62 / 100, area.height / 2)
    return column(area.left(left), [.boundary, .gallery], [upper, area.height - upper])
      + column(rest.left(middle), [.fitness, .hallOfFame], [half, area.height - half])
      + column(rest.right(middle), [.network, .controls], [half, area.height - half])
  }

  private static func wide(_ area: Rect, _ focus: Pane) -> [Placement] {
    // A cell is twice as high as wide, so this is a square if there is room.
    let left = min(max(area.height * 2, area.width * 45 / 100), area.width * 60 / 100)
    let network = min(16, max(10, area.height * 36 / 100))
    let fitness = area.height * 32 / 100
    let controls = area.height * 38 / 100
    let list: Pane = focus == .gallery ? .gallery : .hallOfFame
    return column(area.left(left), [.boundary, .network], [area.height - network, network])
      + column(
        area.right(left), [.fitness, list, .controls],
        [fitness, area.height - fitness - controls, controls])
  }

  private static func compact(_ area: Rect, _ focus: Pane) -> [Placement] {
    let controls = min(12, 5 + (area.height - 21) / 4)
    let top = area.height - controls
    let left = (area.width * 42 + 40) / 80
    let above = Rect(x: area.x, y: area.y, width: area.width, height: top)
    return [Placement(pane: .boundary, rect: above.left(left))]
      + column(above.right(left), [.fitness, guest(focus)], [top / 2, top - top / 2])
      + [
        Placement(
          pane: .controls,
          rect: Rect(x: area.x, y: area.y + top, width: area.width, height: controls))
      ]
  }

  /// Who is in the hall of fame's place.
  private static func guest(_ focus: Pane) -> Pane {
    focus == .network || focus == .gallery ? focus : .hallOfFame
  }

  private static func small(_ area: Rect, _ focus: Pane) -> [Placement] {
    let left = area.width * 32 / 60
    let isElsewhere = focus == .boundary || focus == .controls
    return [
      Placement(pane: .boundary, rect: area.left(left)),
      Placement(pane: isElsewhere ? .fitness : focus, rect: area.right(left)),
    ]
  }

  private static func stacked(_ area: Rect, _ focus: Pane) -> [Placement] {
    var rest = area.height
    let network = rest >= 52 ? 12 : 0
    let gallery = rest >= 66 ? 10 : 0
    rest -= network + gallery
    let boundary = min(area.width / 2, rest * 45 / 100, rest - 15)
    rest -= boundary
    let fitness = max(6, rest * 30 / 100)
    let hall = max(5, rest * 28 / 100)
    var list = guest(focus)
    if list == .network && network > 0 || list == .gallery && gallery > 0 { list = .hallOfFame }
    let panes: [(Pane, Int)] = [
      (.boundary, boundary), (.fitness, fitness), (list, hall), (.network, network),
      (.gallery, gallery), (.controls, rest - fitness - hall),
    ]
    let present = panes.filter { $0.1 > 0 }
    return column(area, present.map(\.0), present.map(\.1))
  }

  private static func column(_ area: Rect, _ panes: [Pane], _ heights: [Int]) -> [Placement] {
    var y = area.y
    return zip(panes, heights).map { pane, height in
      defer { y += height }
      return Placement(pane: pane, rect: Rect(x: area.x, y: y, width: area.width, height: height))
    }
  }
}

extension Rect {
  fileprivate func left(_ columns: Int) -> Rect {
    Rect(x: x, y: y, width: columns, height: height)
  }
  fileprivate func right(_ columns: Int) -> Rect {
    Rect(x: x + columns, y: y, width: width - columns, height: height)
  }
}
