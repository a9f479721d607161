// Products of matrices, and the eigenvalues of symmetric ones.

typedef double d8 __attribute__((vector_size(64)));
typedef double d8_unaligned __attribute__((vector_size(64), aligned(8), may_alias));

#define SCALAR double
#define VECTOR d8
#define VECTOR_UNALIGNED d8_unaligned
#define NAMED(x) x##_double
#include "Products.inc.h"
#undef SCALAR
#undef VECTOR
#undef VECTOR_UNALIGNED
#undef NAMED

#define SCALAR float
#define VECTOR f16
#define VECTOR_UNALIGNED f16_unaligned
#define NAMED(x) x##_float
#include "Products.inc.h"
#undef SCALAR
#undef VECTOR
#undef VECTOR_UNALIGNED
#undef NAMED

INLINE d8 load8(const double *from) { return *(const d8_unaligned *)from; }
INLINE void store8(double *to, d8 x) { *(d8_unaligned *)to = x; }

// The lanes l and l + 4, l + 2, l + 1 are added.
INLINE double sum8(d8 x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

// Genes that are added in single precision before the sum goes into a double.
#define DOT_BLOCK 1024

// Pairs of rows that are worked on together, so that one addition need not wait for another.
INLINE void dotTile(
  const float *a, int64_t aStride, const float *b, int64_t bStride, int64_t count, double *out,
  int64_t outStride, const int rows, const int columns
) {
  f16 sums[2][2] = {{{0}}};
  int64_t i = 0;
  for (; i + 16 <= count; i += 16) {
    for (int r = 0; r < rows; ++r) {
      f16 left = load(a + r * aStride + i);
      for (int c = 0; c < columns; ++c) sums[r][c] = sums[r][c] + left * load(b + c * bStride + i);
    }
  }
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      f16 rest = {0};
      if (i < count) {
        rest = loadSome(a + r * aStride + i, count - i) * loadSome(b + c * bStride + i, count - i);
      }
      d16 wide = __builtin_convertvector(sums[r][c] + rest, d16);
      double sum = 0;
      for (int lane = 0; lane < 16; ++lane) sum += wide[lane];
      out[r * outStride + c] += sum;
    }
  }
}

static void dots(
  const float *a, int64_t rows, const float *b, int64_t columns, int64_t count, double *out
) {
  for (int64_t i = 0; i < rows * columns; ++i) out[i] = 0;
  for (int64_t start = 0; start < count; start += DOT_BLOCK) {
    int64_t size = count - start < DOT_BLOCK ? count - start : DOT_BLOCK;
    for (int64_t row = 0; row < rows; row += 2) {
      for (int64_t column = 0; column < columns; column += 2) {
        const float *left = a + row * count + start, *right = b + column * count + start;
        double *to = out + row * columns + column;
        int isTall = row + 1 < rows, isWide = column + 1 < columns;
        if (isTall && isWide) dotTile(left, count, right, count, size, to, columns, 2, 2);
        else if (isTall) dotTile(left, count, right, count, size, to, columns, 2, 1);
        else if (isWide) dotTile(left, count, right, count, size, to, columns, 1, 2);
        else dotTile(left, count, right, count, size, to, columns, 1, 1);
      }
    }
  }
}

// MARK: Eigenvalues. Rows have a stride of whole vectors, with zeros behind the last column.

INLINE double dot8(const double *a, const double *b, int64_t count) {
  d8 sum = {0};
  for (int64_t i = 0; i < count; i += 8) sum = sum + load8(a + i) * load8(b + i);
  return sum8(sum);
}

// to += factor * from.
INLINE void add8(double *to, double factor, const double *from, int64_t count) {
  for (int64_t i = 0; i < count; i += 8) store8(to + i, load8(to + i) + factor * load8(from + i));
}

