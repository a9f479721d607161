/// On or off, as a parameter can hold it.
public enum Switch: String, ParameterChoice {
  case on
  case off
}
