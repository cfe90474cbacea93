// Rows of weights. A row is masked, shifted by its largest entry, exponentiated and divided by its
// sum; what does not count enters as −∞, whose exponential is exactly 0. Padding beyond a row's end
// is −∞ too. Lane j mod 16 sums its entries in ascending order, so trailing entries that do not
// count only add zeros: a row of 20 whose last 4 are masked has the bits of the row of 16.

// What a row leaves behind for a loss: its largest entry and Σ exp(x − largest).
struct row_sum {
  float largest, sum;
};

// Which of the next sixteen entries count; all if there is no mask.
INLINE LaneBits counting(const float *mask, long j, long left) {
  return mask ? take(mask + j, left) != 0.0f : (LaneBits){0} == 0;
}
INLINE Lanes counted(const float *x, LaneBits counts, long left) {
  const Lanes none = all(-__builtin_inff());
  return choose(counts, take_padded(x, left, none), none);
}
INLINE int any(LaneBits where) { return largest_of(choose(where, all(1), all(0))) > 0; }

// Weights from exponentials. Chosen once more: a NaN that counts makes the whole sum NaN, and a
// masked weight must be exactly 0 even then.
INLINE Lanes weighted(Lanes exponentials, float inverse, const float *mask, long j, long left) {
  const Lanes y = exponentials * inverse;
  return mask ? choose(counting(mask, j, left), y, all(0)) : y;
}

// A row of exactly `groups` sixteens (the last perhaps in part). Rows of attention are short: kept
// in registers they need no pass over memory, and nothing waits to read back a partial store.
INLINE struct row_sum softmax_short_row(const int groups, long n, const float *x,
                                        const float *mask, float *y) {
  Lanes kept[groups];
  Lanes top = all(-__builtin_inff()), sums = all(0);
  LaneBits seen = {0};
  UNROLL for (int g = 0; g < groups; g++) {
    const long j = g * LANES, left = n - j;
    const LaneBits counts = counting(mask, j, left);
    kept[g] = counted(x + j, counts, left);
    top = larger(kept[g], top);
    seen |= counts;
  }
  const float largest = largest_of(top);
  if (mask && !any(seen)) {  // No mass: decided by the mask, not by the numbers.
    level_fill(n, 0, y);
    return (struct row_sum){largest, 0};
  }
  UNROLL for (int g = 0; g < groups; g++) {
    kept[g] = exp_of(kept[g] - largest);
    sums += kept[g];
  }
  const float sum = sum_of(sums), inverse = 1.0f / sum;
  UNROLL for (int g = 0; g < groups; g++) {
    const long j = g * LANES, left = n - j;
    give(y + j, left, weighted(kept[g], inverse, mask, j, left));
  }
  return (struct row_sum){largest, sum};
}

// A row of any length: the same steps, with the exponentials resting in y between the passes.
INLINE struct row_sum softmax_long_row(long n, const float *x, const float *mask, float *y) {
  Lanes top = all(-__builtin_inff()), sums = all(0);
  LaneBits seen = {0};
  for (long j = 0; j < n; j += LANES) {
    const LaneBits counts = counting(mask, j, n - j);
    top = larger(counted(x + j, counts, n - j), top);
    seen |= counts;
  }
  const float largest = largest_of(top);
  if (mask && !any(seen)) {
    level_fill(n, 0, y);
    return (struct row_sum){largest, 0};
  }
  for (long j = 0; j < n; j += LANES) {
    const Lanes entries = counted(x + j, counting(mask, j, n - j), n - j);
    const Lanes exponentials = exp_of(entries - largest);
    give(y + j, n - j, exponentials);
    sums += exponentials;
  }
  const float sum = sum_of(sums), inverse = 1.0f / sum;
  for (long j = 0; j < n; j += LANES) {
    give(y + j, n - j, weighted(take(y + j, n - j), inverse, mask, j, n - j));
  }
  return (struct row_sum){largest, sum};
}

