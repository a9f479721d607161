// Samples of bytes, one after the other, turned into columns of floats.

typedef uint8_t b16 __attribute__((vector_size(16)));
typedef uint8_t b16_unaligned __attribute__((vector_size(16), aligned(1), may_alias));

INLINE b16 interleaveLow(b16 a, b16 b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
INLINE b16 interleaveHigh(b16 a, b16 b) {
  return __builtin_shufflevector(
    a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

// Transposes sixteen rows of sixteen bytes: each round moves one bit of the row's number into the
// column's.
INLINE void transpose16(b16 tile[16]) {
  for (int round = 0; round < 4; ++round) {
    b16 next[16];
    for (int i = 0; i < 8; ++i) {
      next[2 * i] = interleaveLow(tile[i], tile[i + 8]);
      next[2 * i + 1] = interleaveHigh(tile[i], tile[i + 8]);
    }
    memcpy(tile, next, sizeof next);
  }
}

static void gatherBytes(
  const uint8_t *values, int64_t features, const int32_t *indices, int64_t count, float scale,
  float *out, int64_t stride
) {
  for (int64_t first = 0; first < stride; first += 16) {
    int64_t rows = count - first < 16 ? count - first : 16;
    for (int64_t feature = 0; feature < features; feature += 16) {
      int64_t width = features - feature < 16 ? features - feature : 16;
      b16 tile[16] = {0};
      for (int64_t row = 0; row < rows; ++row) {
        const uint8_t *from = values + indices[first + row] * features + feature;
        if (width == 16) {
          tile[row] = *(const b16_unaligned *)from;
        } else {
          memcpy(&tile[row], from, (size_t)width);
        }
      }
      transpose16(tile);
      for (int64_t k = 0; k < width; ++k) {
        i16 numbers = __builtin_convertvector(tile[k], i16);
        store(out + (feature + k) * stride + first, scale * __builtin_convertvector(numbers, f16));
      }
    }
  }
}
