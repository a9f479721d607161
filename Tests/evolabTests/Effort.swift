import Foundation

/// What a running process has cost, as Linux counts it.
struct Effort {
  /// Hundredths of a second of processor time, of all threads.
  let ticks: Int
  /// How often one of its threads was given a processor.
  let switches: Int
  /// Whether all of its threads wait for something else than a processor or the disk.
  let isAsleep: Bool

  init?(_ process: pid_t) {
    let folder = "/proc/\(process)"
    guard let stat = try? String(contentsOfFile: folder + "/stat", encoding: .utf8),
      let end = stat.lastIndex(of: ")"),
      let threads = try? FileManager.default.contentsOfDirectory(atPath: folder + "/task")
    else { return nil }
    // The name, in parentheses, may hold blanks; what is counted from it starts with field 3.
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    ticks = [14, 15].map { Int(fields[$0 - 3]) ?? 0 }.reduce(0, +)
    isAsleep = threads.allSatisfy { Self.isAsleep("\(folder)/task/\($0)/status") }
    switches = threads.map { Self.switches(of: "\(folder)/task/\($0)/status") }.reduce(0, +)
  }

  private static func isAsleep(_ file: String) -> Bool {
    // A thread that has ended meanwhile does nothing any more.
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return true }
    return text.contains("\nState:\tS")
  }

  private static func switches(of file: String) -> Int {
    let lines = (try? String(contentsOfFile: file, encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.filter { $0.contains("ctxt_switches:") }
      .compactMap { $0.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } }
      .reduce(0, +)
  }
}
