// The arithmetic of headlight: matrix products and element-wise functions over float32, written
// once and compiled for three levels of processor; the level is chosen when the program starts.
//
// Laws that every function keeps:
//  - A row of a result depends on that row's operands alone: not on the number of rows, on the
//    tiling, on alignment, nor on neighbours. Trailing masked (or absent) columns change no bit.
//  - Sums run in a documented, fixed order, so that equal calls give equal bits on every thread.
//  - Nothing allocates. Scratch space is thread-local and of fixed size.
// Levels that fuse multiply-adds (AVX2, AVX-512, and baseline on arm64) agree to the bit; baseline on
// x86-64 differs from them in the last bits.
//
// Pointers never alias unless the comment says so. Lengths and strides count floats.
// `accumulate` 0 writes the result, 1 adds it to what is there.
#ifndef HEADLIGHT_CKERNELS_H
#define HEADLIGHT_CKERNELS_H
#include <stdint.h>

// ---- the level ----------------------------------------------------------------------------------
enum { HK_BASELINE = 0, HK_AVX2 = 1, HK_AVX512 = 2 };
// The level in use. First call: the best supported one, or the one that the environment variable
// HEADLIGHT_KERNELS = baseline | avx2 | avx512 names if it is supported.
int hk_level(void);
// "baseline", "avx2" or "avx512".
const char *hk_level_name(int level);
// Whether this processor can run the level.
int hk_level_supported(int level);
// Uses another level from now on; returns 0 and changes nothing if it is not supported.
// For tests: not while other threads compute.
int hk_set_level(int level);
// The same for the calling thread alone; level −1 returns it to the common level. For what a run on
// another level has to be computed with again, and for tests while other tests compute.
int hk_set_thread_level(int level);

// ---- matrix products ----------------------------------------------------------------------------
// C[i, j] = beta · C[i, j] + bias[j] + Σ_k A[i, k] · B[k, j], 0 ≤ i < m, 0 ≤ j < n, 0 ≤ k < depth.
// A[i, k] is at a[i · a_row + k · a_column], B[k, j] at b[k · b_row + j · b_column],
// C[i, j] at c[i · c_row + j]. bias is null or n floats. beta is 0 (C is not read) or 1.
// Each element is one chain of (fused) multiply-adds over k ascending that starts from
// beta · C + bias: the same bits for every m, n, i, j and tile, and for a product that is cut along
// its depth into calls with beta 1. depth 0 gives beta · C + bias.
void hk_matmul(long m, long n, long depth, const float *a, long a_row, long a_column,
               const float *b, long b_row, long b_column, float beta, const float *bias, float *c,
               long c_row);
// The same product with a B [depth, n] that was packed once: weights that do not change. The bits are
// those of hk_matmul with beta 0. A packed B takes hk_packed_count floats, whatever the level; how
// they lie is the business of the level that packed them.
long hk_packed_count(long depth, long n);
void hk_pack(long depth, long n, const float *b, long b_row, long b_column, float *packed);
// b[k · n + j] = B[k, j].
void hk_unpack(long depth, long n, const float *packed, float *b);
void hk_matmul_packed(long m, long n, long depth, const float *a, long a_row, const float *packed,
                      const float *bias, float *c, long c_row);
// y[j · y_row + i] = x[i · x_row + j], 0 ≤ i < rows, 0 ≤ j < columns.
void hk_transpose(long rows, long columns, const float *x, long x_row, float *y, long y_row);
// Runs independent fused multiply-adds in registers; returns the floating-point operations done.
double hk_register_peak(int level, long iterations);

