import CKernels
import Testing

/// How units are cut into tiles and individuals into groups must show in no bit.
@Suite struct `Wide networks` {
  @Test(arguments: LevelKernels.levels)
  func `add bias and inputs strictly in order`(kernels: LevelKernels) {
    for hidden in [1, 2, 5, 6, 13, 16] {
      let one = Case([19, hidden, 1], CK_RELU, samples: 70)
      let logits = one.logits
      let probabilities = kernels.predict(one)
      let expected = kernels.map(CK_MAP_SIGMOID, logits)
      #expect(probabilities.suffix(one.stride).map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test(arguments: LevelKernels.levels, [[9, 7, 3], [9, 7, 1]])
  func `score each individual of a large population as if it were alone`(
    kernels: LevelKernels, sizes: [Int]
  ) {
    let count = 19
    var one = Case(sizes, samples: 130)
    let geneCount = one.genes.count
    let population = kernels.normal(count: geneCount * count)
    one.genes = population
    let all = kernels.evaluate(one, measure: CK_CROSS_ENTROPY, count: count)
    for individual in 0..<count {
      one.genes = Array(population[individual * geneCount..<(individual + 1) * geneCount])
      let alone = kernels.evaluate(one, measure: CK_CROSS_ENTROPY)
      #expect(alone.fitness[0].bitPattern == all.fitness[individual].bitPattern)
      #expect(alone.correct[0] == all.correct[individual])
    }
  }

  @Test(arguments: LevelKernels.levels)
  func `are measured against chains in registers, whose operations are counted`(
    kernels: LevelKernels
  ) {
    var numbers: [Float] = [0.5, 1]
    let one = unsafe ck_peak(kernels.level, 1, &numbers)
    // Twelve chains of 1, 2 … 12, four steps of x/2 + 1 each: x/16 + 15/8.
    #expect(numbers[0] == 0.5 + 78.0 / 16 + 12 * 15.0 / 8)
    numbers = [0.5, 1]
    #expect(unsafe ck_peak(kernels.level, 3, &numbers) == 3 * one)
    let floats = [4, 4, 8, 16][Int(kernels.level)]
    #expect(one == 2 * 12 * 4 * Int64(floats))
  }
}

extension Case {
  /// The logits of a network with one hidden layer of relu and one output, in single precision:
  /// [stride].
  fileprivate var logits: [Float] {
    let (inputs, hidden) = (sizes[0], sizes[1])
    let outgoing = (inputs + 1) * hidden
    return (0..<stride).map { sample in
      var logit = genes[outgoing + hidden]
      for unit in 0..<hidden {
        var sum = genes[inputs * hidden + unit]
        for input in 0..<inputs {
          sum += genes[unit * inputs + input] * features[input * stride + sample]
        }
        logit += genes[outgoing + unit] * max(sum, 0)
      }
      return logit
    }
  }
}
