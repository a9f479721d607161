/// How small and how large the step size of a gene may become.
enum StepLimits {
  /// Below this, a step size would end in numbers that are no longer exact.
  static let least: Float = 0x1p-100

  static func initial<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "initial-step", path, 0.001...10, .multiplicative(1.1, from: 0.001), effect: .restart,
      help: "The step size at the start, in standard deviations of a first population.")
  }

  /// Of one step size for all genes.
  static func floor<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "step-floor", path, 0...1, .multiplicative(1.1, from: 0.0001),
      help: "The smallest step size (sigma), in standard deviations of a first population.")
  }

  static func minimum<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "minimum-step", path, 0...1, .multiplicative(1.1, from: 0.00001),
      help: "The smallest step size of a gene, in its standard deviations in a first population.")
  }

  static func maximum<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "maximum-step", path, 1...100, .multiplicative(1.1, from: 1),
      help: "The largest step size of a gene, in its standard deviations in a first population.")
  }
}
