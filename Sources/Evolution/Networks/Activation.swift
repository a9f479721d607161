/// What a hidden neuron makes of its weighted sum.
public enum Activation: String, ParameterChoice {
  case tanh
  case relu
  case sigmoid
  case sin
  /// exp(-x²)
  case gaussian
  case identity
}
