// One pass over the parameters. Nothing is fused here, so every level takes the same step to the
// bit.

INLINE Lanes gradient_of(const float *g0, const float *g1, long i, long left) {
  const Lanes g = take(g0 + i, left);
  return g1 ? g + take(g1 + i, left) : g;
}

static void level_adam(long n, const float *g0, const float *g1, float alpha,
                       float one_minus_beta1, float one_minus_beta2, float epsilon, float *w,
                       float *m, float *v) {
  for (long i = 0; i < n; i += LANES) {
    const long left = n - i;
    const Lanes g = gradient_of(g0, g1, i, left);
    Lanes mean = take(m + i, left), square = take(v + i, left);
    mean += (g - mean) * one_minus_beta1;
    square += (g * g - square) * one_minus_beta2;
    give(m + i, left, mean);
    give(v + i, left, square);
    give(w + i, left, take(w + i, left) - alpha * mean / (square_root(square) + epsilon));
  }
}

static void level_sgd(long n, const float *g0, const float *g1, float learning_rate, float *w) {
  for (long i = 0; i < n; i += LANES) {
    const long left = n - i;
    give(w + i, left, take(w + i, left) - learning_rate * gradient_of(g0, g1, i, left));
  }
}

static long level_count_nonfinite(long n, const float *x) {
  long count = 0;
  while (n > 0) {
    // A lane holds a count of 31 bits; pieces of this length cannot overflow it.
    const long piece = n < (1L << 24) ? n : (1L << 24);
    LaneBits counts = {0};
    for (long i = 0; i < piece; i += LANES) {
      const LaneBits exponent = (LaneBits)take(x + i, piece - i) & 0x7f800000;
      counts -= exponent == 0x7f800000;
    }
    UNROLL for (int lane = 0; lane < LANES; lane++) count += counts[lane];
    x += piece;
    n -= piece;
  }
  return count;
}
