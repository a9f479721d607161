import Laboratory
import Terminal

/// What the lab leaves behind, in the lines that stand on the terminal after it.
enum LabEnding {
  /// Names all recordings of runs and forks, and those that failed.
  static func report(_ snapshot: Snapshot) {
    var paths: [String] = []
    for branch in snapshot.branches {
      switch branch.recording {
      case .file(let path): paths.append(path)
      case .failed(let path, let reason):
        Main.complain("recording to \(path) stopped: \(reason).")
      case .none, .played: break
      }
    }
    if let path = paths.first, paths.count == 1 {
      print("Recorded in \(path). To prove it: evolab replay \(path)".withVisibleControls)
    } else if let last = paths.last {
      print("Recorded in")
      for path in paths { print("  \(path)".withVisibleControls) }
      print("To prove one: evolab replay \(last)".withVisibleControls)
    }
  }
}
