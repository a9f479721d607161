// The forward pass. A block of CK_SAMPLE_BLOCK samples goes through the whole network before the
// next, samples in lanes, weights broadcast; its hidden activations stay in the cache.

enum { BLOCK_VECTORS = CK_SAMPLE_BLOCK / 16 };

// Sums of `units` <= CK_UNITS neighbouring units over `vectors` vectors of samples:
// in [inputs x stride], weights [units x inputs].
INLINE void addInputs(
  f16 sums[CK_UNITS][CK_VECTORS], int units, const float *in, int64_t stride, int32_t inputs,
  const float *weights, const float *biases
) {
  for (int unit = 0; unit < units; ++unit) {
    for (int v = 0; v < CK_VECTORS; ++v) sums[unit][v] = splat(biases[unit]);
  }
  for (int32_t input = 0; input < inputs; ++input) {
    const float *row = in + input * stride;
    f16 x[CK_VECTORS];
    for (int v = 0; v < CK_VECTORS; ++v) x[v] = load(row + 16 * v);
    for (int unit = 0; unit < units; ++unit) {
      f16 weight = splat(weights[(int64_t)unit * inputs + input]);
      for (int v = 0; v < CK_VECTORS; ++v) sums[unit][v] = sums[unit][v] + weight * x[v];
    }
  }
}

INLINE void someUnits(
  int units, const float *in, int64_t stride, int32_t inputs, const float *weights,
  const float *biases, int activation, float *out
) {
  for (int first = 0; first < BLOCK_VECTORS; first += CK_VECTORS) {
    f16 sums[CK_UNITS][CK_VECTORS];
    addInputs(sums, units, in + 16 * first, stride, inputs, weights, biases);
    for (int unit = 0; unit < units; ++unit) {
      for (int v = 0; v < CK_VECTORS; ++v) {
        store(out + CK_SAMPLE_BLOCK * unit + 16 * (first + v), activate(activation, sums[unit][v]));
      }
    }
  }
}

// One layer of one block: in [inputs x stride] from the block's first sample on,
// out [units x CK_SAMPLE_BLOCK].
static void layer(
  const float *in, int64_t stride, int32_t inputs, const float *weights, int32_t units,
  int activation, float *out
) {
  const float *biases = weights + (int64_t)units * inputs;
  int32_t unit = 0;
  for (; unit + CK_UNITS <= units; unit += CK_UNITS) {
    someUnits(
      CK_UNITS, in, stride, inputs, weights + (int64_t)unit * inputs, biases + unit, activation,
      out + (int64_t)CK_SAMPLE_BLOCK * unit);
  }
  for (; unit < units; ++unit) {
    someUnits(
      1, in, stride, inputs, weights + (int64_t)unit * inputs, biases + unit, activation,
      out + (int64_t)CK_SAMPLE_BLOCK * unit);
  }
}

// weight * activation(sum). A tanh comes out halved and its weight doubled, which saves an addition
// for each sample: 4 % of the time of a 2-16-1 network with AVX2.
INLINE float outWeightFor(int activation, float weight) {
  return activation == CK_TANH ? 2.0f * weight : weight;
}
INLINE f16 outgoing(int activation, f16 outWeight, f16 sum) {
  return outWeight * (activation == CK_TANH ? halfTanh16(sum) : activate(activation, sum));
}

