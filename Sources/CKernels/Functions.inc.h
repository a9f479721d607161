// exp, log, tanh and their kin on sixteen floats, from adds, multiplications and divisions alone.
// The polynomials are minimax fits of the relative error (linear programming on the quotient).

// Adding this and taking it away rounds to an integer, which also stands in the low bits of the sum.
#define ROUNDER 0x1.8p23f

// tanh(x) = 2 t / (1 + t^2) with t = tanh(x / 2) = n / d, hence 2 n d / (d^2 + n^2): one division,
// and near +-1, where t is least exact, its error hardly counts. n / d is odd, of degree 5 / 6.
// This is half of it. At the limit the result rounds to exactly 1; no other is larger.
INLINE f16 halfTanh16(f16 x) {
  x = atLeast(atMost(x, 0x1.1fb334p+3f), -0x1.1fb334p+3f);
  f16 z = x * x;
  f16 n = x * ((0x1.767f74p+5f * z + 0x1.7f7ac2p+13f) * z + 0x1.930034p+18f);
  f16 d = ((z + 0x1.f04986p+9f) * z + 0x1.6c896ap+16f) * z + 0x1.930034p+19f;
  return n * d / (d * d + n * n);
}
INLINE f16 tanh16(f16 x) { return 2.0f * halfTanh16(x); }

// exp(r) for |r| <= 0.35.
INLINE f16 expReduced(f16 r) {
  f16 p = (((0x1.6a4866p-10f * r + 0x1.1239bp-7f) * r + 0x1.5558b6p-5f) * r + 0x1.555492p-3f) * r
    + 0x1.fffffcp-2f;
  return (r * r * p + r) + 1.0f;
}

// exp(x) * 2^shift without a test for NaN, which comes out as anything: the caller restores it.
// The result must be a normal number.
INLINE f16 expShifted(f16 x, float shift) {
  f16 rounded = x * 0x1.715476p+0f + (ROUNDER + shift);
  f16 k = rounded - (ROUNDER + shift);
  f16 r = (x - k * 0x1.62e4p-1f) - k * 0x1.7f7d1cp-20f;
  return (f16)((i16)expReduced(r) + ((i16)rounded << 23));
}

INLINE f16 exp16(f16 x) {
  f16 y = atLeast(atMost(x, 89.0f), -104.0f);
  f16 rounded = y * 0x1.715476p+0f + ROUNDER;
  f16 k = rounded - ROUNDER;
  f16 r = (y - k * 0x1.62e4p-1f) - k * 0x1.7f7d1cp-20f;
  // 2^k in two steps, because it may be too large or too small for one.
  i16 exponent = (i16)((u16)rounded << 9) >> 9;
  i16 half = exponent >> 1;
  f16 result = (f16)((i16)expReduced(r) + (half << 23)) * (f16)((exponent - half + 127) << 23);
  return select(x == x, result, x);
}

// exp(x) for x <= 0, subnormal results included.
INLINE f16 expNotPositive(f16 x) {
  f16 result = expShifted(atLeast(x, -104.0f), 32.0f) * 0x1p-32f;
  return select(x == x, result, x);
}

// 1 / (1 + exp(-x)), all of it times 2^-24 so that exp(104) has room.
INLINE f16 sigmoid16(f16 x) {
  f16 e = expShifted(atLeast(atMost(-x, 104.5f), -64.0f), -24.0f);
  f16 result = 0x1p-24f / (0x1p-24f + e);
  return select(x == x, result, x);
}

// exp(-x^2): the square is taken in two parts, as its rounding error would grow with it.
INLINE f16 gaussian16(f16 x) {
  f16 y = atMost(absolute(x), 11.0f);
  f16 high = (f16)((i16)y & -4096);
  f16 low = y - high;
  f16 square = high * high;
  f16 rest = low * (high + y);
  f16 rounded = square * -0x1.715476p+0f + (ROUNDER + 64.0f);
  f16 k = rounded - (ROUNDER + 64.0f);
  f16 r = -(square + k * 0x1.62e4p-1f) - (k * 0x1.7f7d1cp-20f + rest);
  f16 result = (f16)((i16)expReduced(r) + ((i16)rounded << 23)) * 0x1p-64f;
  return select(x == x, result, x);
}

