import Testing

@testable import Terminal

@Suite struct `Every theme` {
  static let colored = ThemeName.allCases.flatMap { name in
    ColorDepth.allCases.dropFirst().map { Theme(name, depth: $0) }
  }
  static let safe = colored.filter { $0.name.palette.isSafe }

  @Test(arguments: ThemeName.allCases, ColorDepth.allCases)
  func `uses no colour that the depth lacks`(name: ThemeName, depth: ColorDepth) {
    let theme = Theme(name, depth: depth)
    let limits: [ColorDepth: Int] = [.mono: 0, .eight: 8, .sixteen: 16, .indexed256: 256]
    for role in Self.roles {
      let style = theme.style(role)
      for color in [style.foreground, style.background].compactMap({ $0 }) {
        switch color {
        case .palette(let index): #expect(Int(index) < limits[depth] ?? 0, "\(role)")
        case .rgb: #expect(depth == .truecolor, "\(role)")
        }
      }
    }
  }

  @Test(arguments: ThemeName.allCases, ColorDepth.allCases)
  func `tells both sides of the boundary apart`(name: ThemeName, depth: ColorDepth) {
    let theme = Theme(name, depth: depth)
    #expect(theme.style(.tint(0)) != theme.style(.tint(8)))
    #expect(theme.style(.tint(-5)) == theme.style(.tint(0)))
    #expect(theme.style(.tint(99)) == theme.style(.tint(8)))
  }

  @Test(arguments: ThemeName.allCases)
  func `has tables as long as they should be`(name: ThemeName) {
    let palette = name.palette
    #expect(palette.tints.count == Theme.tintCount && palette.signs.count == 9)
    #expect([palette.classes, palette.points].map(\.count) == [10, 10])
    #expect(palette.areas.count == 10)
  }

  @Test(arguments: ThemeName.allCases)
  func `gives ten classes ten colours`(name: ThemeName) {
    for depth in [ColorDepth.indexed256, .truecolor] {
      let theme = Theme(name, depth: depth)
      #expect(Set((0..<10).map { theme.style(.classColor($0)) }).count == 10)
      #expect(Set((0..<10).map { theme.style(.area($0)) }).count >= 9)
    }
  }

  // MARK: Contrast

  /// 4.5 is what the guidelines ask of text; the palettes are coarser the fewer colours they have.
  static let textContrast: [ColorDepth: Double] = [
    .truecolor: 4.5, .indexed256: 4, .sixteen: 3.3, .eight: 3.3,
  ]

  @Test(arguments: colored)
  func `writes legibly on every tint and area`(theme: Theme) throws {
    let least = try #require(Self.textContrast[theme.depth])
    let tints = (0..<Theme.tintCount).map { Role.tint($0) }
    let onTints: [Role] = [.point(0), .point(1), .contour, .cursor]
    let areas = (0..<10).map { Role.area($0) }
    let onAreas = (0..<10).map { Role.point($0) } + [.contour, .cursor]
    for (grounds, inks) in [(tints, onTints), (areas, onAreas)] {
      for ground in grounds {
        for ink in inks {
          let contrast = Self.contrast(theme.style(ink).on(theme.style(ground)), theme)
          #expect(contrast >= least, "\(ink) on \(ground): \(contrast)")
        }
      }
    }
    for ground in tints {
      let contrast = Self.contrast(theme.style(.faintContour).on(theme.style(ground)), theme)
      #expect(contrast >= 2, "a faint line on \(ground): \(contrast)")
    }
  }

  /// Grounds of terminals: black, two dark grays, a dark blue; white and two creams.
  static let darkGrounds: [UInt32] = [0x000000, 0x1E1E1E, 0x282C34, 0x002B36]
  static let lightGrounds: [UInt32] = [0xFFFFFF, 0xFAFAFA, 0xFDF6E3]