INLINE struct row_sum softmax_row(long n, const float *x, const float *mask, float *y) {
  if (n <= 1 * LANES) return softmax_short_row(1, n, x, mask, y);
  if (n <= 2 * LANES) return softmax_short_row(2, n, x, mask, y);
  if (n <= 3 * LANES) return softmax_short_row(3, n, x, mask, y);
  if (n <= 4 * LANES) return softmax_short_row(4, n, x, mask, y);
  return softmax_long_row(n, x, mask, y);
}

static void level_softmax(long rows, long n, const float *x, const float *mask, long mask_row,
                          float *y) {
  if (n <= 0) return;
  // Two loops: without a mask nothing is asked about one in between.
  if (mask) {
    for (long r = 0; r < rows; r++) softmax_row(n, x + r * n, mask + r * mask_row, y + r * n);
  } else {
    for (long r = 0; r < rows; r++) softmax_row(n, x + r * n, 0, y + r * n);
  }
}

static void level_softmax_backward(long rows, long n, const float *y, const float *dy, float *dx,
                                   int accumulate) {
  for (long r = 0; r < rows; r++, y += n, dy += n, dx += n) {
    const float dot = dot_of(n, y, dy);
    for (long j = 0; j < n; j += LANES) {
      put(dx + j, n - j, take(y + j, n - j) * (take(dy + j, n - j) - dot), accumulate);
    }
  }
}

// ln of a positive, normal float, in double and from + − × ÷ alone, so that it has the same bits on
// every machine. x = s · 2ᵉ with √½ ≤ s < √2, and ln s = 2 artanh t with t = (s − 1) / (s + 1),
// |t| < 0.172: the first term left out of the series is below 1e−13.
static double natural_logarithm(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  if (!(x > 0) || (bits >> 23) == 255) return x;  // ∞ stays, NaN stays
  const int32_t exponent = (int32_t)(bits - 0x3f3504f3) >> 23;  // 0x3f3504f3 = √½
  bits -= (uint32_t)exponent << 23;
  float s;
  memcpy(&s, &bits, sizeof s);
  const double t = ((double)s - 1) / ((double)s + 1), square = t * t;
  double series = 1.0 / 15;
  series = series * square + 1.0 / 13;
  series = series * square + 1.0 / 11;
  series = series * square + 1.0 / 9;
  series = series * square + 1.0 / 7;
  series = series * square + 1.0 / 5;
  series = series * square + 1.0 / 3;
  series = series * square + 1;
  return exponent * 0x1.62e42fefa39efp-1 + 2 * t * series;
}

static void level_log_softmax(long rows, long n, const float *x, float *y) {
  for (long r = 0; r < rows; r++, x += n, y += n) {
    Lanes top = all(-__builtin_inff()), sums = all(0);
    for (long j = 0; j < n; j += LANES) top = larger(take_padded(x + j, n - j, top), top);
    const float largest = largest_of(top);
    for (long j = 0; j < n; j += LANES) {
      sums += exp_of(take_padded(x + j, n - j, all(-__builtin_inff())) - largest);
    }
    const float logarithm = (float)natural_logarithm(sum_of(sums));
    for (long j = 0; j < n; j += LANES) {
      give(y + j, n - j, (take(x + j, n - j) - largest) - logarithm);
    }
  }
}

static void level_log_softmax_backward(long rows, long n, const float *y, const float *dy,
                                       float *dx, int accumulate) {
  for (long r = 0; r < rows; r++, y += n, dy += n, dx += n) {
    Lanes sums = all(0);
    for (long j = 0; j < n; j += LANES) sums += take(dy + j, n - j);
    const float sum = sum_of(sums);
    for (long j = 0; j < n; j += LANES) {
      put(dx + j, n - j, take(dy + j, n - j) - exp_of(take(y + j, n - j)) * sum, accumulate);
    }
  }
}

