import Evolution
import Laboratory

/// The order of the sliders: what is turned most stands first, on the page that is seen at once.
enum ControlOrder {
  /// Of a method that selects, crosses and mutates, which has more settings than a page holds.
  private static let breeding = [
    "mutation-rate", "mutation-size", "crossover-rate", "hidden", "population",
    "tournament-size", "elitism", "noise", "rotate", "drift", "data",
  ]
  /// What every algorithm has.
  private static let common = [
    "hidden", "population", "noise", "rotate", "drift", "data", "activation", "fitness",
  ]

  /// Names of settings, the first to be shown first; what is not named comes behind them.
  private static func names(for algorithm: String) -> [String] {
    let settings = Catalog.algorithm(algorithm)?.parameterDescriptions ?? []
    // What begins a new population is no slider to play with.
    let own =
      settings.filter { $0.effect != .restart } + settings.filter { $0.effect == .restart }
    let names = own.map(\.name)
    return (names.contains("tournament-size") ? breeding : []) + names + common
  }

  /// What belongs to the algorithm first, then the network and the population, then the data.
  static func sorted(_ controls: [Control], for algorithm: String) -> [Control] {
    let names = names(for: algorithm)
    let ranked = controls.enumerated().map { index, control in
      (names.firstIndex(of: control.name) ?? names.count + index, control)
    }
    return ranked.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
