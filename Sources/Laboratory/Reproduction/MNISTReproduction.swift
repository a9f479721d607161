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
      Method("low-rank-es, 784-512-10") {
        $0.data = "mnist"
        $0.algorithm = "low-rank-es"
        $0.activation = .relu
        $0.hidden = [512]
        $0.batch = 256
        $0.pixelShift = 1
        $0.stop.generations = 12000
        $0.parameters = [
          "directions": .number(24), "learning-rate": .number(0.02),
          "schedule-generations": .number(12000),
        ]
      }
    ], seedCount: 1, drawsSplit: false)

  /// The same network and the same batches for all: about half a minute each where this was written.
  static let mnistAlgorithms = Self(
    name: "mnist-algorithms",
    summary: "MNIST by several algorithms: 784-64-10, batches of 256, about half a minute each.",
    notes: [
      "All is as by default but what the flags in --json name: the genetic algorithms' mutation, "
        + "which is far too strong for 50,890 genes by default, was chosen among four in 12 s runs."
    ],
    reported: [],
    methods: [
      Method("low-rank-es by units") {
        $0.takeMNIST("low-rank-es", generations: 20000)
        $0.parameters = [
          "directions": .number(64), "learning-rate": .number(0.03),
          "schedule-generations": .number(20000),
        ]
      },
      Method("low-rank-es by layers") {
        $0.takeMNIST("low-rank-es", generations: 10000)
        $0.parameters = [
          "perturbation": .choice("layers"), "mirrored": .choice("on"),
          "directions": .number(256), "learning-rate": .number(0.03),
          "schedule-generations": .number(10000),
        ]
      },
      Method("snes") { $0.takeMNIST("snes", generations: 8000) },
      Method("openai-es") { $0.takeMNIST("openai-es", generations: 8000) },
      Method("pgpe") { $0.takeMNIST("pgpe", generations: 8000) },
      Method("sep-cma-es") { $0.takeMNIST("sep-cma-es", generations: 8000) },
      Method("lm-ma-es") { $0.takeMNIST("lm-ma-es", generations: 5000) },
      Method("ga") {
        $0.takeMNIST("ga", generations: 3000, mutatingGently: true)
        $0.parameters["crossover-rate"] = .number(0)
      },
      Method("aging-ga") { $0.takeMNIST("aging-ga", generations: 3000, mutatingGently: true) },
    ], seedCount: 1, drawsSplit: false)

  private static let evojax =
    "EvoJAX, scripts/benchmarks/Readme.md: at most 2000 generations, on a GPU"
}

extension Experiment {
  fileprivate mutating func takeMNIST(
    _ algorithm: String, generations: Int, mutatingGently: Bool = false
  ) {
    data = "mnist"
    self.algorithm = algorithm
    activation = .relu
    hidden = [64]
    batch = 256
    stop.generations = generations
    guard mutatingGently else { return }
    population = 100
    parameters = [
      "mutation-rate": .number(1), "gene-rate": .number(0.01), "mutation-size": .number(0.1),
    ]
  }
}
