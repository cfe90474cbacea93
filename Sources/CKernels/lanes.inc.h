// Sixteen floats as one value, at every level.
//
// A wider vector than the processor has is split by the compiler into 2 or 4 registers, which also
// interleaves their latencies. So every level runs the same source and, more important, the same
// order of summation: 16 lanes and one tree. Where nothing is fused the levels agree to the bit.
//
// Rows end anywhere. A tail is loaded into lanes padded with a neutral element, computed like any
// other sixteen and stored in part; so an element has the same bits wherever a row ends.
enum { LANES = 16 };
typedef float Lanes __attribute__((vector_size(64)));
typedef int32_t LaneBits __attribute__((vector_size(64)));  // −1 and 0 as the result of comparing
typedef float HalfLanes __attribute__((vector_size(32)));
typedef float QuarterLanes __attribute__((vector_size(16)));

// value − 0 is value for every value, so the compiler leaves a mere broadcast. 0 + value is not (it
// turns −0 into 0), and would cost an addition.
INLINE Lanes all(float value) { return value - (Lanes){0}; }
INLINE Lanes choose(LaneBits where, Lanes yes, Lanes no) {
  return (Lanes)(((LaneBits)yes & where) | ((LaneBits)no & ~where));
}
// The comparison is false for NaN, so the second argument decides: larger(bound, x) keeps a NaN x.
INLINE Lanes larger(Lanes a, Lanes b) { return choose(a > b, a, b); }
INLINE Lanes smaller(Lanes a, Lanes b) { return choose(a < b, a, b); }
INLINE Lanes square_root(Lanes x) { return __builtin_elementwise_sqrt(x); }

