// Mutation and crossover of rows of genes.

static int64_t swapWhere(
  float *a, float *b, const float *uniforms, int64_t count, float rate
) {
  i16 selected = {0};
  int64_t i = 0;
  for (; i + 16 <= count; i += 16) {
    i16 isSelected = load(uniforms + i) < rate;
    f16 x = load(a + i), y = load(b + i);
    selected += isSelected;
    store(a + i, select(isSelected, y, x));
    store(b + i, select(isSelected, x, y));
  }
  int64_t result = countLanes(selected);
  for (; i < count; ++i) {
    if (uniforms[i] < rate) {
      float x = a[i];
      a[i] = b[i];
      b[i] = x;
      ++result;
    }
  }
  return result;
}

static void blend(float *a, float *b, const float *uniforms, int64_t count, float alpha) {
  float width = 1.0f + 2.0f * alpha;
  for (int64_t i = 0; i < count; i += 16) {
    int64_t wanted = count - i;
    f16 u = wanted >= 16 ? load(uniforms + i) : loadSome(uniforms + i, wanted);
    f16 x = wanted >= 16 ? load(a + i) : loadSome(a + i, wanted);
    f16 y = wanted >= 16 ? load(b + i) : loadSome(b + i, wanted);
    f16 g = splat(width) * u - splat(alpha);
    f16 h = 1.0f - g;
    storeUpTo(a + i, canonical(h * x + g * y), wanted);
    storeUpTo(b + i, canonical(g * x + h * y), wanted);
  }
}
