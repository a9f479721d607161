/// The bottom line: the keys that mean something now, made from the table of bindings.
public struct Footer: View {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  struct Entry: Equatable {
    let keys: String
    let word: String
    var width: Int { keys.cellCount + 1 + word.cellCount }
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: min(1, size.height))
    if let line = CommandHint(model) { return line.draw(size, capabilities) }
    var x = 1
    for entry in Self.entries(model, width: size.width - 1, capabilities.glyphs) {
      x += canvas.write(entry.keys, x: x, y: 0, style: capabilities.theme.style(.key))
      x += canvas.write(" \(entry.word)  ", x: x, y: 0)
    }
    return canvas
  }

  /// Drops entries from the right until the rest fits, but keeps the first and the last.
  static func entries(_ model: Model, width: Int, _ glyphs: GlyphSet) -> [Entry] {
    if let typing = model.typing {
      let isFilter = typing.purpose == .filter
      return [
        Entry(keys: Key.enter.name(glyphs), word: isFilter ? "keep" : "set"),
        Entry(keys: Key.escape.name(glyphs), word: isFilter ? "show all" : "cancel"),
      ]
    }
    var entries: [Entry] = []
    for binding in KeyBindings.table where binding.isFor(model) {
      guard let word = binding.hint(model) else { continue }
      let entry = Entry(keys: binding.footerKeys(glyphs), word: word)
      if binding.strokes[0].action == .help {
        entries.insert(entry, at: 0)
      } else {
        entries.append(entry)
      }
    }
    let last = entries.popLast()
    entries = Self.ownFirst(entries, model)
    let room = width - (last?.width ?? 0)
    var used = 0
    var kept = entries.prefix { entry in
      used += entry.width + 2
      return used <= room
    }
    if let last { kept.append(last) }
    return Array(kept)
  }
}

extension Footer {
  /// The keys of lists of individuals stand right after help: where they work, they are what is
  /// looked for.
  private static func ownFirst(_ entries: [Entry], _ model: Model) -> [Entry] {
    guard model.helpScroll == nil, !model.isRacing, model.sheet == nil,
      model.focus == .hallOfFame || model.focus == .gallery, let help = entries.first
    else { return entries }
    let words = [
      "open", "list", "filter", "sort", "bookmark", "save", "compare", "compare with this",
      "end comparison",
    ]
    let isOwn = { (entry: Entry) in words.contains(entry.word) }
    let rest = entries.dropFirst()
    return [help] + rest.filter(isOwn) + rest.filter { !isOwn($0) }
  }
}

extension KeyBinding {
  /// The first key of each stroke, up to two: `←→`, `n N`.
  fileprivate func footerKeys(_ glyphs: GlyphSet) -> String {
    let names = strokes.prefix(2).map { stroke in
      // In ASCII a letter says more in little room than "left".
      let letter = stroke.keys.first { if case .character = $0 { true } else { false } }
      let isNamed = glyphs.isASCII && strokes.count > 1
      return ((isNamed ? letter : nil) ?? stroke.keys[0]).name(glyphs)
    }
    if names.allSatisfy({ $0.count == 1 }) {
      return names.joined(separator: glyphs.isASCII || strokes[0].action.isRun ? " " : "")
    }
    return names[0]
  }
}

extension Action {
  fileprivate var isRun: Bool { if case .step = self { true } else { false } }
}
