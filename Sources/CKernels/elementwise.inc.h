// One pass each: memory-bound but for exp, tanh and sigmoid. An element is read before it is
// written, sixteen at a time, so results may stand where operands stood.
static void level_exp(long n, const float *x, float *y) {
  for (long i = 0; i < n; i += LANES) give(y + i, n - i, exp_of(take(x + i, n - i)));
}

static void level_tanh(long n, const float *x, float *y) {
  for (long i = 0; i < n; i += LANES) give(y + i, n - i, tanh_of(take(x + i, n - i)));
}

static void level_sigmoid(long n, const float *x, float *y) {
  for (long i = 0; i < n; i += LANES) give(y + i, n - i, sigmoid_of(take(x + i, n - i)));
}

static void level_relu(long n, const float *x, float *y) {
  // larger(0, x), not larger(x, 0): a NaN must show, not turn into 0.
  for (long i = 0; i < n; i += LANES) give(y + i, n - i, larger(all(0), take(x + i, n - i)));
}

static void level_tanh_backward(long n, const float *y, const float *dy, float *dx,
                                int accumulate) {
  for (long i = 0; i < n; i += LANES) {
    const long left = n - i;
    put(dx + i, left, take(dy + i, left) * tanh_slope(take(y + i, left)), accumulate);
  }
}

static void level_sigmoid_backward(long n, const float *y, const float *dy, float *dx,
                                   int accumulate) {
  for (long i = 0; i < n; i += LANES) {
    const long left = n - i;
    put(dx + i, left, take(dy + i, left) * sigmoid_slope(take(y + i, left)), accumulate);
  }
}

static void level_relu_backward(long n, const float *y, const float *dy, float *dx,
                                int accumulate) {
  for (long i = 0; i < n; i += LANES) {
    const long left = n - i;
    // A choice, not a product with 0 or 1: 0 · ∞ would be NaN.
    const Lanes passed = choose(take(y + i, left) > 0.0f, take(dy + i, left), all(0));
    put(dx + i, left, passed, accumulate);
  }
}

static void level_add(long n, const float *a, const float *b, float *z, int accumulate) {
  for (long i = 0; i < n; i += LANES) {
    put(z + i, n - i, take(a + i, n - i) + take(b + i, n - i), accumulate);
  }
}

static void level_multiply(long n, const float *a, const float *b, float *z, int accumulate) {
  for (long i = 0; i < n; i += LANES) {
    put(z + i, n - i, take(a + i, n - i) * take(b + i, n - i), accumulate);
  }
}

static void level_scale(long n, float factor, const float *x, float *y, int accumulate) {
  for (long i = 0; i < n; i += LANES) put(y + i, n - i, take(x + i, n - i) * factor, accumulate);
}

static void level_copy(long n, const float *x, float *y, int accumulate) {
  for (long i = 0; i < n; i += LANES) put(y + i, n - i, take(x + i, n - i), accumulate);
}

static void level_fill(long n, float value, float *y) {
  for (long i = 0; i < n; i += LANES) give(y + i, n - i, all(value));
}
