import Synchronization

/// Tells all who work at a generation to leave it unfinished.
///
/// The recording then ends with the generation before it, which nothing has touched.
final class Cancellation: Sendable {
  private let flag = Atomic(false)

  var isCancelled: Bool { flag.load(ordering: .relaxed) }

  func cancel() { flag.store(true, ordering: .relaxed) }
}
