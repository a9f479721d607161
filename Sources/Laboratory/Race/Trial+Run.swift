import Dispatch
import Evolution
import Synchronization

extension Trial {
  /// Runs some trials, several at once and each on one core.
  ///
  /// - Parameters:
  ///   - order: The indices of those to be run, in the order in which they are begun.
  ///   - isInterrupted: Asked after every generation, by any worker.
  ///   - report: Called several times a second with what was finished since the last time.
  static func run(
    _ trials: [Trial], in order: [Int], workers: Int, kernels: Kernels,
    isInterrupted: @escaping @Sendable () -> Bool,
    report: ([(trial: Int, result: TrialResult)]) -> Void
  ) throws {
    precondition(workers >= 1)
    let queue = TrialQueue(order)
    for _ in 0..<workers {
      DispatchQueue.global(qos: .userInitiated).async {
        queue.work(on: trials, kernels, isInterrupted)
      }
    }
    var leftCount = 0
    while leftCount < workers {
      queue.wait()
      let news = queue.takeNews()
      leftCount = news.leftCount
      report(news.finished)
      if let error = news.error, leftCount == workers { throw error }
    }
  }

  /// What came of all of some trials; `nil` if they were interrupted.
  static func results(
    of trials: [Trial], workers: Int, kernels: Kernels,
    isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> [TrialResult]? {
    var results = [TrialResult?](repeating: nil, count: trials.count)
    try run(
      trials, in: Array(trials.indices), workers: workers, kernels: kernels,
      isInterrupted: isInterrupted
    ) { finished in
      for (trial, result) in finished { results[trial] = result }
    }
    let finished = results.compactMap(\.self)
    return finished.count == trials.count ? finished : nil
  }
}

/// Where workers take their trials from and leave what came of them.
private final class TrialQueue: Sendable {
  private let order: [Int]
  private let next = Atomic(0)
  private let news = Mutex(News())
  private let bell = DispatchSemaphore(value: 0)

  struct News {
    var finished: [(trial: Int, result: TrialResult)] = []
    /// Workers that have found nothing more to do.
    var leftCount = 0
    var error: ExperimentError?
  }

  init(_ order: [Int]) {
    self.order = order
  }

  /// What a worker does until nothing is left.
  func work(on trials: [Trial], _ kernels: Kernels, _ isInterrupted: () -> Bool) {
    do throws(ExperimentError) {
      while let trial = takeTrial(),
        let result = try trials[trial].run(kernels: kernels, isInterrupted: isInterrupted)
      {
        news.withLock { $0.finished.append((trial, result)) }
        bell.signal()
      }
    } catch {
      news.withLock { $0.error = error }
    }
    news.withLock { $0.leftCount += 1 }
    bell.signal()
  }

  private func takeTrial() -> Int? {
    let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return place < order.count ? order[place] : nil
  }

  /// Waits until there is news, or for a fifth of a second.
  func wait() { _ = bell.wait(timeout: .now() + .milliseconds(200)) }

  func takeNews() -> News {
    news.withLock { news in
      let taken = news
      news.finished = []
      return taken
    }
  }
}
