#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>

// The hot loops: population forward pass, random fills, variation, exp/log/tanh/sin on vectors.
//
// Same bits everywhere. Each function below gives the same bits on every level, at every
// optimisation level and on every architecture: no fused multiply-add, no reassociation, no libm;
// sums have the order that is written here. A NaN that is computed is always 0x7fc00000.
//
// Nothing here allocates, keeps state or checks its arguments: shapes, ranges and alignment are
// the caller's duty. All functions may be called from several threads at once, each with scratch
// of its own. Counts may be zero where nothing else is said. Pointers need the alignment of their
// type only; feature rows on a 64-byte boundary are faster.

// Instruction sets. PORTABLE is the same body for the compiler's baseline; on x86-64 that
// baseline is SSE2, so the two run the same code there.
enum { CK_PORTABLE, CK_SSE2, CK_AVX2, CK_AVX512 };

// The fastest level of this machine. A build without optimisation answers CK_AVX2 at most: there
// AVX-512 is no faster.
int ck_best_level(void);

// 1 when `level` runs on this machine, otherwise 0. To pass any other level below is undefined.
int ck_level_is_supported(int level);

// Samples that are worked on together: the unit of `stride`.
enum { CK_SAMPLE_BLOCK = 64 };

// Activations of hidden units. GAUSSIAN is exp(-x * x).
enum { CK_TANH, CK_RELU, CK_SIGMOID, CK_SIN, CK_GAUSSIAN, CK_IDENTITY };

// What fitness is made of; always in [0, 1], larger is better, 1 is perfect.
enum {
  CK_ACCURACY,       // correct / count
  CK_CROSS_ENTROPY,  // exp(-mean cross-entropy): the geometric mean of the right class's probability
  CK_SQUARED_ERROR,  // 1 - mean Brier score: (p - y)^2 with one logit, half the sum over classes otherwise
};

// A stage of a convolutional network (LeCun et al., Proc. IEEE 86, 1998): each channel is the
// activation of a bias and the sum over a square of all channels before. Nothing is padded, so that
// rows and columns shrink by kernel - 1.
typedef struct {
  int32_t kernel;    // rows and columns of the square, >= 1 and no more than there are
  int32_t channels;  // that come out, >= 1
  int32_t isPooled;  // 1: of each 2 x 2 activations the largest is kept; an odd row or column is
                     // left out. One NaN makes it NaN.
} ck_stage;

// The stages before the dense layers. Channels lie one after the other, their pixels row by row.
typedef struct {
  int32_t rows, columns;  // of the picture whose pixels are the features: one channel
  const ck_stage *stages;
  int32_t stageCount;  // >= 1; the last leaves a row and a column at least
} ck_convolution;

// A fully connected network, with or without stages of convolution before it. Its genes lie stage by
// stage, then layer by layer; in a layer first the weights [outputs x inputs], all those into unit
// 0, then unit 1 ..., then the biases [outputs], and in a stage likewise, with the inputs
// [channels before x kernel x kernel].
// A unit's sum is ((bias + w0 * x0) + w1 * x1) + ... strictly in input order, so a hidden neuron
// that is appended with outgoing weight zero changes no probability by one bit.
typedef struct {
  const int32_t *sizes;  // [layerCount + 1] units, inputs first, each >= 1. The last is 1 (one
                         // logit, two classes, sigmoid) or the class count >= 2 (softmax).
  int32_t layerCount;    // weight layers, >= 1; 1 means no hidden layer
  int32_t activation;    // of hidden units and channels: CK_TANH ...
  // NULL without. With it sizes[0] counts pixels, and the first layer has an input for each pixel of
  // each channel of the last stage.
  const ck_convolution *convolution;
} ck_network;

// Labelled samples, one row a feature.
typedef struct {
  const float *features;  // [inputs x stride]; padding is finite
  const int32_t *labels;  // [stride] classes from 0; padding is -1
  int64_t count;          // samples, >= 1
  int64_t stride;         // count rounded up to a multiple of CK_SAMPLE_BLOCK, or more
} ck_samples;

// Number of genes of a network: sum of outputs * (inputs + 1) over stages and layers.
int64_t ck_gene_count(const ck_network *network);

