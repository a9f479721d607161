// Losses of many networks that differ little from one: what is equal in all is computed once.
//
// A block holds rows of CK_SAMPLE_BLOCK floats: for each layer the sums and activations of its
// units and the steps along directions in its inputs; then losses, answers and labels. Of the last
// layer the sums are the logits, less the largest of them where there are several, and the
// activations are the probabilities.

typedef struct {
  float *sums, *activations, *steps;
} probed_layer;

// Units of the widest layer but the inputs.
INLINE int32_t widestLayer(const ck_network *network) {
  int32_t widest = ck_widest_layer(network), outputs = network->sizes[network->layerCount];
  return widest > outputs ? widest : outputs;
}

// Sums of a block along rows of weights with biases behind them: in [inputs x CK_SAMPLE_BLOCK].
static void sumsOf(
  const float *in, int32_t inputs, const float *weights, int32_t units, int activation, float *out
) {
  dense layer = {in, inputs, NULL, weights, weights + (int64_t)units * inputs};
  activations(&layer, units, activation, out);
}

INLINE int64_t probedRows(const ck_probes *probes, int32_t layers) {
  int64_t rows = 0;
  for (int32_t l = 0; l < layers; ++l) {
    rows += 2 * (int64_t)probes->network->sizes[l + 1] + probes->counts[l];
  }
  return rows;
}

INLINE probed_layer probedLayer(const ck_probes *probes, const float *block, int32_t l) {
  float *start = (float *)block + CK_SAMPLE_BLOCK * probedRows(probes, l);
  int64_t units = (int64_t)CK_SAMPLE_BLOCK * probes->network->sizes[l + 1];
  return (probed_layer){start, start + units, start + 2 * units};
}

// Losses, then answers (1 where right), then labels.
INLINE float *probedResults(const ck_probes *probes, const float *block) {
  return (float *)block + CK_SAMPLE_BLOCK * probedRows(probes, probes->network->layerCount);
}

// exp(x), of a difference of two logits: beyond e^40, nothing is gained or lost.
INLINE f16 exponentialOf(f16 x) {
  return expShifted(atLeast(atMost(x, LOSS_LIMIT), -LOSS_LIMIT), 0.0f);
}

// The loss of sixteen samples, or 0 and 1 for a right and a wrong answer: logits [outputs] in rows.
INLINE f16 lossOfLogits(int measure, const float *logits, int32_t outputs, i16 label) {
  f16 first = load(logits);
  if (outputs == 1) {
    i16 isOne = label == 1;
    f16 within = atLeast(atMost(first, LOSS_LIMIT), -LOSS_LIMIT);
    switch (measure) {
      case CK_CROSS_ENTROPY: return softplusWithin(withSign(first, isOne), LOSS_LIMIT);
      case CK_SQUARED_ERROR: {
        f16 error = sigmoid16(within) - select(isOne, splat(1.0f), splat(0.0f));
        return error * error;
      }
      default:
        return select(
          ((first > 0.0f) & isOne) | ((first <= 0.0f) & ~isOne), splat(0.0f), splat(1.0f));
    }
  }
  f16 largest = first, right = first;
  i16 choice = {0};
  for (int32_t class = 1; class < outputs; ++class) {
    f16 logit = load(logits + (int64_t)CK_SAMPLE_BLOCK * class);
    i16 isLarger = logit > largest;
    largest = select(isLarger, logit, largest);
    choice = (isLarger & class) | (~isLarger & choice);
    right = select(label == class, logit, right);
  }
  if (measure == CK_ACCURACY) {
    return select((choice == label) & (largest == largest), splat(0.0f), splat(1.0f));
  }
  f16 sum = splat(0.0f);
  for (int32_t class = 0; class < outputs; ++class) {
    sum = sum + exponentialOf(load(logits + (int64_t)CK_SAMPLE_BLOCK * class) - largest);
  }
  switch (measure) {
    case CK_CROSS_ENTROPY: return logPositive(sum, (i16){0}) - (right - largest);
    default: {
      f16 squares = splat(0.0f);
      for (int32_t class = 0; class < outputs; ++class) {
        f16 p = exponentialOf(load(logits + (int64_t)CK_SAMPLE_BLOCK * class) - largest) / sum;
        f16 error = p - select(label == class, splat(1.0f), splat(0.0f));
        squares = squares + error * error;
      }
      return 0.5f * squares;
    }
  }
}

