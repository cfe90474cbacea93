// Additive attention without its large intermediate: tanh(p + q) is [key, batch, unit] and would be
// written once and read twice; here it lives in registers and backward computes it again. Keys are
// the outer loop and examples the inner one because that is the order of p and f in memory.

// A row goes in steps of AT_ONCE registers, and what is left one by one; its sums take their terms in
// the same order either way. Only a single register may be filled in part.
INLINE void tanh_of_sums(const int count, long left, const float *p, const float *q, Lanes *y) {
  Lanes sums[AT_ONCE];
  EACH sums[i] = take(p + i * LANES, left - i * LANES) + take(q + i * LANES, left - i * LANES);
  tanh_of_each(count, sums, y);
}

INLINE Lanes additive_score_part(const int count, long left, const float *p, const float *q,
                                 const float *v, Lanes sum) {
  Lanes features[AT_ONCE];
  tanh_of_sums(count, left, p, q, features);
  EACH sum = fused(features[i], take(v + i * LANES, left - i * LANES), sum);
  return sum;
}

static void level_additive_score(long keys, long batch, long u, const float *p, long p_key,
                                 const float *q, const float *v, const float *bias, float *e,
                                 long e_batch) {
  const float start = bias ? *bias : 0;
  for (long t = 0; t < keys; t++) {
    for (long b = 0; b < batch; b++) {
      const float *p_row = p + t * p_key + b * u, *q_row = q + b * u;
      Lanes sum = all(0);
      long j = 0;
      for (; j + AT_ONCE * LANES <= u; j += AT_ONCE * LANES) {
        sum = additive_score_part(AT_ONCE, AT_ONCE * LANES, p_row + j, q_row + j, v + j, sum);
      }
      for (; j < u; j += LANES) {
        sum = additive_score_part(1, u - j, p_row + j, q_row + j, v + j, sum);
      }
      e[b * e_batch + t] = start + sum_of(sum);
    }
  }
}

// The gradients of the next `count` registers of a row.
INLINE void additive_score_part_backward(const int count, long left, const float *p,
                                         const float *q, const float *v, float down, float *dp,
                                         float *dq, float *dv) {
  Lanes features[AT_ONCE], g[AT_ONCE];
  tanh_of_sums(count, left, p, q, features);
  // Rounded as hk_scale and hk_tanh_backward round it.
  EACH g[i] = down * take(v + i * LANES, left - i * LANES) * tanh_slope(features[i]);
  if (dp) EACH put(dp + i * LANES, left - i * LANES, g[i], 1);
  if (dq) EACH put(dq + i * LANES, left - i * LANES, g[i], 1);
  if (dv) {
    EACH {
      const Lanes sum = take(dv + i * LANES, left - i * LANES);
      give(dv + i * LANES, left - i * LANES, fused(all(down), features[i], sum));
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
      long j = 0;
      for (; j + AT_ONCE * LANES <= u; j += AT_ONCE * LANES) {
        additive_score_part_backward(AT_ONCE, AT_ONCE * LANES, p + key_row + j,
                                     q + row + j, v + j, down, dp ? dp + key_row + j : 0,
                                     dq ? dq + row + j : 0, dv ? dv + j : 0);
      }
      for (; j < u; j += LANES) {
        additive_score_part_backward(1, u - j, p + key_row + j, q + row + j, v + j, down,
                                     dp ? dp + key_row + j : 0, dq ? dq + row + j : 0,
                                     dv ? dv + j : 0);
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