// ---- element-wise: y[i] = f(x[i]); y may be x ---------------------------------------------------
void hk_exp(long n, const float *x, float *y);      // ≤ 1 ULP in the normal range; exp(−∞) = 0
void hk_tanh(long n, const float *x, float *y);     // ≤ 1.5 ULP; NaN stays NaN
void hk_sigmoid(long n, const float *x, float *y);  // 1 / (1 + exp(−x))
void hk_relu(long n, const float *x, float *y);
// dx (+)= dy · (1 − y²)
void hk_tanh_backward(long n, const float *y, const float *dy, float *dx, int accumulate);
// dx (+)= dy · y · (1 − y)
void hk_sigmoid_backward(long n, const float *y, const float *dy, float *dx, int accumulate);
// dx (+)= dy where y > 0
void hk_relu_backward(long n, const float *y, const float *dy, float *dx, int accumulate);
// The smooth activations of transformers, Φ being the normal distribution's cumulative function:
// gelu x · Φ(x), its tanh form x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), silu x · σ(x), and
// quick gelu x · σ(1.702 x). dx (+)= dy · f′(x).
enum { HK_GELU = 0, HK_GELU_TANH = 1, HK_SILU = 2, HK_QUICK_GELU = 3 };
void hk_activation(long n, int kind, const float *x, float *y);
void hk_activation_backward(long n, int kind, const float *x, const float *dy, float *dx,
                            int accumulate);
// z (+)= a + b, and z (+)= a · b (product rounded before it is added); z may be a or b
void hk_add(long n, const float *a, const float *b, float *z, int accumulate);
void hk_multiply(long n, const float *a, const float *b, float *z, int accumulate);
// y (+)= factor · x (product rounded before it is added); y may be x
void hk_scale(long n, float factor, const float *x, float *y, int accumulate);
void hk_copy(long n, const float *x, float *y, int accumulate);
void hk_fill(long n, float value, float *y);

// ---- rows ---------------------------------------------------------------------------------------
// Row r of x starts at x + r · x_row; the elements of a row are neighbours.
// Sums down the rows start from what is there (`accumulate` 1) or from 0, and go on from that.
// y[j] (+)= Σ_r x[r, j], r ascending.
void hk_sum_rows(long rows, long n, const float *x, long x_row, float *y, int accumulate);
// y[r · y_step] = bias + Σ_j x[r, j] · v[j]; bias is *bias, or 0 when it is null.
// Order: 16 lanes (j mod 16), each a fused chain over ascending j, then a fixed tree.
void hk_dot_rows(long rows, long n, const float *x, long x_row, const float *v, const float *bias,
                 float *y, long y_step);
// y[r · y_step] (+)= Σ_j x[r, j] · z[r, j]; the same order as hk_dot_rows.
void hk_dot_pairs(long rows, long n, const float *x, long x_row, const float *z, long z_row,
                  float *y, long y_step, int accumulate);
// y[r, j] (+)= s[r · s_step] · x[r, j] (product rounded before it is added)
void hk_scale_rows(long rows, long n, const float *s, long s_step, const float *x, long x_row,
                   float *y, long y_row, int accumulate);
// y[j] (+)= Σ_r s[r · s_step] · x[r, j], r ascending, a (fused) multiply-add each
void hk_weigh_rows(long rows, long n, const float *s, long s_step, const float *x, long x_row,
                   float *y, int accumulate);
// Row r of y = row index[r] of table; an index outside 0 ..< table_rows gives zeros.
void hk_gather_rows(long rows, long n, const int32_t *index, long table_rows, const float *table,
                    float *y);
// Row index[r] of dtable += row r of dy, r ascending.
void hk_scatter_rows(long rows, long n, const int32_t *index, long table_rows, const float *dy,
                     float *dtable);

// ---- softmax ------------------------------------------------------------------------------------
// y[r, :] = softmax(x[r, :]) over n neighbours. mask is null or has rows at mask + r · mask_row:
// 1 for an entry that counts and 0 for one that does not: its weight is exactly 0. A row of which
// nothing counts becomes all zeros ("no mass"). Masked entries are never read into the sum, so they
// may be anything, NaN included. y may be x. n = 1 gives exactly 1 (or NaN for NaN or ±∞).
void hk_softmax(long rows, long n, const float *x, const float *mask, long mask_row, float *y);
// dx[r, :] (+)= y · (dy − Σ_j y_j dy_j)
void hk_softmax_backward(long rows, long n, const float *y, const float *dy, float *dx,
                         int accumulate);