// a · b + c, rounded once where the level can. (Elsewhere fma is a library call for every lane.)
INLINE Lanes fused(Lanes a, Lanes b, Lanes c) {
#if HAS_FMA
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

// ---- loads and stores ---------------------------------------------------------------------------
INLINE Lanes load(const float *x) {
  Lanes v;
  memcpy(&v, x, sizeof v);
  return v;
}
INLINE void store(float *y, Lanes v) { memcpy(y, &v, sizeof v); }

// Copies 1 ... 15 floats in at most four moves of fixed size: no call, no loop.
INLINE void copy_part(float *to, const float *from, long count) {
  long done = 0;
  if (count & 8) memcpy(to, from, 32), done = 8;
  if (count & 4) memcpy(to + done, from + done, 16), done += 4;
  if (count & 2) memcpy(to + done, from + done, 8), done += 2;
  if (count & 1) memcpy(to + done, from + done, 4);
}

// The next min(left, 16) floats, `left` ≥ 1, the other lanes as in `padding`. None beyond is read.
INLINE Lanes take_padded(const float *x, long left, Lanes padding) {
  if (left >= LANES) return load(x);
#if HAS_MASKS
  return (Lanes)_mm512_mask_loadu_ps((__m512)padding, (__mmask16)((1u << left) - 1), x);
#else
  copy_part((float *)&padding, x, left);
  return padding;
#endif
}
INLINE Lanes take(const float *x, long left) { return take_padded(x, left, all(0)); }

INLINE void give(float *y, long left, Lanes v) {
  if (left >= LANES) {
    store(y, v);
  } else {
#if HAS_MASKS
    _mm512_mask_storeu_ps(y, (__mmask16)((1u << left) - 1), (__m512)v);
#else
    copy_part(y, (const float *)&v, left);
#endif
  }
}
// y = v, or y += v. `accumulate` is the same for a whole loop; the compiler takes it out of there.
INLINE void put(float *y, long left, Lanes v, int accumulate) {
  give(y, left, accumulate ? take(y, left) + v : v);
}

// ---- across the lanes ---------------------------------------------------------------------------
// The fixed tree: lanes j and j + 8, then j and j + 4, then (0 + 2) + (1 + 3).
INLINE float sum_of(Lanes v) {
  const HalfLanes half = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                         __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
  const QuarterLanes quarter = __builtin_shufflevector(half, half, 0, 1, 2, 3) +
                               __builtin_shufflevector(half, half, 4, 5, 6, 7);
  return (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
}
// The largest lane; NaN lanes do not count (the callers never leave one in).
INLINE float largest_of(Lanes v) {
  // Only the lower half, quarter, ... of each round counts; what stands above it does not matter.
#define FOLD(...) v = larger(v, __builtin_shufflevector(v, v, __VA_ARGS__))
  FOLD(8, 9, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1);
  FOLD(4, 5, 6, 7, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  FOLD(2, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  FOLD(1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
#undef FOLD
  return v[0];
}

// Σ_j x[j] · z[j]: lane j mod 16 is one chain over ascending j, then the tree.
INLINE float dot_of(long n, const float *x, const float *z) {
  Lanes sum = all(0);
  for (long j = 0; j < n; j += LANES) sum = fused(take(x + j, n - j), take(z + j, n - j), sum);
  return sum_of(sum);
}

// Each of `count` ≤ AT_ONCE values, written out: `count` is a constant wherever this is inlined, and
// arrays of fixed length become registers.
enum { AT_ONCE = 4 };
#define EACH UNROLL for (int i = 0; i < count; i++)

// ---- exp, tanh, sigmoid -------------------------------------------------------------------------
// exp(x) = 2ⁿ · exp(r) with n = round(x / ln 2) and |r| ≤ ln 2 / 2. Returns exp(r) and n.
//
// n: adding 1.5 · 2²³ pushes the fraction out of the significand, and n stands in its low bits.
// r: ln 2 is split: n · high is exact (15 bits times at most 8), and the low part repairs it.
// exp(r): 1 + r + r² · polynomial, the minimax polynomial of Cephes' expf; adding 1 last keeps the
// error below one unit in the last place.
//
// Several values go through it step by step, side by side: every step waits for the one before, and
// while one value waits the others use the processor.
INLINE void exp_reduced_each(const int count, const Lanes *x, Lanes *y, LaneBits *n) {
  const float inverse_ln2 = 0x1.715476p+0f, ln2_high = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
  const float magic = 0x1.8p+23f;
  Lanes shifted[AT_ONCE], whole[AT_ONCE], r[AT_ONCE];
  EACH shifted[i] = fused(x[i], all(inverse_ln2), all(magic));
  EACH whole[i] = shifted[i] - magic;
  EACH r[i] = fused(whole[i], all(-ln2_high), x[i]);
  EACH r[i] = fused(whole[i], all(-ln2_low), r[i]);
  EACH y[i] = fused(all(1.9875691500e-4f), r[i], all(1.3981999507e-3f));
  EACH y[i] = fused(y[i], r[i], all(8.3334519073e-3f));
  EACH y[i] = fused(y[i], r[i], all(4.1665795894e-2f));
  EACH y[i] = fused(y[i], r[i], all(1.6666665459e-1f));
  EACH y[i] = fused(y[i], r[i], all(5.0000001201e-1f));
  EACH y[i] = fused(y[i], r[i] * r[i], r[i]);
  EACH y[i] = y[i] + 1.0f;
  EACH n[i] = (LaneBits)shifted[i] - (LaneBits)all(magic);
}
INLINE Lanes exp_reduced(Lanes x, LaneBits *n) {
  Lanes y;
  exp_reduced_each(1, &x, &y, n);
  return y;
}

// Beyond the clamp the result is 0 or ∞ anyway (exp(−104) is below half the least denormal number,
// exp(89) above the largest float), and within it n stays small enough for the scaling.
INLINE Lanes exp_of(Lanes x) {
  x = larger(all(-104.0f), smaller(all(89.0f), x));
  LaneBits n;
  const Lanes y = exp_reduced(x, &n);
#if HAS_MASKS
  return (Lanes)_mm512_scalef_ps((__m512)y, _mm512_cvtepi32_ps((__m512i)n));
#else
  // 2ⁿ itself may not be a float (n = 128, or n < −126), but two halves are. The first product is
  // exact, the second rounds once where the result is denormal and overflows to ∞ where it must.
  const LaneBits half = n >> 1;
  return y * (Lanes)((half + 127) << 23) * (Lanes)((n - half + 127) << 23);
#endif
}

// Near zero 1 − 2 / (exp(2|x|) + 1) would cancel, so there the odd polynomial of Cephes' tanhf
// stands: x + x³ · polynomial(x²). From 9.1 on tanh is 1 in float, so the exponential stays finite.
INLINE void tanh_of_each(const int count, const Lanes *x, Lanes *y) {
  Lanes size[AT_ONCE], twice[AT_ONCE], far[AT_ONCE], square[AT_ONCE], near[AT_ONCE];
  LaneBits n[AT_ONCE];
  EACH size[i] = smaller(all(9.1f), (Lanes)((LaneBits)x[i] & INT32_MAX));
  EACH twice[i] = size[i] + size[i];
  exp_reduced_each(count, twice, far, n);
  // A product, not an addition to the exponent: it keeps NaN a NaN.
  EACH far[i] = far[i] * (Lanes)((n[i] + 127) << 23) + 1.0f;
  EACH far[i] = 2.0f / far[i];
  EACH square[i] = size[i] * size[i];
  EACH near[i] = fused(all(-5.70498872745e-3f), square[i], all(2.06390887954e-2f));
  EACH near[i] = fused(near[i], square[i], all(-5.37397155531e-2f));
  EACH near[i] = fused(near[i], square[i], all(1.33314422036e-1f));
  EACH near[i] = fused(near[i], square[i], all(-3.33332819422e-1f));
  EACH near[i] = fused(size[i], near[i] * square[i], size[i]);
  EACH far[i] = 1.0f - far[i];
  EACH {
    const LaneBits sign = (LaneBits)x[i] & INT32_MIN;
    y[i] = (Lanes)((LaneBits)choose(size[i] < 0.625f, near[i], far[i]) | sign);
  }
}
INLINE Lanes tanh_of(Lanes x) {
  Lanes y;
  tanh_of_each(1, &x, &y);
  return y;
}

INLINE Lanes sigmoid_of(Lanes x) { return 1.0f / (1.0f + exp_of(-x)); }

// The slopes in terms of the result, used by every backward kernel, so that all agree to the bit.
INLINE Lanes tanh_slope(Lanes y) { return 1.0f - y * y; }
INLINE Lanes sigmoid_slope(Lanes y) { return y * (1.0f - y); }
