/// What a problem is made from.
public enum ProblemKind: Sendable {
  /// A data set and a network.
  case classification
  /// A formula.
  case function(any BenchmarkFunction.Type)

  public var summary: String {
    switch self {
    case .classification: "Tell the classes of a data set apart with a neural network."
    case .function(let function): function.summary
    }
  }

  /// What can be set beside the data set's own parameters.
  public var parameterDescriptions: [ParameterDescription] {
    switch self {
    case .classification: DataTurn.parameterDescriptions
    case .function: FunctionProblem.Settings.parameterDescriptions
    }
  }
}
