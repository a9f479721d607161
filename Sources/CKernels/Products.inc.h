// Products of matrices for one type of number. Whoever includes this defines before:
//   SCALAR  float or double
//   VECTOR  64 bytes of them, and VECTOR_UNALIGNED the same anywhere in memory
//   NAMED(x)  x with the type's suffix
//
// The numbers of rows and columns of a tile change the speed only: each element is a sum of its own.

#define WIDTH ((int64_t)(64 / sizeof(SCALAR)))

INLINE VECTOR NAMED(loadVector)(const SCALAR *from) { return *(const VECTOR_UNALIGNED *)from; }
INLINE void NAMED(storeVector)(SCALAR *to, VECTOR x) { *(VECTOR_UNALIGNED *)to = x; }

// A tile of rows x columns vectors, both known to the compiler.
INLINE void NAMED(productTile)(
  const NAMED(ck_product) *p, int64_t row, int64_t column, const int rows, const int columns
) {
  VECTOR sums[4][4];
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      const SCALAR *from = p->c + (row + r) * p->cStride + column + c * WIDTH;
      sums[r][c] = p->keep != 0 ? NAMED(loadVector)(from) * p->keep : (VECTOR){0};
    }
  }
  const SCALAR *a = p->a + row * p->aRow, *b = p->b + column;
  for (int64_t k = 0; k < p->depth; ++k) {
    VECTOR right[4];
    for (int c = 0; c < columns; ++c) right[c] = NAMED(loadVector)(b + c * WIDTH);
    for (int r = 0; r < rows; ++r) {
      SCALAR left = a[r * p->aRow];
      for (int c = 0; c < columns; ++c) sums[r][c] = sums[r][c] + left * right[c];
    }
    a += p->aColumn;
    b += p->bStride;
  }
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      NAMED(storeVector)(p->c + (row + r) * p->cStride + column + c * WIDTH, sums[r][c]);
    }
  }
}

// What is left beside the last whole vector.
static void NAMED(productColumn)(
  const NAMED(ck_product) *p, int64_t row, int64_t column
) {
  SCALAR *to = p->c + row * p->cStride + column;
  SCALAR sum = p->keep != 0 ? *to * p->keep : 0;
  for (int64_t k = 0; k < p->depth; ++k) {
    sum = sum + p->a[row * p->aRow + k * p->aColumn] * p->b[k * p->bStride + column];
  }
  *to = sum;
}

// The first column beyond those of a row that are wanted.
INLINE int64_t NAMED(columnLimit)(const NAMED(ck_product) *p, int64_t row) {
  int64_t block = (row / WIDTH + 1) * WIDTH;
  return p->isLower && block < p->columns ? block : p->columns;
}

static void NAMED(multiply)(const NAMED(ck_product) *p) {
  for (int64_t strip = 0; strip < p->columns; strip += CK_VECTORS * WIDTH) {
    int64_t row = 0;
    while (row < p->rows) {
      int64_t limit = NAMED(columnLimit)(p, row);
      int64_t end = strip + CK_VECTORS * WIDTH < limit ? strip + CK_VECTORS * WIDTH : limit;
      int isWhole = row + CK_UNITS <= p->rows;
      int64_t column = strip;
      if (end - strip == CK_VECTORS * WIDTH) {
        if (isWhole) NAMED(productTile)(p, row, strip, CK_UNITS, CK_VECTORS);
        else NAMED(productTile)(p, row, strip, 1, CK_VECTORS);
        column = end;
      }
      for (; column + WIDTH <= end; column += WIDTH) {
        if (isWhole) NAMED(productTile)(p, row, column, CK_UNITS, 1);
        else NAMED(productTile)(p, row, column, 1, 1);
      }
      for (; column < end; ++column) {
        for (int64_t r = 0; r < (isWhole ? CK_UNITS : 1); ++r) {
          NAMED(productColumn)(p, row + r, column);
        }
      }
      row += isWhole ? CK_UNITS : 1;
    }
  }
}

#undef WIDTH
