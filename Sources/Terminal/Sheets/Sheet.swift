import Evolution
import Laboratory

/// A list over the lower part of the screen; escape closes it.
public enum Sheet: Equatable, Sendable {
  case presets
  case pauses
  /// All changes, and how the run went after each.
  case log
}

extension Model {
  public var presets: [Preset] { Preset.fitting(snapshot.experiment) }

  /// The rules that will hold.
  public var pauseRules: PauseRules { wishes.pauseRules?.value ?? snapshot.pauseRules }

  /// The rows of the sheet that is open.
  var sheetRowCount: Int {
    switch sheet {
    case .presets: presets.count
    case .pauses: pauseControls.count
    case .log: changeGroups.count
    case nil: 0
    }
  }

  mutating func open(_ new: Sheet) {
    sheet = new
    selectedRow = new == .log ? max(0, changeGroups.count - 1) : 0
    dropHeld()
  }

  /// Opens a sheet, or closes it if it is the one that is open.
  mutating func toggle(_ new: Sheet) {
    if sheet == new { sheet = nil } else { open(new) }
  }

  /// What a key does in an open sheet; `nil` where it means the same as without one.
  mutating func performInSheet(_ action: Action) -> [Effect]? {
    guard let sheet, helpScroll == nil else { return nil }
    switch action {
    case .move(let rows): selectRow(selectedRow + rows)
    case .page(let pages): selectRow(selectedRow + pages * 5)
    case .first: selectRow(0)
    case .last: selectRow(sheetRowCount - 1)
    case .tweak(let steps): return sheet == .pauses ? turnPauseRule(by: steps) : []
    case .setDefault: return sheet == .pauses ? setPauseRule(to: nil) : []
    case .edit: return takeRow()
    case .back: self.sheet = nil
    case .quit: self.sheet = nil
    default: return nil
    }
    return []
  }

  private mutating func selectRow(_ row: Int) {
    selectedRow = min(max(0, row), max(0, sheetRowCount - 1))
  }

  /// Enter on a row.
  private mutating func takeRow() -> [Effect] {
    switch sheet {
    case .presets:
      guard presets.indices.contains(selectedRow) else { return [] }
      let preset = presets[selectedRow]
      sheet = nil
      return apply(preset)
    case .pauses:
      guard pauseControls.indices.contains(selectedRow) else { return [] }
      if case .choice = pauseControls[selectedRow].description.kind { return turnPauseRule(by: 1) }
      startTyping(.value)
      return []
    case .log, nil:
      sheet = nil
      return []
    }
  }

  /// All settings of a preset in one generation.
  mutating func apply(_ preset: Preset) -> [Effect] {
    let effects = set(preset.settings, title: preset.name)
    if !effects.isEmpty { tell("\(preset.name): \(preset.why) u takes it back.") }
    return effects
  }
}

extension Model {
  /// The changes that took effect together, oldest first.
  var changeGroups: [[Change]] {
    var groups: [[Change]] = []
    for change in snapshot.changes {
      if groups.last?.first?.generation == change.generation {
        groups[groups.count - 1].append(change)
      } else {
        groups.append([change])
      }
    }
    return groups
  }
}