// The block's own losses, answers and probabilities; logits become differences from the largest.
static void concludeBlock(const ck_probes *probes, const int32_t *labels, float *block) {
  const ck_network *network = probes->network;
  int32_t outputs = network->sizes[network->layerCount];
  probed_layer last = probedLayer(probes, block, network->layerCount - 1);
  float *results = probedResults(probes, block);
  memcpy(results + 2 * CK_SAMPLE_BLOCK, labels, CK_SAMPLE_BLOCK * sizeof(int32_t));
  for (int v = 0; v < BLOCK_VECTORS; ++v) {
    float *logits = last.sums + 16 * v, *probabilities = last.activations + 16 * v;
    i16 label = loadInt(labels + 16 * v);
    i16 notFinite = {0};
    f16 largest = load(logits);
    for (int32_t class = 0; class < outputs; ++class) {
      f16 logit = load(logits + (int64_t)CK_SAMPLE_BLOCK * class);
      notFinite |= isNotFinite(logit);
      largest = select(logit > largest, logit, largest);
    }
    if (outputs == 1) {
      store(probabilities, sigmoid16(load(logits)));
    } else {
      f16 sum = splat(0.0f);
      for (int32_t class = 0; class < outputs; ++class) {
        int64_t row = (int64_t)CK_SAMPLE_BLOCK * class;
        f16 logit = load(logits + row) - largest;
        f16 e = exponentialOf(logit);
        store(logits + row, logit);
        store(probabilities + row, e);
        sum = sum + e;
      }
      for (int32_t class = 0; class < outputs; ++class) {
        int64_t row = (int64_t)CK_SAMPLE_BLOCK * class;
        store(probabilities + row, load(probabilities + row) / sum);
      }
    }
    i16 isSample = label >= 0;
    f16 nan = splat(__builtin_nanf("")), none = splat(0.0f);
    f16 loss = lossOfLogits(probes->measure, logits, outputs, label);
    f16 wrong = lossOfLogits(CK_ACCURACY, logits, outputs, label);
    store(results + 16 * v, select(isSample, select(notFinite, nan, loss), none));
    store(results + CK_SAMPLE_BLOCK + 16 * v, select(isSample, 1.0f - wrong, none));
  }
}

static void probeBlock(
  const ck_probes *probes, const ck_samples *samples, int64_t first, const float *genes,
  const float *directions, float *block, float *scratch
) {
  const ck_network *network = probes->network;
  const float *in = scratch;
  pack(samples->features + first, samples->stride, network->sizes[0], scratch);
  for (int32_t l = 0; l < network->layerCount; ++l) {
    int32_t inputs = network->sizes[l], units = network->sizes[l + 1];
    probed_layer at = probedLayer(probes, block, l);
    sumsOf(in, inputs, genes, units, CK_IDENTITY, at.sums);
    sumsOf(in, inputs, directions, probes->counts[l], CK_IDENTITY, at.steps);
    if (l < network->layerCount - 1) {
      for (int64_t i = 0; i < (int64_t)CK_SAMPLE_BLOCK * units; i += 16) {
        store(at.activations + i, activate(network->activation, load(at.sums + i)));
      }
    }
    genes += ((int64_t)inputs + 1) * units;
    directions += ((int64_t)inputs + 1) * probes->counts[l];
    in = at.activations;
  }
  concludeBlock(probes, samples->labels + first, block);
}

// Adds up losses: sums [count x 16 lanes].
INLINE void addProbe(float *sums, i16 isSample, f16 difference) {
  store(sums, load(sums) + (f16)((i16)difference & isSample));
}

// Where a logit moves farther than this, probabilities do not tell enough: those below e^-40 are not
// known.
#define FAR_LOGIT 8.0f

// The cross-entropy where the logits move by `change` times `weights` [outputs], however far.
static f16 lossOfMovedLogits(
  const float *logits, int32_t outputs, f16 change, const float *weights, i16 label
) {
  f16 largest = load(logits) + change * weights[0], right = largest, sum = splat(0.0f);
  for (int32_t class = 1; class < outputs; ++class) {
    f16 logit = load(logits + (int64_t)CK_SAMPLE_BLOCK * class) + change * weights[class];
    largest = select(logit > largest, logit, largest);
    right = select(label == class, logit, right);
  }
  for (int32_t class = 0; class < outputs; ++class) {
    f16 logit = load(logits + (int64_t)CK_SAMPLE_BLOCK * class) + change * weights[class];
    sum = sum + exponentialOf(logit - largest);
  }
  return logPositive(sum, (i16){0}) - (right - largest);
}

