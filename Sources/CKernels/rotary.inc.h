// Rotary positions: pairs of features turned by an angle that grows with the position.
// Su, Lu, Pan, Murtadha, Wen, Liu 2021 (RoFormer).

static void level_rotate(long rows, long depth, long pairs, long step, long second, const float *x,
                         const float *cosine, const float *sine, float sign, float *y,
                         int accumulate) {
  for (long r = 0; r < rows; r++, x += depth, y += depth) {
    if (step == 1) {
      for (long m = 0; m < pairs; m += LANES) {
        const long left = pairs - m;
        const Lanes u = take(x + m, left), v = take(x + m + second, left);
        const Lanes c = take(cosine + m, left), s = take(sine + m, left) * sign;
        put(y + m, left, u * c - v * s, accumulate);
        put(y + m + second, left, v * c + u * s, accumulate);
      }
    } else {
      for (long m = 0; m < pairs; m++) {
        const float u = x[m * step], v = x[m * step + second], s = sine[m] * sign;
        const float first = u * cosine[m] - v * s, other = v * cosine[m] + u * s;
        y[m * step] = accumulate ? y[m * step] + first : first;
        y[m * step + second] = accumulate ? y[m * step + second] + other : other;
      }
    }
    if (2 * pairs < depth) level_copy(depth - 2 * pairs, x + 2 * pairs, y + 2 * pairs, accumulate);
  }
}
