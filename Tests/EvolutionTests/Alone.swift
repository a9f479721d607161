@testable import Evolution

/// One worker, who does all pieces of work himself.
struct Alone: Workers {
  let isCancelled = false

  func map<Result: Sendable>(
    _ count: Int, in problem: any Problem,
    _ work: @Sendable (_ index: Int, _ workspace: inout Workspace) -> Result
  ) -> [Result] {
    var workspace = problem.makeWorkspace()
    return (0..<count).map { work($0, &workspace) }
  }
}
