// Backpropagation (Rumelhart, Hinton and Williams, Nature 323, 1986). A tile of CK_SAMPLE_BLOCK
// samples goes forwards and backwards before the next, samples in lanes, so that its activations
// stay in the cache.

// Vectors of samples that a loop keeps in registers. No more than 2, because a tile that is not
// full is worked on in steps of so many: usual batches have 32 samples.
enum { GRADIENT_VECTORS = CK_VECTORS < 2 ? CK_VECTORS : 2 };

typedef float f8 __attribute__((vector_size(32)));
typedef float f4 __attribute__((vector_size(16)));

// The lanes l and l + 8, then l + 4 are added.
INLINE f4 sumOfQuarters(f16 x) {
  f8 y = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7)
    + __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
  return __builtin_shufflevector(y, y, 0, 1, 2, 3) + __builtin_shufflevector(y, y, 4, 5, 6, 7);
}

// The sum of each vector's lanes: those of l and l + 8, l + 4, l + 2, l + 1 are added.
INLINE f4 sumsOfLanes(const f16 x[4]) {
  f4 a = sumOfQuarters(x[0]), b = sumOfQuarters(x[1]);
  f4 c = sumOfQuarters(x[2]), d = sumOfQuarters(x[3]);
  f4 ab = __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7);
  f4 cd = __builtin_shufflevector(c, d, 0, 1, 4, 5) + __builtin_shufflevector(c, d, 2, 3, 6, 7);
  return __builtin_shufflevector(ab, cd, 0, 2, 4, 6) + __builtin_shufflevector(ab, cd, 1, 3, 5, 7);
}

// A tile: up to CK_SAMPLE_BLOCK samples, in lanes. What fills up its last vectors has the label -1.
typedef struct {
  int vectors;  // a multiple of GRADIENT_VECTORS
  int32_t *labels;
  float *inputs;  // [inputs x CK_SAMPLE_BLOCK]
  float *values;  // activations of all hidden units: [.. x CK_SAMPLE_BLOCK]
  float *slopes;  // of the activations; on the way back, of the loss: [.. x CK_SAMPLE_BLOCK]
  float *logits;  // on the way back, slopes of the loss: [outputs x CK_SAMPLE_BLOCK]
} tile;

static void cutTile(tile *tile, int32_t hidden, const ck_network *network, void *scratch) {
  tile->labels = scratch;
  tile->inputs = (float *)scratch + CK_SAMPLE_BLOCK;
  tile->values = tile->inputs + (int64_t)CK_SAMPLE_BLOCK * network->sizes[0];
  tile->slopes = tile->values + (int64_t)CK_SAMPLE_BLOCK * hidden;
  tile->logits = tile->slopes + (int64_t)CK_SAMPLE_BLOCK * hidden;
}

// Copies 1 <= count <= CK_SAMPLE_BLOCK samples. The rest is filled up with the first of them, so
// that nothing overflows there that does not elsewhere.
static void gather(
  tile *tile, const ck_samples *samples, int32_t inputs, const int32_t *indices, int64_t count
) {
  int vectors = (int)((count + 15) / 16);
  tile->vectors = (vectors + GRADIENT_VECTORS - 1) / GRADIENT_VECTORS * GRADIENT_VECTORS;
  for (int lane = 0; lane < 16 * tile->vectors; ++lane) {
    int64_t sample = indices[lane < count ? lane : 0];
    tile->labels[lane] = lane < count ? samples->labels[sample] : -1;
    const float *from = samples->features + sample;
    float *to = tile->inputs + lane;
    for (int32_t input = 0; input < inputs; ++input) {
      to[(int64_t)CK_SAMPLE_BLOCK * input] = from[input * samples->stride];
    }
  }
}

// Sums of `units` neighbouring units, in the order of the forward pass.
INLINE void tileUnits(
  int units, int vectors, const float *in, int32_t inputs, const float *weights,
  const float *biases, float *out
) {
  for (int first = 0; first < vectors; first += GRADIENT_VECTORS) {
    f16 sums[CK_UNITS][GRADIENT_VECTORS];
    for (int unit = 0; unit < units; ++unit) {
      for (int v = 0; v < GRADIENT_VECTORS; ++v) sums[unit][v] = splat(biases[unit]);
    }
    for (int32_t input = 0; input < inputs; ++input) {
      const float *row = in + (int64_t)CK_SAMPLE_BLOCK * input + 16 * first;
      for (int unit = 0; unit < units; ++unit) {
        f16 weight = splat(weights[(int64_t)unit * inputs + input]);
        for (int v = 0; v < GRADIENT_VECTORS; ++v) {
          sums[unit][v] = sums[unit][v] + weight * load(row + 16 * v);
        }
      }
    }
    for (int unit = 0; unit < units; ++unit) {
      for (int v = 0; v < GRADIENT_VECTORS; ++v) {
        store(out + (int64_t)CK_SAMPLE_BLOCK * unit + 16 * (first + v), sums[unit][v]);
      }
    }
  }
}