// The rows' share of y = A x, A symmetric: what stands left of the diagonal counts twice. The
// blocks of 8 x 8 on the diagonal are whole.
INLINE void symmetricRows(
  const double *a, int64_t stride, int64_t row, const double *x, double *y, const int rows
) {
  d8 sums[4] = {{0}};
  int64_t block = row / 8 * 8;
  const double *from = a + row * stride;
  for (int64_t j = 0; j < block; j += 8) {
    d8 right = load8(x + j), down = load8(y + j);
    for (int r = 0; r < rows; ++r) {
      d8 element = load8(from + r * stride + j);
      sums[r] = sums[r] + element * right;
      down = down + element * x[row + r];
    }
    store8(y + j, down);
  }
  d8 right = load8(x + block);
  for (int r = 0; r < rows; ++r) {
    y[row + r] += sum8(sums[r] + load8(from + r * stride + block) * right);
  }
}

// y = A x for the first `count` rows and columns; x is zero behind them.
static void symmetricProduct(
  const double *a, int64_t stride, int64_t count, const double *x, double *y
) {
  for (int64_t i = 0; i < stride; ++i) y[i] = 0;
  int64_t row = 0;
  for (; row + CK_UNITS <= count; row += CK_UNITS) symmetricRows(a, stride, row, x, y, CK_UNITS);
  for (; row < count; ++row) symmetricRows(a, stride, row, x, y, 1);
}

// The reflection I - tau v v' that turns x [count] into (0, ..., 0, beta). x becomes v, whose last
// element is 1; returns tau.
static double reflect(double *x, int64_t count, int64_t padded, double *beta) {
  double alpha = x[count - 1];
  x[count - 1] = 0;
  double square = dot8(x, x, padded);
  x[count - 1] = 1;
  *beta = alpha;
  if (square == 0) {
    for (int64_t i = 0; i + 1 < count; ++i) x[i] = 0;
    return 0;
  }
  double norm = __builtin_sqrt(alpha * alpha + square);
  *beta = alpha > 0 ? -norm : norm;
  double scale = 1 / (alpha - *beta);
  for (int64_t i = 0; i + 1 < count; ++i) x[i] *= scale;
  return (*beta - alpha) / *beta;
}

// Makes A tridiagonal, from its last row upwards, by blocks of reflections (Dongarra, Sorensen and
// Hammarling, 1989). Row k then holds the reflection's vector, with taus[k]; `panels`
// [4 * CK_PANEL x stride].
static void tridiagonalize(
  double *a, int64_t n, int64_t stride, double *diagonal, double *beside, double *taus,
  double *panels
) {
  // Beside each other v and w, then with changed signs w and v.
  double *left = panels, *right = panels + 2 * CK_PANEL * stride;
  for (int64_t last = n - 1; last >= 0; last -= CK_PANEL) {
    int64_t width = last + 1 < CK_PANEL ? last + 1 : CK_PANEL;
    for (int64_t p = 0; p < width; ++p) {
      int64_t k = last - p, padded = (k + 8) / 8 * 8;
      double *row = a + k * stride;
      for (int64_t q = 0; q < p; ++q) {
        const double *v = left + q * stride, *w = left + (CK_PANEL + q) * stride;
        add8(row, -v[k], w, padded);
        add8(row, -w[k], v, padded);
      }
      diagonal[k] = row[k];
      for (int64_t i = k; i < stride; ++i) row[i] = 0;
      double *v = left + p * stride, *w = left + (CK_PANEL + p) * stride;
      taus[k] = 0;
      if (k > 0) taus[k] = reflect(row, k, padded, &beside[k - 1]);
      memcpy(v, row, (size_t)stride * sizeof(double));
      symmetricProduct(a, stride, k, v, w);
      for (int64_t q = 0; q < p; ++q) {
        const double *oldV = left + q * stride, *oldW = left + (CK_PANEL + q) * stride;
        double alongW = dot8(oldW, v, padded), alongV = dot8(oldV, v, padded);
        add8(w, -alongW, oldV, padded);
        add8(w, -alongV, oldW, padded);
      }
      for (int64_t i = 0; i < k; ++i) w[i] *= taus[k];
      for (int64_t i = k; i < stride; ++i) w[i] = 0;
      add8(w, -0.5 * taus[k] * dot8(w, v, padded), v, padded);
    }
    int64_t rest = last + 1 - width;
    if (rest == 0) return;
    for (int64_t q = 0; q < CK_PANEL; ++q) {
      for (int64_t i = 0; i < stride; ++i) {
        right[q * stride + i] = -left[(CK_PANEL + q) * stride + i];
        right[(CK_PANEL + q) * stride + i] = -left[q * stride + i];
      }
    }
    multiply_double(&(ck_product_double){
      left, 1, stride, right, stride, a, stride, rest, rest, 2 * CK_PANEL, 1, 1,
    });
  }
}