// y = x − max − ln Σ exp(x − max); dx (+)= dy − exp(y) Σ_j dy_j
void hk_log_softmax(long rows, long n, const float *x, float *y);
void hk_log_softmax_backward(long rows, long n, const float *y, const float *dy, float *dx,
                             int accumulate);
// *loss = Σ_r weight[r] · −ln softmax(x[r, :])[label[r]], summed over ascending r in double.
// Row r of probability = softmax(x[r, :]). A row of weight 0 does not count, whatever it holds.
void hk_cross_entropy(long rows, long n, const float *x, const int32_t *label, const float *weight,
                      float *probability, float *loss);
// dx[r, j] (+)= *dloss · weight[r] · (probability[r, j] − [j = label[r]])
void hk_cross_entropy_backward(long rows, long n, const float *probability, const int32_t *label,
                               const float *weight, const float *dloss, float *dx, int accumulate);

// Cross entropy against smoothed labels, minus its least value. Label l has the share 1 − smoothing,
// every other of the n entries smoothing / (n − 1); with those shares s_j,
// row_loss[r] = −Σ_j s_j ln softmax(x[r, :])[j] − least, least = −Σ_j s_j ln s_j (the shares of the
// others enter the last logarithm plus 1e−20, as in the official code: smoothing may be 0).
// *loss = Σ_r weight[r] · row_loss[r], r ascending in double. A row of weight 0 has the loss 0.
void hk_smoothed_cross_entropy(long rows, long n, const float *x, const int32_t *label,
                               const float *weight, float smoothing, float *probability,
                               float *row_loss, float *loss);
// dx[r, j] (+)= *dloss · weight[r] · (probability[r, j] − s_j)
void hk_smoothed_cross_entropy_backward(long rows, long n, const float *probability,
                                        const int32_t *label, const float *weight,
                                        float smoothing, const float *dloss, float *dx,
                                        int accumulate);

// ---- layer normalization, selection, dropout ----------------------------------------------------
// y[r, j] = (x[r, j] − mean[r]) · inverse[r] · scale[j] + bias[j] with the mean of the row and
// inverse = 1 / √(variance + epsilon), the variance being Σ (x − mean)² / n. Sums as hk_dot_rows.
void hk_layer_norm(long rows, long n, const float *x, const float *scale, const float *bias,
                   float epsilon, float *y, float *mean, float *inverse);
// With x̂ = (x − mean) · inverse and g = dy · scale: dx (+)= inverse · (g − Σ g / n − x̂ Σ g x̂ / n);
// dscale[j] += Σ_r dy · x̂ and dbias[j] += Σ_r dy, r ascending. dx, dscale and dbias may be null.
void hk_layer_norm_backward(long rows, long n, const float *x, const float *scale,
                            const float *mean, const float *inverse, const float *dy, float *dx,
                            int accumulate, float *dscale, float *dbias);
// y[r, j] = x[r, j] · inverse[r] · scale[j] with inverse = 1 / √(Σ x² / n + epsilon).
void hk_rms_norm(long rows, long n, const float *x, const float *scale, float epsilon, float *y,
                 float *inverse);
// With x̂ = x · inverse and g = dy · scale: dx (+)= inverse · (g − x̂ Σ g x̂ / n);
// dscale[j] += Σ_r dy · x̂, r ascending. dx and dscale may be null.
void hk_rms_norm_backward(long rows, long n, const float *x, const float *scale,
                          const float *inverse, const float *dy, float *dx, int accumulate,
                          float *dscale);