// The sums of a layer: out [units x CK_SAMPLE_BLOCK].
static void tileLayer(
  int vectors, const float *in, int32_t inputs, const float *weights, int32_t units, float *out
) {
  const float *biases = weights + (int64_t)units * inputs;
  int32_t unit = 0;
  for (; unit + CK_UNITS <= units; unit += CK_UNITS) {
    tileUnits(
      CK_UNITS, vectors, in, inputs, weights + (int64_t)unit * inputs, biases + unit,
      out + (int64_t)CK_SAMPLE_BLOCK * unit);
  }
  for (; unit < units; ++unit) {
    tileUnits(
      1, vectors, in, inputs, weights + (int64_t)unit * inputs, biases + unit,
      out + (int64_t)CK_SAMPLE_BLOCK * unit);
  }
}

// The slope of an activation, of its sum and its value. That of relu at 0 is 0.
INLINE f16 slopeOf(int activation, f16 sum, f16 value) {
  switch (activation) {
    case CK_TANH: return 1.0f - value * value;
    case CK_RELU: return select(sum > 0.0f, splat(1.0f), splat(0.0f));
    case CK_SIGMOID: return value * (1.0f - value);
    case CK_SIN: return sinTurned(sum, 1);
    case CK_GAUSSIAN: return -2.0f * sum * value;
    default: return splat(1.0f);
  }
}

INLINE void activateUnitsWith(
  int activation, int vectors, int32_t units, float *values, float *slopes
) {
  for (int32_t unit = 0; unit < units; ++unit) {
    for (int v = 0; v < vectors; ++v) {
      int64_t at = (int64_t)CK_SAMPLE_BLOCK * unit + 16 * v;
      f16 sum = load(values + at);
      f16 value = activate(activation, sum);
      store(values + at, value);
      store(slopes + at, slopeOf(activation, sum, value));
    }
  }
}

// Turns sums into activations and their slopes: [units x CK_SAMPLE_BLOCK].
static void activateUnits(
  int activation, int vectors, int32_t units, float *values, float *slopes
) {
  switch (activation) {
    case CK_TANH: activateUnitsWith(CK_TANH, vectors, units, values, slopes); break;
    case CK_RELU: activateUnitsWith(CK_RELU, vectors, units, values, slopes); break;
    case CK_SIGMOID: activateUnitsWith(CK_SIGMOID, vectors, units, values, slopes); break;
    case CK_SIN: activateUnitsWith(CK_SIN, vectors, units, values, slopes); break;
    case CK_GAUSSIAN: activateUnitsWith(CK_GAUSSIAN, vectors, units, values, slopes); break;
    default: activateUnitsWith(CK_IDENTITY, vectors, units, values, slopes); break;
  }
}

// The slope of the loss in the only logit, in place of it. Beyond the limit, where the loss stays
// the same, it is 0.
INLINE void slopesOfLogit(const tile *tile, int measure) {
  for (int v = 0; v < tile->vectors; ++v) {
    f16 logit = load(tile->logits + 16 * v);
    i16 label = loadInt(tile->labels + 16 * v);
    i16 isOne = label == 1;
    // The logit of the wrong class, the loss of which is softplus.
    f16 wrong = withSign(logit, isOne);
    f16 p = sigmoid16(wrong);
    f16 slope;
    if (measure == CK_SQUARED_ERROR) {
      slope = select(absolute(wrong) > LOSS_LIMIT, splat(0.0f), 2.0f * p * p * sigmoid16(-wrong));
    } else {
      slope = select(wrong < -LOSS_LIMIT, splat(0.0f), p);
    }
    f16 signedSlope = withSign(slope, isOne);
    store(tile->logits + 16 * v, (f16)((i16)signedSlope & (label >= 0)));
  }
}

