// Stages of convolution, with samples in lanes as in the dense layers: each pixel is a row of a
// block, and at each place the channels are a layer whose inputs are a square of pixels.

// The larger one; NaN where one of them is.
INLINE f16 largerOf(f16 a, f16 b) { return select((b > a) | (b != b), b, a); }

// Of the sums of a tile, [places x units x CK_SAMPLE_BLOCK], the activations, and of those of 1 or 4
// places the largest: out has `pixels` of them a channel. By itself, because its constants would
// take registers from the sums.
static __attribute__((noinline)) void finishTile(
  const float *sums, int units, int places, int activation, float *out, int64_t pixels
) {
  for (int u = 0; u < units; ++u) {
    for (int v = 0; v < BLOCK_VECTORS; ++v) {
      const float *from = sums + CK_SAMPLE_BLOCK * u + 16 * v;
      f16 largest = activate(activation, load(from));
      for (int place = 1; place < places; ++place) {
        from += CK_SAMPLE_BLOCK * units;
        largest = largerOf(largest, activate(activation, load(from)));
      }
      store(out + CK_SAMPLE_BLOCK * pixels * u + 16 * v, largest);
    }
  }
}

// `units` neighbouring channels of one pixel that comes out. `square` is the layer at the pixel that
// goes in, or at the first of 2 x 2, which are pooled.
INLINE void someChannels(
  const int units, const dense *square, int32_t unit, int32_t columns, int isPooled,
  int activation, float *out, int64_t pixels
) {
  float tile[4 * CK_TILE_UNITS * CK_SAMPLE_BLOCK];
  int places = isPooled ? 4 : 1;
  for (int place = 0; place < places; ++place) {
    dense moved = *square;
    moved.in += (int64_t)CK_SAMPLE_BLOCK * (place / 2 * columns + place % 2);
    for (int vector = 0; vector < BLOCK_VECTORS; vector += CK_TILE_VECTORS) {
      f16 sums[CK_TILE_UNITS][CK_TILE_VECTORS];
      addInputs(sums, units, &moved, unit, vector);
      for (int u = 0; u < units; ++u) {
        float *to = tile + CK_SAMPLE_BLOCK * (place * units + u) + 16 * vector;
        for (int v = 0; v < CK_TILE_VECTORS; ++v) store(to + 16 * v, sums[u][v]);
      }
    }
  }
  finishTile(tile, units, places, activation, out + CK_SAMPLE_BLOCK * pixels * unit, pixels);
}

// Where the inputs of the square at the first pixel lie: [channels x kernel x kernel].
static void findPlaces(ck_maps maps, int32_t kernel, int32_t *places) {
  for (int32_t channel = 0; channel < maps.channels; ++channel) {
    for (int32_t row = 0; row < kernel; ++row) {
      for (int32_t column = 0; column < kernel; ++column) {
        *places++ = (channel * maps.rows + row) * maps.columns + column;
      }
    }
  }
}

// A stage: `square` is its layer at the first pixel, out [channels x rows x columns x
// CK_SAMPLE_BLOCK].
static void convolve(
  dense square, int32_t columns, ck_maps maps, int isPooled, int activation, float *out
) {
  const float *in = square.in;
  int64_t pixels = (int64_t)maps.rows * maps.columns, step = isPooled ? 2 : 1;
  for (int64_t pixel = 0; pixel < pixels; ++pixel) {
    square.in = in
      + CK_SAMPLE_BLOCK * step * (pixel / maps.columns * columns + pixel % maps.columns);
    float *to = out + CK_SAMPLE_BLOCK * pixel;
    for (int32_t unit = 0; unit < maps.channels;) {
      int some = tileOf(maps.channels - unit);
#define CHANNELS(n) someChannels(n, &square, unit, columns, isPooled, activation, to, pixels)
      switch (some) {
        case 1: CHANNELS(1); break;
        case 2: CHANNELS(2); break;
#if CK_TILE_UNITS > 4
        case 4: CHANNELS(4); break;
        default: CHANNELS(CK_TILE_UNITS); break;
#endif
      }
#undef CHANNELS
      unit += some;
    }
  }
}

// What the stages make of a block of pictures; `genes` then stand behind theirs.
static const float *convolveAll(
  const ck_network *network, const float *in, const float **genes, float *const maps[2],
  int32_t *places
) {
  const ck_convolution *all = network->convolution;
  ck_maps before = {1, all->rows, all->columns};
  for (int32_t s = 0; s < all->stageCount; ++s) {
    const ck_stage *stage = all->stages + s;
    ck_maps after = ck_maps_after(before, stage);
    int32_t inputs = ck_square_inputs(before, stage);
    findPlaces(before, stage->kernel, places);
    dense square = {in, inputs, places, *genes, *genes + (int64_t)stage->channels * inputs};
    convolve(
      square, before.columns, after, stage->isPooled, network->activation, maps[s % 2]);
    *genes += ((int64_t)inputs + 1) * stage->channels;
    in = maps[s % 2];
    before = after;
  }
  return in;
}
