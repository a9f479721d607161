// XXH64, written from its specification.

#include <string.h>

#include "CKernels.h"

static const uint64_t prime1 = 0x9e3779b185ebca87, prime2 = 0xc2b2ae3d27d4eb4f;
static const uint64_t prime3 = 0x165667b19e3779f9, prime4 = 0x85ebca77c2b2ae63;
static const uint64_t prime5 = 0x27d4eb2f165667c5;

static inline uint64_t rotated(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

static inline uint64_t word(const unsigned char *value) {
  uint32_t bits;
  memcpy(&bits, value, sizeof bits);
  return bits;
}

// Two words as eight bytes, little-endian on any machine.
static inline uint64_t pair(const unsigned char *values) {
  return word(values) | word(values + 4) << 32;
}

static inline uint64_t mixed(uint64_t lane, uint64_t input) {
  return rotated(lane + input * prime2, 31) * prime1;
}

uint64_t ck_digest(const void *words, int64_t count, uint64_t seed) {
  const unsigned char *bytes = words;
  uint64_t hash = seed + prime5;
  int64_t i = 0;
  if (count >= 8) {
    uint64_t a = seed + prime1 + prime2, b = seed + prime2, c = seed, d = seed - prime1;
    for (; i + 8 <= count; i += 8) {
      a = mixed(a, pair(bytes + 4 * i));
      b = mixed(b, pair(bytes + 4 * i + 8));
      c = mixed(c, pair(bytes + 4 * i + 16));
      d = mixed(d, pair(bytes + 4 * i + 24));
    }
    hash = rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18);
    hash = (hash ^ mixed(0, a)) * prime1 + prime4;
    hash = (hash ^ mixed(0, b)) * prime1 + prime4;
    hash = (hash ^ mixed(0, c)) * prime1 + prime4;
    hash = (hash ^ mixed(0, d)) * prime1 + prime4;
  }
  hash += (uint64_t)count * 4;
  for (; i + 2 <= count; i += 2) {
    hash = rotated(hash ^ mixed(0, pair(bytes + 4 * i)), 27) * prime1 + prime4;
  }
  if (i < count) hash = rotated(hash ^ word(bytes + 4 * i) * prime1, 23) * prime2 + prime3;
  hash = (hash ^ hash >> 33) * prime2;
  hash = (hash ^ hash >> 29) * prime3;
  return hash ^ hash >> 32;
}
