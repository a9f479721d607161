// Vectors of sixteen floats, whatever the registers: the compiler splits them.

typedef float f16 __attribute__((vector_size(64)));
typedef int32_t i16 __attribute__((vector_size(64)));
typedef uint32_t u16 __attribute__((vector_size(64)));
typedef double d16 __attribute__((vector_size(128)));
typedef float f16_unaligned __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t i16_unaligned __attribute__((vector_size(64), aligned(4), may_alias));
typedef uint32_t u16_unaligned __attribute__((vector_size(64), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))

INLINE f16 load(const float *from) { return *(const f16_unaligned *)from; }
INLINE i16 loadInt(const int32_t *from) { return *(const i16_unaligned *)from; }
INLINE void store(float *to, f16 x) { *(f16_unaligned *)to = x; }
INLINE void storeWord(uint32_t *to, u16 x) { *(u16_unaligned *)to = x; }

INLINE f16 splat(float x) { return (f16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }

// The first `count` < 16 values, then zeros; and the way back.
INLINE f16 loadSome(const float *from, int64_t count) {
  float lanes[16] = {0};
  memcpy(lanes, from, (size_t)count * sizeof(float));
  return load(lanes);
}
INLINE void storeSome(float *to, f16 x, int64_t count) {
  float lanes[16];
  store(lanes, x);
  memcpy(to, lanes, (size_t)count * sizeof(float));
}

// a where the mask is all ones, b where it is zero.
INLINE f16 select(i16 mask, f16 a, f16 b) { return (f16)(((i16)a & mask) | ((i16)b & ~mask)); }

// The smaller and the larger number; a NaN in x stays.
INLINE f16 atMost(f16 x, float limit) { return select(splat(limit) < x, splat(limit), x); }
INLINE f16 atLeast(f16 x, float limit) { return select(splat(limit) > x, splat(limit), x); }

INLINE f16 absolute(f16 x) { return (f16)((i16)x & 0x7fffffff); }
INLINE f16 withSign(f16 x, i16 sign) { return (f16)((i16)x ^ (sign & INT32_MIN)); }

// The one NaN in place of any other.
INLINE f16 canonical(f16 x) { return select(x == x, x, splat(__builtin_nanf(""))); }

INLINE int64_t countLanes(i16 mask) {
  int64_t count = 0;
  for (int lane = 0; lane < 16; ++lane) count -= mask[lane];
  return count;
}
