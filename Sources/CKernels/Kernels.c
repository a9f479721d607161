// The public functions: choice of a level, and what needs none.

#include "Table.h"

static const ck_table *table(int level) {
#if defined(__x86_64__)
  if (level == CK_AVX512) return &ck_avx512;
  if (level == CK_AVX2) return &ck_avx2;
#endif
  (void)level;
  return &ck_portable;
}

int ck_level_is_supported(int level) {
  switch (level) {
    case CK_PORTABLE: return 1;
#if defined(__x86_64__)
    case CK_SSE2: return 1;
    case CK_AVX2: return __builtin_cpu_supports("avx2") != 0;
    case CK_AVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#endif
    default: return 0;
  }
}

int ck_best_level(void) {
#ifdef __OPTIMIZE__
  int level = CK_AVX512;
#else
  int level = CK_AVX2;
#endif
  while (!ck_level_is_supported(level)) --level;
  return level;
}

// What the stages come to.
typedef struct {
  int64_t inputs;  // of the first dense layer
  int64_t genes;
  int64_t widestStage, widestSquare;
} stages;

static int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

static stages stagesOf(const ck_network *network) {
  const ck_convolution *convolution = network->convolution;
  stages all = {network->sizes[0], 0, 0, 0};
  if (!convolution) return all;
  ck_maps maps = {1, convolution->rows, convolution->columns};
  for (int32_t s = 0; s < convolution->stageCount; ++s) {
    const ck_stage *stage = convolution->stages + s;
    int64_t square = ck_square_inputs(maps, stage);
    maps = ck_maps_after(maps, stage);
    all.inputs = ck_pixels(maps);
    all.genes += (square + 1) * stage->channels;
    all.widestStage = larger(all.widestStage, all.inputs);
    all.widestSquare = larger(all.widestSquare, square);
  }
  return all;
}

int64_t ck_dense_inputs(const ck_network *network) { return stagesOf(network).inputs; }
int64_t ck_widest_stage(const ck_network *network) { return stagesOf(network).widestStage; }

int64_t ck_gene_count(const ck_network *network) {
  stages stages = stagesOf(network);
  int64_t count = stages.genes, inputs = stages.inputs;
  for (int32_t l = 0; l < network->layerCount; ++l) {
    count += (inputs + 1) * network->sizes[l + 1];
    inputs = network->sizes[l + 1];
  }
  return count;
}

int32_t ck_hidden_units(const ck_network *network) {
  int32_t count = 0;
  for (int32_t l = 1; l < network->layerCount; ++l) count += network->sizes[l];
  return count;
}

int64_t ck_gradient_scratch_bytes(const ck_network *network) {
  int64_t rows = 1 + (int64_t)network->sizes[0] + 2 * (int64_t)ck_hidden_units(network)
    + network->sizes[network->layerCount];
  return rows * CK_SAMPLE_BLOCK * (int64_t)sizeof(float);
}

int32_t ck_widest_layer(const ck_network *network) {
  int32_t widest = 0;
  for (int32_t l = 1; l < network->layerCount; ++l) {
    if (network->sizes[l] > widest) widest = network->sizes[l];
  }
  return widest;
}

int64_t ck_scratch_bytes(const ck_network *network) {
  stages stages = stagesOf(network);
  int64_t rows = network->sizes[network->layerCount] + 2 * (int64_t)ck_widest_layer(network)
    + network->sizes[0] + 2 * stages.widestStage;
  return (rows * CK_SAMPLE_BLOCK + stages.widestSquare) * (int64_t)sizeof(float);
}

void ck_evaluate(
  int level, const ck_network *network, const ck_samples *samples, int measure,
  const float *genes, int64_t count, float *fitness, int32_t *correct, void *scratch
) {
  table(level)->evaluate(
    network, samples, measure, genes, count, fitness, correct, scratch);
}

void ck_add_to_tallies(
  int level, const ck_network *network, const ck_samples *samples, int measure,
  const float *genes, int64_t count, ck_tally *tallies, void *scratch
) {
  table(level)->tally(network, samples, measure, genes, count, tallies, scratch);
}

void ck_add_tally(ck_tally *to, const ck_tally *from) {
  for (int lane = 0; lane < 16; ++lane) {
    to->loss[lane] += from->loss[lane];
    to->correct[lane] += from->correct[lane];
    to->notFinite[lane] |= from->notFinite[lane];
  }
}

void ck_scores(
  int level, const ck_tally *tallies, int64_t count, int measure, int64_t sampleCount,
  float *fitness, int32_t *correct
) {
  table(level)->score(tallies, count, measure, sampleCount, fitness, correct);
}

void ck_gather(
  int level, const uint8_t *values, int64_t features, const int32_t *indices, int64_t count,
  float scale, float *out, int64_t stride
) {
  table(level)->gather(values, features, indices, count, scale, out, stride);
}

void ck_predict(
  int level, const ck_network *network, const float *features, int64_t stride,
  const float *genes, float *out, void *scratch
) {
  table(level)->predict(network, features, stride, genes, out, scratch);
}

float ck_gradient(
  int level, const ck_network *network, const ck_samples *samples, int measure,
  const int32_t *indices, int64_t count, const float *genes, float *gradient, void *scratch
) {
  return table(level)->gradient(
    network, samples, measure, indices, count, genes, gradient, scratch);
}

static int64_t probedRows(const ck_probes *probes) {
  int64_t rows = 3;
  for (int32_t l = 0; l < probes->network->layerCount; ++l) {
    rows += 2 * (int64_t)probes->network->sizes[l + 1] + probes->counts[l];
  }
  return rows;
}

