// Products with a matrix that was packed once.

// Weights that do not change are packed once for all products: panel j / PANEL stands at j · depth.
static void level_pack(long depth, long n, const float *b, long b_row, long b_column,
                       float *packed) {
  for (long j = 0; j < n; j += PANEL) {
    const long columns = n - j < PANEL ? n - j : PANEL;
    if (columns < PANEL) memset(packed + j * depth, 0, sizeof(float) * (size_t)(depth * PANEL));
    pack_panel(depth, columns, b + j * b_column, b_row, b_column, packed + j * depth);
  }
}

static void level_unpack(long depth, long n, const float *packed, float *b) {
  for (long j = 0; j < n; j += PANEL) {
    const long columns = n - j < PANEL ? n - j : PANEL;
    for (long k = 0; k < depth; k++) {
      memcpy(b + k * n + j, packed + j * depth + k * PANEL, sizeof(float) * (size_t)columns);
    }
  }
}

static void level_matmul_packed(long m, long n, long depth, const float *a, long a_row,
                                const float *packed, const float *bias, float *c, long c_row) {
  if (m <= 0 || n <= 0) return;
  product(m, n, depth, a, a_row, 1, 0, 0, 0, packed, 0, bias, c, c_row);
}
