import Evolution

extension Reproduction {
  /// Weights of networks for MNIST, found without any gradient of the network.
  static let mnist = Self(
    name: "mnist",
    summary: "MNIST: 60,000 handwritten digits to learn from, 10,000 to test, no gradients.",
    notes: [
      "A tenth of the training samples chooses the champion; the test samples are looked at once."
    ],
    reported: [
      Report(
        "genetic algorithm, 784-64-10", 0.8147, seconds: 2400,
        source: "a forum report on GENREG (r/IntelligenceEngine, 2025): population 200, 600 "
          + "generations, on a GPU"),
      Report(
        "weight agnostic network, trained", 0.942,
        source: "Gaier and Ha, arXiv:1906.04358 (2019): weights found by evolution"),
      Report("CMA-ES, convolutional", 0.9581, source: evojax),
      Report("ARS, convolutional", 0.9610, source: evojax),
      Report("OpenAI-ES, convolutional", 0.9669, source: evojax),
      Report("PGPE, convolutional", 0.9743, source: evojax),
      Report(
        "OpenAI-ES, large population", 0.99,
        source: "Zhang, Clune and Stanley, arXiv:1712.06564 (2017): a convolutional network, "
          + "10,000 members a generation"),
    ],
    methods: [
      Method("low-rank-es, 784-128-10") {
        $0.data = "mnist"
        $0.algorithm = "low-rank-es"
        $0.activation = .relu
        $0.hidden = [128]
        $0.batch = 256
        $0.stop.generations = 3000
        $0.parameters = [
          "directions": .number(64), "schedule-generations": .number(3000),
        ]
      }
    ], seedCount: 1, drawsSplit: false)

  private static let evojax =
    "EvoJAX, scripts/benchmarks/Readme.md: at most 2000 generations, on a GPU"
}
