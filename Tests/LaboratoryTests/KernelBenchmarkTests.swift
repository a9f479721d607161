import Evolution
import Laboratory
import Testing

@Suite struct `The benchmark of the kernel` {
  @Test func `counts two operations for each weight and sample`() {
    let job = KernelBenchmark.Job([784, 128, 10], samples: 256, population: 8)
    #expect(job.network.shape == "784-128-10")
    #expect(job.operations == 2 * (784 * 128 + 128 * 10) * 256)
    let pictures = KernelBenchmark.Job(
      [784, 10], stages: [.init(kernel: 5, channels: 8, isPooled: true)], samples: 64)
    #expect(pictures.network.shape == "28x28-5x5x8/2-10")
    #expect(pictures.operations == 2 * (24 * 24 * 8 * 25 + 12 * 12 * 8 * 10) * 64)
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
    for (name, jobs) in KernelBenchmark.Job.groups
    where !["shape", "convolution"].contains(name) {
      #expect(Set(jobs.map(\.sampleCount)).count == (name == "samples" ? jobs.count : 1))
      #expect(Set(jobs.map(\.population)).count == (name == "population" ? jobs.count : 1))
      #expect(Set(jobs.map(\.network.hidden)).count == (name == "width" ? jobs.count : 1))
    }
  }
}
