import Evolution

/// A network as lines of text: for each layer a table with a row for each neuron and a column for
/// each of its inputs; of one with convolution, or too many inputs, a summary.
struct WeightLines {
  let network: Network
  let genes: [Float]
  let data: Dataset?
  /// The neuron whose map is shown.
  var lens = Lens.answer
  let width: Int
  let glyphs: GlyphSet

  var lines: [[Label]] {
    var lines: [[Label]] = []
    if let convolution = network.convolution { lines += stages(convolution) }
    for index in network.layers.indices {
      if !lines.isEmpty { lines.append([]) }
      lines += isSmall(index) ? table(index) : [summary(index)]
    }
    return lines
  }

  /// How many lines there are.
  var lineCount: Int {
    let stages = network.convolution?.stages.count ?? 0
    let layers = network.layers
    let tables = layers.indices.map { isSmall($0) ? layers[$0].outputCount + 1 : 1 }
    let gaps = layers.count - (stages > 0 ? 0 : 1)
    return stages + tables.reduce(gaps, +)
  }

  /// Whether each weight has a cell.
  private func isSmall(_ layer: Int) -> Bool {
    network.layers[layer].inputCount + 1 <= width - nameWidth(layer)
  }

  private func isOutput(_ layer: Int) -> Bool { layer == network.layers.count - 1 }

  /// What the rows of a layer are called.
  private func names(_ layer: Int) -> [String] {
    let count = network.layers[layer].outputCount
    guard isOutput(layer) else { return (1...count).map { "h\($0)" } }
    guard network.classCount > 2 else { return ["out"] }
    // Classes of pictures are called by their names, those of points by the letters on the plane.
    if let data, data.imageShape != nil, data.classCount == count {
      return data.classNames.map { name in
        name.withVisibleControls.fitted(min(8, name.cellCount), glyphs)
      }
    }
    return (0..<count).map {
      String(Character(PointMark.letter($0, classCount: network.classCount)))
    }
  }

  private func nameWidth(_ layer: Int) -> Int {
    (names(layer).map(\.count).max() ?? 0) + 2
  }

  private func title(_ layer: Int) -> String {
    isOutput(layer) ? "output" : "layer \(layer + 1)"
  }

  private func largest(_ layer: Int) -> Float {
    genes[network.layers[layer].genes].reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
  }

  private func table(_ index: Int) -> [[Label]] {
    let layer = network.layers[index]
    let names = names(index)
    let nameWidth = nameWidth(index)
    let cell = cellWidth(index)
    let largest = largest(index)
    var lines = [heading(index, cell, nameWidth)]
    for unit in 0..<layer.outputCount {
      let isSeen = lens == .neuron(layer: index, unit: unit) && !isOutput(index)
      let marker = isSeen ? String(Character(glyphs.marker)) : " "
      var line = [
        Label((marker + names[unit]).fitted(nameWidth, glyphs), isSeen ? .titleFocused : .text)
      ]
      let weights = (0..<layer.inputCount).map { genes[layer.weight(from: $0, to: unit)] }
      for weight in weights + [genes[layer.bias(of: unit)]] {
        let share = largest > 0 ? weight / largest : 0
        line.append(Label(text(weight, share, cell), WeightInk.role(share)))
      }
      lines.append(line)
    }
    return lines
  }

  /// The number where there is room, or else a sign and a bar, or but a letter.
  private func text(_ weight: Float, _ share: Float, _ cell: Int) -> String {
    let bar = String(Character(WeightInk.bar(share, glyphs)))
    // In ASCII a bar beside a number would look like another sign.
    if cell >= 7, !glyphs.isASCII { return "\(bar)\(Format.signed(weight))".fitted(cell, glyphs) }
    if cell >= 5 { return Format.signed(weight).fitted(cell, glyphs) }
    if cell >= 2, !glyphs.isASCII {
      return "\(Character(WeightInk.sign(share)))\(bar)".fitted(cell, glyphs)
    }
    return String(Character(WeightInk.letter(share))).fitted(cell, glyphs)
  }

  /// Which signs there are in the tables.
  var signs: (hasBars: Bool, hasLetters: Bool) {
    let cells = network.layers.indices.filter { isSmall($0) }.map(cellWidth)
    return (
      !glyphs.isASCII && cells.contains { $0 >= 7 || (2..<5).contains($0) },
      cells.contains { $0 < (glyphs.isASCII ? 5 : 2) }
    )
  }

  private func cellWidth(_ index: Int) -> Int {
    min(7, (width - nameWidth(index)) / (network.layers[index].inputCount + 1))
  }

  private func heading(_ index: Int, _ cell: Int, _ nameWidth: Int) -> [Label] {
    let layer = network.layers[index]
    // A number of two digits may have no room for its letter.
    let inputs: [String] =
      index > 0
      ? (1...layer.inputCount).map { "h\($0)".count < cell ? "h\($0)" : "\($0)" }
      : network.convolution == nil && data?.featureCount == layer.inputCount
        ? data?.featureNames.map(\.withVisibleControls) ?? []
        : (1...layer.inputCount).map { "\($0)" }
    let isNamed = cell >= 3
    guard isNamed, inputs.count == layer.inputCount else {
      let words = "\(title(index)): \(layer.inputCount) inputs, then the bias"
      return [Label(words.fitted(min(width, words.count), glyphs), .dim)]
    }
    let short = ShortNames.fitted(inputs, cell - 1, glyphs)
    let areDistinct = Set(short).count == Set(inputs).count
    let heads = areDistinct ? short : (1...layer.inputCount).map { "\($0)" }
    let columns = (heads + [cell >= 5 ? "bias" : "b"]).map { name in
      name.fitted(cell - 1, glyphs) + " "
    }
    let corner = String(repeating: " ", count: nameWidth)
    return [Label(corner + columns.joined(), .dim)]
  }

  /// What there is in a layer whose weights are too many: how many, and how large.
  private func summary(_ index: Int) -> [Label] {
    let layer = network.layers[index]
    let units = isOutput(index) ? "outputs" : "neurons"
    return summary(
      title(index), "\(layer.inputCount) inputs, \(layer.outputCount) \(units)", layer.genes)
  }

  private func stages(_ convolution: Convolution) -> [[Label]] {
    let maps = convolution.maps
    var start = 0
    var lines: [[Label]] = []
    for (index, stage) in convolution.stages.enumerated() {
      let count = (convolution.squares[index] + 1) * stage.channels
      let (before, after) = (maps[index], maps[index + 1])
      lines.append(
        summary(
          "stage \(index + 1)",
          "\(stage) from \(before.channels)x\(before.rows)x\(before.columns) to "
            + "\(after.channels)x\(after.rows)x\(after.columns)", start..<start + count))
      start += count
    }
    return lines
  }

  /// As much of it as the width holds.
  private func summary(_ title: String, _ shape: String, _ range: Range<Int>) -> [Label] {
    let finite = genes[range].filter(\.isFinite)
    let square = finite.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, finite.count))
    let largest = finite.max { abs($0) < abs($1) } ?? 0
    var text = "\(title): \(shape)"
    for part in [
      "\(range.count) weights", "rms \(Format.axis(square.squareRoot()))",
      "largest \(Format.signed(largest))",
    ] where text.count + 2 + part.count <= width {
      text += ", \(part)"
    }
    return [Label(text.fitted(min(width, text.cellCount), glyphs))]
  }
}
