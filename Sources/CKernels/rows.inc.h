// Sums down the rows and dot products along them.

// Rows are added in fours: a sum down a matrix then reads it nearly in the order of memory, and
// reads and writes the running sum only once for four rows. The order of additions stays r
// ascending.
enum { ROWS_AT_ONCE = 4 };

static void level_sum_rows(long rows, long n, const float *x, long x_row, float *y,
                           int accumulate) {
  if (!accumulate) level_fill(n, 0, y);
  long r = 0;
  for (; r + ROWS_AT_ONCE <= rows; r += ROWS_AT_ONCE) {
    for (long j = 0; j < n; j += LANES) {
      Lanes sum = take(y + j, n - j);
      UNROLL for (int k = 0; k < ROWS_AT_ONCE; k++) sum += take(x + (r + k) * x_row + j, n - j);
      give(y + j, n - j, sum);
    }
  }
  for (; r < rows; r++) level_add(n, y, x + r * x_row, y, 0);
}

static void level_weigh_rows(long rows, long n, const float *s, long s_step, const float *x,
                             long x_row, float *y, int accumulate) {
  if (!accumulate) level_fill(n, 0, y);
  long r = 0;
  for (; r + ROWS_AT_ONCE <= rows; r += ROWS_AT_ONCE) {
    for (long j = 0; j < n; j += LANES) {
      Lanes sum = take(y + j, n - j);
      UNROLL for (int k = 0; k < ROWS_AT_ONCE; k++) {
        sum = fused(all(s[(r + k) * s_step]), take(x + (r + k) * x_row + j, n - j), sum);
      }
      give(y + j, n - j, sum);
    }
  }
  for (; r < rows; r++) {
    for (long j = 0; j < n; j += LANES) {
      const Lanes row = take(x + r * x_row + j, n - j);
      give(y + j, n - j, fused(all(s[r * s_step]), row, take(y + j, n - j)));
    }
  }
}

static void level_scale_rows(long rows, long n, const float *s, long s_step, const float *x,
                             long x_row, float *y, long y_row, int accumulate) {
  for (long r = 0; r < rows; r++) {
    const float factor = s[r * s_step];
    for (long j = 0; j < n; j += LANES) {
      put(y + r * y_row + j, n - j, take(x + r * x_row + j, n - j) * factor, accumulate);
    }
  }
}

static void level_dot_rows(long rows, long n, const float *x, long x_row, const float *v,
                           const float *bias, float *y, long y_step) {
  const float start = bias ? *bias : 0;
  for (long r = 0; r < rows; r++) y[r * y_step] = start + dot_of(n, x + r * x_row, v);
}

static void level_dot_pairs(long rows, long n, const float *x, long x_row, const float *z,
                            long z_row, float *y, long y_step, int accumulate) {
  for (long r = 0; r < rows; r++) {
    const float dot = dot_of(n, x + r * x_row, z + r * z_row);
    y[r * y_step] = accumulate ? y[r * y_step] + dot : dot;
  }
}

static void level_gather_rows(long rows, long n, const int32_t *index, long table_rows,
                              const float *table, float *y) {
  for (long r = 0; r < rows; r++) {
    if (index[r] >= 0 && index[r] < table_rows) {
      level_copy(n, table + index[r] * n, y + r * n, 0);
    } else {
      level_fill(n, 0, y + r * n);
    }
  }
}

static void level_scatter_rows(long rows, long n, const int32_t *index, long table_rows,
                               const float *dy, float *dtable) {
  for (long r = 0; r < rows; r++) {
    if (index[r] < 0 || index[r] >= table_rows) continue;
    level_copy(n, dy + r * n, dtable + index[r] * n, 1);
  }
}
