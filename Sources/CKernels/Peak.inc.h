// What a core can do without fused instructions, to measure the rest against.

typedef float peakVector __attribute__((vector_size(CK_REGISTER_BYTES)));

// Independent chains of a multiplication and an addition each: enough to hide the time that both
// take, and no more than there are registers for.
enum { PEAK_CHAINS = 12, PEAK_UNROLLED = 4 };

static int64_t peak(int64_t rounds, float *result) {
  peakVector chains[PEAK_CHAINS];
  peakVector factor = (peakVector){0} + result[0], term = (peakVector){0} + result[1];
  for (int c = 0; c < PEAK_CHAINS; ++c) chains[c] = (peakVector){0} + (float)(c + 1);
  for (int64_t round = 0; round < rounds; ++round) {
    for (int step = 0; step < PEAK_UNROLLED; ++step) {
      for (int c = 0; c < PEAK_CHAINS; ++c) chains[c] = chains[c] * factor + term;
    }
  }
  for (int c = 0; c < PEAK_CHAINS; ++c) result[0] += chains[c][0];
  return rounds * PEAK_UNROLLED * PEAK_CHAINS * 2 * (int64_t)(CK_REGISTER_BYTES / sizeof(float));
}