// The slopes of the loss in all logits, in place of their `exponentials`. They add up to 0, which
// gives that of the right class more exactly than a difference from 1 would. A logit further than
// the limit below the largest counts for nothing: its slope is 0.
INLINE void slopesOfLogits(const tile *tile, int measure, int32_t classes) {
  f16 least = expNotPositive(splat(-LOSS_LIMIT));
  for (int v = 0; v < tile->vectors; ++v) {
    float *column = tile->logits + 16 * v;
    i16 label = loadInt(tile->labels + 16 * v);
    f16 sum = splat(0.0f);
    for (int32_t class = 0; class < classes; ++class) {
      sum = sum + load(column + (int64_t)CK_SAMPLE_BLOCK * class);
    }
    // The mean of the errors p - y, weighted by p.
    f16 middle = splat(0.0f);
    for (int32_t class = 0; class < classes; ++class) {
      float *row = column + (int64_t)CK_SAMPLE_BLOCK * class;
      f16 e = load(row);
      f16 p = select(e > least, e / sum, splat(0.0f));
      store(row, p);
      middle = middle + p * (p - select(label == class, splat(1.0f), splat(0.0f)));
    }
    f16 others = splat(0.0f);
    for (int32_t class = 0; class < classes; ++class) {
      float *row = column + (int64_t)CK_SAMPLE_BLOCK * class;
      f16 p = load(row);
      f16 slope = measure == CK_SQUARED_ERROR ? p * (p - middle) : p;
      slope = (f16)((i16)slope & (label != class) & (label >= 0));
      others = others + slope;
      store(row, slope);
    }
    for (int32_t class = 0; class < classes; ++class) {
      float *row = column + (int64_t)CK_SAMPLE_BLOCK * class;
      store(row, select(label == class, -others, load(row)));
    }
  }
}

// Adds the slopes in the weights into one unit and in its bias: slopes of the unit
// [CK_SAMPLE_BLOCK], in [inputs x CK_SAMPLE_BLOCK]. Four sums at a time, whose lanes are then
// added together.
INLINE void addUnitGradient(
  int vectors, const float *slopes, const float *in, int32_t inputs, float *weights, float *bias
) {
  for (int32_t first = 0; first <= inputs; first += 4) {
    int count = inputs + 1 - first < 4 ? inputs + 1 - first : 4;
    f16 sums[4];
    for (int k = 0; k < 4; ++k) {
      sums[k] = splat(0.0f);
      if (k >= count) continue;
      if (first + k == inputs) {
        for (int v = 0; v < vectors; ++v) sums[k] = sums[k] + load(slopes + 16 * v);
      } else {
        const float *row = in + (int64_t)CK_SAMPLE_BLOCK * (first + k);
        for (int v = 0; v < vectors; ++v) {
          sums[k] = sums[k] + load(slopes + 16 * v) * load(row + 16 * v);
        }
      }
    }
    f4 totals = sumsOfLanes(sums);
    for (int k = 0; k < count; ++k) {
      if (first + k == inputs) *bias += totals[k];
      else weights[first + k] += totals[k];
    }
  }
}

// The gradient of one layer, layout as the genes'.
static void addLayerGradient(
  int vectors, const float *slopes, int32_t units, const float *in, int32_t inputs, float *gradient
) {
  float *biases = gradient + (int64_t)units * inputs;
  for (int32_t unit = 0; unit < units; ++unit) {
    const float *row = slopes + (int64_t)CK_SAMPLE_BLOCK * unit;
    float *weights = gradient + (int64_t)unit * inputs;
    switch (vectors) {
      case 4: addUnitGradient(4, row, in, inputs, weights, biases + unit); break;
      case 2: addUnitGradient(2, row, in, inputs, weights, biases + unit); break;
      default: addUnitGradient(vectors, row, in, inputs, weights, biases + unit); break;
    }
  }
}

// Multiplies the slopes of `units` neighbouring activations by what the layer behind them makes of
// them.
INLINE void propagateUnits(
  int units, int vectors, const float *behind, int32_t outputs, const float *weights,
  int32_t inputs, float *slopes
) {
  for (int first = 0; first < vectors; first += GRADIENT_VECTORS) {
    f16 sums[CK_UNITS][GRADIENT_VECTORS];
    for (int unit = 0; unit < units; ++unit) {
      for (int v = 0; v < GRADIENT_VECTORS; ++v) sums[unit][v] = splat(0.0f);
    }
    for (int32_t output = 0; output < outputs; ++output) {
      const float *row = behind + (int64_t)CK_SAMPLE_BLOCK * output + 16 * first;
      for (int unit = 0; unit < units; ++unit) {
        f16 weight = splat(weights[(int64_t)output * inputs + unit]);
        for (int v = 0; v < GRADIENT_VECTORS; ++v) {
          sums[unit][v] = sums[unit][v] + weight * load(row + 16 * v);
        }
      }
    }
    for (int unit = 0; unit < units; ++unit) {
      for (int v = 0; v < GRADIENT_VECTORS; ++v) {
        float *at = slopes + (int64_t)CK_SAMPLE_BLOCK * unit + 16 * (first + v);
        store(at, sums[unit][v] * load(at));
      }
    }
  }
}