// The product of all reflections, in blocks; `panels` [2 * CK_PANEL x stride].
static void accumulateReflections(
  const double *a, int64_t n, int64_t stride, const double *taus, double *q, double *panels
) {
  double *ys = panels, *ws = panels + CK_PANEL * stride;
  for (int64_t i = 0; i < n * stride; ++i) q[i] = 0;
  for (int64_t i = 0; i < n; ++i) q[i * stride + i] = 1;
  for (int64_t first = 1; first < n; first += CK_PANEL) {
    int64_t width = n - first < CK_PANEL ? n - first : CK_PANEL, size = first + width - 1;
    memcpy(ys, a + first * stride, (size_t)(width * stride) * sizeof(double));
    multiply_double(&(ck_product_double){
      ys, stride, 1, q, stride, ws, stride, width, size, size, 0, 0,
    });
    for (int64_t p = 0; p < width; ++p) {
      double *w = ws + p * stride;
      for (int64_t i = 0; i < p; ++i) {
        add8(w, dot8(ys + p * stride, ys + i * stride, stride), ws + i * stride, stride);
      }
      for (int64_t i = 0; i < stride; ++i) w[i] *= -taus[first + p];
    }
    multiply_double(&(ck_product_double){
      ys, 1, stride, ws, stride, q, stride, size, size, width, 1, 0,
    });
  }
}

static void transpose(double *q, int64_t n, int64_t stride) {
  for (int64_t top = 0; top < n; top += 8) {
    for (int64_t left = 0; left <= top; left += 8) {
      for (int64_t i = top; i < top + 8 && i < n; ++i) {
        for (int64_t j = left; j < left + 8 && j < i; ++j) {
          double x = q[i * stride + j];
          q[i * stride + j] = q[j * stride + i];
          q[j * stride + i] = x;
        }
      }
    }
  }
}

// Rotations of neighbouring rows, in sweeps upwards.
typedef struct {
  double *cosines, *sines;  // [room], those of all sweeps behind each other
  int32_t *sweeps;          // pairs: the lower row of the first rotation, how many there are
  int64_t count, sweepCount;
} rotations;

INLINE void rotateStrip(const rotations *r, double *rows, int64_t stride, const int vectors) {
  const double *cosine = r->cosines, *sine = r->sines;
  for (int64_t sweep = 0; sweep < r->sweepCount; ++sweep) {
    double *row = rows + r->sweeps[2 * sweep] * stride;
    d8 lower[4];
    for (int v = 0; v < vectors; ++v) lower[v] = load8(row + 8 * v);
    for (int32_t step = 0; step < r->sweeps[2 * sweep + 1]; ++step) {
      double c = *cosine++, s = *sine++;
      for (int v = 0; v < vectors; ++v) {
        d8 upper = load8(row - stride + 8 * v);
        store8(row + 8 * v, s * upper + c * lower[v]);
        lower[v] = c * upper - s * lower[v];
      }
      row -= stride;
    }
    for (int v = 0; v < vectors; ++v) store8(row + 8 * v, lower[v]);
  }
}

// Applies what was collected, strip by strip; `strip` [n x CK_STRIP].
static void rotate(rotations *r, double *q, int64_t n, int64_t stride, double *strip) {
  int64_t column = 0;
  for (; column + CK_STRIP <= stride; column += CK_STRIP) {
    // Side by side, so that a strip stays in the cache.
    for (int64_t i = 0; i < n; ++i) {
      memcpy(strip + i * CK_STRIP, q + i * stride + column, CK_STRIP * sizeof(double));
    }
    rotateStrip(r, strip, CK_STRIP, CK_STRIP / 8);
    for (int64_t i = 0; i < n; ++i) {
      memcpy(q + i * stride + column, strip + i * CK_STRIP, CK_STRIP * sizeof(double));
    }
  }
  for (; column < stride; column += 8) rotateStrip(r, q + column, stride, 1);
  r->count = 0;
  r->sweepCount = 0;
}