// ---- rotary positions ---------------------------------------------------------------------------
// frequency[m] = 1 / base^(2m / (2 · pairs)), in float32 as the reference does.
void hk_rotary_frequencies(long pairs, float base, float *frequency);
// cosine[r, m] = cos(position[r] · frequency[m]), the product in float32, and the sine.
void hk_rotary_angles(long rows, long pairs, const int32_t *position, const float *frequency,
                      float *cosine, float *sine);
// Each of `rows` rows of `depth` floats: pair m = (x[m · step], x[m · step + second]) turned by the
// angle of cosine[m] and sign · sine[m], m < pairs; what is in no pair is copied. step 1 and second
// = pairs are halves, step 2 and second 1 neighbours. y may be x where nothing accumulates.
void hk_rotate(long rows, long depth, long pairs, long step, long second, const float *x,
               const float *cosine, const float *sine, float sign, float *y, int accumulate);
// y[i] (+)= x[i] where mask[i] is not 0, `otherwise` elsewhere; y may be x.
void hk_keep(long n, const float *x, const float *mask, float otherwise, float *y, int accumulate);
// y[i] (+)= x[i] / (1 − rate), or 0 with the probability `rate`; y may be x. Whether is a function
// of the two words of key, of site and of first + i alone: a hash, the same at every level.
void hk_dropout(long n, const float *x, const int32_t *key, uint32_t site, uint32_t first,
                float rate, float *y, int accumulate);

// ---- gated recurrent unit, one position, gates in Keras's order z, r, candidate -----------------
// x[r, 0 ..< 3u]: the projected input with its bias; h·R + c in `recurrent`[r, 0 ..< 3u].
// reset_after: z = σ(x_z + rec_z), r = σ(x_r + rec_r), c = tanh(x_c + r · rec_c),
// next = z · h + (1 − z) · c. mask (null or one float a row, mask[r · mask_step]): 0 keeps h.
// gates[r, 0 ..< 3u] receives z, r, c. next may be h. Rows: x at x + r · x_row; h, next, gates and
// recurrent are dense (u, u, 3u and 3u floats a row).
void hk_gru(long rows, long u, const float *x, long x_row, const float *recurrent, const float *h,
            const float *mask, long mask_step, float *next, float *gates);
// From dnext: dx[r, 0 ..< 3u] and drecurrent[r, 0 ..< 3u] are written (not added; zeros in masked
// rows), dh[r, 0 ..< u] += dnext · z (masked rows: += dnext). dh must not be dnext.
void hk_gru_backward(long rows, long u, const float *recurrent, const float *h, const float *gates,
                     const float *mask, long mask_step, const float *dnext, float *dx, long dx_row,
                     float *drecurrent, float *dh);
// The other convention, reset_after = false, in two halves around the product (r · h)·R_c:
// gates: z and r from x and recurrent[r, 0 ..< 2u] (row stride 2u) and reset[r, j] = r · h.
void hk_gru_before_gates(long rows, long u, const float *x, long x_row, const float *recurrent,
                         const float *h, float *gates, float *reset);
// state: c = tanh(x_c + product[r, 0 ..< u]), next = z · h + (1 − z) · c (masked rows keep h).
void hk_gru_before_state(long rows, long u, const float *x, long x_row, const float *product,
                         const float *h, const float *mask, long mask_step, float *next,
                         float *gates);
// Backward of the state half: dx_c and dx_z are written, dx_r is left; dproduct[r, 0 ..< u] is
// written, dh += dnext · z (masked rows: += dnext, the others 0).
void hk_gru_before_state_backward(long rows, long u, const float *h, const float *gates,
                                  const float *mask, long mask_step, const float *dnext, float *dx,
                                  long dx_row, float *dproduct, float *dh);
// Backward of the gate half: from dreset[r, 0 ..< u] and dx_z as written above, dx_r is written and
// drecurrent[r, 0 ..< 2u] = (dx_z, dx_r); dh += dreset · r.
void hk_gru_before_gates_backward(long rows, long u, const float *h, const float *gates,
                                  const float *dreset, float *dx, long dx_row, float *drecurrent,
                                  float *dh);

