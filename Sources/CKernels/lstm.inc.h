// One position of a long short-term memory: everything after the matrix product in one pass. Gates
// i, f, g, o stand side by side, u floats each. Masked rows are computed like the others (their gates
// may be looked at) but keep both states to the bit.

static void level_lstm(long rows, long u, const float *x, long x_row, float *gates,
                       const float *h, const float *c, const float *mask, long mask_step,
                       float *next_h, float *next_c) {
  for (long row = 0; row < rows; row++) {
    const int masked = masked_row(mask, mask_step, row);
    for (long j = 0; j < u; j += LANES) {
      const long left = u - j;
      float *const at = gates + j;
      const Lanes i = sigmoid_of(take(x + j, left) + take(at, left));
      const Lanes f = sigmoid_of(take(x + u + j, left) + take(at + u, left));
      const Lanes g = tanh_of(take(x + 2 * u + j, left) + take(at + 2 * u, left));
      const Lanes o = sigmoid_of(take(x + 3 * u + j, left) + take(at + 3 * u, left));
      const Lanes old = take(c + j, left);
      const Lanes cell = fused(f, old, i * g);
      give(at, left, i);
      give(at + u, left, f);
      give(at + 2 * u, left, g);
      give(at + 3 * u, left, o);
      give(next_h + j, left, masked ? take(h + j, left) : o * tanh_of(cell));
      give(next_c + j, left, masked ? old : cell);
    }
    x += x_row, gates += 4 * u, h += u, c += u, next_h += u, next_c += u;
  }
}

static void level_lstm_backward(long rows, long u, const float *gates, const float *c,
                                const float *next_c, const float *mask, long mask_step,
                                const float *dnext_h, const float *dnext_c, float *dx,
                                long dx_row, float *dh, float *dc) {
  for (long row = 0; row < rows; row++) {
    if (masked_row(mask, mask_step, row)) {
      level_fill(4 * u, 0, dx);
      if (dh) level_copy(u, dnext_h, dh, 0);
      if (dc != dnext_c) level_copy(u, dnext_c, dc, 0);
    } else {
      for (long j = 0; j < u; j += LANES) {
        const long left = u - j;
        const Lanes i = take(gates + j, left), f = take(gates + u + j, left);
        const Lanes g = take(gates + 2 * u + j, left), o = take(gates + 3 * u + j, left);
        const Lanes down = take(dnext_h + j, left);
        // Computed again rather than kept: it costs as much as reading it back.
        const Lanes squashed = tanh_of(take(next_c + j, left));
        const Lanes cell = fused(down * o, tanh_slope(squashed), take(dnext_c + j, left));
        give(dx + j, left, cell * g * sigmoid_slope(i));
        give(dx + u + j, left, cell * take(c + j, left) * sigmoid_slope(f));
        give(dx + 2 * u + j, left, cell * i * tanh_slope(g));
        give(dx + 3 * u + j, left, down * squashed * sigmoid_slope(o));
        give(dc + j, left, cell * f);
        if (dh) give(dh + j, left, all(0));
      }
    }
    gates += 4 * u, c += u, next_c += u, dnext_h += u, dnext_c += u, dx += dx_row, dc += u;
    if (dh) dh += u;
  }
}
