// The forward pass. A block of CK_SAMPLE_BLOCK samples goes through the whole network before the
// next, samples in lanes, weights broadcast; its activations stay in the cache. Rows of a block,
// [.. x CK_SAMPLE_BLOCK], stand side by side throughout.

enum { BLOCK_VECTORS = CK_SAMPLE_BLOCK / 16 };

// A layer and what one block of samples brings to it.
typedef struct {
  const float *in;  // [.. x CK_SAMPLE_BLOCK]
  int32_t inputs;
  const int32_t *places;  // which rows of `in` the inputs are; NULL: all, in order
  const float *weights;  // [units x inputs]
  const float *biases;   // [units]
} dense;

// Sums of `units` neighbouring units over CK_TILE_VECTORS vectors of samples, both of which the
// compiler knows: they stay in registers.
INLINE void addInputs(
  f16 sums[CK_TILE_UNITS][CK_TILE_VECTORS], const int units, const dense *layer, int32_t unit,
  int vector
) {
  const float *weights = layer->weights + (int64_t)unit * layer->inputs;
  for (int u = 0; u < units; ++u) {
    for (int v = 0; v < CK_TILE_VECTORS; ++v) sums[u][v] = splat(layer->biases[unit + u]);
  }
  for (int32_t input = 0; input < layer->inputs; ++input) {
    int64_t place = layer->places ? layer->places[input] : input;
    const float *row = layer->in + CK_SAMPLE_BLOCK * place + 16 * vector;
    f16 x[CK_TILE_VECTORS];
    for (int v = 0; v < CK_TILE_VECTORS; ++v) x[v] = load(row + 16 * v);
    for (int u = 0; u < units; ++u) {
      f16 weight = splat(weights[(int64_t)u * layer->inputs + input]);
      for (int v = 0; v < CK_TILE_VECTORS; ++v) sums[u][v] = sums[u][v] + weight * x[v];
    }
  }
}

// How many of `rest` units the next tile takes. Of eight, four are better than six and two.
INLINE int tileOf(int32_t rest) {
  return rest >= CK_TILE_UNITS && (rest != 8 || CK_TILE_UNITS < 4) ? CK_TILE_UNITS
    : rest >= 4                                                    ? 4
    : rest >= 2                                                    ? 2
                                                                   : 1;
}

// The activations of `units` neighbouring units.
INLINE void someUnits(
  const int units, const dense *layer, int32_t unit, int activation, float *out
) {
  for (int vector = 0; vector < BLOCK_VECTORS; vector += CK_TILE_VECTORS) {
    f16 sums[CK_TILE_UNITS][CK_TILE_VECTORS];
    addInputs(sums, units, layer, unit, vector);
    for (int u = 0; u < units; ++u) {
      float *row = out + CK_SAMPLE_BLOCK * (int64_t)(unit + u) + 16 * vector;
      for (int v = 0; v < CK_TILE_VECTORS; ++v) {
        store(row + 16 * v, activate(activation, sums[u][v]));
      }
    }
  }
}

