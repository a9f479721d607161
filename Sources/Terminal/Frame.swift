import Laboratory

/// The whole screen: a pure function of the model and of what the terminal can do.
///
/// What the person has switched to counts, as far as the terminal can do it.
public func compose(_ model: Model, _ capabilities: Capabilities) -> Canvas {
  let capabilities = capabilities.with(model.look)
  let size = model.size
  let layout = model.layout
  let lines = BottomLines(model)
  var canvas = Canvas(width: size.width, height: size.height)
  if layout.kind == .tooSmall {
    canvas.paste(TooSmall(model).draw(size, capabilities), x: 0, y: 0)
  } else if let scroll = model.helpScroll {
    let help = HelpScreen(scroll: scroll, about: model.helpSubject)
    let frame = Size(width: size.width, height: size.height - 1)
    canvas.paste(help.framed(frame, isFocused: true, capabilities), x: 0, y: 0)
    canvas.place(Footer(model), layout.footer, capabilities)
  } else if model.isRacing {
    let rect = Rect(x: 0, y: 1, width: size.width, height: size.height - 3)
    canvas.paste(RaceView(model).draw(rect.size, capabilities), x: rect.x, y: rect.y)
    canvas.place(RaceStatus(model), layout.status, capabilities)
    canvas.place(MessageLine(model), lines.message, capabilities)
    canvas.place(Footer(model), lines.footer, capabilities)
  } else {
    for placement in layout.panes {
      let framed = view(of: placement.pane, model).framed(
        placement.rect.size, key: placement.pane.rawValue,
        isFocused: placement.pane == model.focus, capabilities)
      canvas.paste(framed, x: placement.rect.x, y: placement.rect.y)
    }
    canvas.place(StatusBar(model), layout.status, capabilities)
    canvas.place(SelectedSlider(model), layout.slider, capabilities)
    if let sheet = model.sheet {
      let rect = SheetView.rect(model)
      let list = SheetView(model, sheet).framed(rect.size, isFocused: true, capabilities)
      canvas.paste(list, x: rect.x, y: rect.y)
    }
    if model.showsTimeLine {
      canvas.place(TimeLine(model), layout.message, capabilities)
    } else {
      canvas.place(MessageLine(model), lines.message, capabilities)
    }
    canvas.place(Footer(model), lines.footer, capabilities)
  }
  canvas.replaceUnknown(capabilities.glyphs)
  canvas.paintGround(capabilities.theme)
  return canvas
}

private func view(of pane: Pane, _ model: Model) -> any FramedView {
  switch pane {
  case .boundary:
    model.picture
  case .fitness: model.chart
  case .hallOfFame:
    if let entry = model.openedEntry { EntryDetail(model, entry) } else { HallOfFameTable(model) }
  case .controls: Sliders(model)
  case .network: model.networkPage
  case .gallery: LineageGallery(model)
  }
}

extension Model {
  /// What shows the champion: a landscape, the plane, or another page.
  var picture: any FramedView {
    if snapshot.function != nil { return LandscapeView(self) }
    return showsPlane ? DecisionBoundary(self) : MosaicView(self)
  }

  /// What shows the course of the run, or the population as it is now.
  var chart: any FramedView {
    switch page(of: .fitness) {
    case .diversity: DiversityChart(self)
    case .histogram: FitnessHistogram(self)
    case .branches: BranchTree(self)
    default: FitnessChart(self)
    }
  }

  /// What shows the shown individual's genes: as a network, or in a row.
  var networkPage: any FramedView {
    page(of: .network) == .network ? NetworkView(self) : GeneStrip(self)
  }
}

extension Canvas {
  fileprivate mutating func place(_ view: some View, _ rect: Rect?, _ capabilities: Capabilities) {
    guard let rect else { return }
    paste(view.draw(rect.size, capabilities), x: rect.x, y: rect.y)
  }

  /// Where only ASCII can be shown, gives everything else a stand-in.
  mutating func replaceUnknown(_ glyphs: GlyphSet) {
    guard glyphs.isASCII else { return }
    for y in 0..<height {
      for x in 0..<width {
        let cell = self[x, y]
        guard !cell.character.isASCII else { continue }
        let standIn: Unicode.Scalar =
          switch cell.character {
          case "→": ">"
          case "←": "<"
          case "·": "."
          case "×": "x"
          case "…": "~"
          case "°": " "
          default: "?"
          }
        self[x, y] = Cell(standIn, cell.style)
      }
    }
  }
}
