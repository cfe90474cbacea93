// The one list of everything that exists once per level. From it are made: the table that a level
// fills (here), and the table's initialiser (at the end of each level's file).
// An entry is X(result, name, parameters, arguments).
#ifndef HEADLIGHT_KERNELS_H
#define HEADLIGHT_KERNELS_H
#include "CKernels.h"

#define HK_EACH_KERNEL(X)                                                                         \
  X(void, matmul,                                                                                 \
    (long m, long n, long depth, const float *a, long a_row, long a_column, const float *b,       \
     long b_row, long b_column, float beta, const float *bias, float *c, long c_row),             \
    (m, n, depth, a, a_row, a_column, b, b_row, b_column, beta, bias, c, c_row))                  \
  X(void, pack,                                                                                   \
    (long depth, long n, const float *b, long b_row, long b_column, float *packed),               \
    (depth, n, b, b_row, b_column, packed))                                                       \
  X(void, unpack, (long depth, long n, const float *packed, float *b), (depth, n, packed, b))     \
  X(void, matmul_packed,                                                                          \
    (long m, long n, long depth, const float *a, long a_row, const float *packed,                 \
     const float *bias, float *c, long c_row),                                                    \
    (m, n, depth, a, a_row, packed, bias, c, c_row))                                              \
  X(void, transpose, (long rows, long columns, const float *x, long x_row, float *y, long y_row), \
    (rows, columns, x, x_row, y, y_row))                                                          \
  X(void, exp, (long n, const float *x, float *y), (n, x, y))                                     \
  X(void, tanh, (long n, const float *x, float *y), (n, x, y))                                    \
  X(void, sigmoid, (long n, const float *x, float *y), (n, x, y))                                 \
  X(void, relu, (long n, const float *x, float *y), (n, x, y))                                    \
  X(void, activation, (long n, int kind, const float *x, float *y), (n, kind, x, y))              \
  X(void, activation_backward,                                                                    \
    (long n, int kind, const float *x, const float *dy, float *dx, int accumulate),               \
    (n, kind, x, dy, dx, accumulate))                                                             \
  X(void, rms_norm,                                                                               \
    (long rows, long n, const float *x, const float *scale, float epsilon, float *y,              \
     float *inverse),                                                                             \
    (rows, n, x, scale, epsilon, y, inverse))                                                     \
  X(void, rms_norm_backward,                                                                      \
    (long rows, long n, const float *x, const float *scale, const float *inverse,                 \
     const float *dy, float *dx, int accumulate, float *dscale),                                  \
    (rows, n, x, scale, inverse, dy, dx, accumulate, dscale))                                     \
  X(void, rotate,                                                                                 \
    (long rows, long depth, long pairs, long step, long second, const float *x,                   \
     const float *cosine, const float *sine, float sign, float *y, int accumulate),               \
    (rows, depth, pairs, step, second, x, cosine, sine, sign, y, accumulate))                     \
  X(void, tanh_backward,                                                                          \
    (long n, const float *y, const float *dy, float *dx, int accumulate),                         \
    (n, y, dy, dx, accumulate))                                                                   \
  X(void, sigmoid_backward,                                                                       \
    (long n, const float *y, const float *dy, float *dx, int accumulate),                         \
    (n, y, dy, dx, accumulate))                                                                   \
  X(void, relu_backward,                                                                          \
    (long n, const float *y, const float *dy, float *dx, int accumulate),                         \
    (n, y, dy, dx, accumulate))                                                                   \
  X(void, add, (long n, const float *a, const float *b, float *z, int accumulate),                \
    (n, a, b, z, accumulate))                                                                     \
  X(void, multiply, (long n, const float *a, const float *b, float *z, int accumulate),           \
    (n, a, b, z, accumulate))                                                                     \
  X(void, scale, (long n, float factor, const float *x, float *y, int accumulate),                \
    (n, factor, x, y, accumulate))                                                                \
  X(void, copy, (long n, const float *x, float *y, int accumulate), (n, x, y, accumulate))        \
  X(void, fill, (long n, float value, float *y), (n, value, y))                                   \
  X(void, sum_rows,                                                                               \
    (long rows, long n, const float *x, long x_row, float *y, int accumulate),                    \
    (rows, n, x, x_row, y, accumulate))                                                           \
  X(void, dot_rows,                                                                               \
    (long rows, long n, const float *x, long x_row, const float *v, const float *bias, float *y,  \
     long y_step),                                                                                \
    (rows, n, x, x_row, v, bias, y, y_step))                                                      \
  X(void, dot_pairs,                                                                              \
    (long rows, long n, const float *x, long x_row, const float *z, long z_row, float *y,         \
     long y_step, int accumulate),                                                                \
    (rows, n, x, x_row, z, z_row, y, y_step, accumulate))                                         \
  X(void, scale_rows,                                                                             \
    (long rows, long n, const float *s, long s_step, const float *x, long x_row, float *y,        \
     long y_row, int accumulate),                                                                 \
    (rows, n, s, s_step, x, x_row, y, y_row, accumulate))                                         \
  X(void, weigh_rows,                                                                             \
    (long rows, long n, const float *s, long s_step, const float *x, long x_row, float *y,        \
     int accumulate),                                                                             \
    (rows, n, s, s_step, x, x_row, y, accumulate))                                                \
  X(void, gather_rows,                                                                            \
    (long rows, long n, const int32_t *index, long table_rows, const float *table, float *y),     \
    (rows, n, index, table_rows, table, y))                                                       \
  X(void, scatter_rows,                                                                           \
    (long rows, long n, const int32_t *index, long table_rows, const float *dy, float *dtable),   \
    (rows, n, index, table_rows, dy, dtable))                                                     \
  X(void, softmax,                                                                                \
    (long rows, long n, const float *x, const float *mask, long mask_row, float *y),              \
    (rows, n, x, mask, mask_row, y))                                                              \
  X(void, softmax_backward,                                                                       \
    (long rows, long n, const float *y, const float *dy, float *dx, int accumulate),              \
    (rows, n, y, dy, dx, accumulate))                                                             \
  X(void, log_softmax, (long rows, long n, const float *x, float *y), (rows, n, x, y))            \
  X(void, log_softmax_backward,                                                                   \
    (long rows, long n, const float *y, const float *dy, float *dx, int accumulate),              \
    (rows, n, y, dy, dx, accumulate))                                                             \
  X(void, cross_entropy,                                                                          \
    (long rows, long n, const float *x, const int32_t *label, const float *weight,                \
     float *probability, float *loss),                                                            \
    (rows, n, x, label, weight, probability, loss))                                               \
  X(void, cross_entropy_backward,                                                                 \
    (long rows, long n, const float *probability, const int32_t *label, const float *weight,      \
     const float *dloss, float *dx, int accumulate),                                              \
    (rows, n, probability, label, weight, dloss, dx, accumulate))                                 \
  X(void, smoothed_cross_entropy,                                                                 \
    (long rows, long n, const float *x, const int32_t *label, const float *weight,                \
     float smoothing, float *probability, float *row_loss, float *loss),                          \
    (rows, n, x, label, weight, smoothing, probability, row_loss, loss))                          \
  X(void, smoothed_cross_entropy_backward,                                                        \
    (long rows, long n, const float *probability, const int32_t *label, const float *weight,      \
     float smoothing, const float *dloss, float *dx, int accumulate),                             \
    (rows, n, probability, label, weight, smoothing, dloss, dx, accumulate))                      \
  X(void, layer_norm,                                                                             \
    (long rows, long n, const float *x, const float *scale, const float *bias, float epsilon,     \
     float *y, float *mean, float *inverse),                                                      \
    (rows, n, x, scale, bias, epsilon, y, mean, inverse))                                         \
  X(void, layer_norm_backward,                                                                    \
    (long rows, long n, const float *x, const float *scale, const float *mean,                    \
     const float *inverse, const float *dy, float *dx, int accumulate, float *dscale,             \
     float *dbias),                                                                               \
    (rows, n, x, scale, mean, inverse, dy, dx, accumulate, dscale, dbias))                        \
  X(void, keep,                                                                                   \
    (long n, const float *x, const float *mask, float otherwise, float *y, int accumulate),       \
    (n, x, mask, otherwise, y, accumulate))                                                       \
  X(void, dropout,                                                                                \
    (long n, const float *x, const int32_t *key, uint32_t site, uint32_t first, float rate,       \
     float *y, int accumulate),                                                                   \
    (n, x, key, site, first, rate, y, accumulate))                                                \
  X(void, gru,                                                                                    \
    (long rows, long u, const float *x, long x_row, const float *recurrent, const float *h,       \
     const float *mask, long mask_step, float *next, float *gates),                               \
    (rows, u, x, x_row, recurrent, h, mask, mask_step, next, gates))                              \
  X(void, gru_backward,                                                                           \
    (long rows, long u, const float *recurrent, const float *h, const float *gates,               \
     const float *mask, long mask_step, const float *dnext, float *dx, long dx_row,               \
     float *drecurrent, float *dh),                                                               \
    (rows, u, recurrent, h, gates, mask, mask_step, dnext, dx, dx_row, drecurrent, dh))           \
  X(void, gru_before_gates,                                                                       \
    (long rows, long u, const float *x, long x_row, const float *recurrent, const float *h,       \
     float *gates, float *reset),                                                                 \
    (rows, u, x, x_row, recurrent, h, gates, reset))                                              \
  X(void, gru_before_state,                                                                       \
    (long rows, long u, const float *x, long x_row, const float *product, const float *h,         \
     const float *mask, long mask_step, float *next, float *gates),                               \
    (rows, u, x, x_row, product, h, mask, mask_step, next, gates))                                \
  X(void, gru_before_state_backward,                                                              \
    (long rows, long u, const float *h, const float *gates, const float *mask, long mask_step,    \
     const float *dnext, float *dx, long dx_row, float *dproduct, float *dh),                     \
    (rows, u, h, gates, mask, mask_step, dnext, dx, dx_row, dproduct, dh))                        \
  X(void, gru_before_gates_backward,                                                              \
    (long rows, long u, const float *h, const float *gates, const float *dreset, float *dx,       \
     long dx_row, float *drecurrent, float *dh),                                                  \
    (rows, u, h, gates, dreset, dx, dx_row, drecurrent, dh))                                      \
  X(void, lstm,                                                                                   \
    (long rows, long u, const float *x, long x_row, float *gates, const float *h, const float *c, \
     const float *mask, long mask_step, float *next_h, float *next_c),                            \
    (rows, u, x, x_row, gates, h, c, mask, mask_step, next_h, next_c))                            \
  X(void, lstm_backward,                                                                          \
    (long rows, long u, const float *gates, const float *c, const float *next_c,                  \
     const float *mask, long mask_step, const float *dnext_h, const float *dnext_c, float *dx,    \
     long dx_row, float *dh, float *dc),                                                          \
    (rows, u, gates, c, next_c, mask, mask_step, dnext_h, dnext_c, dx, dx_row, dh, dc))           \
  X(void, additive_score,                                                                         \
    (long keys, long batch, long u, const float *p, long p_key, const float *q, const float *v,   \
     const float *bias, float *e, long e_batch),                                                  \
    (keys, batch, u, p, p_key, q, v, bias, e, e_batch))                                           \
  X(void, additive_score_backward,                                                                \
    (long keys, long batch, long u, const float *p, long p_key, const float *q, const float *v,   \
     const float *de, long de_batch, float *dp, float *dq, int accumulate_q, float *dv,           \
     float *dbias),                                                                               \
    (keys, batch, u, p, p_key, q, v, de, de_batch, dp, dq, accumulate_q, dv, dbias))              \
  X(void, weighted_sum,                                                                           \
    (long keys, long batch, long n, const float *weight, long w_batch, const float *f,            \
     long f_key, float *context),                                                                 \
    (keys, batch, n, weight, w_batch, f, f_key, context))                                         \
  X(void, weighted_sum_backward,                                                                  \
    (long keys, long batch, long n, const float *f, long f_key, const float *dcontext,            \
     float *dweight, long w_batch, int accumulate),                                               \
    (keys, batch, n, f, f_key, dcontext, dweight, w_batch, accumulate))                           \
  X(void, adam,                                                                                   \
    (long n, const float *g0, const float *g1, float alpha, float one_minus_beta1,                \
     float one_minus_beta2, float epsilon, float *w, float *m, float *v),                         \
    (n, g0, g1, alpha, one_minus_beta1, one_minus_beta2, epsilon, w, m, v))                       \
  X(void, sgd, (long n, const float *g0, const float *g1, float learning_rate, float *w),         \
    (n, g0, g1, learning_rate, w))                                                                \
  X(long, count_nonfinite, (long n, const float *x), (n, x))