int64_t ck_probe_block_floats(const ck_probes *probes) {
  return CK_SAMPLE_BLOCK * probedRows(probes);
}

int64_t ck_probe_scratch_floats(const ck_probes *probes, int32_t rank) {
  int32_t widest = 0, directions = 0;
  for (int32_t l = 0; l < probes->network->layerCount; ++l) {
    int32_t units = probes->network->sizes[l + 1];
    widest = units > widest ? units : widest;
    directions = probes->counts[l] > directions ? probes->counts[l] : directions;
  }
  return 16 * (int64_t)directions + CK_SAMPLE_BLOCK * (2 * (int64_t)widest + rank);
}

void ck_probe_block(
  int level, const ck_probes *probes, const ck_samples *samples, int64_t first,
  const float *genes, const float *directions, float *block, float *scratch
) {
  table(level)->probeBlock(probes, samples, first, genes, directions, block, scratch);
}

void ck_probe_units(
  int level, const ck_probes *probes, const float *blocks, int64_t blockCount, const float *genes,
  int32_t layer, int32_t first, int32_t count, float scale, float *out, float *scratch
) {
  table(level)->probeUnits(
    probes, blocks, blockCount, genes, layer, first, count, scale, out, scratch);
}

void ck_probe_member(
  int level, const ck_probes *probes, const float *blocks, int64_t blockCount, const float *genes,
  const float *noise, int32_t rank, int32_t member, const float *scales, float *out,
  float *scratch
) {
  table(level)->probeMember(
    probes, blocks, blockCount, genes, noise, rank, member, scales, out, scratch);
}

void ck_philox(
  int level, uint32_t k0, uint32_t k1, uint32_t c1, uint32_t c2, uint32_t c3,
  uint32_t *out, int64_t count
) {
  table(level)->philox((ck_stream){k0, k1, c1, c2, c3}, out, count);
}

void ck_philox_block(
  uint32_t k0, uint32_t k1, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t *out
) {
  for (int round = 0; round < 10; ++round) {
    uint64_t p = (uint64_t)c0 * 0xd2511f53, q = (uint64_t)c2 * 0xcd9e8d57;
    c0 = (uint32_t)(q >> 32) ^ c1 ^ k0;
    c2 = (uint32_t)(p >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)q;
    c3 = (uint32_t)p;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

void ck_uniform(
  int level, uint32_t k0, uint32_t k1, uint32_t c1, uint32_t c2, uint32_t c3,
  float *out, int64_t count
) {
  table(level)->uniform((ck_stream){k0, k1, c1, c2, c3}, out, count);
}

void ck_normal(
  int level, uint32_t k0, uint32_t k1, uint32_t c1, uint32_t c2, uint32_t c3,
  float *out, int64_t count
) {
  table(level)->normal((ck_stream){k0, k1, c1, c2, c3}, out, count);
}

void ck_cauchy(
  int level, uint32_t k0, uint32_t k1, uint32_t c1, uint32_t c2, uint32_t c3,
  float *out, int64_t count
) {
  table(level)->cauchy((ck_stream){k0, k1, c1, c2, c3}, out, count);
}

void ck_map(int level, int function, const float *in, float *out, int64_t count) {
  table(level)->map(function, in, out, count);
}

int32_t ck_winner(const uint32_t *lots, int64_t size, const float *fitness, int64_t count) {
  uint64_t range = (uint64_t)count;
  uint32_t best = (uint32_t)(lots[0] * range >> 32);
  float most = fitness[best];
  for (int64_t i = 1; i < size; ++i) {
    uint32_t rival = (uint32_t)(lots[i] * range >> 32);
    float value = fitness[rival];
    best = value > most ? rival : best;
    most = value > most ? value : most;
  }
  return (int32_t)best;
}

int64_t ck_select_below(const float *uniforms, int64_t count, float rate, int32_t *indices) {
  int64_t selected = 0;
  // Without a branch, which would be mispredicted at each selected gene.
  for (int64_t i = 0; i < count; ++i) {
    indices[selected] = (int32_t)i;
    selected += uniforms[i] < rate;
  }
  return selected;
}

int64_t ck_swap_where(
  int level, float *a, float *b, const float *uniforms, int64_t count, float rate
) {
  return table(level)->swapWhere(a, b, uniforms, count, rate);
}

void ck_blend(
  int level, float *a, float *b, const float *uniforms, int64_t count, float alpha
) {
  table(level)->blend(a, b, uniforms, count, alpha);
}

void ck_multiply_double(int level, const ck_product_double *product) {
  table(level)->multiplyDouble(product);
}

void ck_multiply_float(int level, const ck_product_float *product) {
  table(level)->multiplyFloat(product);
}

void ck_dots(
  int level, const float *a, int64_t rows, const float *b, int64_t columns, int64_t count,
  double *out
) {
  table(level)->dots(a, rows, b, columns, count, out);
}

int64_t ck_eigen_scratch(int64_t n) {
  int64_t stride = (n + 7) / 8 * 8;
  // The matrix, its vectors, panels, off-diagonal and taus, a strip, rotations and their sweeps.
  return 2 * n * stride + (4 * CK_PANEL + 2) * stride + CK_STRIP * n + 3 * ck_rotation_room(n);
}

int ck_eigen(
  int level, const double *matrix, int64_t n, double *values, double *vectors, double *scratch
) {
  return table(level)->eigen(matrix, n, values, vectors, scratch);
}

int64_t ck_peak(int level, int64_t rounds, float *result) {
  return table(level)->peak(rounds, result);
}
