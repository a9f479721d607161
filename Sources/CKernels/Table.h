#ifndef CK_TABLE_H
#define CK_TABLE_H

#include "CKernels.h"

// Philox key and counter words of a fill.
typedef struct {
  uint32_t k0, k1, c1, c2, c3;
} ck_stream;

// Pictures that go into a stage or come out of it.
typedef struct {
  int32_t channels, rows, columns;
} ck_maps;

// What a stage makes of what goes into it.
static inline ck_maps ck_maps_after(ck_maps in, const ck_stage *stage) {
  int32_t step = stage->isPooled ? 2 : 1;
  ck_maps out = {
    stage->channels, (in.rows - stage->kernel + 1) / step, (in.columns - stage->kernel + 1) / step,
  };
  return out;
}

static inline int64_t ck_pixels(ck_maps maps) {
  return (int64_t)maps.channels * maps.rows * maps.columns;
}

// Inputs of a channel of a stage.
static inline int32_t ck_square_inputs(ck_maps in, const ck_stage *stage) {
  return in.channels * stage->kernel * stage->kernel;
}

// Inputs of the first dense layer.
int64_t ck_dense_inputs(const ck_network *network);

// Pixels of the largest maps that a stage makes, 0 without any.
int64_t ck_widest_stage(const ck_network *network);

// Hidden units of all layers together.
int32_t ck_hidden_units(const ck_network *network);

// Units of the largest hidden layer, 0 without any.
int32_t ck_widest_layer(const ck_network *network);

// Of the eigenvectors: reflections that are applied together, doubles of a row that rotations are
// applied to at once, and rotations that are collected before they are, at most.
enum { CK_PANEL = 32, CK_STRIP = 32, CK_ROTATIONS = 65536 };

// Rotations that there is room for: one more sweep than are collected.
static inline int64_t ck_rotation_room(int64_t n) {
  return (n * n < CK_ROTATIONS ? n * n : CK_ROTATIONS) + n;
}

// What each level provides.
typedef struct {
  void (*gather)(
    const uint8_t *, int64_t, const int32_t *, int64_t, float, float *, int64_t);
  void (*evaluate)(
    const ck_network *, const ck_samples *, int, const float *, int64_t, float *, int32_t *, void *);
  void (*tally)(
    const ck_network *, const ck_samples *, int, const float *, int64_t, ck_tally *, void *);
  void (*score)(const ck_tally *, int64_t, int, int64_t, float *, int32_t *);
  void (*predict)(const ck_network *, const float *, int64_t, const float *, float *, void *);
  float (*gradient)(
    const ck_network *, const ck_samples *, int, const int32_t *, int64_t, const float *, float *,
    void *);
  void (*probeBlock)(
    const ck_probes *, const ck_samples *, int64_t, const float *, const float *, float *,
    float *);
  void (*probeUnits)(
    const ck_probes *, const float *, int64_t, const float *, int32_t, int32_t, int32_t, float,
    float *, float *);
  void (*probeMember)(
    const ck_probes *, const float *, int64_t, const float *, const float *, int32_t, int32_t,
    const float *, float *, float *);
  void (*philox)(ck_stream, uint32_t *, int64_t);
  void (*uniform)(ck_stream, float *, int64_t);
  void (*normal)(ck_stream, float *, int64_t);
  void (*cauchy)(ck_stream, float *, int64_t);
  void (*map)(int, const float *, float *, int64_t);
  int64_t (*swapWhere)(float *, float *, const float *, int64_t, float);
  void (*blend)(float *, float *, const float *, int64_t, float);
  void (*multiplyDouble)(const ck_product_double *);
  void (*multiplyFloat)(const ck_product_float *);
  void (*dots)(const float *, int64_t, const float *, int64_t, int64_t, double *);
  int (*eigen)(const double *, int64_t, double *, double *, double *);
  int64_t (*peak)(int64_t, float *);
} ck_table;

extern const ck_table ck_portable;
#if defined(__x86_64__)
extern const ck_table ck_avx2;
extern const ck_table ck_avx512;
#endif

#endif