// A unit right below the outputs, with cross-entropy and several classes: only what it sends to
// the outputs changes, p_c exp(t w_c) / sum over all classes.
INLINE void probeSoftmaxInputs(
  int activation, const int32_t outputs, const ck_probes *probes, const float *block, int32_t l,
  int32_t unit, const float *outWeights, float scale, float *sums
) {
  int32_t count = probes->counts[l];
  probed_layer at = probedLayer(probes, block, l), last = probedLayer(probes, block, l + 1);
  const float *results = probedResults(probes, block);
  const int32_t *labels = (const int32_t *)(results + 2 * CK_SAMPLE_BLOCK);
  float most = 0;
  for (int32_t class = 0; class < outputs; ++class) {
    float size = __builtin_fabsf(outWeights[class]);
    most = size > most ? size : most;
  }
  for (int v = 0; v < BLOCK_VECTORS; ++v) {
    int64_t own = (int64_t)CK_SAMPLE_BLOCK * unit + 16 * v;
    f16 sum = load(at.sums + own), activation0 = load(at.activations + own);
    i16 label = loadInt(labels + 16 * v);
    f16 outRight = splat(0.0f);
    for (int32_t class = 0; class < outputs; ++class) {
      outRight = select(label == class, splat(outWeights[class]), outRight);
    }
    const float *p = last.activations + 16 * v;
    for (int32_t m = 0; m < count; ++m) {
      f16 step = scale * load(at.steps + (int64_t)CK_SAMPLE_BLOCK * m + 16 * v);
      f16 change = activate(activation, sum + step) - activation0;
      f16 farthest = absolute(change) * most, total = splat(0.0f);
      // Small steps, as most are, need no reduction of the exponent.
      if (__builtin_reduce_or(~(farthest <= 0.35f)) == 0) {
        for (int32_t class = 0; class < outputs; ++class) {
          f16 x = change * outWeights[class];
          total = total + load(p + (int64_t)CK_SAMPLE_BLOCK * class) * expReduced(x);
        }
      } else if (__builtin_reduce_or(~(farthest <= FAR_LOGIT)) != 0) {
        f16 loss = lossOfMovedLogits(last.sums + 16 * v, outputs, change, outWeights, label);
        addProbe(sums + 16 * m, label >= 0, loss - load(results + 16 * v));
        continue;
      } else {
        for (int32_t class = 0; class < outputs; ++class) {
          f16 x = change * outWeights[class];
          total = total + load(p + (int64_t)CK_SAMPLE_BLOCK * class) * exponentialOf(x);
        }
      }
      addProbe(sums + 16 * m, label >= 0, logPositive(total, (i16){0}) - change * outRight);
    }
  }
}

// An output with cross-entropy and several classes; `itself` [outputs] is 1 for this one, else 0.
static void probeSoftmaxOutput(
  const ck_probes *probes, const float *block, int32_t l, int32_t unit, const float *itself,
  float scale, float *sums
) {
  int32_t outputs = probes->network->sizes[l + 1];
  probed_layer at = probedLayer(probes, block, l);
  const float *results = probedResults(probes, block);
  const int32_t *labels = (const int32_t *)(results + 2 * CK_SAMPLE_BLOCK);
  for (int v = 0; v < BLOCK_VECTORS; ++v) {
    f16 p = load(at.activations + (int64_t)CK_SAMPLE_BLOCK * unit + 16 * v);
    i16 label = loadInt(labels + 16 * v);
    for (int32_t m = 0; m < probes->counts[l]; ++m) {
      f16 step = scale * load(at.steps + (int64_t)CK_SAMPLE_BLOCK * m + 16 * v);
      if (__builtin_reduce_or(~(absolute(step) <= FAR_LOGIT)) != 0) {
        f16 loss = lossOfMovedLogits(at.sums + 16 * v, outputs, step, itself, label);
        addProbe(sums + 16 * m, label >= 0, loss - load(results + 16 * v));
        continue;
      }
      f16 total = (1.0f - p) + p * exponentialOf(step);
      f16 gain = (f16)((i16)step & (label == unit));
      addProbe(sums + 16 * m, label >= 0, logPositive(total, (i16){0}) - gain);
    }
  }
}

