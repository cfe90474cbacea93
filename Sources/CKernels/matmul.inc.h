// The matrix product C = beta · C + bias + A · B.
//
// An element starts from beta · C + bias and then takes its products one after the other, k
// ascending, in one register. Where k is cut into blocks the register rests in C in between, which
// changes no bit. So blocking, tile sizes, packing and even the exchange of the two operands (for
// narrow C) are free to follow the shape: no choice below can be seen in a result.
//
// Three sizes make the speed:
//  - A tile of TILE_ROWS × 2 vectors of C stays in registers while k runs: 24 (AVX-512) or 12
//    accumulators hide the latency of a multiply-add, and a loaded element of A serves two, one of
//    B TILE_ROWS of them.
//  - DEPTH_BLOCK (256) steps of k at a time: the panel of B (two vectors wide) that all tiles of a
//    column share then stays in the first or, at 32 KB with AVX-512, near the top of the second
//    level of cache.
//  - ROW_BLOCK rows at a time: their part of A stays in the second level while the panels pass.
//
// Packing copies a panel of B, or a block of A, side by side. It costs a pass and saves bad strides
// (rows a power of two apart share few sets of the cache), so it pays from some number of uses on.
typedef float Vector __attribute__((vector_size(4 * WIDTH)));
enum {
  PANEL = 2 * WIDTH,  // columns of a tile
  ROW_BLOCK = 40 * TILE_ROWS,
  BAD_STRIDE = 512,  // floats, 2 KB: a cache of 64 sets of 64 bytes has 2 sets for such rows
  NARROW = 6,        // C of so few columns is computed with the operands exchanged
};

// ---- the tile -----------------------------------------------------------------------------------
struct tile {
  long depth;
  const float *a;
  long a_row, a_column;
  const float *b;  // columns are neighbours
  long b_row;
  int reads_c;
  const float *bias;  // or null
  float *c;
  long c_row;
#if HAS_MASKS
  __mmask16 mask;  // the columns of the last vector that exist
#endif
};

INLINE Vector load_vector(const float *x) {
  Vector v;
  memcpy(&v, x, sizeof v);
  return v;
}
INLINE void store_vector(float *y, Vector v) { memcpy(y, &v, sizeof v); }
INLINE Vector fused_vector(Vector a, Vector b, Vector c) {
#if HAS_FMA
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

// `rows`, `vectors` and `partial` are constants wherever this is inlined; all loops but that over k
// disappear. With `partial` the last vector is masked: lanes beyond the edge are neither read nor
// written.
INLINE void run_tile(const int rows, const int vectors, const int partial, const struct tile *t) {
  const float *b = t->b;
  const long a_row = t->a_row, a_column = t->a_column, b_row = t->b_row, c_row = t->c_row;
  float *c = t->c;
#if HAS_MASKS
  const __mmask16 mask = t->mask;
#define LOAD(x, v)                                                                  \
  (partial && (v) == vectors - 1 ? (Vector)_mm512_maskz_loadu_ps(mask, (x) + (v)*WIDTH) \
                                 : load_vector((x) + (v)*WIDTH))
#define STORE(x, v, value)                                           \
  if (partial && (v) == vectors - 1) {                               \
    _mm512_mask_storeu_ps((x) + (v)*WIDTH, mask, (__m512)(value));   \
  } else {                                                           \
    store_vector((x) + (v)*WIDTH, value);                            \
  }
#else
#define LOAD(x, v) load_vector((x) + (v)*WIDTH)
#define STORE(x, v, value) store_vector((x) + (v)*WIDTH, value);
#endif
  Vector sums[TILE_ROWS][2];
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      sums[i][v] = t->reads_c ? LOAD(c + i * c_row, v) : (Vector){0};
      if (t->bias) sums[i][v] += LOAD(t->bias, v);
    }
  }
  // A pointer for every three rows: from it each of them is one load (base, base + 4 · row,
  // base + 8 · row). The compiler would rather walk one pointer row by row, a chain of additions
  // about as long as the step itself; hiding where the pointers come from keeps it from that.
  const float *triples[TILE_ROWS / 3];
  UNROLL for (int i = 0; i < rows; i += 3) {
    triples[i / 3] = t->a + i * a_row;
    __asm__("" : "+r"(triples[i / 3]));
  }
  for (long k = t->depth; k > 0; k--) {
    Vector columns[2];
    UNROLL for (int v = 0; v < vectors; v++) columns[v] = LOAD(b, v);
    UNROLL for (int i = 0; i < rows; i++) {
      const Vector element = triples[i / 3][i % 3 * a_row] - (Vector){0};  // a broadcast: see `all`
      UNROLL for (int v = 0; v < vectors; v++) {
        sums[i][v] = fused_vector(element, columns[v], sums[i][v]);
      }
    }
    UNROLL for (int i = 0; i < rows; i += 3) triples[i / 3] += a_column;
    b += b_row;
  }
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++) { STORE(c + i * c_row, v, sums[i][v]) }
  }
