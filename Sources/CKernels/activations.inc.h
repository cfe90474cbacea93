// The smooth activations of transformers, forward and backward.

// erf, ≤ 1 ULP (2 where nothing is fused): an odd polynomial up to 475/512, beyond it 1 − exp of a
// polynomial. Source: N. Juffa's minimax approximations for erff.
INLINE Lanes erf_of(Lanes x) {
  const Lanes t = (Lanes)((LaneBits)x & INT32_MAX), s = x * x;
  Lanes far = fused(all(-1.72853470e-5f), t, all(3.83197126e-4f));
  const Lanes u = fused(all(-3.88396438e-3f), t, all(2.42546219e-2f));
  far = fused(far, s, u);
  far = fused(far, t, all(-1.06777877e-1f));
  far = fused(far, t, all(-6.34846687e-1f));
  far = fused(far, t, all(-1.28717512e-1f));
  far = 1.0f - exp_of(fused(far, t, -t));
  Lanes near = fused(all(-5.96761703e-4f), s, all(4.99119423e-3f));
  near = fused(near, s, all(-2.67681349e-2f));
  near = fused(near, s, all(1.12819925e-1f));
  near = fused(near, s, all(-3.76125336e-1f));
  near = fused(near, s, all(1.28379166e-1f));
  near = fused(near, x, x);
  const LaneBits sign = (LaneBits)x & INT32_MIN;
  return choose(t > 0.927734375f, (Lanes)((LaneBits)far | sign), near);
}

INLINE Lanes activated(const int kind, Lanes x) {
  switch (kind) {
    case HK_GELU: return x * 0.5f * (1.0f + erf_of(x * 0x1.6a09e6p-1f));
    case HK_GELU_TANH: {
      const Lanes cubic = x + 0.044715f * (x * x * x);
      return 0.5f * x * (1.0f + tanh_of(cubic * 0x1.988454p-1f));
    }
    case HK_SILU: return x * sigmoid_of(x);
    default: return x * sigmoid_of(1.702f * x);
  }
}

INLINE Lanes activation_slope(const int kind, Lanes x) {
  switch (kind) {
    case HK_GELU: {
      const Lanes density = exp_of(-0.5f * (x * x)) * 0x1.988454p-2f;
      return 0.5f * (1.0f + erf_of(x * 0x1.6a09e6p-1f)) + x * density;
    }
    case HK_GELU_TANH: {
      const Lanes t = tanh_of((x + 0.044715f * (x * x * x)) * 0x1.988454p-1f);
      const Lanes inner = 0x1.988454p-1f * (1.0f + 0.134145f * (x * x));
      return 0.5f * (1.0f + t) + 0.5f * x * (tanh_slope(t) * inner);
    }
    case HK_SILU: {
      const Lanes s = sigmoid_of(x);
      return s * (1.0f + x * (1.0f - s));
    }
    default: {
      const Lanes s = sigmoid_of(1.702f * x);
      return s * (1.0f + 1.702f * x * (1.0f - s));
    }
  }
}

// `kind` is a constant in each of the four loops.
#define FOR_KIND(BODY)                                          \
  switch (kind) {                                               \
    case HK_GELU: BODY(HK_GELU) break;                          \
    case HK_GELU_TANH: BODY(HK_GELU_TANH) break;                \
    case HK_SILU: BODY(HK_SILU) break;                          \
    default: BODY(HK_QUICK_GELU) break;                         \
  }

static void level_activation(long n, int kind, const float *x, float *y) {
#define FORWARD(KIND) \
  for (long i = 0; i < n; i += LANES) give(y + i, n - i, activated(KIND, take(x + i, n - i)));
  FOR_KIND(FORWARD)
#undef FORWARD
}

static void level_activation_backward(long n, int kind, const float *x, const float *dy, float *dx,
                                      int accumulate) {
#define BACKWARD(KIND)                                                                           \
  for (long i = 0; i < n; i += LANES) {                                                          \
    put(dx + i, n - i, take(dy + i, n - i) * activation_slope(KIND, take(x + i, n - i)),          \
        accumulate);                                                                             \
  }
  FOR_KIND(BACKWARD)
#undef BACKWARD
}
#undef FOR_KIND
