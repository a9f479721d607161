import Evolution

/// One flat table with the names of the flags. Seeds are strings, because 64 bits do not fit
/// into the numbers of every JSON reader; hidden layers are written `16,8`.
extension Experiment: Codable {
  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init(intValue: Int) { stringValue = "\(intValue)" }
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      try set(key.stringValue, to: container.decode(ParameterValue.self, forKey: key))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (name, value) in table {
      try container.encode(value, forKey: Key(stringValue: name))
    }
  }

  /// All members by the names of their flags, in a fixed order.
  public var table: [(name: String, value: ParameterValue)] {
    var rows: [(String, ParameterValue)] = [("data", .choice(data))]
    if let label { rows.append(("label", .choice(label))) }
    rows += [("samples", .number(Double(samples))), ("data-seed", .choice("\(dataSeed)"))]
    if let split { rows.append(("split", .number(split))) }
    rows += [
      ("problem", .choice(problem)),
      ("fitness", .choice(fitness.rawValue)),
      ("algorithm", .choice(algorithm)),
    ]
    if let population { rows.append(("population", .number(Double(population)))) }
    rows += [
      ("hidden", .choice(Self.text(ofHidden: hidden))),
      ("activation", .choice(activation.rawValue)),
      ("seed", .choice("\(seed)")),
    ]
    if !convolution.isEmpty {
      rows.append(("convolution", .choice(Convolution.text(of: convolution))))
    }
    if let batch { rows.append(("batch", .number(Double(batch)))) }
    if let pixelShift { rows.append(("pixel-shift", .number(Double(pixelShift)))) }
    if let validation { rows.append(("validation", .number(validation))) }
    if let checkInterval { rows.append(("check-interval", .number(Double(checkInterval)))) }
    if !points.isEmpty { rows.append((PointEdits.name, .choice(points.text))) }
    if let value = stop.generations { rows.append(("generations", .number(Double(value)))) }
    if let value = stop.evaluations { rows.append(("evaluations", .number(Double(value)))) }
    if let value = stop.seconds { rows.append(("seconds", .number(value))) }
    if let value = stop.target { rows.append(("target", .number(value))) }
    if let value = stop.stagnation { rows.append(("stagnation", .number(Double(value)))) }
    for name in parameters.keys.sorted() {
      if let value = parameters[name] { rows.append((name, value)) }
    }
    return rows
  }

  /// A fingerprint of all members but the stop rules.
  ///
  /// - Parameter later: Parameters that came into being later than what it is compared with; they
  ///   count only where they are not as they were before there was anything to set.
  func settingsDigest(without later: [String: ParameterValue] = [:]) -> Digest {
    var settings = self
    settings.stop = StopRules()
    var digest = Digest()
    // Turning came later than all recordings in which nothing is turned.
    let later = later.merging(DataTurn().values) { first, _ in first }
    for (name, value) in settings.table where later[name] != value {
      digest.add(name)
      digest.add(value.description)
    }
    return digest
  }

  /// Sets a member by the name of its flag; any other name is a parameter, whose name and
  /// range `resolved` checks.
  public mutating func set(_ name: String, to value: ParameterValue) throws(ExperimentError) {
    switch name {
    case "data": data = value.description
    case "label": label = value.description
    case "samples": samples = try whole(name, value)
    case "data-seed": dataSeed = try Self.seed(name, value)
    case "split": split = try number(name, value)
    case "batch": batch = try whole(name, value)
    case "pixel-shift": pixelShift = try whole(name, value)
    case "validation": validation = try number(name, value)
    case "check-interval": checkInterval = try whole(name, value)
    case "problem": problem = value.description
    case "fitness": fitness = try choice(name, value)
    case "algorithm": algorithm = value.description
    case "population": population = try whole(name, value)
    case "hidden": hidden = try Self.hidden(from: value.description)
    case "convolution":
      do throws(ConvolutionError) {
        convolution = try Convolution.stages(from: value.description)
      } catch { throw .convolution(error) }
    case "activation": activation = try choice(name, value)
    case "seed": seed = try Self.seed(name, value)
    case PointEdits.name:
      guard let edits = PointEdits(value.description) else { throw .malformedPoints }
      points = edits
    case "generations": stop.generations = try whole(name, value)
    case "evaluations": stop.evaluations = try whole(name, value)
    case "seconds": stop.seconds = try number(name, value)
    case "target": stop.target = try number(name, value)
    case "stagnation": stop.stagnation = try whole(name, value)
    default: parameters[name] = value
    }
  }

  /// Sets a member from text as people write it.
  public mutating func set(_ name: String, text: String) throws(ExperimentError) {
    // Seeds have more digits than a number here can hold, and names may look like numbers.
    let staysText = ["data", "label", "data-seed", "seed", "hidden", PointEdits.name].contains(name)
    if !staysText, let number = Double(text), number.isFinite {
      try set(name, to: .number(number))
    } else {
      try set(name, to: .choice(text))
    }
  }

  /// `16,8` as people write it; `none` for a network without hidden layers.
  public static func hidden(from text: String) throws(ExperimentError) -> [Int] {
    if text == "none" { return [] }
    var sizes: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = part.filter { $0 != " " }
      guard let size = Int(word) else {
        throw .parameter(.notANumber("hidden", text))
      }
      sizes.append(size)
    }
    return sizes
  }

  public static func text(ofHidden hidden: [Int]) -> String {
    hidden.isEmpty ? "none" : hidden.map(String.init).joined(separator: ",")
  }

  private static func seed(
    _ name: String, _ value: ParameterValue
  ) throws(ExperimentError)
    -> UInt64
  {
    guard let seed = UInt64(value.description) else {
      throw .parameter(.notASeed(name, value.description))
    }
    return seed
  }

  private func number(_ name: String, _ value: ParameterValue) throws(ExperimentError) -> Double {
    guard let number = value.number ?? Double(value.description) else {
      throw .parameter(.notANumber(name, value.description))
    }
    return number
  }

  private func whole(_ name: String, _ value: ParameterValue) throws(ExperimentError) -> Int {
    let number = try number(name, value)
    guard let whole = Int(exactly: number) else { throw .parameter(.notWhole(name, number)) }
    return whole
  }

  private func choice<Choice: ParameterChoice>(
    _ name: String, _ value: ParameterValue
  )
    throws(ExperimentError) -> Choice
  {
    guard let choice = Choice(rawValue: value.description) else {
      throw .parameter(
        .noSuchChoice(name, value.description, known: Choice.allCases.map(\.rawValue)))
    }
    return choice
  }
}