// ---- long short-term memory, one position, gates in Keras's order i, f, candidate, o ------------
// x[r, 0 ..< 4u]: the projected input with its bias; h·R stands in gates[r, 0 ..< 4u], which receives
// i, f, g, o = σ, σ, tanh, σ of the sums. next_c = f · c + i · g, next_h = o · tanh(next_c).
// mask as for hk_gru: 0 keeps h and c. next_h may be h and next_c may be c.
void hk_lstm(long rows, long u, const float *x, long x_row, float *gates, const float *h,
             const float *c, const float *mask, long mask_step, float *next_h, float *next_c);
// From dnext_h and dnext_c: dx[r, 0 ..< 4u] (also the gradient of h·R) and dc[r, 0 ..< u] are written;
// in masked rows dx is 0 and dc = dnext_c. dh (null without a mask) is written: what a masked row
// passes on, dnext_h, and 0 elsewhere. dc may be dnext_c.
void hk_lstm_backward(long rows, long u, const float *gates, const float *c, const float *next_c,
                      const float *mask, long mask_step, const float *dnext_h,
                      const float *dnext_c, float *dx, long dx_row, float *dh, float *dc);

// ---- additive attention -------------------------------------------------------------------------
// The projected features of key t and example b are at p + t · p_key + b · u (u neighbours), the
// projected state of b at q + b · u, the score at e[b · e_batch + t].
// e[b, t] = bias + Σ_j v[j] · tanh(p[t, b, j] + q[b, j]); the sum in the order of hk_dot_rows, so
// that it has the bits of hk_add, hk_tanh and hk_dot_rows played one after the other.
void hk_additive_score(long keys, long batch, long u, const float *p, long p_key, const float *q,
                       const float *v, const float *bias, float *e, long e_batch);
// Recomputes the tanh. With g = de[b, t] · v[j] · (1 − tanh²): dp[t, b, j] += g; dq[b, j] (+)= Σ_t
// g in ascending t; dv[j] += Σ_{t, b} de · tanh, dbias[0] += Σ de. Any of dp, dq, dv, dbias may be
// null; dp has the strides of p.
void hk_additive_score_backward(long keys, long batch, long u, const float *p, long p_key,
                                const float *q, const float *v, const float *de, long de_batch,
                                float *dp, float *dq, int accumulate_q, float *dv, float *dbias);
// context[b, j] = Σ_t weight[b · w_batch + t] · f[t · f_key + b · n + j], t ascending, every
// product rounded before it is added: the bits of hk_scale_rows and a plain sum over t.
void hk_weighted_sum(long keys, long batch, long n, const float *weight, long w_batch,
                     const float *f, long f_key, float *context);
// dweight[b · w_batch + t] (+)= Σ_j dcontext[b, j] · f[t, b, j]; the order of hk_dot_rows.
void hk_weighted_sum_backward(long keys, long batch, long n, const float *f, long f_key,
                              const float *dcontext, float *dweight, long w_batch, int accumulate);

// ---- starting values ----------------------------------------------------------------------------
// Makes `count` ≤ `width` rows orthonormal, each in its turn: twice it gives up its part along every
// row before it, in ascending order, then it is divided by its length. Every sum runs over ascending
// elements. Twice, since once leaves rows of floats orthogonal only to about 1e−5.
void hk_orthogonalize(long count, long width, double *rows);

// ---- optimizers ---------------------------------------------------------------------------------
// The gradient is g0 + g1 (g1 null: g0 alone), rounded once, in this order.
// Keras Adam: m += (g − m)(1 − β₁), v += (g² − v)(1 − β₂), w −= α m / (√v + ε) with
// α = learning rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ), computed by the caller.
void hk_adam(long n, const float *g0, const float *g1, float alpha, float one_minus_beta1,
             float one_minus_beta2, float epsilon, float *w, float *m, float *v);