// log(x) for normal x > 0; `exponent` is added to the exponent of x.
// With x = 2^e (1 + f), 1 + f in [sqrt(1/2), sqrt(2)), and s = f / (2 + f):
// log(1 + f) = 2 atanh(s) = f - (f^2/2 - s (f^2/2 + R)), R = 2 atanh(s) / s - 2.
INLINE f16 logPositive(f16 x, i16 exponent) {
  i16 bits = (i16)x;
  i16 e = (bits - 0x3f3504f3) >> 23;
  f16 f = (f16)(bits - (e << 23)) - 1.0f;
  f16 k = __builtin_convertvector(e + exponent, f16);
  f16 s = f / (f + 2.0f);
  f16 z = s * s;
  f16 rest = z * ((0x1.31e0eep-2f * z + 0x1.995ed4p-2f) * z + 0x1.55557ap-1f);
  f16 half = 0.5f * f * f;
  return k * 0x1.62e4p-1f + (f - (half - (s * (half + rest) + k * 0x1.7f7d1cp-20f)));
}

INLINE f16 log16(f16 x) {
  i16 tiny = x < 0x1p-126f;
  f16 result = logPositive(select(tiny, x * 0x1p24f, x), tiny & -24);
  result = select(x == 0.0f, splat(-__builtin_inff()), result);
  result = select(x < 0.0f, splat(__builtin_nanf("")), result);
  // Infinity and NaN.
  return select(x < __builtin_inff(), result, x);
}

// log(1 + exp(x)) = max(x, 0) + log(1 + e), e = exp(-|x|); log(1 + e) = 2 atanh(e / (2 + e)).
// |x| counts as `limit` at most. Nothing in between may become subnormal, which costs some
// processors more than all the rest: hence the floor below s, under which s^2 changes nothing.
INLINE f16 softplusWithin(f16 x, float limit) {
  f16 e = expNotPositive(-atMost(absolute(x), limit));
  f16 s = e / (e + 2.0f);
  f16 floored = atLeast(s, 0x1p-30f);
  f16 z = floored * floored;
  f16 p = ((0x1.1ed982p-3f * z + 0x1.1ebdep-3f) * z + 0x1.99d1e2p-3f) * z + 0x1.555502p-2f;
  f16 half = s * (z * p) + s;
  return select(x > 0.0f, x, splat(0.0f)) + (half + half);
}

INLINE f16 softplus16(f16 x) { return softplusWithin(x, 104.0f); }

// sin(r) and cos(r) for |r| <= pi / 4.
INLINE f16 sinReduced(f16 r) {
  f16 z = r * r;
  f16 p = (-0x1.9951eap-13f * z + 0x1.110774p-7f) * z - 0x1.555546p-3f;
  return r * z * p + r;
}
INLINE f16 cosReduced(f16 r) {
  f16 z = r * r;
  f16 p = (0x1.99e80cp-16f * z - 0x1.6c0c28p-10f) * z + 0x1.55554ap-5f;
  return z * z * p + (1.0f - 0.5f * z);
}

// sin(x + turn * pi / 2). pi / 2 is taken away in parts of eight bits, whose multiples are exact up
// to |x| = 10^5; far beyond, where nothing is left of x modulo pi, the result stays in [-1, 1].
INLINE f16 sinTurned(f16 x, int32_t turn) {
  f16 rounded = x * 0x1.45f306p-1f + ROUNDER;
  f16 k = rounded - ROUNDER;
  f16 r = ((x - k * 0x1.92p+0f) - k * 0x1.fbp-12f) - k * 0x1.51p-22f;
  r = atLeast(atMost(r - k * 0x1.0b4612p-34f, 0.8f), -0.8f);
  i16 quadrant = (i16)rounded + turn;
  f16 result = select((quadrant & 1) != 0, cosReduced(r), sinReduced(r));
  return withSign(result, quadrant << 30);
}

INLINE f16 relu16(f16 x) { return atLeast(x, 0.0f); }

INLINE f16 activate(int activation, f16 x) {
  switch (activation) {
    case CK_TANH: return tanh16(x);
    case CK_RELU: return relu16(x);
    case CK_SIGMOID: return sigmoid16(x);
    case CK_SIN: return sinTurned(x, 0);
    case CK_GAUSSIAN: return gaussian16(x);
    default: return x;
  }
}

INLINE f16 apply(int function, f16 x) {
  switch (function) {
    case CK_MAP_EXP: return exp16(x);
    case CK_MAP_LOG: return log16(x);
    case CK_MAP_COS: return sinTurned(x, 1);
    case CK_MAP_SOFTPLUS: return softplus16(x);
    default: return activate(function, x);
  }
}

static void map(int function, const float *in, float *out, int64_t count) {
  int64_t i = 0;
  for (; i + 16 <= count; i += 16) store(out + i, canonical(apply(function, load(in + i))));
  if (i < count) {
    storeSome(out + i, canonical(apply(function, loadSome(in + i, count - i))), count - i);
  }
}