// Bytes of scratch for one worker. The pointer handed over must be a multiple of 64.
int64_t ck_scratch_bytes(const ck_network *network);

// Scores `count` individuals: genes [count x geneCount], fitness [count], correct [count].
//
// `correct` counts the samples classified right: with one logit, class 1 when the logit is above
// zero, else class 0; otherwise the largest logit, the first of equals. A sample with a NaN logit
// is never right. Fitness is NaN when a logit of any sample or the mean loss is not finite.
// Losses are added as doubles: lane l of 16 adds the samples l, l + 16, ... in order, then lanes l
// and l + 8, l + 4, l + 2, l + 1 are added.
void ck_evaluate(
  int level, const ck_network *network, const ck_samples *samples, int measure,
  const float *genes, int64_t count, float *fitness, int32_t *correct, void *scratch);

// What is counted over samples, in sixteen lanes; all zero before the first.
typedef struct {
  double loss[16];
  int32_t correct[16];
  int32_t notFinite[16];
} ck_tally;

// `ck_evaluate` piece by piece: adds samples to the tallies [count] of as many individuals, with the
// same measure in each call. All pieces but the last have a multiple of CK_SAMPLE_BLOCK samples; the
// scores are then those of all samples in one call, to the bit.
void ck_add_to_tallies(
  int level, const ck_network *network, const ck_samples *samples, int measure,
  const float *genes, int64_t count, ck_tally *tallies, void *scratch);

// Adds what one tally counted to another, lane by lane.
void ck_add_tally(ck_tally *to, const ck_tally *from);

// The scores that tallies [count] of `sampleCount` samples come to: fitness [count], correct [count].
void ck_scores(
  int level, const ck_tally *tallies, int64_t count, int measure, int64_t sampleCount,
  float *fitness, int32_t *correct);

// Samples of bytes as rows of features: out [features x stride], whose column c is
// scale * values[indices[c] * features + feature], and zero from column `count` on. `stride` is a
// multiple of 16.
void ck_gather(
  int level, const uint8_t *values, int64_t features, const int32_t *indices, int64_t count,
  float scale, float *out, int64_t stride);

// Class probabilities of one network: features [inputs x stride], out [classes x stride], stride a
// multiple of CK_SAMPLE_BLOCK. One logit gives two rows, P(class 0) and P(class 1). Padding is
// computed like any sample. NaN where the logits give none.
void ck_predict(
  int level, const ck_network *network, const float *features, int64_t stride,
  const float *genes, float *out, void *scratch);

// Bytes of scratch for `ck_gradient`, which takes no network with stages. The pointer handed over must be a multiple of 64.
int64_t ck_gradient_scratch_bytes(const ck_network *network);

// The mean gradient of the loss of one network over some samples, and that mean loss: genes and
// gradient [geneCount], indices [count] of samples, each < samples->count, count >= 1. The loss is
// what the measure makes fitness of: cross-entropy = -log(fitness), mean Brier score
// = 1 - fitness; CK_ACCURACY has no slope and must not be asked for.
//
// The gradient is that of the loss as it is computed: where a logit is so sure that the loss stays
// the same, 0. The slope of relu at 0 is 0. Sums are single: within 64 samples in the order of
// `indices`, lane l of 16 adds the samples l, l + 16, ..., then lanes l and l + 8, l + 4, l + 2,
// l + 1 are added; the sums of 64 are added in order and divided by the count. Losses are added as
// in `ck_evaluate`. The loss is NaN where a logit is not finite.
float ck_gradient(
  int level, const ck_network *network, const ck_samples *samples, int measure,
  const int32_t *indices, int64_t count, const float *genes, float *gradient, void *scratch);

// Networks that differ little from one, on the same samples: what is equal in all of them is
// computed once, and only what differs for each. No activations of theirs are stored.
//
// `ck_probe_block` takes a block of samples through the network, and along directions in the inputs
// of each layer, which lie like a layer's genes: [counts[l] x inputs], then [counts[l]] for the bias.
typedef struct {
  const ck_network *network;
  const int32_t *counts;  // [layerCount] directions in the inputs of each layer
  int32_t measure;        // CK_ACCURACY counts wrong answers
} ck_probes;

