// One position of a gated recurrent unit: everything between the two matrix products in one pass.
// Gates z, r, c stand side by side, u floats each. Masked rows are computed like the others (their
// gates may be looked at) but keep h to the bit.

INLINE int masked_row(const float *mask, long mask_step, long r) {
  return mask && mask[r * mask_step] == 0;
}

// z · h + (1 − z) · c
INLINE Lanes blend(Lanes z, Lanes h, Lanes c) { return fused(z, h, (1.0f - z) * c); }

static void level_gru(long rows, long u, const float *x, long x_row, const float *recurrent,
                      const float *h, const float *mask, long mask_step, float *next,
                      float *gates) {
  for (long row = 0; row < rows; row++) {
    const int masked = masked_row(mask, mask_step, row);
    for (long j = 0; j < u; j += LANES) {
      const long left = u - j;
      const Lanes z = sigmoid_of(take(x + j, left) + take(recurrent + j, left));
      const Lanes r = sigmoid_of(take(x + u + j, left) + take(recurrent + u + j, left));
      const Lanes carried = r * take(recurrent + 2 * u + j, left);
      const Lanes c = tanh_of(take(x + 2 * u + j, left) + carried);
      const Lanes old = take(h + j, left);
      give(gates + j, left, z);
      give(gates + u + j, left, r);
      give(gates + 2 * u + j, left, c);
      give(next + j, left, masked ? old : blend(z, old, c));
    }
    x += x_row, recurrent += 3 * u, h += u, next += u, gates += 3 * u;
  }
}

// The gradients before the activations of z and c, shared by both conventions.
INLINE Lanes update_gradient(Lanes dnext, Lanes h, Lanes z, Lanes c) {
  return dnext * (h - c) * sigmoid_slope(z);
}
INLINE Lanes candidate_gradient(Lanes dnext, Lanes z, Lanes c) {
  return dnext * (1.0f - z) * tanh_slope(c);
}

static void level_gru_backward(long rows, long u, const float *recurrent, const float *h,
                               const float *gates, const float *mask, long mask_step,
                               const float *dnext, float *dx, long dx_row, float *drecurrent,
                               float *dh) {
  for (long row = 0; row < rows; row++) {
    if (masked_row(mask, mask_step, row)) {
      level_fill(3 * u, 0, dx);
      level_fill(3 * u, 0, drecurrent);
      level_copy(u, dnext, dh, 1);
    } else {
      for (long j = 0; j < u; j += LANES) {
        const long left = u - j;
        const Lanes z = take(gates + j, left), r = take(gates + u + j, left);
        const Lanes c = take(gates + 2 * u + j, left), down = take(dnext + j, left);
        const Lanes dz = update_gradient(down, take(h + j, left), z, c);
        const Lanes dc = candidate_gradient(down, z, c);
        const Lanes dr = dc * take(recurrent + 2 * u + j, left) * sigmoid_slope(r);
        give(dx + j, left, dz);
        give(dx + u + j, left, dr);
        give(dx + 2 * u + j, left, dc);
        give(drecurrent + j, left, dz);
        give(drecurrent + u + j, left, dr);
        give(drecurrent + 2 * u + j, left, dc * r);
        give(dh + j, left, fused(down, z, take(dh + j, left)));
      }
    }
    recurrent += 3 * u, h += u, gates += 3 * u, dnext += u, dx += dx_row, drecurrent += 3 * u;
    dh += u;
  }
}

static void level_gru_before_gates(long rows, long u, const float *x, long x_row,
                                   const float *recurrent, const float *h, float *gates,
                                   float *reset) {
  for (long row = 0; row < rows; row++) {
    for (long j = 0; j < u; j += LANES) {
      const long left = u - j;
      const Lanes z = sigmoid_of(take(x + j, left) + take(recurrent + j, left));
      const Lanes r = sigmoid_of(take(x + u + j, left) + take(recurrent + u + j, left));
      give(gates + j, left, z);
      give(gates + u + j, left, r);
      give(reset + j, left, r * take(h + j, left));
    }
    x += x_row, recurrent += 2 * u, h += u, gates += 3 * u, reset += u;
  }
}

static void level_gru_before_state(long rows, long u, const float *x, long x_row,
                                   const float *product, const float *h, const float *mask,
                                   long mask_step, float *next, float *gates) {
  for (long row = 0; row < rows; row++) {
    const int masked = masked_row(mask, mask_step, row);
    for (long j = 0; j < u; j += LANES) {
      const long left = u - j;
      const Lanes c = tanh_of(take(x + 2 * u + j, left) + take(product + j, left));
      const Lanes old = take(h + j, left);
      give(gates + 2 * u + j, left, c);
      give(next + j, left, masked ? old : blend(take(gates + j, left), old, c));
    }
    x += x_row, product += u, h += u, next += u, gates += 3 * u;
  }
}

static void level_gru_before_state_backward(long rows, long u, const float *h, const float *gates,
                                            const float *mask, long mask_step, const float *dnext,
                                            float *dx, long dx_row, float *dproduct, float *dh) {
  for (long row = 0; row < rows; row++) {
    if (masked_row(mask, mask_step, row)) {
      level_fill(u, 0, dx);
      level_fill(u, 0, dx + 2 * u);
      level_fill(u, 0, dproduct);
      level_copy(u, dnext, dh, 1);
    } else {
      for (long j = 0; j < u; j += LANES) {
        const long left = u - j;
        const Lanes z = take(gates + j, left), c = take(gates + 2 * u + j, left);
        const Lanes down = take(dnext + j, left);
        const Lanes dc = candidate_gradient(down, z, c);
        give(dx + j, left, update_gradient(down, take(h + j, left), z, c));
        give(dx + 2 * u + j, left, dc);
        give(dproduct + j, left, dc);
        give(dh + j, left, fused(down, z, take(dh + j, left)));
      }
    }
    h += u, gates += 3 * u, dnext += u, dx += dx_row, dproduct += u, dh += u;
  }
}

static void level_gru_before_gates_backward(long rows, long u, const float *h, const float *gates,
                                            const float *dreset, float *dx, long dx_row,
                                            float *drecurrent, float *dh) {
  for (long row = 0; row < rows; row++) {
    for (long j = 0; j < u; j += LANES) {
      const long left = u - j;
      const Lanes r = take(gates + u + j, left), down = take(dreset + j, left);
      const Lanes dr = down * take(h + j, left) * sigmoid_slope(r);
      give(dx + u + j, left, dr);
      give(drecurrent + j, left, take(dx + j, left));
      give(drecurrent + u + j, left, dr);
      give(dh + j, left, fused(down, r, take(dh + j, left)));
    }
    h += u, gates += 3 * u, dreset += u, dx += dx_row, drecurrent += 2 * u, dh += u;
  }
}
