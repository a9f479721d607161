import Evolution
import Laboratory
import Testing

@Suite struct `The benchmark of the kernel` {
  @Test func `counts two operations for each weight and sample`() {
    let job = KernelBenchmark.Job([784, 128, 10], samples: 256, population: 8)
    #expect(job.network.shape == "784-128-10")
    #expect(job.operations == 2 * (784 * 128 + 128 * 10) * 256)
    #expect(KernelBenchmark.Job([2, 16, 1]).operations == 2 * (2 * 16 + 16) * 256)
  }

  @Test func `measures a job once a round, beside the peak`() {
    let job = KernelBenchmark.Job([5, 4, 3], samples: 20, population: 2)
    let results = KernelBenchmark(kernels: .best, seconds: 0).results(of: job, rounds: 3)
    #expect(results.count == 3)
    for result in results {
      #expect(result.evaluationsPerSecond > 0 && result.peak > 0)
      #expect(
        result.operationsPerSecond == result.evaluationsPerSecond * Double(job.operations))
    }
  }

  @Test func `lets one thing grow in each group`() {
    for (name, jobs) in KernelBenchmark.Job.groups where name != "shape" {
      #expect(Set(jobs.map(\.sampleCount)).count == (name == "samples" ? jobs.count : 1))
      #expect(Set(jobs.map(\.population)).count == (name == "population" ? jobs.count : 1))
      #expect(Set(jobs.map(\.network.hidden)).count == (name == "width" ? jobs.count : 1))
    }
  }
}