// The layers after `l` of a block whose activations there are `in`; logits in place of `there`.
// Scratch rows for two layers.
static const float *restOfLayers(
  const ck_network *network, int32_t l, const float *genes, const float *in, float *here,
  float *there
) {
  for (; l < network->layerCount; ++l) {
    int32_t inputs = network->sizes[l], units = network->sizes[l + 1];
    int activation = l == network->layerCount - 1 ? CK_IDENTITY : network->activation;
    sumsOf(in, inputs, genes, units, activation, here);
    genes += ((int64_t)inputs + 1) * units;
    in = here;
    here = there;
    there = (float *)in;
  }
  return in;
}

INLINE void addLossDifferences(
  const ck_probes *probes, const float *block, const float *logits, float *sums
) {
  const float *results = probedResults(probes, block);
  const int32_t *labels = (const int32_t *)(results + 2 * CK_SAMPLE_BLOCK);
  int32_t outputs = probes->network->sizes[probes->network->layerCount];
  for (int v = 0; v < BLOCK_VECTORS; ++v) {
    i16 label = loadInt(labels + 16 * v);
    f16 loss = lossOfLogits(probes->measure, logits + 16 * v, outputs, label);
    addProbe(sums, label >= 0, loss - load(results + 16 * v));
  }
}

// Any unit and any loss: what comes after the unit is computed again.
static void probeUnit(
  const ck_probes *probes, const float *block, const float *genes, int32_t l, int32_t unit,
  float scale, float *sums, float *scratch
) {
  const ck_network *network = probes->network;
  probed_layer at = probedLayer(probes, block, l);
  int32_t layers = network->layerCount;
  float *here = scratch, *there = scratch + (int64_t)CK_SAMPLE_BLOCK * widestLayer(network);
  const float *own = at.sums + (int64_t)CK_SAMPLE_BLOCK * unit;
  const float *active = at.activations + (int64_t)CK_SAMPLE_BLOCK * unit;
  for (int32_t m = 0; m < probes->counts[l]; ++m) {
    const float *steps = at.steps + (int64_t)CK_SAMPLE_BLOCK * m;
    const float *logits = here;
    if (l == layers - 1) {
      memcpy(
        here, at.sums, (size_t)network->sizes[layers] * CK_SAMPLE_BLOCK * sizeof(float));
      for (int v = 0; v < BLOCK_VECTORS; ++v) {
        float *to = here + (int64_t)CK_SAMPLE_BLOCK * unit + 16 * v;
        store(to, load(to) + scale * load(steps + 16 * v));
      }
    } else {
      probed_layer next = probedLayer(probes, block, l + 1);
      int32_t inputs = network->sizes[l + 1], units = network->sizes[l + 2];
      int activation = l == layers - 2 ? CK_IDENTITY : network->activation;
      f16 changes[BLOCK_VECTORS];
      for (int v = 0; v < BLOCK_VECTORS; ++v) {
        f16 moved = load(own + 16 * v) + scale * load(steps + 16 * v);
        changes[v] = activate(network->activation, moved) - load(active + 16 * v);
      }
      for (int32_t u = 0; u < units; ++u) {
        f16 weight = splat(genes[(int64_t)u * inputs + unit]);
        for (int v = 0; v < BLOCK_VECTORS; ++v) {
          int64_t i = (int64_t)CK_SAMPLE_BLOCK * u + 16 * v;
          store(here + i, activate(activation, load(next.sums + i) + weight * changes[v]));
        }
      }
      logits = restOfLayers(
        network, l + 2, genes + ((int64_t)inputs + 1) * units, here, there, here);
    }
    addLossDifferences(probes, block, logits, sums + 16 * m);
  }
}

static void addLanes(const float *sums, int64_t count, float *out) {
  for (int64_t i = 0; i < count; ++i) {
    float lanes[16];
    memcpy(lanes, sums + 16 * i, sizeof lanes);
    for (int width = 8; width > 0; width /= 2) {
      for (int lane = 0; lane < width; ++lane) lanes[lane] += lanes[lane + width];
    }
    out[i] = lanes[0];
  }
}