// The last hidden layer and the only output at once: no hidden activation is stored.
INLINE void lastTwoLayersOf(
  int activation, const float *in, int64_t stride, int32_t inputs, const float *weights,
  int32_t units, float *logits
) {
  const float *biases = weights + (int64_t)units * inputs;
  const float *outWeights = biases + units;
  for (int first = 0; first < BLOCK_VECTORS; first += CK_VECTORS) {
    f16 logit[CK_VECTORS];
    for (int v = 0; v < CK_VECTORS; ++v) logit[v] = splat(outWeights[units]);
    if (inputs == 2) {
      // Points in the plane, the usual case: features stay in registers.
      f16 x0[CK_VECTORS], x1[CK_VECTORS];
      for (int v = 0; v < CK_VECTORS; ++v) {
        x0[v] = load(in + 16 * (first + v));
        x1[v] = load(in + stride + 16 * (first + v));
      }
      for (int32_t unit = 0; unit < units; ++unit) {
        f16 w0 = splat(weights[2 * (int64_t)unit]);
        f16 w1 = splat(weights[2 * (int64_t)unit + 1]);
        f16 bias = splat(biases[unit]);
        f16 outWeight = splat(outWeightFor(activation, outWeights[unit]));
        for (int v = 0; v < CK_VECTORS; ++v) {
          f16 sum = (bias + w0 * x0[v]) + w1 * x1[v];
          logit[v] = logit[v] + outgoing(activation, outWeight, sum);
        }
      }
    } else {
      for (int32_t unit = 0; unit < units; ++unit) {
        f16 sums[CK_UNITS][CK_VECTORS];
        addInputs(
          sums, 1, in + 16 * first, stride, inputs, weights + (int64_t)unit * inputs,
          biases + unit);
        f16 outWeight = splat(outWeightFor(activation, outWeights[unit]));
        for (int v = 0; v < CK_VECTORS; ++v) {
          logit[v] = logit[v] + outgoing(activation, outWeight, sums[0][v]);
        }
      }
    }
    for (int v = 0; v < CK_VECTORS; ++v) store(logits + 16 * (first + v), logit[v]);
  }
}

static void lastTwoLayers(
  int activation, const float *in, int64_t stride, int32_t inputs, const float *weights,
  int32_t units, float *logits
) {
  // One loop for each activation, so that none chooses inside.
  switch (activation) {
    case CK_TANH: lastTwoLayersOf(CK_TANH, in, stride, inputs, weights, units, logits); break;
    case CK_RELU: lastTwoLayersOf(CK_RELU, in, stride, inputs, weights, units, logits); break;
    case CK_SIGMOID: lastTwoLayersOf(CK_SIGMOID, in, stride, inputs, weights, units, logits); break;
    case CK_SIN: lastTwoLayersOf(CK_SIN, in, stride, inputs, weights, units, logits); break;
    case CK_GAUSSIAN:
      lastTwoLayersOf(CK_GAUSSIAN, in, stride, inputs, weights, units, logits);
      break;
    default: lastTwoLayersOf(CK_IDENTITY, in, stride, inputs, weights, units, logits); break;
  }
}

// Scratch, [.. x CK_SAMPLE_BLOCK]: logits [outputs], then two layers of hidden activations.
static void forward(
  const ck_network *network, const float *in, int64_t stride, const float *genes, float *scratch
) {
  const int32_t *sizes = network->sizes;
  int32_t layers = network->layerCount;
  float *here = scratch + (int64_t)CK_SAMPLE_BLOCK * sizes[layers];
  float *there = here;
  int32_t widest = 0;
  for (int32_t l = 1; l < layers; ++l) widest = sizes[l] > widest ? sizes[l] : widest;
  there += (int64_t)CK_SAMPLE_BLOCK * widest;

  for (int32_t l = 0; l < layers; ++l) {
    int32_t inputs = sizes[l], units = sizes[l + 1];
    if (l == layers - 2 && sizes[layers] == 1) {
      lastTwoLayers(network->activation, in, stride, inputs, genes, units, scratch);
      return;
    }
    if (l == layers - 1) {
      layer(in, stride, inputs, genes, units, CK_IDENTITY, scratch);
      return;
    }
    layer(in, stride, inputs, genes, units, network->activation, here);
    genes += ((int64_t)inputs + 1) * units;
    in = here;
    stride = CK_SAMPLE_BLOCK;
    here = there;
    there = (float *)in;
  }
}

// What is counted over the samples, in sixteen lanes: a `ck_tally`, aligned.
typedef struct {
  d16 loss;
  i16 correct;
  i16 notFinite;
} tally;

_Static_assert(sizeof(tally) == sizeof(ck_tally), "One is copied into the other.");

INLINE i16 isNotFinite(f16 x) { return (x - x) != 0.0f; }

