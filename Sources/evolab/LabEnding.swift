import Laboratory
import Terminal

/// What the lab leaves behind, in the lines that stand on the terminal after it.
enum LabEnding {
  /// Names all recordings of runs and forks, and those that failed.
  ///
  /// - Returns: false where something of a run was not recorded that should have been.
  static func report(_ snapshot: Snapshot) -> Bool {
    var paths: [(path: String, words: String)] = []
    var isComplete = true
    for (index, branch) in snapshot.branches.enumerated() {
      switch branch.recording {
      case .file(let path): paths.append((path, words(branch, index)))
      case .failed(let path, let reason):
        Main.complain("recording to \(path) stopped: \(reason).")
        isComplete = false
      case .none, .played: break
      }
    }
    guard let last = paths.last?.path else { return isComplete }
    if paths.count == 1 {
      print("Recorded in \(last)\(size(last)).".withVisibleControls)
    } else {
      print("Recorded in")
      for (path, words) in paths {
        print("  \(path)  \(words)\(size(path))".withVisibleControls)
      }
    }
    // Each on a line of its own, to be copied.
    print("To prove it: evolab replay \(last)".withVisibleControls)
    print("To go on:    evolab resume --lab \(last)".withVisibleControls)
    return isComplete
  }

  /// Of a file that is large: ` (555 MB)`.
  private static func size(_ path: String) -> String {
    guard let bytes = File.size(path), bytes >= 1_000_000 else { return "" }
    return " (\(bytes / 1_000_000) MB)"
  }

  /// What a recording is of: `run 2, circles ga, fork of run 1 at 97, 128 generations`.
  static func words(_ branch: Snapshot.Branch, _ index: Int) -> String {
    let fork = branch.parent.map { ["fork of run \($0 + 1) at \(branch.start)"] } ?? []
    let count = "\(branch.generation) generation\(branch.generation == 1 ? "" : "s")"
    return (["run \(index + 1)", branch.subject] + fork + [count]).filter { !$0.isEmpty }
      .joined(separator: ", ")
  }
}