  @Test(arguments: colored)
  func `writes legibly on the ground of terminals`(theme: Theme) {
    let grounds =
      theme.paintedGround?.background.map { [$0.hexadecimal] }
      ?? (theme.name == .light ? Self.lightGrounds : Self.darkGrounds)
    let inks: [Role] =
      [
        .accent, .good, .warning, .failure, .frameFocused, .pending, .toast, .coach, .positive,
        .negative, .best, .mean, .test, .validation, .branch,
      ] + (0..<10).map { .classColor($0) }
    for ground in grounds.map({ LinearColor(.rgb($0)) }) {
      func contrast(_ role: Role) -> Double? {
        let ink = theme.style(role).foreground ?? theme.paintedGround?.foreground
        return ink.map { LinearColor($0).contrast(with: ground) }
      }
      for role in inks {
        // Named colours are as the person has set them; blue on black is the worst of xterm's.
        let least = theme.depth >= .indexed256 ? 3 : 1.8
        if let contrast = contrast(role) { #expect(contrast >= least, "\(role): \(contrast)") }
      }
      guard theme.depth >= .indexed256 else { continue }
      for role in [Role.dim, .worst] {
        if let contrast = contrast(role) { #expect(contrast >= 2.6, "\(role): \(contrast)") }
      }
      // Frames are there, but not in front.
      if let frame = contrast(.frame), let dim = contrast(.dim) {
        #expect(frame >= 1.4 && frame < dim)
      }
    }
  }

  // MARK: Colour vision

  /// Far above what is just noticeable (2.3), since what is compared is small or far apart.
  @Test(arguments: safe, LinearColor.Vision.allCases)
  func `that claims it tells classes and signs apart without red and green`(
    theme: Theme, vision: LinearColor.Vision
  ) {
    func distance(_ one: Role, _ other: Role, _ color: (Style) -> Color?) -> Double? {
      guard let one = color(theme.style(one)), let other = color(theme.style(other)) else {
        return nil
      }
      return LinearColor(one).seen(with: vision).distance(
        to: LinearColor(other).seen(with: vision))
    }
    for (low, high, least) in [(0, 8, 60.0), (1, 7, 50), (2, 6, 20)] {
      let distance = distance(.tint(low), .tint(high), \.background) ?? 0
      #expect(distance >= least, "tints \(low) and \(high): \(distance)")
    }
    #expect(distance(.classColor(0), .classColor(1), \.foreground) ?? 0 >= 60)
    #expect(distance(.positive, .negative, \.foreground) ?? 0 >= 60)
    // Where points take the ink of their ground, their letters tell the class.
    if let points = distance(.point(0), .point(1), \.foreground) { #expect(points >= 20) }
  }

  @Test(arguments: safe.filter { $0.depth >= .indexed256 }, LinearColor.Vision.allCases)
  func `that claims it tells the curves apart without red and green`(
    theme: Theme, vision: LinearColor.Vision
  ) {
    for unlearnt in [Role.test, .validation] {
      let curves = [Role.best, .mean, .worst, unlearnt, .branch]
      for (index, one) in curves.enumerated() {
        for other in curves[..<index] {
          guard let first = theme.style(one).foreground, let second = theme.style(other).foreground
          else { continue }
          let distance = LinearColor(first).seen(with: vision).distance(
            to: LinearColor(second).seen(with: vision))
          #expect(distance >= (one == .branch ? 12 : 20), "\(one), \(other): \(distance)")
        }
      }
    }
  }

  /// Else the tests above would prove nothing.
  @Test func `of rose and green is one that deuteranopes cannot use`() throws {
    let theme = Theme(.dark, depth: .truecolor)
    let tints = try [Role.tint(0), .tint(8)].map { role in
      LinearColor(try #require(theme.style(role).background))
    }
    #expect(tints[0].distance(to: tints[1]) >= 60)
    let seen = tints.map { $0.seen(with: .deuteranopia) }
    #expect(seen[0].distance(to: seen[1]) < 10)
    #expect(!theme.name.palette.isSafe)
  }

  @Test func `has a model of colour vision that agrees with what is known`() {
    let white = LinearColor(.rgb(0xFFFFFF))
    let black = LinearColor(.rgb(0))
    #expect(abs(white.contrast(with: black) - 21) < 1e-9)
    for vision in LinearColor.Vision.allCases {
      // Grays stay gray, and the two classical confusions are confused.
      #expect(white.distance(to: white.seen(with: vision)) < 6)
    }
    let (red, green) = (LinearColor(.rgb(0xC04040)), LinearColor(.rgb(0x707030)))
    #expect(red.distance(to: green) > 40)
    #expect(
      red.seen(with: .deuteranopia).distance(to: green.seen(with: .deuteranopia))
        < red.distance(to: green) / 3)
  }

  @Test func `turns a probability into a tint`() {
    #expect(Role.tint(probability: 0) == .tint(0))
    #expect(Role.tint(probability: 0.5) == .tint(4))
    #expect(Role.tint(probability: 7) == .tint(8))
    #expect(Role.tint(probability: .nan) == .tint(4))
  }

  /// Of a style as it is drawn; what it leaves open is the ground and ink of the theme's pictures.
  private static func contrast(_ style: Style, _ theme: Theme) -> Double {
    let ink = style.foreground ?? theme.ground.foreground
    let ground = style.background ?? theme.ground.background
    return LinearColor(ink).contrast(with: LinearColor(ground))
  }

  static let roles: [Role] =
    [
      .text, .dim, .accent, .good, .warning, .failure, .frame, .frameFocused, .title,
      .titleFocused, .selection, .key, .contour, .faintContour, .cursor, .pending, .toast, .coach,
      .positive, .negative, .best, .mean, .worst, .test, .validation, .branch,
    ]
    + (0..<12).flatMap {
      [.classColor($0), .point($0), .tint($0), .area($0)] as [Role]
    }
}
