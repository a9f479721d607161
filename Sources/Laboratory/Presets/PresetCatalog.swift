/// All presets: a test checks that each is possible where it is offered.
extension Preset {
  private static let genetic = ["ga", "steady-state-ga"]
  private static let gradient = ["sgd", "adam", "rmsprop"]

  static let algorithmCatalog: [Preset] = [
    // Genetic algorithms
    Preset(
      "explore",
      [
        "tournament-size": 5, "mutation-rate": 0.9, "gene-rate": 0.3, "mutation-size": 0.8,
      ], for: genetic,
      "Search widely, when a run is stuck early; watch the diversity rise while the best waits."),
    Preset(
      "refine",
      ["mutation-rate": 0.8, "gene-rate": 0.1, "mutation-size": 0.08], for: genetic,
      "Small steps around the best, for the last digits; watch the mean close up to the best."),
    Preset(
      "textbook",
      [
        "selection": "roulette", "crossover": "one-point", "crossover-rate": 0.7,
        "mutation-rate": 1, "gene-rate": 0.05,
      ], for: genetic,
      "Roulette, one-point crossover, rare mutation; watch how much slower weak selection is."),
    Preset(
      "no-crossover", ["crossover-rate": 0, "mutation-rate": 1], for: genetic,
      "Mutation alone, to see what crossover is worth here; watch whether the best rises slower."),
    Preset(
      "crossover-only", ["crossover-rate": 0.9, "mutation-rate": 0], for: genetic,
      "What mixing alone can do; watch the diversity run dry, and the best stop with it."),
    Preset(
      "high-pressure", ["selection": "tournament", "tournament-size": 60], for: genetic,
      "Only the very best have children, for a quick first result; watch the diversity fall."),
    Preset(
      "low-pressure", ["selection": "tournament", "tournament-size": 3], for: genetic,
      "Nearly everyone has children, for problems full of traps; watch best and mean part."),
    Preset(
      "explore", ["tournament-size": 5, "gene-rate": 0.3, "mutation-size": 0.8], for: ["aging-ga"],
      "Search widely, when a run is stuck early; watch the diversity rise while the best waits."),
    Preset(
      "refine", ["gene-rate": 0.1, "mutation-size": 0.08], for: ["aging-ga"],
      "Small steps around the best, for the last digits; watch the mean close up to the best."),
    Preset(
      "explore", ["parent-share": 0.3, "gene-rate": 0.3, "mutation-size": 0.8], for: ["cosyne"],
      "More parents and larger steps, when a run is stuck early; watch the diversity rise."),
    Preset(
      "refine", ["parent-share": 0.05, "gene-rate": 0.1, "mutation-size": 0.1], for: ["cosyne"],
      "Few parents and small steps, for the last digits; watch the mean close up to the best."),

    // Differential evolution
    Preset(
      "textbook",
      ["strategy": "rand-1", "difference-weight": 0.5, "gene-crossover-rate": 0.9], for: ["de"],
      "The strategy of the first paper: slower than best-1, but seldom stuck; watch the spread."),
    Preset(
      "explore",
      ["strategy": "rand-2", "difference-weight": 0.8, "gene-crossover-rate": 0.5], for: ["de"],
      "Two differences around anybody, when best-1 is stuck; watch the diversity hold out."),
    Preset(
      "greedy",
      ["strategy": "best-1", "difference-weight": 0.4, "gene-crossover-rate": 0.95], for: ["de"],
      "Short steps around the best, for a quick result; watch the diversity vanish."),
    Preset(
      "explore", ["best-share": 0.2, "archive-share": 2], for: ["jade", "l-shade"],
      "Follow more of the good ones, when a run is stuck early; watch the diversity hold out."),
    Preset(
      "greedy", ["best-share": 0.02], for: ["jade", "l-shade"],
      "Follow the very best alone, for a quick result; watch the diversity vanish."),
    Preset(
      "explore", ["largest-best-share": 0.4, "archive-share": 2], for: ["shade"],
      "Follow more of the good ones, when a run is stuck early; watch the diversity hold out."),
    Preset(
      "greedy", ["largest-best-share": 0.05], for: ["shade"],
      "Follow the very best alone, for a quick result; watch the diversity vanish."),

    // Swarms and ants
    Preset(
      "explore", ["topology": "ring", "own-attraction": 2.5, "leader-attraction": 1.6],
      for: ["pso"],
      "News travels around a ring, for problems full of traps; watch the best rise in stairs."),
    Preset(
      "refine", ["topology": "global", "constriction": 0.7, "maximum-velocity": 0.2],
      for: ["pso"],
      "A swarm that comes to rest soon, for the last digits; watch the diversity fall steadily."),
    Preset(
      "textbook",
      [
        "topology": "global", "own-attraction": 2.05, "leader-attraction": 2.05,
        "constriction": 1,
      ], for: ["pso"],
      "The constants of Clerc and Kennedy, as a yardstick; watch the swarm breathe."),
    Preset(
      "explore", ["locality": 0.2, "convergence-speed": 0.9], for: ["aco-r"],
      "Ants that try the whole archive, when a run is stuck early; watch the diversity hold out."),
    Preset(
      "refine", ["locality": 0.005, "convergence-speed": 0.5], for: ["aco-r"],
      "Ants that stay around the best, for the last digits; watch the mean close up to the best."),

    // Evolution strategies
    Preset(
      "textbook",
      ["survival": "comma", "recombination": "intermediate", "parent-share": 0.15], for: ["es"],
      "A seventh of the children survive and are averaged; watch how steps shrink with success."),
    Preset(
      "cautious", ["survival": "plus", "step-adaptation": 0.5], for: ["es"],
      "Parents live until somebody is better, so that nothing is lost; watch the best never fall."),
    Preset(
      "explore", ["survival": "comma", "recombination": "dominant", "minimum-step": 0.02],
      for: ["es"],
      "Steps that never die away, when a run is stuck early; watch the diversity stay up."),
    Preset(
      "keep-moving", ["step-floor": 0.02], for: ["cma-es", "sep-cma-es", "lm-ma-es"],
      "Steps that never die away, for data that change while it runs; watch the diversity."),
    Preset(
      "restarts", ["restarts": "bipop"], for: ["cma-es", "sep-cma-es"],
      "A new start where it can go no further, for many traps; watch the diversity leap up."),
    Preset(
      "plain", ["active": "off", "restarts": "none"], for: ["cma-es"],
      "Learn from the good candidates alone, as a yardstick; watch it narrow more slowly."),
    Preset(
      "patient", ["step-learning-rate": 0.3], for: ["xnes", "snes"],
      "Step sizes that change slowly, where the fitness is noisy; watch the diversity hold out."),
    Preset(
      "hasty", ["step-learning-rate": 2], for: ["xnes", "snes"],
      "Step sizes that change fast, for a quick result; watch the diversity vanish."),
    Preset(
      "bold", ["noise-deviation": 0.3, "learning-rate": 0.3],
      for: ["openai-es", "low-rank-es", "ars"],
      "Wide feelers and long steps, for the beginning; watch the mean jump about."),
    Preset(
      "careful", ["noise-deviation": 0.05, "learning-rate": 0.02],
      for: ["openai-es", "low-rank-es", "ars"],
      "Short steps, for the last digits; watch best and mean close up."),
    Preset(
      "regularised", ["weight-decay": 0.02], for: ["openai-es", "low-rank-es"],
      "Genes are drawn to zero, when the test falls behind; watch the line of the test."),
    Preset(
      "bold", ["noise-deviation": 0.6, "greatest-speed": 0.3], for: ["pgpe"],
      "Wide feelers and long steps, for the beginning; watch the mean jump about."),
    Preset(
      "careful", ["noise-deviation": 0.1, "greatest-speed": 0.03], for: ["pgpe"],
      "Short steps, for the last digits; watch best and mean close up."),

    // Distributions and temperatures
    Preset(
      "explore", ["selection-share": 0.5, "variance-growth": 1.3], for: ["umda", "emna"],
      "Half of all decide where to look next, when a run narrows too soon; watch the diversity."),
    Preset(
      "greedy", ["selection-share": 0.1], for: ["umda", "emna"],
      "Few decide where to look next, for a quick result; watch the diversity vanish."),
    Preset(
      "patient", ["learning-rate": 0.03, "negative-learning-rate": 0.02], for: ["pbil"],
      "Probabilities that move slowly, for problems full of traps; watch the diversity hold out."),
    Preset(
      "hasty", ["learning-rate": 0.3], for: ["pbil"],
      "Probabilities that move fast, for a quick result; watch the diversity vanish."),
    Preset(
      "slow-cooling", ["cooling-schedule": "geometric", "cooling-factor": 0.98],
      for: ["annealing"],
      "Much time at each temperature, for problems full of traps; watch worse moves die out late."),
    Preset(
      "quench", ["cooling-schedule": "geometric", "cooling-factor": 0.5, "reheat-patience": 0],
      for: ["annealing"],
      "Downhill almost at once, for a quick result; watch it stop in the first good valley."),
    Preset(
      "near", ["search-spread": 0.5], for: ["random-search"],
      "Small genes only, which make smooth networks; watch the mean rise and the best fall behind."),
    Preset(
      "wide", ["search-spread": 3], for: ["random-search"],
      "Large genes, which make sharp edges; watch how far best and mean part."),

    // Methods that follow the gradient
    Preset(
      "careful", ["learning-rate": 0.005, "learning-rate-schedule": "constant"], for: gradient,
      "Short steps, when the curve jumps up and down; watch it become smooth."),
    Preset(
      "bold", ["learning-rate": 0.3, "learning-rate-schedule": "constant"], for: gradient,
      "Long steps, when it crawls; watch for jumps, which say that they are too long."),
    Preset(
      "regularised", ["weight-decay": 0.01], for: gradient,
      "Genes are drawn to zero, when the test falls behind; watch the line of the test."),
    Preset(
      "whole-data", ["batch-size": 1_000_000], for: gradient,
      "The gradient of all samples at once, without noise; watch a smooth and slower curve."),
    Preset(
      "strong", ["c-least": 0.0001, "c-most": 0.1], for: ["logistic-regression"],
      "Strong regularisation only, for few samples; watch the test more than the training."),
  ]

