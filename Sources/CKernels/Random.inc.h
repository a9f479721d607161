// Philox 4x32-10 and what is made of its words.

typedef uint64_t lanes64 __attribute__((vector_size(8 * CK_PHILOX_LANES)));
typedef uint32_t lanes32 __attribute__((vector_size(4 * CK_PHILOX_LANES)));
typedef uint32_t lanes32_unaligned
  __attribute__((vector_size(4 * CK_PHILOX_LANES), aligned(4), may_alias));

// The words of one group: out [4 x 16], word by word. Each counter word stands in the low half of a
// 64-bit lane, ready for the multiplication; what is in the high half never counts.
INLINE void philoxGroup(ck_stream stream, uint32_t group, uint32_t out[64]) {
  for (uint32_t first = 0; first < 16; first += CK_PHILOX_LANES) {
    lanes64 a, b = (lanes64){0} + stream.c1, c = (lanes64){0} + stream.c2;
    lanes64 d = (lanes64){0} + stream.c3;
    for (uint32_t lane = 0; lane < CK_PHILOX_LANES; ++lane) a[lane] = lane;
    a = a + (16 * group + first);
    uint32_t k0 = stream.k0, k1 = stream.k1;
    for (int round = 0; round < 10; ++round) {
      lanes64 p = (a & 0xffffffff) * 0xd2511f53;
      lanes64 q = (c & 0xffffffff) * 0xcd9e8d57;
      a = (q >> 32) ^ b ^ k0;
      c = (p >> 32) ^ d ^ k1;
      b = q;
      d = p;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    *(lanes32_unaligned *)(out + first) = __builtin_convertvector(a, lanes32);
    *(lanes32_unaligned *)(out + 16 + first) = __builtin_convertvector(b, lanes32);
    *(lanes32_unaligned *)(out + 32 + first) = __builtin_convertvector(c, lanes32);
    *(lanes32_unaligned *)(out + 48 + first) = __builtin_convertvector(d, lanes32);
  }
}

// The upper 24 bits of sixteen words, as floats.
INLINE f16 upperBits(const uint32_t *words) {
  return __builtin_convertvector((i16)(*(const u16_unaligned *)words >> 8), f16);
}

// Writes one vector of a fill, or as much of it as is wanted.
INLINE void storeUpTo(float *to, f16 x, int64_t wanted) {
  if (wanted >= 16) {
    store(to, x);
  } else if (wanted > 0) {
    storeSome(to, x, wanted);
  }
}

static void philox(ck_stream stream, uint32_t *out, int64_t count) {
  for (int64_t done = 0; done < count; done += 64) {
    uint32_t words[64];
    philoxGroup(stream, (uint32_t)(done / 64), words);
    int64_t wanted = count - done < 64 ? count - done : 64;
    memcpy(out + done, words, (size_t)wanted * sizeof(uint32_t));
  }
}

static void uniform(ck_stream stream, float *out, int64_t count) {
  for (int64_t done = 0; done < count; done += 64) {
    uint32_t words[64];
    philoxGroup(stream, (uint32_t)(done / 64), words);
    for (int64_t row = 0; row < 64 && done + row < count; row += 16) {
      storeUpTo(out + done + row, upperBits(words + row) * 0x1p-24f, count - done - row);
    }
  }
}

static void normal(ck_stream stream, float *out, int64_t count) {
  for (int64_t done = 0; done < count; done += 64) {
    uint32_t words[64];
    philoxGroup(stream, (uint32_t)(done / 64), words);
    for (int64_t row = 0; row < 64 && done + row < count; row += 32) {
      f16 u = upperBits(words + row) * 0x1p-24f + 0x1p-24f;
      f16 radius = __builtin_elementwise_sqrt(-2.0f * logPositive(u, (i16){0}));
      // The nearest quarter of a turn, and what is left: at most an eighth, without rounding.
      f16 turns = upperBits(words + row + 16) * 0x1p-24f;
      f16 rounded = turns * 4.0f + ROUNDER;
      f16 angle = (turns - (rounded - ROUNDER) * 0.25f) * 0x1.921fb6p+2f;
      i16 quadrant = (i16)rounded;
      f16 sine = sinReduced(angle), cosine = cosReduced(angle);
      i16 isOdd = (quadrant & 1) != 0;
      f16 x = withSign(select(isOdd, sine, cosine), (quadrant + 1) << 30);
      storeUpTo(out + done + row, radius * x, count - done - row);
      if (count - done - row <= 16) break;
      f16 y = withSign(select(isOdd, cosine, sine), quadrant << 30);
      storeUpTo(out + done + row + 16, radius * y, count - done - row - 16);
    }
  }
}

static void cauchy(ck_stream stream, float *out, int64_t count) {
  for (int64_t done = 0; done < count; done += 64) {
    uint32_t words[64];
    philoxGroup(stream, (uint32_t)(done / 64), words);
    for (int64_t row = 0; row < 64 && done + row < count; row += 16) {
      // tan(pi (u - 1/2)) = -cot(pi u), which has period 1: u in [-1/2, 1/2) is exact, never zero.
      i16 word = (i16)*(const u16_unaligned *)(words + row);
      f16 u = (__builtin_convertvector(word >> 8, f16) + 0.5f) * 0x1p-24f;
      f16 distance = absolute(u);
      i16 isFar = distance > 0.25f;
      f16 angle = select(isFar, 0.5f - distance, distance) * 0x1.921fb6p+1f;
      f16 sine = sinReduced(angle), cosine = cosReduced(angle);
      f16 cotangent = select(isFar, sine, cosine) / select(isFar, cosine, sine);
      storeUpTo(out + done + row, withSign(cotangent, ~(i16)u), count - done - row);
    }
  }
}