// The activations of one layer: out [units x CK_SAMPLE_BLOCK].
static void activations(const dense *layer, int32_t units, int activation, float *out) {
  for (int32_t unit = 0; unit < units;) {
    int some = tileOf(units - unit);
    switch (some) {
      case 1: someUnits(1, layer, unit, activation, out); break;
      case 2: someUnits(2, layer, unit, activation, out); break;
#if CK_TILE_UNITS > 4
      case 4: someUnits(4, layer, unit, activation, out); break;
      default: someUnits(CK_TILE_UNITS, layer, unit, activation, out); break;
#endif
    }
    unit += some;
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

// The last hidden layer and the only output at once, for points in the plane, the usual case: no
// hidden activation is stored, and features stay in registers.
INLINE void lastTwoOfPlane(
  int activation, const dense *layer, int32_t units, const float *outWeights, float *logits
) {
  for (int first = 0; first < BLOCK_VECTORS; first += CK_VECTORS) {
    f16 logit[CK_VECTORS], x0[CK_VECTORS], x1[CK_VECTORS];
    for (int v = 0; v < CK_VECTORS; ++v) {
      logit[v] = splat(outWeights[units]);
      x0[v] = load(layer->in + 16 * (first + v));
      x1[v] = load(layer->in + CK_SAMPLE_BLOCK + 16 * (first + v));
    }
    for (int32_t unit = 0; unit < units; ++unit) {
      f16 w0 = splat(layer->weights[2 * (int64_t)unit]);
      f16 w1 = splat(layer->weights[2 * (int64_t)unit + 1]);
      f16 bias = splat(layer->biases[unit]);
      f16 outWeight = splat(outWeightFor(activation, outWeights[unit]));
      for (int v = 0; v < CK_VECTORS; ++v) {
        f16 sum = (bias + w0 * x0[v]) + w1 * x1[v];
        logit[v] = logit[v] + outgoing(activation, outWeight, sum);
      }
    }
    for (int v = 0; v < CK_VECTORS; ++v) store(logits + 16 * (first + v), logit[v]);
  }
}

// The same of any inputs.
INLINE void someOutgoing(
  f16 logit[CK_TILE_VECTORS], int activation, const int units, const dense *layer, int32_t unit,
  int vector, const float *outWeights
) {
  f16 sums[CK_TILE_UNITS][CK_TILE_VECTORS];
  addInputs(sums, units, layer, unit, vector);
  for (int u = 0; u < units; ++u) {
    f16 outWeight = splat(outWeightFor(activation, outWeights[unit + u]));
    for (int v = 0; v < CK_TILE_VECTORS; ++v) {
      logit[v] = logit[v] + outgoing(activation, outWeight, sums[u][v]);
    }
  }
}

INLINE void lastTwoOf(
  int activation, const dense *layer, int32_t units, const float *outWeights, float *logits
) {
  for (int vector = 0; vector < BLOCK_VECTORS; vector += CK_TILE_VECTORS) {
    f16 logit[CK_TILE_VECTORS];
    for (int v = 0; v < CK_TILE_VECTORS; ++v) logit[v] = splat(outWeights[units]);
    int32_t unit = 0;
    for (; unit + CK_TILE_UNITS <= units; unit += CK_TILE_UNITS) {
      someOutgoing(logit, activation, CK_TILE_UNITS, layer, unit, vector, outWeights);
    }
    for (; unit < units; ++unit) {
      someOutgoing(logit, activation, 1, layer, unit, vector, outWeights);
    }
    for (int v = 0; v < CK_TILE_VECTORS; ++v) store(logits + 16 * (vector + v), logit[v]);
  }
}

INLINE void lastTwoWith(int activation, const dense *layer, int32_t units, float *logits) {
  const float *outWeights = layer->biases + units;
  if (layer->inputs == 2) lastTwoOfPlane(activation, layer, units, outWeights, logits);
  else lastTwoOf(activation, layer, units, outWeights, logits);
}

static void lastTwoLayers(int activation, const dense *layer, int32_t units, float *logits) {
  // One loop for each activation, so that none chooses inside.
  switch (activation) {
    case CK_TANH: lastTwoWith(CK_TANH, layer, units, logits); break;
    case CK_RELU: lastTwoWith(CK_RELU, layer, units, logits); break;
    case CK_SIGMOID: lastTwoWith(CK_SIGMOID, layer, units, logits); break;
    case CK_SIN: lastTwoWith(CK_SIN, layer, units, logits); break;
    case CK_GAUSSIAN: lastTwoWith(CK_GAUSSIAN, layer, units, logits); break;
    default: lastTwoWith(CK_IDENTITY, layer, units, logits); break;
  }
}

#include "Convolution.inc.h"

// Scratch of one worker: [.. x CK_SAMPLE_BLOCK] each.
typedef struct {
  float *logits;     // [outputs]
  float *hidden[2];  // activations of two layers: [widest hidden layer]
  float *inputs;     // a block of samples, its rows side by side: [inputs]
  float *maps[2];    // of two stages: [pixels of the widest]
  int32_t *places;   // of a stage: [inputs of the widest square]
} rooms;

static rooms cutRooms(const ck_network *network, void *scratch) {
  int32_t widest = ck_widest_layer(network);
  rooms rooms;
  rooms.logits = scratch;
  rooms.hidden[0] = rooms.logits + (int64_t)CK_SAMPLE_BLOCK * network->sizes[network->layerCount];
  rooms.hidden[1] = rooms.hidden[0] + (int64_t)CK_SAMPLE_BLOCK * widest;
  rooms.inputs = rooms.hidden[1] + (int64_t)CK_SAMPLE_BLOCK * widest;
  rooms.maps[0] = rooms.inputs + (int64_t)CK_SAMPLE_BLOCK * network->sizes[0];
  rooms.maps[1] = rooms.maps[0] + CK_SAMPLE_BLOCK * ck_widest_stage(network);
  rooms.places = (int32_t *)(rooms.maps[1] + CK_SAMPLE_BLOCK * ck_widest_stage(network));
  return rooms;
}

// Copies a block: rows that lie far apart would share a few lines of the cache, and take a page
// each.
static void pack(const float *in, int64_t stride, int32_t inputs, float *out) {
  for (int32_t input = 0; input < inputs; ++input) {
    for (int v = 0; v < BLOCK_VECTORS; ++v) {
      store(out + (int64_t)CK_SAMPLE_BLOCK * input + 16 * v, load(in + input * stride + 16 * v));
    }
  }
}

// The logits of the block that stands in the rooms.
static void forward(const ck_network *network, const float *genes, const rooms *rooms) {
  const int32_t *sizes = network->sizes;
  int32_t layers = network->layerCount;
  const float *in = rooms->inputs;
  int32_t inputs = sizes[0];
  if (network->convolution) {
    in = convolveAll(network, in, &genes, rooms->maps, rooms->places);
    inputs = (int32_t)ck_dense_inputs(network);
  }
  for (int32_t l = 0; l < layers; ++l) {
    int32_t units = sizes[l + 1];
    dense layer = {in, inputs, NULL, genes, genes + (int64_t)units * inputs};
    if (l == layers - 2 && sizes[layers] == 1) {
      lastTwoLayers(network->activation, &layer, units, rooms->logits);
      return;
    }
    int isLast = l == layers - 1;
    float *out = isLast ? rooms->logits : rooms->hidden[l % 2];
    activations(&layer, units, isLast ? CK_IDENTITY : network->activation, out);
    genes += ((int64_t)inputs + 1) * units;
    in = out;
    inputs = units;
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

// Individuals that a block of samples goes through before the next, at most: those whose genes stay
// in the cache meanwhile.
enum { GROUP = 16, GROUP_GENES = 1 << 20 };

INLINE int64_t groupSize(int64_t geneCount) {
  int64_t size = GROUP_GENES / geneCount;
  return size < 1 ? 1 : size > GROUP ? GROUP : size;
}

// Counts what a group of networks makes of the samples.
static void addSamples(
  tally *totals, const ck_network *network, const ck_samples *samples, int measure,
  const float *genes, int64_t count, const rooms *rooms
) {
  int64_t geneCount = ck_gene_count(network);
  int32_t outputs = network->sizes[network->layerCount];
  for (int64_t first = 0; first < samples->count; first += CK_SAMPLE_BLOCK) {
    const int32_t *labels = samples->labels + first;
    pack(samples->features + first, samples->stride, network->sizes[0], rooms->inputs);
    for (int64_t i = 0; i < count; ++i) {
      forward(network, genes + i * geneCount, rooms);
      if (outputs == 1) {
        tallyLogit(&totals[i], measure, BLOCK_VECTORS, rooms->logits, labels);
      } else {
        tallyLogits(&totals[i], measure, BLOCK_VECTORS, rooms->logits, outputs, labels);
      }
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
  int64_t geneCount = ck_gene_count(network), size = groupSize(geneCount);
  rooms rooms = cutRooms(network, scratch);
  for (int64_t first = 0; first < count; first += size) {
    int64_t members = count - first < size ? count - first : size;
    tally totals[GROUP] = {0};
    addSamples(totals, network, samples, measure, genes + first * geneCount, members, &rooms);
    for (int64_t i = 0; i < members; ++i) {
      score(&totals[i], measure, samples->count, fitness + first + i, correct + first + i);
    }
  }
}

static void addToTallies(
  const ck_network *network, const ck_samples *samples, int measure, const float *genes,
  int64_t count, ck_tally *tallies, void *scratch
) {
  int64_t geneCount = ck_gene_count(network), size = groupSize(geneCount);
  rooms rooms = cutRooms(network, scratch);
  for (int64_t first = 0; first < count; first += size) {
    int64_t members = count - first < size ? count - first : size;
    tally totals[GROUP];
    memcpy(totals, tallies + first, (size_t)members * sizeof(tally));
    addSamples(totals, network, samples, measure, genes + first * geneCount, members, &rooms);
    memcpy(tallies + first, totals, (size_t)members * sizeof(tally));
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
  rooms rooms = cutRooms(network, scratch);
  for (int64_t first = 0; first < stride; first += CK_SAMPLE_BLOCK) {
    pack(features + first, stride, network->sizes[0], rooms.inputs);
    forward(network, genes, &rooms);
    for (int v = 0; v < BLOCK_VECTORS; ++v) {
      float *column = rooms.logits + 16 * v;
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
