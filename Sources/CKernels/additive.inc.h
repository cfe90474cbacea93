// Additive attention without its large intermediate: tanh(p + q) is [key, batch, unit] and would be
// written once and read twice; here it lives in registers and backward computes it again. Keys are
// the outer loop and examples the inner one because that is the order of p and f in memory.

static void level_additive_score(long keys, long batch, long u, const float *p, long p_key,
                                 const float *q, const float *v, const float *bias, float *e,
                                 long e_batch) {
  const float start = bias ? *bias : 0;
  for (long t = 0; t < keys; t++) {
    for (long b = 0; b < batch; b++) {
      const float *p_row = p + t * p_key + b * u, *q_row = q + b * u;
      Lanes sum = all(0);
      for (long j = 0; j < u; j += LANES) {
        const Lanes features = tanh_of(take(p_row + j, u - j) + take(q_row + j, u - j));
        sum = fused(features, take(v + j, u - j), sum);
      }
      e[b * e_batch + t] = start + sum_of(sum);
    }
  }
}

static void level_additive_score_backward(long keys, long batch, long u, const float *p,
                                          long p_key, const float *q, const float *v,
                                          const float *de, long de_batch, float *dp, float *dq,
                                          int accumulate_q, float *dv, float *dbias) {
  if (dq && !accumulate_q) level_fill(batch * u, 0, dq);
  for (long t = 0; t < keys; t++) {
    for (long b = 0; b < batch; b++) {
      const long key_row = t * p_key + b * u, row = b * u;
      const float down = de[b * de_batch + t];
      if (dbias) *dbias += down;
      for (long j = 0; j < u; j += LANES) {
        const long left = u - j;
        const Lanes features = tanh_of(take(p + key_row + j, left) + take(q + row + j, left));
        // Rounded as hk_scale and hk_tanh_backward round it.
        const Lanes g = down * take(v + j, left) * tanh_slope(features);
        if (dp) put(dp + key_row + j, left, g, 1);
        if (dq) put(dq + row + j, left, g, 1);
        if (dv) give(dv + j, left, fused(all(down), features, take(dv + j, left)));
      }
    }
  }
}

static void level_weighted_sum(long keys, long batch, long n, const float *weight, long w_batch,
                               const float *f, long f_key, float *context) {
  level_fill(batch * n, 0, context);
  // Four keys at a time, added in ascending order: the running sum is read and written a quarter as
  // often, and four streams of features keep memory busy.
  long t = 0;
  for (; t + ROWS_AT_ONCE <= keys; t += ROWS_AT_ONCE) {
    for (long b = 0; b < batch; b++) {
      const float *w = weight + b * w_batch + t, *rows = f + t * f_key + b * n;
      float *sums = context + b * n;
      for (long j = 0; j < n; j += LANES) {
        Lanes sum = take(sums + j, n - j);
        UNROLL for (int k = 0; k < ROWS_AT_ONCE; k++) {
          sum += w[k] * take(rows + k * f_key + j, n - j);
        }
        give(sums + j, n - j, sum);
      }
    }
  }
  for (; t < keys; t++) {
    level_scale_rows(batch, n, weight + t, w_batch, f + t * f_key, n, context, n, 1);
  }
}

static void level_weighted_sum_backward(long keys, long batch, long n, const float *f, long f_key,
                                        const float *dcontext, float *dweight, long w_batch,
                                        int accumulate) {
  for (long t = 0; t < keys; t++) {
    level_dot_pairs(batch, n, f + t * f_key, n, dcontext, n, dweight + t, w_batch, accumulate);
  }
}