  static let problemCatalog: [Preset] = [
    data(
      "easy-circles", ["data": "circles", "noise": 0.05, "factor": 0.4],
      "Two clean rings to see a whole run in a minute; watch the boundary close to a circle."),
    data(
      "hard-circles", ["data": "circles", "noise": 0.2, "factor": 0.8],
      "Rings that touch, where nobody is always right; watch train and test part."),
    data(
      "easy-moons", ["data": "moons", "noise": 0.1],
      "Two clean half moons, a first step beyond a straight line; watch the boundary bend."),
    data(
      "hard-moons", ["data": "moons", "noise": 0.35],
      "Moons that overlap, to provoke overfitting; watch the test fall while the training rises."),
    data(
      "noisy-xor", ["data": "xor", "noise": 0.25, "spread": 0.9],
      "Four squares that run into one another; watch the boundary settle on a cross."),
    data(
      "easy-spirals", ["data": "spirals", "noise": 0.03, "turns": 0.75, "classes": 2],
      "Arms that turn less than once: hard, but solved; watch the arms fill from the middle."),
    data(
      "lang-witbrock", ["data": "spirals", "noise": 0, "turns": 3, "classes": 2],
      "The old benchmark of three turns, which beats most; watch where the arms stay wrong."),
    data(
      "three-arms", ["data": "spirals", "noise": 0.05, "turns": 0.75, "classes": 3],
      "Three classes, with a new population; watch three areas wind around one another."),
    data(
      "five-blobs", ["data": "blobs", "centers": 5, "deviation": 1, "difficulty": 0],
      "Five round classes, with a new population; watch which two stay mixed up longest."),
    function(
      "plane", ["dimension": 2],
      "Two dimensions, where the landscape can be seen, with a new population; watch the cloud."),
    function(
      "ten-dimensions", ["dimension": 10],
      "Too many for the eye and a fair test, with a new population; watch who still gets down."),
    function(
      "turned", ["rotation": "random"],
      "Axes that depend on one another; watch methods that look at each gene alone fall behind."),
  ]

  private static func data(
    _ name: String, _ settings: KeyValuePairs<String, PresetValue>, _ why: String
  ) -> Preset {
    Preset(name, settings, for: nil, usesData: true, why)
  }

  private static func function(
    _ name: String, _ settings: KeyValuePairs<String, PresetValue>, _ why: String
  ) -> Preset {
    Preset(name, settings, for: nil, usesData: false, why)
  }
}
