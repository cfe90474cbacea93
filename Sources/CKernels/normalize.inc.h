// Layer normalization, and what chooses among elements: by a mask, or by chance.

static void level_layer_norm(long rows, long n, const float *x, const float *scale,
                             const float *bias, float epsilon, float *y, float *mean,
                             float *inverse) {
  if (n <= 0) return;
  for (long r = 0; r < rows; r++, x += n, y += n) {
    Lanes sums = all(0), squares = all(0);
    for (long j = 0; j < n; j += LANES) sums += take(x + j, n - j);
    const float center = sum_of(sums) / (float)n;
    // Lanes beyond the end hold the mean itself: their deviation is 0.
    for (long j = 0; j < n; j += LANES) {
      const Lanes off = take_padded(x + j, n - j, all(center)) - center;
      squares = fused(off, off, squares);
    }
    const float variance = sum_of(squares) / (float)n;
    const float factor = 1.0f / square_root(all(variance + epsilon))[0];
    for (long j = 0; j < n; j += LANES) {
      const long left = n - j;
      const Lanes normal = (take(x + j, left) - center) * factor;
      give(y + j, left, fused(normal, take(scale + j, left), take(bias + j, left)));
    }
    mean[r] = center;
    inverse[r] = factor;
  }
}

static void level_layer_norm_backward(long rows, long n, const float *x, const float *scale,
                                      const float *mean, const float *inverse, const float *dy,
                                      float *dx, int accumulate, float *dscale, float *dbias) {
  for (long r = 0; r < rows; r++, x += n, dy += n) {
    const float center = mean[r], factor = inverse[r];
    Lanes sums = all(0), products = all(0);
    for (long j = 0; j < n; j += LANES) {
      const long left = n - j;
      const Lanes normal = (take(x + j, left) - center) * factor, down = take(dy + j, left);
      if (dscale) give(dscale + j, left, fused(down, normal, take(dscale + j, left)));
      if (dbias) give(dbias + j, left, take(dbias + j, left) + down);
      // Lanes beyond the end: the gradient is 0 there, whatever `normal` is.
      const Lanes weighted_down = down * take(scale + j, left);
      sums += weighted_down;
      products = fused(weighted_down, normal, products);
    }
    if (!dx) continue;
    const float shift = sum_of(sums) / (float)n, tilt = sum_of(products) / (float)n;
    for (long j = 0; j < n; j += LANES) {
      const long left = n - j;
      const Lanes normal = (take(x + j, left) - center) * factor;
      const Lanes straight = take(dy + j, left) * take(scale + j, left) - shift;
      put(dx + j, left, factor * fused(normal, all(-tilt), straight), accumulate);
    }
    dx += n;
  }
}

static void level_rms_norm(long rows, long n, const float *x, const float *scale, float epsilon,
                           float *y, float *inverse) {
  if (n <= 0) return;
  for (long r = 0; r < rows; r++, x += n, y += n) {
    const float mean = dot_of(n, x, x) / (float)n;
    const float factor = 1.0f / square_root(all(mean + epsilon))[0];
    for (long j = 0; j < n; j += LANES) {
      const long left = n - j;
      give(y + j, left, take(x + j, left) * factor * take(scale + j, left));
    }
    inverse[r] = factor;
  }
}

static void level_rms_norm_backward(long rows, long n, const float *x, const float *scale,
                                    const float *inverse, const float *dy, float *dx,
                                    int accumulate, float *dscale) {
  for (long r = 0; r < rows; r++, x += n, dy += n) {
    const float factor = inverse[r];
    Lanes products = all(0);
    for (long j = 0; j < n; j += LANES) {
      const long left = n - j;
      const Lanes normal = take(x + j, left) * factor, down = take(dy + j, left);
      if (dscale) give(dscale + j, left, fused(down, normal, take(dscale + j, left)));
      products = fused(down * take(scale + j, left), normal, products);
    }
    if (!dx) continue;
    const float tilt = sum_of(products) / (float)n;
    for (long j = 0; j < n; j += LANES) {
      const long left = n - j;
      const Lanes normal = take(x + j, left) * factor;
      const Lanes straight = take(dy + j, left) * take(scale + j, left);
      put(dx + j, left, factor * fused(normal, all(-tilt), straight), accumulate);
    }
    dx += n;
  }
}

static void level_keep(long n, const float *x, const float *mask, float otherwise, float *y,
                       int accumulate) {
  for (long i = 0; i < n; i += LANES) {
    const long left = n - i;
    const LaneBits kept = take(mask + i, left) != 0.0f;
    put(y + i, left, choose(kept, take(x + i, left), all(otherwise)), accumulate);
  }
}

// A hash of 32 bits without visible bias ("lowbias32", Chris Wellons 2018), twice: once over each
// word of the key. Whole numbers, so that every level draws the same lots.
typedef uint32_t LaneWords __attribute__((vector_size(64)));
INLINE LaneWords hashed(LaneWords x) {
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  return x ^ (x >> 16);
}

static void level_dropout(long n, const float *x, const int32_t *key, uint32_t site,
                          uint32_t first, float rate, float *y, int accumulate) {
  const LaneWords lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const uint32_t low = (uint32_t)key[0], high = (uint32_t)key[1] ^ (site * 0x9e3779b9u);
  const float factor = 1.0f / (1.0f - rate);
  // The lot has 24 bits: exact as a float.
  const int32_t least = (int32_t)(rate * 16777216.0f);
  for (long i = 0; i < n; i += LANES) {
    const long left = n - i;
    const LaneWords place = lane + (first + (uint32_t)i);
    const LaneWords lot = hashed(hashed(place ^ low) + high) >> 8;
    const LaneBits kept = (LaneBits)lot >= least;
    put(y + i, left, choose(kept, take(x + i, left) * factor, all(0)), accumulate);
  }
}
