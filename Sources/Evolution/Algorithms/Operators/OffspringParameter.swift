/// How many children a generation has, where most individuals live on.
enum OffspringParameter {
  static func count<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Int> & Sendable, replacing who: String
  ) -> Parameter<Settings> {
    Parameter(
      "offspring", path, 1...10_000, .multiplicative(1.1, from: 1),
      help: "How many children are bred at a time; they replace the \(who). At most all but one.")
  }
}