// The scratch space of a thread: packed operands of the matrix product, for the widest level. It is
// static storage of every thread (nothing to allocate or free, pages untouched until used), and
// kept small because such storage is taken from the thread's stack.
enum { DEPTH_BLOCK = 256, PACKED_ROWS = 120, PACKED_COLUMNS = 32 };
struct scratch {
  float b[DEPTH_BLOCK * PACKED_COLUMNS] __attribute__((aligned(64)));
  float a[DEPTH_BLOCK * PACKED_ROWS + 16] __attribute__((aligned(64)));  // 16: see pack_turned_rows
};
extern _Thread_local struct scratch hk_scratch;

#define HK_DECLARE_POINTER(result, name, parameters, arguments) result(*name) parameters;
struct kernels {
  HK_EACH_KERNEL(HK_DECLARE_POINTER)
  double (*register_peak)(long iterations);
};

// A level names its functions `level_exp` and so on (they are static, so the levels do not collide)
// and closes its file with HK_FILL_TABLE.
#define HK_FILL_POINTER(result, name, parameters, arguments) .name = level_##name,
#define HK_FILL_TABLE HK_EACH_KERNEL(HK_FILL_POINTER).register_peak = level_register_peak

#if defined(__x86_64__)
#define HK_HAS_X86_LEVELS 1
extern const struct kernels hk_kernels_avx2, hk_kernels_avx512;
#else
#define HK_HAS_X86_LEVELS 0
#endif
extern const struct kernels hk_kernels_baseline;

#endif