// w −= learning rate · g
void hk_sgd(long n, const float *g0, const float *g1, float learning_rate, float *w);
// The number of elements that are not finite.
long hk_count_nonfinite(long n, const float *x);

// ---- what a screen says of a map ----------------------------------------------------------------
// At one level, in plain float32: the same bits on every processor. What is no number (NaN) is no
// largest, and wins where values are pooled, so that it can be seen from afar.
typedef struct {
  float mass;        // Σ_k row[k], ascending
  float entropy;     // −Σ_k row[k] log₂ row[k] over k < allowed, ascending; 0 log 0 is 0
  long not_numbers;  // how many are NaN
} hk_row;
void hk_row_terms(long keys, long allowed, const float *row, hk_row *terms);
// The first place of the largest number and the number; −1 and −∞ where there is none above −∞.
long hk_row_largest(long keys, const float *row, float *largest);
// Σ row[places[i] + shift] over those with 0 ≤ places[i] + shift < allowed, i ascending, and how many.
float hk_row_gather(long count, const int32_t *places, long shift, long allowed, const float *row,
                    long *counted);
// sums[k] += row[k]
void hk_row_add(long keys, const float *row, float *sums);
// pooled[b] = the largest of itself and of row[b · keys / blocks …< (b + 1) · keys / blocks], one
// value at least: with more blocks than keys values repeat.
void hk_row_pool(long keys, long blocks, const float *row, float *pooled);
// The same over rows and columns; `pooled` is written.
void hk_pool(long rows, long columns, const float *values, long to_rows, long to_columns,
             float *pooled);
// The first place of the largest |a[k] − b[k]| and that; −1 and 0 where none is a number. Also how
// many are none.
long hk_largest_change(long n, const float *a, const float *b, float *largest, long *not_numbers);
// ½ Σ_k |a[k] − b[k]|; 1 where only one of two is a number. Two that are none are alike. The same with
// a and b exchanged.
float hk_row_distance(long keys, const float *a, const float *b);
// `count` ≤ keys places of the row from the largest value on, equal ones by place and NaN last: the
// first ones, or where `key` is not among these those that end with it. Returns how many come before.
long hk_row_ranking(long keys, const float *row, long key, long count, int32_t *places);
// The place that `rank` ≥ 0 others come before in that order; `places` is room for `keys` of them.
long hk_row_ranked(long keys, const float *row, long rank, int32_t *places);

// ---- numbers as files store them ----------------------------------------------------------------
// How one number, or one block of numbers, is stored, little-endian.
enum {
  HK_F64, HK_F32, HK_F16, HK_BF16, HK_F8_E4M3, HK_F8_E5M2,
  HK_I64, HK_I32, HK_I16, HK_I8, HK_U64, HK_U32, HK_U16, HK_U8, HK_BOOL,
  HK_Q4_0, HK_Q4_1, HK_Q5_0, HK_Q5_1, HK_Q8_0, HK_IQ4_NL,          // 32 numbers a block
  HK_Q2_K, HK_Q3_K, HK_Q4_K, HK_Q5_K, HK_Q6_K, HK_IQ4_XS           // 256 numbers a block
};
// The numbers of `blocks` blocks (a block of the first line is one number) as float32, the same bits
// on every processor and level. F64 and whole numbers beyond 2²⁴ are rounded; BOOL is 0 or 1.
// `bytes` need not be aligned.
void hk_dequantise(int kind, long blocks, const uint8_t *bytes, float *numbers);

// ---- heap ---------------------------------------------------------------------------------------
// Allocations (malloc, calloc, realloc, aligned) of this process so far, on every thread;
// −1 where they cannot be counted (sanitizers, other C libraries than glibc).
long hk_allocations(void);
// The same of the calling thread alone, for what stays on one thread while others go on.
long hk_thread_allocations(void);

#endif