#undef LOAD
#undef STORE
}

typedef void tile_function(const struct tile *t);
#define TILE(rows, vectors, partial)                                            \
  static void tile_##rows##_##vectors##_##partial(const struct tile *t) {       \
    run_tile(rows, vectors, partial, t);                                        \
  }
#if HAS_MASKS
#define TILES(rows) TILE(rows, 1, 0) TILE(rows, 2, 0) TILE(rows, 1, 1) TILE(rows, 2, 1)
#define FULL_AND_PARTIAL 2
#else
#define TILES(rows) TILE(rows, 1, 0) TILE(rows, 2, 0)
#define FULL_AND_PARTIAL 1
#endif
TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6)
#if TILE_ROWS == 12
TILES(7) TILES(8) TILES(9) TILES(10) TILES(11) TILES(12)
#define TILE_LIST(vectors, partial)                                                             \
  {0, tile_1_##vectors##_##partial, tile_2_##vectors##_##partial, tile_3_##vectors##_##partial, \
   tile_4_##vectors##_##partial, tile_5_##vectors##_##partial, tile_6_##vectors##_##partial,    \
   tile_7_##vectors##_##partial, tile_8_##vectors##_##partial, tile_9_##vectors##_##partial,    \
   tile_10_##vectors##_##partial, tile_11_##vectors##_##partial, tile_12_##vectors##_##partial}
#else
#define TILE_LIST(vectors, partial)                                                             \
  {0, tile_1_##vectors##_##partial, tile_2_##vectors##_##partial, tile_3_##vectors##_##partial, \
   tile_4_##vectors##_##partial, tile_5_##vectors##_##partial, tile_6_##vectors##_##partial}
#endif
static tile_function *const tiles[FULL_AND_PARTIAL][2][TILE_ROWS + 1] = {
    {TILE_LIST(1, 0), TILE_LIST(2, 0)},
#if HAS_MASKS
    {TILE_LIST(1, 1), TILE_LIST(2, 1)},
#endif
};

// A tile of 1 ... TILE_ROWS rows and 1 ... PANEL columns.
INLINE void run_any_tile(long rows, long columns, struct tile *t) {
  const int vectors = columns > WIDTH ? 2 : 1;
#if HAS_MASKS
  const int partial = columns != vectors * WIDTH;
  t->mask = (__mmask16)(0xffff >> (vectors * WIDTH - columns));
  tiles[partial][vectors - 1][rows](t);
#else
  if (columns == vectors * WIDTH) {
    tiles[0][vectors - 1][rows](t);
    return;
  }
  // No masks: the edge is computed beside C. (B is packed here, so whole vectors may be read.)
  float edge[TILE_ROWS * PANEL], edge_bias[PANEL] = {0};
  struct tile beside = *t;
  beside.c = edge;
  beside.c_row = PANEL;
  for (long j = 0; t->bias && j < columns; j++) edge_bias[j] = t->bias[j];
  if (t->bias) beside.bias = edge_bias;
  memset(edge, 0, sizeof edge);
  for (long i = 0; t->reads_c && i < rows; i++) {
    for (long j = 0; j < columns; j++) edge[i * PANEL + j] = t->c[i * t->c_row + j];
  }
  tiles[0][vectors - 1][rows](&beside);
  for (long i = 0; i < rows; i++) {
    for (long j = 0; j < columns; j++) t->c[i * t->c_row + j] = edge[i * PANEL + j];
  }
#endif
}

// Rows are dealt evenly: 14 rows are 7 + 7, not 12 + 2, for a tile of 2 rows is mostly latency.
struct deal {
  int tiles, rows, longer;  // the first `longer` tiles have one row more than `rows`
};
INLINE struct deal deal_rows(long rows) {
  const int count = ((int)rows + TILE_ROWS - 1) / TILE_ROWS;
  return (struct deal){count, (int)rows / count, (int)rows % count};
}

// ---- transposing --------------------------------------------------------------------------------
// Interleaves the lower (or upper) halves of two vectors. Doing so with rows i and i + WIDTH / 2,
// for all i, rotates the bits of an element's (row, column) by one place; after log2(WIDTH) rounds
// row and column have changed places.
#if WIDTH == 4
#define LOWER 0, 4, 1, 5
#define UPPER 2, 6, 3, 7
#elif WIDTH == 8
#define LOWER 0, 8, 1, 9, 2, 10, 3, 11
#define UPPER 4, 12, 5, 13, 6, 14, 7, 15
#else
#define LOWER 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define UPPER 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#endif
INLINE void transpose_square(Vector rows[WIDTH]) {
  UNROLL for (int round = 1; round < WIDTH; round *= 2) {
    Vector next[WIDTH];
    UNROLL for (int i = 0; i < WIDTH / 2; i++) {
      next[2 * i] = __builtin_shufflevector(rows[i], rows[i + WIDTH / 2], LOWER);
      next[2 * i + 1] = __builtin_shufflevector(rows[i], rows[i + WIDTH / 2], UPPER);
    }
    UNROLL for (int i = 0; i < WIDTH; i++) rows[i] = next[i];
  }
}
#undef LOWER
#undef UPPER

// The square at x turned into the one at y.
INLINE void transpose_full(const float *x, long x_row, float *y, long y_row) {
  Vector square[WIDTH];
  UNROLL for (int i = 0; i < WIDTH; i++) square[i] = load_vector(x + i * x_row);
  transpose_square(square);
  UNROLL for (int i = 0; i < WIDTH; i++) store_vector(y + i * y_row, square[i]);
}

// The same at an edge, where only some rows and columns exist. Sixteen squared by single floats
// would cost more than many a product, so with masks the square is used here too.
INLINE void transpose_edge(long rows, long columns, const float *x, long x_row, float *y,
                           long y_row) {
#if HAS_MASKS
  const __mmask16 x_mask = (__mmask16)(0xffff >> (WIDTH - columns));
  const __mmask16 y_mask = (__mmask16)(0xffff >> (WIDTH - rows));
  Vector square[WIDTH];
  UNROLL for (int i = 0; i < WIDTH; i++) {
    square[i] = i < rows ? (Vector)_mm512_maskz_loadu_ps(x_mask, x + i * x_row) : (Vector){0};
  }
  transpose_square(square);
  UNROLL for (int j = 0; j < WIDTH; j++) {
    if (j < columns) _mm512_mask_storeu_ps(y + j * y_row, y_mask, (__m512)square[j]);
  }
#else
  for (long i = 0; i < rows; i++) {
    for (long j = 0; j < columns; j++) y[j * y_row + i] = x[i * x_row + j];
  }
#endif
}

static void level_transpose(long rows, long columns, const float *x, long x_row, float *y,
                            long y_row) {
  for (long i = 0; i < rows; i += WIDTH) {
    for (long j = 0; j < columns; j += WIDTH) {
      const float *from = x + i * x_row + j;
      float *to = y + j * y_row + i;
      const long high = rows - i, wide = columns - j;
      if (high >= WIDTH && wide >= WIDTH) {
        transpose_full(from, x_row, to, y_row);
      } else {
        transpose_edge(high < WIDTH ? high : WIDTH, wide < WIDTH ? wide : WIDTH, from, x_row, to,
                       y_row);
      }
    }
  }
}

// ---- packing ------------------------------------------------------------------------------------
// panel[k · PANEL + j] = b[k · b_row + j · b_column]. Columns that are absent keep what was there:
// a tile computes with it in lanes that nobody stores.
static void pack_panel(long depth, long columns, const float *b, long b_row, long b_column,
                       float *panel) {
  if (b_column == 1 && columns == PANEL) {
    for (long k = 0; k < depth; k++) {
      UNROLL for (int v = 0; v < 2; v++) {
        store_vector(panel + k * PANEL + v * WIDTH, load_vector(b + k * b_row + v * WIDTH));
      }
    }
    return;
  }
  if (b_row == 1) {
    level_transpose(columns, depth, b, b_column, panel, PANEL);
    return;
  }
  for (long k = 0; k < depth; k++) {
    for (long j = 0; j < columns; j++) panel[k * PANEL + j] = b[k * b_row + j * b_column];
  }
}

// A block of a transposed A (a_row is 1) is copied tile by tile, so that a tile reads its rows ·
// depth floats one after the other: the tile whose first row is i stands at i · depth, its element
// (row, k) at k · rows + row. Each move writes full lanes; what is too much of them is overwritten
// by the next step of k or the next tile, and after the last one there is room.
static void pack_turned_rows(struct deal deal, long depth, const float *a, long a_column,
                             float *packed) {
  for (int tile = 0; tile < deal.tiles; tile++) {
    const long rows = deal.rows + (tile < deal.longer);
    for (long k = 0; k < depth; k++) store(packed + k * rows, take(a + k * a_column, rows));
    packed += rows * depth;
    a += rows;
  }
}

// ---- the product --------------------------------------------------------------------------------
// C of few columns would leave most lanes of a tile empty. Its transpose does not: Cᵀ = Bᵀ · Aᵀ,
// with the rows of A as columns. a · b = b · a to the bit, so nothing else changes.
static void narrow_product(long m, long n, long depth, const float *a, long a_row, long a_column,
                           const float *b, long b_row, long b_column, int reads_c,
                           const float *bias, float *c, long c_row) {
  for (long i = 0; i < m; i += PANEL) {
    const long rows = m - i < PANEL ? m - i : PANEL;
    float turned[NARROW * PANEL] = {0};
    for (long j = 0; j < n; j++) {
      for (long row = 0; row < rows; row++) {
        float start = reads_c ? c[(i + row) * c_row + j] : 0;
        if (bias) start += bias[j];
        turned[j * PANEL + row] = start;
      }
    }
    for (long k = 0; k < depth; k += DEPTH_BLOCK) {
      const long block = depth - k < DEPTH_BLOCK ? depth - k : DEPTH_BLOCK;
      pack_panel(block, rows, a + i * a_row + k * a_column, a_column, a_row, hk_scratch.b);
      struct tile t = {.depth = block, .a = b + k * b_row, .a_row = b_column, .a_column = b_row,
                       .b = hk_scratch.b, .b_row = PANEL, .reads_c = 1, .c = turned,
                       .c_row = PANEL};
      run_any_tile(n, PANEL, &t);
    }
    for (long j = 0; j < n; j++) {
      for (long row = 0; row < rows; row++) c[(i + row) * c_row + j] = turned[j * PANEL + row];
    }
  }
}

// With `packed` B lies in panels already and b is not read.
INLINE void product(long m, long n, long depth, const float *a, long a_row, long a_column,
                    const float *b, long b_row, long b_column, const float *packed, float beta,
                    const float *bias, float *c, long c_row) {
  const int reads_c = beta != 0;
  // B as it stands serves where its columns are neighbours and its panels are used a few times
  // only, or where it is small enough for the cache whatever its stride.
  const int packs_b =
      !packed && (b_column != 1 || (m > 8 * TILE_ROWS && (n > 256 || depth > 256)));
  // A transposed A serves as it stands too (a tile's elements are neighbours, a line of the cache
  // for every k), unless its stride lets the lines of a block push each other out of the cache.
  const int packs_a = a_row == 1 && a_column % BAD_STRIDE == 0 && m > TILE_ROWS && n > 2 * PANEL;
  // Blocks of rows are dealt evenly, like tiles.
  const long most_rows = packs_a ? PACKED_ROWS : ROW_BLOCK;
  long row_block = m;
  if (m > most_rows) {  // (Divisions are felt where the whole product takes 90 ns.)
    const long row_blocks = (m + most_rows - 1) / most_rows;
    row_block = (m + row_blocks - 1) / row_blocks;
  }
  long k = 0;
  do {  // Once even for depth 0: then the tiles only write beta · C + bias.
    const long block = depth - k < DEPTH_BLOCK ? depth - k : DEPTH_BLOCK;
    for (long i = 0; i < m; i += row_block) {
      const long rows = m - i < row_block ? m - i : row_block;
      const struct deal deal = deal_rows(rows);
      const float *a_block = a + i * a_row + k * a_column;
      if (packs_a) pack_turned_rows(deal, block, a_block, a_column, hk_scratch.a);
      for (long j = 0; j < n; j += PANEL) {
        const long columns = n - j < PANEL ? n - j : PANEL;
        struct tile t = {.depth = block, .a = a_block, .a_row = a_row, .a_column = a_column,
                         .b = b + k * b_row + j * b_column, .b_row = b_row,
                         .reads_c = reads_c || k > 0, .bias = bias && k == 0 ? bias + j : 0,
                         .c = c + i * c_row + j, .c_row = c_row};
        if (packed) {
          t.b = packed + j * depth + k * PANEL;
          t.b_row = PANEL;
        } else if (packs_b || (!HAS_MASKS && columns % WIDTH != 0)) {
          pack_panel(block, columns, t.b, b_row, b_column, hk_scratch.b);
          t.b = hk_scratch.b;
          t.b_row = PANEL;
        }
        if (packs_a) t.a = hk_scratch.a;
        for (int tile = 0; tile < deal.tiles; tile++) {
          const long height = deal.rows + (tile < deal.longer);
          if (packs_a) t.a_column = height;
          run_any_tile(height, columns, &t);
          t.a += packs_a ? height * block : height * a_row;
          t.c += height * c_row;
        }
      }
    }
    k += block;
  } while (k < depth);
}

static void level_matmul(long m, long n, long depth, const float *a, long a_row, long a_column,
                         const float *b, long b_row, long b_column, float beta, const float *bias,
                         float *c, long c_row) {
  if (m <= 0 || n <= 0) return;
  if (n <= NARROW && m > 2 * n) {
    narrow_product(m, n, depth, a, a_row, a_column, b, b_row, b_column, beta != 0, bias, c, c_row);
    return;
  }
  product(m, n, depth, a, a_row, a_column, b, b_row, b_column, 0, beta, bias, c, c_row);
}