// Slopes of the loss in the sums of a layer: from those of the layer behind it, `behind`
// [outputs x CK_SAMPLE_BLOCK], and the slopes of its own activations.
static void propagate(
  int vectors, const float *behind, int32_t outputs, const float *weights, int32_t inputs,
  float *slopes
) {
  int32_t unit = 0;
  for (; unit + CK_UNITS <= inputs; unit += CK_UNITS) {
    propagateUnits(
      CK_UNITS, vectors, behind, outputs, weights + unit, inputs,
      slopes + (int64_t)CK_SAMPLE_BLOCK * unit);
  }
  for (; unit < inputs; ++unit) {
    propagateUnits(
      1, vectors, behind, outputs, weights + unit, inputs,
      slopes + (int64_t)CK_SAMPLE_BLOCK * unit);
  }
}

// Sums, activations and their slopes of all layers.
static void forwardTile(const ck_network *network, const float *genes, const tile *tile) {
  const int32_t *sizes = network->sizes;
  const float *in = tile->inputs;
  int64_t at = 0;
  for (int32_t l = 0; l < network->layerCount - 1; ++l) {
    tileLayer(tile->vectors, in, sizes[l], genes, sizes[l + 1], tile->values + at);
    activateUnits(
      network->activation, tile->vectors, sizes[l + 1], tile->values + at, tile->slopes + at);
    genes += ((int64_t)sizes[l] + 1) * sizes[l + 1];
    in = tile->values + at;
    at += (int64_t)CK_SAMPLE_BLOCK * sizes[l + 1];
  }
  int32_t l = network->layerCount - 1;
  tileLayer(tile->vectors, in, sizes[l], genes, sizes[l + 1], tile->logits);
}

// Adds a tile's gradient, layer by layer from the last. `genes` and `gradient` end where the
// pointers stand; `hidden` counts all hidden units.
static void backwardTile(
  const ck_network *network, const float *genes, const tile *tile, int32_t hidden, float *gradient
) {
  const int32_t *sizes = network->sizes;
  const float *slopes = tile->logits;
  int64_t before = (int64_t)CK_SAMPLE_BLOCK * hidden;
  for (int32_t l = network->layerCount - 1; l >= 0; --l) {
    int32_t inputs = sizes[l], units = sizes[l + 1];
    genes -= ((int64_t)inputs + 1) * units;
    gradient -= ((int64_t)inputs + 1) * units;
    if (l == 0) {
      addLayerGradient(tile->vectors, slopes, units, tile->inputs, inputs, gradient);
      return;
    }
    before -= (int64_t)CK_SAMPLE_BLOCK * inputs;
    addLayerGradient(tile->vectors, slopes, units, tile->values + before, inputs, gradient);
    propagate(tile->vectors, slopes, units, genes, inputs, tile->slopes + before);
    slopes = tile->slopes + before;
  }
}

static float gradient(
  const ck_network *network, const ck_samples *samples, int measure, const int32_t *indices,
  int64_t count, const float *genes, float *out, void *scratch
) {
  int64_t geneCount = ck_gene_count(network);
  int32_t outputs = network->sizes[network->layerCount];
  int32_t hidden = ck_hidden_units(network);
  tile tile;
  cutTile(&tile, hidden, network, scratch);
  tally total = {0};
  memset(out, 0, (size_t)geneCount * sizeof(float));
  for (int64_t first = 0; first < count; first += CK_SAMPLE_BLOCK) {
    int64_t rest = count - first;
    gather(
      &tile, samples, network->sizes[0], indices + first,
      rest < CK_SAMPLE_BLOCK ? rest : CK_SAMPLE_BLOCK);
    forwardTile(network, genes, &tile);
    if (outputs == 1) {
      tallyLogit(&total, measure, tile.vectors, tile.logits, tile.labels);
      slopesOfLogit(&tile, measure);
    } else {
      tallyLogits(&total, measure, tile.vectors, tile.logits, outputs, tile.labels);
      slopesOfLogits(&tile, measure, outputs);
    }
    backwardTile(network, genes + geneCount, &tile, hidden, out + geneCount);
  }
  float divisor = (float)count;
  for (int64_t gene = 0; gene < geneCount; ++gene) {
    float mean = out[gene] / divisor;
    out[gene] = mean == mean ? mean : __builtin_nanf("");
  }
  return (float)meanLoss(&total, count);
}