static void probeUnits(
  const ck_probes *probes, const float *blocks, int64_t blockCount, const float *genes, int32_t l,
  int32_t first, int32_t count, float scale, float *out, float *scratch
) {
  const ck_network *network = probes->network;
  int32_t layers = network->layerCount, directions = probes->counts[l];
  int64_t size = CK_SAMPLE_BLOCK * (probedRows(probes, layers) + 3);
  int isSoftmax = probes->measure == CK_CROSS_ENTROPY && network->sizes[layers] > 1;
  const float *after = genes;
  for (int32_t i = 0; i <= l; ++i) {
    after += ((int64_t)network->sizes[i] + 1) * network->sizes[i + 1];
  }
  int32_t outputs = network->sizes[layers];
  int isBelowSoftmax = isSoftmax && l == layers - 2;
  float *sums = scratch;
  // What one unit's step is multiplied by on its way to each logit, or rows of layers.
  float *rest = scratch + 16 * (int64_t)directions, *outgoing = rest;
  for (int32_t unit = first; unit < first + count; ++unit) {
    memset(sums, 0, 16 * (size_t)directions * sizeof(float));
    for (int32_t class = 0; isSoftmax && class < outputs; ++class) {
      outgoing[class] = isBelowSoftmax
        ? after[(int64_t)class * network->sizes[l + 1] + unit] : (float)(class == unit);
    }
    for (int64_t b = 0; b < blockCount; ++b) {
      const float *block = blocks + b * size;
      if (isSoftmax && l == layers - 1) {
        probeSoftmaxOutput(probes, block, l, unit, outgoing, scale, sums);
      } else if (isBelowSoftmax) {
        // One loop for the usual activation and ten digits, so that nothing is chosen inside.
        if (network->activation == CK_RELU && outputs == 10) {
          probeSoftmaxInputs(CK_RELU, 10, probes, block, l, unit, outgoing, scale, sums);
        } else {
          probeSoftmaxInputs(
            network->activation, outputs, probes, block, l, unit, outgoing, scale, sums);
        }
      } else {
        probeUnit(probes, block, after, l, unit, scale, sums, rest);
      }
    }
    addLanes(sums, directions, out + (int64_t)directions * (unit - first));
  }
}

// A member that differs in all layers: its noise lies layer by layer, [rank x units] for the
// outputs of each direction, [units] for the biases and, but for the first layer, [rank x inputs]
// and [rank] zeros.
static void probeMember(
  const ck_probes *probes, const float *blocks, int64_t blockCount, const float *genes,
  const float *noise, int32_t rank, int32_t member, const float *scales, float *out,
  float *scratch
) {
  const ck_network *network = probes->network;
  int32_t layers = network->layerCount;
  int64_t size = CK_SAMPLE_BLOCK * (probedRows(probes, layers) + 3);
  float *steps = scratch;
  float *units0 = steps + (int64_t)CK_SAMPLE_BLOCK * rank;
  float *rows[2] = {units0, units0 + (int64_t)CK_SAMPLE_BLOCK * widestLayer(network)};
  float sums[16] = {0};
  for (int64_t b = 0; b < blockCount; ++b) {
    const float *block = blocks + b * size, *weights = genes, *own = noise;
    for (int32_t l = 0; l < layers; ++l) {
      int32_t inputs = network->sizes[l], units = network->sizes[l + 1];
      const float *outward = own, *biases = own + (int64_t)rank * units, *along = steps;
      const float *in = rows[(l + 1) % 2];
      float *to = rows[l % 2];
      own = biases + units;
      if (l == 0) {
        probed_layer at = probedLayer(probes, block, 0);
        memcpy(to, at.sums, (size_t)units * CK_SAMPLE_BLOCK * sizeof(float));
        along = at.steps + (int64_t)CK_SAMPLE_BLOCK * rank * member;
      } else {
        sumsOf(in, inputs, weights, units, CK_IDENTITY, to);
        sumsOf(in, inputs, own, rank, CK_IDENTITY, steps);
        own += ((int64_t)inputs + 1) * rank;
      }
      int activation = l == layers - 1 ? CK_IDENTITY : network->activation;
      for (int32_t u = 0; u < units; ++u, to += CK_SAMPLE_BLOCK) {
        for (int v = 0; v < BLOCK_VECTORS; ++v) {
          f16 change = splat(biases[u]);
          for (int32_t r = 0; r < rank; ++r) {
            change = change
              + outward[(int64_t)r * units + u] * load(along + CK_SAMPLE_BLOCK * r + 16 * v);
          }
          store(to + 16 * v, activate(activation, load(to + 16 * v) + scales[l] * change));
        }
      }
      weights += ((int64_t)inputs + 1) * units;
    }
    addLossDifferences(probes, block, rows[(layers - 1) % 2], sums);
  }
  addLanes(sums, 1, out);
}