// Floats of one block, and of scratch: [inputs x CK_SAMPLE_BLOCK] for a block, and this for members
// of a rank (0 for single units).
int64_t ck_probe_block_floats(const ck_probes *probes);
int64_t ck_probe_scratch_floats(const ck_probes *probes, int32_t rank);

// Samples first ... first + CK_SAMPLE_BLOCK - 1; `directions` layer by layer. Of the block that is
// written the last three rows are of use to others: the losses, NaN where a logit is not finite; 1
// where the answer is right; the labels. Padding has 0 in the first two.
void ck_probe_block(
  int level, const ck_probes *probes, const ck_samples *samples, int64_t first,
  const float *genes, const float *directions, float *block, float *scratch);

// Networks in which one unit of layer `layer` (0: the first weights) differs: its incoming weights
// and bias are those of the network plus `scale` times a direction. out [count x counts[layer]]: by
// how much the sum of the losses of all blocks is larger, for the units first ... first + count - 1.
// Lane l of 16 adds the samples l, l + 16, ... in order, then lanes l and l + 8, l + 4, l + 2, l + 1
// are added, in single precision.
void ck_probe_units(
  int level, const ck_probes *probes, const float *blocks, int64_t blockCount, const float *genes,
  int32_t layer, int32_t first, int32_t count, float scale, float *out, float *scratch);

// A network that differs in all layers by low-rank noise: W + scales[l] * sum of v_r u_r^T over the
// rank, b + scales[l] * beta. `noise`, layer by layer: v [rank x units], beta [units] and, but for the
// first layer, u [rank x inputs] with [rank] zeros. The u of the first layer are the directions
// rank * member ... of `ck_probe_block`. out [1] as above.
void ck_probe_member(
  int level, const ck_probes *probes, const float *blocks, int64_t blockCount, const float *genes,
  const float *noise, int32_t rank, int32_t member, const float *scales, float *out,
  float *scratch);

// Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011) with
// key (k0, k1) and counter (block, c1, c2, c3), blocks counted from 0. Values stand in groups of
// 64 that hold 16 blocks: out[64 * g + 16 * w + l] = word w of block 16 * g + l. Only the first
// `count` values are written, so a shorter fill is a prefix of a longer one. count <= 2^34.
void ck_philox(
  int level, uint32_t k0, uint32_t k1, uint32_t c1, uint32_t c2, uint32_t c3,
  uint32_t *out, int64_t count);

// One block by itself, without vectors: out [4] for any counter (c0, c1, c2, c3).
void ck_philox_block(
  uint32_t k0, uint32_t k1, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t *out);

// Uniform numbers in [0, 1), one a word: (word >> 8) * 2^-24.
void ck_uniform(
  int level, uint32_t k0, uint32_t k1, uint32_t c1, uint32_t c2, uint32_t c3,
  float *out, int64_t count);

// Standard normal numbers (Box and Muller, 1958), |value| < 5.77. In each group the words (0, 1)
// give the values 0 and 1, the words (2, 3) the values 2 and 3 at the same lanes:
// radius = sqrt(-2 log(((even word >> 8) + 1) * 2^-24)), angle = 2 pi (odd word >> 8) * 2^-24,
// values radius * cos(angle) and radius * sin(angle).
void ck_normal(
  int level, uint32_t k0, uint32_t k1, uint32_t c1, uint32_t c2, uint32_t c3,
  float *out, int64_t count);

// Standard Cauchy numbers, one a word: tan(pi * (u - 1/2)) with u = ((word >> 8) + 1/2) * 2^-24;
// symmetric, never infinite, |value| < 1.07e7.
void ck_cauchy(
  int level, uint32_t k0, uint32_t k1, uint32_t c1, uint32_t c2, uint32_t c3,
  float *out, int64_t count);