INLINE void addLoss(tally *total, i16 isSample, f16 loss) {
  total->loss += __builtin_convertvector((f16)((i16)loss & isSample), d16);
}

// How sure a network may be, as a logit, before its loss stays the same: e^-40 squared is no
// subnormal number yet, which would cost some processors more than the forward pass.
#define LOSS_LIMIT 40.0f

INLINE void tallyLogit(
  tally *total, int measure, int vectors, const float *logits, const int32_t *labels
) {
  for (int v = 0; v < vectors; ++v) {
    f16 logit = load(logits + 16 * v);
    i16 label = loadInt(labels + 16 * v);
    i16 isSample = label >= 0;
    i16 isOne = label == 1;
    total->correct -= ((logit > 0.0f) & isOne) | ((logit <= 0.0f) & (label == 0));
    total->notFinite |= isNotFinite(logit) & isSample;
    if (measure == CK_CROSS_ENTROPY) {
      addLoss(total, isSample, softplusWithin(withSign(logit, isOne), LOSS_LIMIT));
    } else if (measure == CK_SQUARED_ERROR) {
      f16 within = atLeast(atMost(logit, LOSS_LIMIT), -LOSS_LIMIT);
      f16 error = sigmoid16(within) - select(isOne, splat(1.0f), splat(0.0f));
      addLoss(total, isSample, error * error);
    }
  }
}

// Replaces the logits of one vector of samples by exp(logit - largest), a difference of -limit at
// least; returns their sum.
INLINE f16 exponentials(float *logits, int32_t classes, f16 largest, float limit) {
  f16 sum = splat(0.0f);
  for (int32_t class = 0; class < classes; ++class) {
    float *row = logits + (int64_t)CK_SAMPLE_BLOCK * class;
    f16 e = expNotPositive(atLeast(load(row) - largest, -limit));
    store(row, e);
    sum = sum + e;
  }
  return sum;
}

// Where there is a loss, `exponentials` of the logits stand in their place afterwards.
INLINE void tallyLogits(
  tally *total, int measure, int vectors, float *logits, int32_t classes, const int32_t *labels
) {
  for (int v = 0; v < vectors; ++v) {
    float *column = logits + 16 * v;
    i16 label = loadInt(labels + 16 * v);
    i16 isSample = label >= 0;
    f16 largest = load(column);
    f16 right = largest;
    i16 choice = {0};
    i16 isNaN = largest != largest;
    i16 notFinite = isNotFinite(largest);
    for (int32_t class = 1; class < classes; ++class) {
      f16 logit = load(column + (int64_t)CK_SAMPLE_BLOCK * class);
      i16 isLarger = logit > largest;
      largest = select(isLarger, logit, largest);
      choice = (isLarger & class) | (~isLarger & choice);
      right = select(label == class, logit, right);
      isNaN |= logit != logit;
      notFinite |= isNotFinite(logit);
    }
    total->correct -= (choice == label) & ~isNaN;
    total->notFinite |= notFinite & isSample;
    if (measure == CK_CROSS_ENTROPY) {
      f16 sum = exponentials(column, classes, largest, LOSS_LIMIT);
      addLoss(total, isSample, log16(sum) - (right - largest));
    } else if (measure == CK_SQUARED_ERROR) {
      f16 sum = exponentials(column, classes, largest, LOSS_LIMIT);
      f16 squares = splat(0.0f);
      for (int32_t class = 0; class < classes; ++class) {
        f16 p = load(column + (int64_t)CK_SAMPLE_BLOCK * class) / sum;
        f16 error = p - select(label == class, splat(1.0f), splat(0.0f));
        squares = squares + error * error;
      }
      addLoss(total, isSample, 0.5f * squares);
    }
  }
}

// NaN where a logit is not finite.
INLINE double meanLoss(const tally *total, int64_t count) {
  double lanes[16];
  memcpy(lanes, &total->loss, sizeof lanes);
  for (int width = 8; width > 0; width /= 2) {
    for (int lane = 0; lane < width; ++lane) lanes[lane] += lanes[lane + width];
  }
  double mean = lanes[0] / (double)count;
  int64_t notFinite = countLanes(total->notFinite);
  return notFinite > 0 || mean - mean != 0 ? __builtin_nan("") : mean;
}

