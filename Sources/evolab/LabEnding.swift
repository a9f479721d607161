import Laboratory
import Terminal

/// What the lab leaves behind, in the lines that stand on the terminal after it.
enum LabEnding {
  /// Names all recordings of runs and forks, and those that failed.
  static func report(_ snapshot: Snapshot) {
    var paths: [(path: String, words: String)] = []
    for (index, branch) in snapshot.branches.enumerated() {
      switch branch.recording {
      case .file(let path): paths.append((path, words(branch, index)))
      case .failed(let path, let reason):
        Main.complain("recording to \(path) stopped: \(reason).")
      case .none, .played: break
      }
    }
    if let path = paths.first?.path, paths.count == 1 {
      print("Recorded in \(path). To prove it: evolab replay \(path)".withVisibleControls)
    } else if let last = paths.last?.path {
      print("Recorded in")
      for (path, words) in paths { print("  \(path)  \(words)".withVisibleControls) }
      print("To prove one: evolab replay \(last)".withVisibleControls)
    }
  }

  /// What a recording is of: `run 2, circles ga, fork of run 1 at 97, 128 generations`.
  static func words(_ branch: Snapshot.Branch, _ index: Int) -> String {
    let fork = branch.parent.map { ["fork of run \($0 + 1) at \(branch.start)"] } ?? []
    let count = "\(branch.generation) generation\(branch.generation == 1 ? "" : "s")"
    return (["run \(index + 1)", branch.subject] + fork + [count]).filter { !$0.isEmpty }
      .joined(separator: ", ")
  }
}