// Element-wise functions. Beside each its largest error in units in the last place of the exact
// result, measured over every float (tanh) or every seventh (the rest).
enum {
  // 4.2, mean 0.7; never beyond +-1. Enough, because nothing here needs the exact tanh: a mutation
  // moves a weight by a million such units. What counts is that every machine makes the same error.
  CK_MAP_TANH,
  CK_MAP_RELU,      // 0; a NaN stays
  CK_MAP_SIGMOID,   // 2.5; 1 / (1 + exp(-x))
  CK_MAP_SIN,       // 2.5 for |x| <= 10000; beyond 100000 nothing is left but |result| <= 1
  CK_MAP_GAUSSIAN,  // 1.8; exp(-x * x)
  CK_MAP_IDENTITY,  // 0
  CK_MAP_EXP,       // 1.0
  CK_MAP_LOG,       // 0.9; natural
  CK_MAP_COS,       // as CK_MAP_SIN
  CK_MAP_SOFTPLUS,  // 2.8; log(1 + exp(x))
};

// out[i] = function(in[i]). The first six functions have the numbers of the activations and their
// very bits. in and out may be the same.
void ck_map(int level, int function, const float *in, float *out, int64_t count);

// XXH64 (Collet) of 32-bit words (floats, for example) as little-endian bytes: a digest of 64 bits.
uint64_t ck_digest(const void *words, int64_t count, uint64_t seed);

// A tournament: the individual with the largest fitness among floor(lots[i] * count / 2^32), of
// equals the one drawn first. size >= 1; no NaN.
int32_t ck_winner(const uint32_t *lots, int64_t size, const float *fitness, int64_t count);

// Lists the i with uniforms[i] < rate in ascending order and returns how many there are. `indices`
// has room for `count`.
int64_t ck_select_below(const float *uniforms, int64_t count, float rate, int32_t *indices);

// Uniform crossover: swaps a[i] and b[i] where uniforms[i] < rate. Returns how many were swapped.
int64_t ck_swap_where(
  int level, float *a, float *b, const float *uniforms, int64_t count, float rate);

// Blend crossover (BLX-alpha; Eshelman and Schaffer, 1993), one draw a gene:
// g = (1 + 2 * alpha) * u - alpha; a' = (1 - g) * a + g * b; b' = g * a + (1 - g) * b.
void ck_blend(
  int level, float *a, float *b, const float *uniforms, int64_t count, float alpha);

// A product of row-major matrices: c [rows x columns] = keep * c + a b, b [depth x columns].
// Each element is ((keep * c + a0 * b0) + a1 * b1) + ... strictly in this order; with keep = 0, c
// is not read. The element (row, k) of a is a[row * aRow + k * aColumn], so that a may also lie
// transposed. With isLower, elements right of the diagonal's block of 64 bytes are left alone.
typedef struct {
  const double *a;
  int64_t aRow, aColumn;
  const double *b;
  int64_t bStride;
  double *c;
  int64_t cStride;
  int64_t rows, columns, depth;
  double keep;
  int isLower;
} ck_product_double;

// The same in single precision.
typedef struct {
  const float *a;
  int64_t aRow, aColumn;
  const float *b;
  int64_t bStride;
  float *c;
  int64_t cStride;
  int64_t rows, columns, depth;
  float keep;
  int isLower;
} ck_product_float;

void ck_multiply_double(int level, const ck_product_double *product);
void ck_multiply_float(int level, const ck_product_float *product);

// Scalar products of all rows of a [rows x count] with all of b [columns x count]: out
// [rows x columns]. Blocks of 1024 are added in sixteen lanes of floats, then all as doubles.
void ck_dots(
  int level, const float *a, int64_t rows, const float *b, int64_t columns, int64_t count,
  double *out);

// Doubles of scratch for the eigenvectors of a matrix [n x n].
int64_t ck_eigen_scratch(int64_t n);

// Eigenvalues [n] of a symmetric matrix [n x n], ascending, and in the rows of `vectors` [n x n]
// their eigenvectors of length 1. Reads the lower triangle only; its numbers are finite and below
// 1e150. `scratch` is zero on entry. n >= 1. Returns 0 where it did not converge, otherwise 1.
//
// Householder's reduction in blocks, then implicit QL whose rotations are applied in strips.
int ck_eigen(
  int level, const double *matrix, int64_t n, double *values, double *vectors, double *scratch);

// Multiplies and adds in registers alone, as fast as one core does without fused instructions, with
// the factor result[0] < 1 and the term result[1]; leaves something in result[0]. Returns how many
// operations that were.
int64_t ck_peak(int level, int64_t rounds, float *result);

#endif