INLINE float fitnessOf(const tally *total, int measure, int64_t correct, int64_t count) {
  double mean = meanLoss(total, count);
  if (mean != mean) return __builtin_nanf("");
  switch (measure) {
    case CK_CROSS_ENTROPY: return expNotPositive(splat(-(float)mean))[0];
    case CK_SQUARED_ERROR: return (float)(1 - mean);
    default: return (float)((double)correct / (double)count);
  }
}

// Counts what one network makes of the samples.
static void addSamples(
  tally *total, const ck_network *network, const ck_samples *samples, int measure,
  const float *genes, void *scratch
) {
  int32_t outputs = network->sizes[network->layerCount];
  float *logits = scratch;
  for (int64_t first = 0; first < samples->count; first += CK_SAMPLE_BLOCK) {
    forward(network, samples->features + first, samples->stride, genes, scratch);
    if (outputs == 1) {
      tallyLogit(total, measure, BLOCK_VECTORS, logits, samples->labels + first);
    } else {
      tallyLogits(total, measure, BLOCK_VECTORS, logits, outputs, samples->labels + first);
    }
  }
}

INLINE void score(
  const tally *total, int measure, int64_t sampleCount, float *fitness, int32_t *correct
) {
  int64_t right = 0;
  for (int lane = 0; lane < 16; ++lane) right += total->correct[lane];
  *correct = (int32_t)right;
  *fitness = fitnessOf(total, measure, right, sampleCount);
}

static void evaluate(
  const ck_network *network, const ck_samples *samples, int measure, const float *genes,
  int64_t count, float *fitness, int32_t *correct, void *scratch
) {
  int64_t geneCount = ck_gene_count(network);
  for (int64_t individual = 0; individual < count; ++individual) {
    tally total = {0};
    addSamples(&total, network, samples, measure, genes + individual * geneCount, scratch);
    score(&total, measure, samples->count, fitness + individual, correct + individual);
  }
}

static void addToTallies(
  const ck_network *network, const ck_samples *samples, int measure, const float *genes,
  int64_t count, ck_tally *tallies, void *scratch
) {
  int64_t geneCount = ck_gene_count(network);
  for (int64_t individual = 0; individual < count; ++individual) {
    tally total;
    memcpy(&total, tallies + individual, sizeof total);
    addSamples(&total, network, samples, measure, genes + individual * geneCount, scratch);
    memcpy(tallies + individual, &total, sizeof total);
  }
}

static void scoresOf(
  const ck_tally *tallies, int64_t count, int measure, int64_t sampleCount, float *fitness,
  int32_t *correct
) {
  for (int64_t individual = 0; individual < count; ++individual) {
    tally total;
    memcpy(&total, tallies + individual, sizeof total);
    score(&total, measure, sampleCount, fitness + individual, correct + individual);
  }
}

static void predict(
  const ck_network *network, const float *features, int64_t stride, const float *genes, float *out,
  void *scratch
) {
  int32_t outputs = network->sizes[network->layerCount];
  float *logits = scratch;
  for (int64_t first = 0; first < stride; first += CK_SAMPLE_BLOCK) {
    forward(network, features + first, stride, genes, scratch);
    for (int v = 0; v < BLOCK_VECTORS; ++v) {
      float *column = logits + 16 * v;
      float *to = out + first + 16 * v;
      f16 largest = load(column);
      if (outputs == 1) {
        store(to, canonical(sigmoid16(-largest)));
        store(to + stride, canonical(sigmoid16(largest)));
        continue;
      }
      for (int32_t class = 1; class < outputs; ++class) {
        f16 logit = load(column + (int64_t)CK_SAMPLE_BLOCK * class);
        largest = select(logit > largest, logit, largest);
      }
      f16 sum = exponentials(column, outputs, largest, 104.0f);
      for (int32_t class = 0; class < outputs; ++class) {
        store(
          to + class * stride, canonical(load(column + (int64_t)CK_SAMPLE_BLOCK * class) / sum));
      }
    }
  }
}