// One implicit QL step on the rows first ... last (Dubrulle, Martin and Wilkinson, 1968: imtql2).
static void sweepUp(double *d, double *e, int64_t first, int64_t last, rotations *r) {
  double g = (d[first + 1] - d[first]) / (2 * e[first]);
  double root = __builtin_sqrt(g * g + 1);
  g = d[last] - d[first] + e[first] / (g + (g < 0 ? -root : root));
  double s = 1, c = 1, p = 0;
  int32_t done = 0;
  for (int64_t i = last - 1; i >= first; --i) {
    double f = s * e[i], b = c * e[i];
    double h = __builtin_sqrt(f * f + g * g);
    e[i + 1] = h;
    if (h == 0) {
      d[i + 1] -= p;
      break;
    }
    s = f / h;
    c = g / h;
    g = d[i + 1] - p;
    double t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    r->cosines[r->count] = c;
    r->sines[r->count] = s;
    r->count += 1;
    done += 1;
  }
  if (done == last - first) {
    d[first] -= p;
    e[first] = g;
  }
  e[last] = 0;
  r->sweeps[2 * r->sweepCount] = (int32_t)last;
  r->sweeps[2 * r->sweepCount + 1] = done;
  r->sweepCount += 1;
}

// The smallest eigenvalue first.
static void sortRows(double *values, double *rows, int64_t n, int64_t stride) {
  for (int64_t i = 0; i + 1 < n; ++i) {
    int64_t least = i;
    for (int64_t j = i + 1; j < n; ++j) {
      if (values[j] < values[least]) least = j;
    }
    if (least == i) continue;
    double value = values[i];
    values[i] = values[least];
    values[least] = value;
    for (int64_t j = 0; j < stride; j += 8) {
      d8 x = load8(rows + i * stride + j);
      store8(rows + i * stride + j, load8(rows + least * stride + j));
      store8(rows + least * stride + j, x);
    }
  }
}

static int eigen(
  const double *matrix, int64_t n, double *values, double *vectors, double *scratch
) {
  int64_t stride = (n + 7) / 8 * 8;
  double *a = scratch, *q = a + n * stride, *panels = q + n * stride;
  double *beside = panels + 4 * CK_PANEL * stride, *taus = beside + stride;
  double *strip = taus + stride;
  int64_t room = ck_rotation_room(n);
  double *cosines = strip + n * CK_STRIP, *sines = cosines + room;
  rotations r = {cosines, sines, (int32_t *)(sines + room), 0, 0};

  for (int64_t i = 0; i < n; ++i) {
    int64_t block = i / 8 * 8;
    for (int64_t j = 0; j <= i; ++j) a[i * stride + j] = matrix[i * n + j];
    for (int64_t j = block; j < i; ++j) a[j * stride + i] = matrix[i * n + j];
  }
  memset(beside, 0, (size_t)stride * sizeof(double));
  tridiagonalize(a, n, stride, values, beside, taus, panels);
  accumulateReflections(a, n, stride, taus, q, panels);
  transpose(q, n, stride);
  for (int64_t first = 0; first < n; ++first) {
    for (int sweep = 0;; ++sweep) {
      int64_t last = first;
      while (last + 1 < n && __builtin_fabs(beside[last])
        > 0x1p-53 * (__builtin_fabs(values[last]) + __builtin_fabs(values[last + 1]))) {
        ++last;
      }
      if (last == first) break;
      if (sweep == 60) return 0;
      sweepUp(values, beside, first, last, &r);
      if (r.count + n > room || r.sweepCount + 1 >= room) rotate(&r, q, n, stride, strip);
    }
  }
  rotate(&r, q, n, stride, strip);
  sortRows(values, q, n, stride);
  for (int64_t i = 0; i < n; ++i) {
    memcpy(vectors + i * n, q + i * stride, (size_t)n * sizeof(double));
  }
  return 1;
}
