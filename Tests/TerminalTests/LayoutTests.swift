import Testing

@testable import Terminal

@Suite struct `The layout` {
  @Test(arguments: 1...80)
  func `covers the screen without overlap at every width`(height: Int) {
    for width in 1...250 {
      for focus in Pane.allCases {
        for isZoomed in [false, true] {
          let layout = Layout(
            Size(width: width, height: height), focus: focus, isZoomed: isZoomed)
          check(layout, width, height, focus)
        }
      }
    }
  }

  @Test(arguments: [
    (39, 10, Layout.Kind.tooSmall), (40, 9, .tooSmall), (40, 10, .single), (60, 17, .single),
    (60, 18, .small), (79, 24, .small), (80, 23, .small), (80, 24, .compact),
    (109, 40, .compact), (110, 34, .wide), (179, 50, .wide), (180, 49, .wide),
    (180, 50, .full), (200, 60, .full), (250, 80, .full), (44, 28, .stacked),
    (80, 60, .stacked),
  ])
  func `climbs a ladder`(width: Int, height: Int, kind: Layout.Kind) {
    #expect(Layout(Size(width: width, height: height)).kind == kind)
  }

  @Test func `of 80 by 24 is the drawn one`() {
    let layout = Layout(Size(width: 80, height: 24))
    #expect(layout.rect(of: .boundary) == Rect(x: 0, y: 1, width: 42, height: 16))
    #expect(layout.rect(of: .fitness) == Rect(x: 42, y: 1, width: 38, height: 8))
    #expect(layout.rect(of: .hallOfFame) == Rect(x: 42, y: 9, width: 38, height: 8))
    #expect(layout.rect(of: .controls) == Rect(x: 0, y: 17, width: 80, height: 5))
  }

  @Test func `of 200 by 60 has all panes in three columns`() {
    let layout = Layout(Size(width: 200, height: 60))
    #expect(Set(layout.panes.map(\.pane)) == Set(Pane.allCases))
    #expect(Set(layout.panes.map(\.rect.x)) == [0, 90, 145])
  }

  @Test func `shows a pane without a place of its own in the hall of fame's`() {
    let size = Size(width: 80, height: 24)
    let hall = Layout(size).rect(of: .hallOfFame)
    for pane in [Pane.network, .gallery] {
      let layout = Layout(size, focus: pane)
      #expect(layout.rect(of: pane) == hall && layout.rect(of: .hallOfFame) == nil)
    }
    let wide = Layout(Size(width: 120, height: 40), focus: .gallery)
    #expect(wide.rect(of: .network) != nil && wide.rect(of: .gallery) != nil)
  }

  private func check(_ layout: Layout, _ width: Int, _ height: Int, _ focus: Pane) {
    guard layout.kind != .tooSmall else { return }
    let lines = [layout.status, layout.slider, layout.message, layout.footer].compactMap(\.self)
    let rects = layout.panes.map(\.rect) + lines
    let isInside = rects.allSatisfy {
      $0.x >= 0 && $0.y >= 0 && $0.x + $0.width <= width && $0.y + $0.height <= height
        && $0.width > 0 && $0.height > 0
    }
    let area = rects.reduce(0) { $0 + $1.width * $1.height }
    var overlaps = false
    for (index, rect) in rects.enumerated() {
      for other in rects[(index + 1)...] where rect.overlaps(other) { overlaps = true }
    }
    // The small layout shows controls in its own line.
    let isSeen = layout.kind == .small && focus == .controls || layout.rect(of: focus) != nil
    let isRoomy = layout.panes.allSatisfy { $0.rect.width >= 20 && $0.rect.height >= 4 }
    let isOnce = Set(layout.panes.map(\.pane)).count == layout.panes.count
    #expect(
      isInside && !overlaps && area == width * height && isSeen && isRoomy && isOnce,
      "\(width)x\(height) \(focus)")
  }
}

extension Rect {
  func overlaps(_ other: Rect) -> Bool {
    x < other.x + other.width && other.x < x + width && y < other.y + other.height
      && other.y < y + height
  }
}