static void level_cross_entropy(long rows, long n, const float *x, const int32_t *label,
                                const float *weight, float *probability, float *loss) {
  double total = 0;
  if (n <= 0) rows = 0;
  for (long r = 0; r < rows; r++, x += n, probability += n) {
    const int known = label[r] >= 0 && label[r] < n;
    // Read before the probabilities are written. No such label: no such loss, and it shows.
    const float entry = known ? x[label[r]] : __builtin_nanf("");
    const struct row_sum row = softmax_row(n, x, 0, probability);
    if (weight[r] == 0) continue;  // Not "times 0": the row may hold NaN.
    total += weight[r] * (natural_logarithm(row.sum) - ((double)entry - row.largest));
  }
  *loss = (float)total;
}

static void level_cross_entropy_backward(long rows, long n, const float *probability,
                                         const int32_t *label, const float *weight,
                                         const float *dloss, float *dx, int accumulate) {
  for (long r = 0; r < rows; r++, probability += n, dx += n) {
    if (weight[r] == 0) {
      if (!accumulate) level_fill(n, 0, dx);
      continue;
    }
    const float factor = *dloss * weight[r];
    const int known = label[r] >= 0 && label[r] < n;
    const float before = known && accumulate ? dx[label[r]] : 0;
    level_scale(n, factor, probability, dx, accumulate);
    // The one entry that differs is written once more, by the same formula.
    if (known) {
      const float gradient = factor * (probability[label[r]] - 1);
      dx[label[r]] = accumulate ? before + gradient : gradient;
    }
  }
}

// Shares of the labels: `other` for each of the n − 1 that are not meant.
struct shares {
  float meant, other;
};
INLINE struct shares shares_of(long n, float smoothing) {
  return (struct shares){1.0f - smoothing, n > 1 ? smoothing / (float)(n - 1) : 0};
}

static void level_smoothed_cross_entropy(long rows, long n, const float *x, const int32_t *label,
                                         const float *weight, float smoothing,
                                         float *probability, float *row_loss, float *loss) {
  const struct shares share = shares_of(n, smoothing);
  const double least = -(share.meant * natural_logarithm(share.meant) +
                         (double)(n - 1) * share.other * natural_logarithm(share.other + 1e-20f));
  double total = 0;
  if (n <= 0) rows = 0;
  for (long r = 0; r < rows; r++, x += n, probability += n) {
    const int known = label[r] >= 0 && label[r] < n;
    const float entry = known ? x[label[r]] : __builtin_nanf("");
    Lanes sums = all(0);
    for (long j = 0; j < n; j += LANES) sums += take(x + j, n - j);
    const struct row_sum row = softmax_row(n, x, 0, probability);
    row_loss[r] = 0;
    if (weight[r] == 0) continue;  // Not "times 0": the row may hold NaN.
    // −Σ s_j ln p_j, where ln p_j = x_j − shift and the shares sum to 1.
    const double shift = row.largest + natural_logarithm(row.sum);
    const double meant = (double)entry - shift, every = (double)sum_of(sums) - (double)n * shift;
    row_loss[r] = (float)(-((share.meant - share.other) * meant + share.other * every) - least);
    total += weight[r] * (double)row_loss[r];
  }
  *loss = (float)total;
}

static void level_smoothed_cross_entropy_backward(long rows, long n, const float *probability,
                                                  const int32_t *label, const float *weight,
                                                  float smoothing, const float *dloss, float *dx,
                                                  int accumulate) {
  const struct shares share = shares_of(n, smoothing);
  for (long r = 0; r < rows; r++, probability += n, dx += n) {
    if (weight[r] == 0) {
      if (!accumulate) level_fill(n, 0, dx);
      continue;
    }
    const float factor = *dloss * weight[r];
    const int known = label[r] >= 0 && label[r] < n;
    const float before = known && accumulate ? dx[label[r]] : 0;
    for (long j = 0; j < n; j += LANES) {
      put(dx + j, n - j, factor * (take(probability + j, n - j) - share.other), accumulate);
    }
    // The one entry that differs is written once more, by the same formula.
    if (known) {
      const float gradient = factor * (probability[label[r]] - share.meant);
      dx[label[r]] = accumulate ? before + gradient : gradient;
    }
  }
}
