// Numbers as files store them, made float32: halves, bytes, and the blocks of quantised weights.
//
// A block is a few bytes that say many numbers: a scale d, often an offset m, and a small whole
// number q for each. Layouts and formulas are those of github.com/ggml-org/ggml, ggml-quants.c.
// Every product and sum is rounded where it is written and in that order: no fused multiply-add, and
// nothing that depends on the processor, so that the same file gives the same bits everywhere.
// Bytes are little-endian, as on every processor that Swift has; nothing needs to be aligned.
#include <string.h>

#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

// ---- single numbers -----------------------------------------------------------------------------
static inline float of_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline uint16_t u16_at(const uint8_t *b) {
  uint16_t x;
  memcpy(&x, b, sizeof x);
  return x;
}

static inline uint32_t u32_at(const uint8_t *b) {
  uint32_t x;
  memcpy(&x, b, sizeof x);
  return x;
}

// A half as float32, by moving its bits: every one of them is a float32. The processor's own
// instruction would make signalling NaNs quiet.
static inline float half_of(uint16_t h) {
  const uint32_t rest = h & 0x7fff;
  const uint32_t sign = (uint32_t)(h & 0x8000) << 16;
  // The exponent's bias goes from 15 to 127; that of infinity and NaN from 31 to 255.
  uint32_t bits = (rest << 13) + ((uint32_t)112 << 23);
  bits += rest >= 0x7c00 ? (uint32_t)112 << 23 : 0;
  // Below the least normal half they are so many 2⁻²⁴: the fraction behind a 1 of 2⁻¹⁴, less that 1.
  uint32_t small;
  const float difference = of_bits(bits + ((uint32_t)1 << 23)) - 0x1p-14f;
  memcpy(&small, &difference, sizeof small);
  return of_bits(sign | (rest < 0x0400 ? small : bits));
}

static inline float half_at(const uint8_t *b) { return half_of(u16_at(b)); }

// A float of 8 bits, 4 of exponent: no infinity, one NaN for each sign.
// Micikevicius and others, FP8 Formats for Deep Learning (2022), table 1.
static inline float e4m3_of(uint8_t e) {
  const uint32_t rest = e & 0x7f;
  const uint32_t sign = (uint32_t)(e & 0x80) << 24;
  uint32_t small;
  const float fraction = (float)rest * 0x1p-9f;
  memcpy(&small, &fraction, sizeof small);
  uint32_t bits = (rest << 20) + ((uint32_t)120 << 23);
  if (rest < 8) bits = small;
  if (rest == 0x7f) bits = 0x7fc00000;
  return of_bits(sign | bits);
}

#define EACH(number)                                    \
  for (long i = 0; i < count; i++) y[i] = (float)(number)

#define EACH_OF(type)                                                \
  for (long i = 0; i < count; i++) {                                 \
    type x;                                                          \
    memcpy(&x, b + i * (long)sizeof x, sizeof x);                    \
    y[i] = (float)(double)x; /* through float64, as a reader of both sees it */ \
  }

static void plain(int kind, long count, const uint8_t *restrict b, float *restrict y) {
  switch (kind) {
    case HK_F32: memcpy(y, b, (size_t)count * sizeof(float)); break;
    case HK_F64: EACH_OF(double) break;
    case HK_F16: EACH(half_at(b + 2 * i)); break;
    case HK_BF16: EACH(of_bits((uint32_t)u16_at(b + 2 * i) << 16)); break;
    case HK_F8_E4M3: EACH(e4m3_of(b[i])); break;
    case HK_F8_E5M2: EACH(half_of((uint16_t)(b[i] << 8))); break;
    case HK_I64: EACH_OF(int64_t) break;
    case HK_I32: EACH_OF(int32_t) break;
    case HK_I16: EACH_OF(int16_t) break;
    case HK_I8: EACH_OF(int8_t) break;
    case HK_U64: EACH_OF(uint64_t) break;
    case HK_U32: EACH_OF(uint32_t) break;
    case HK_U16: EACH_OF(uint16_t) break;
    case HK_U8: EACH(b[i]); break;
    case HK_BOOL: EACH(b[i] != 0); break;
    default: break;
  }
}

// ---- blocks of 32 -------------------------------------------------------------------------------
// d: half, m: half, q: 16 bytes whose low nibbles are the numbers 0 … 15, high ones 16 … 31.
static void q4_0(const uint8_t *restrict b, float *restrict y) {
  const float d = half_at(b);
  const uint8_t *q = b + 2;
  for (int i = 0; i < 16; i++) y[i] = d * (float)((q[i] & 15) - 8);
  for (int i = 0; i < 16; i++) y[16 + i] = d * (float)((q[i] >> 4) - 8);
}

static void q4_1(const uint8_t *restrict b, float *restrict y) {
  const float d = half_at(b), m = half_at(b + 2);
  const uint8_t *q = b + 4;
  for (int i = 0; i < 16; i++) y[i] = d * (float)(q[i] & 15) + m;
  for (int i = 0; i < 16; i++) y[16 + i] = d * (float)(q[i] >> 4) + m;
}

// Bit i of `high` is the fifth bit of number i.
static void q5_0(const uint8_t *restrict b, float *restrict y) {
  const float d = half_at(b);
  const uint32_t high = u32_at(b + 2);
  const uint8_t *q = b + 6;
  for (int i = 0; i < 16; i++) {
    y[i] = d * (float)((int)((q[i] & 15) | ((high >> i & 1) << 4)) - 16);
  }
  for (int i = 0; i < 16; i++) {
    y[16 + i] = d * (float)((int)((q[i] >> 4) | ((high >> (16 + i) & 1) << 4)) - 16);
  }
}

static void q5_1(const uint8_t *restrict b, float *restrict y) {
  const float d = half_at(b), m = half_at(b + 2);
  const uint32_t high = u32_at(b + 4);
  const uint8_t *q = b + 8;
  for (int i = 0; i < 16; i++) {
    y[i] = d * (float)(int)((q[i] & 15) | ((high >> i & 1) << 4)) + m;
  }
  for (int i = 0; i < 16; i++) {
    y[16 + i] = d * (float)(int)((q[i] >> 4) | ((high >> (16 + i) & 1) << 4)) + m;
  }
}

static void q8_0(const uint8_t *restrict b, float *restrict y) {
  const float d = half_at(b);
  for (int i = 0; i < 32; i++) y[i] = d * (float)(int8_t)b[2 + i];
}

static const int8_t uneven[16] = {-127, -104, -83, -65, -49, -35, -22, -10,
                                  1,    13,   25,  38,  53,  69,  89,  113};

// The nibbles of 16 bytes choose among 16 uneven steps.
static inline void nibbles_uneven(float d, const uint8_t *restrict q, float *restrict y) {
  for (int i = 0; i < 16; i++) y[i] = d * (float)uneven[q[i] & 15];
  for (int i = 0; i < 16; i++) y[16 + i] = d * (float)uneven[q[i] >> 4];
}

static void iq4_nl(const uint8_t *restrict b, float *restrict y) {
  nibbles_uneven(half_at(b), b + 2, y);
}

// ---- blocks of 256 ------------------------------------------------------------------------------
static void q2_k(const uint8_t *restrict b, float *restrict y) {
  const uint8_t *scales = b, *q = b + 16;
  const float d = half_at(b + 80), m = half_at(b + 82);
  for (int half = 0; half < 2; half++) {
    for (int k = 0; k < 4; k++) {
      for (int part = 0; part < 2; part++) {
        const uint8_t scale = scales[8 * half + 2 * k + part];
        const float step = d * (float)(scale & 15), least = m * (float)(scale >> 4);
        const uint8_t *p = q + 32 * half + 16 * part;
        for (int i = 0; i < 16; i++) *y++ = step * (float)(p[i] >> (2 * k) & 3) - least;
      }
    }
  }
}

static void q3_k(const uint8_t *restrict b, float *restrict y) {
  const uint8_t *high = b, *q = b + 32, *scales = b + 96;
  const float d = half_at(b + 108);
  for (int half = 0; half < 2; half++) {
    for (int k = 0; k < 4; k++) {
      for (int part = 0; part < 2; part++) {
        const int s = 8 * half + 2 * k + part;
        const int low = s < 8 ? scales[s] & 15 : scales[s - 8] >> 4;
        const int scale = low | (scales[8 + s % 4] >> (2 * (s / 4)) & 3) << 4;
        const float step = d * (float)(scale - 32);
        const uint8_t *p = q + 32 * half + 16 * part, *h = high + 16 * part;
        for (int i = 0; i < 16; i++) {
          const int value = (p[i] >> (2 * k) & 3) - (h[i] >> (4 * half + k) & 1 ? 0 : 4);
          *y++ = step * (float)value;
        }
      }
    }
  }
}

// Scale and least value of group j, 6 bits each, in 12 bytes.
static inline void scale_6(int j, const uint8_t *a, int *scale, int *least) {
  if (j < 4) {
    *scale = a[j] & 63;
    *least = a[j + 4] & 63;
  } else {
    *scale = (a[j + 4] & 15) | (a[j - 4] >> 6) << 4;
    *least = (a[j + 4] >> 4) | (a[j] >> 6) << 4;
  }
}

static void q4_k(const uint8_t *restrict b, float *restrict y) {
  const float d = half_at(b), m = half_at(b + 2);
  for (int j = 0; j < 8; j++) {
    int scale, least;
    scale_6(j, b + 4, &scale, &least);
    const float step = d * (float)scale, low = m * (float)least;
    const uint8_t *q = b + 16 + 32 * (j / 2);
    const int shift = 4 * (j % 2);
    for (int i = 0; i < 32; i++) *y++ = step * (float)(q[i] >> shift & 15) - low;
  }
}

static void q5_k(const uint8_t *restrict b, float *restrict y) {
  const float d = half_at(b), m = half_at(b + 2);
  const uint8_t *high = b + 16;
  for (int j = 0; j < 8; j++) {
    int scale, least;
    scale_6(j, b + 4, &scale, &least);
    const float step = d * (float)scale, low = m * (float)least;
    const uint8_t *q = b + 48 + 32 * (j / 2);
    const int shift = 4 * (j % 2);
    for (int i = 0; i < 32; i++) {
      *y++ = step * (float)((q[i] >> shift & 15) | (high[i] >> j & 1) << 4) - low;
    }
  }
}

static void q6_k(const uint8_t *restrict b, float *restrict y) {
  const uint8_t *low = b, *high = b + 128, *scales = b + 192;
  const float d = half_at(b + 208);
  for (int half = 0; half < 2; half++) {
    for (int k = 0; k < 4; k++) {
      for (int part = 0; part < 2; part++) {
        const float step = d * (float)(int8_t)scales[8 * half + 2 * k + part];
        const uint8_t *p = low + 64 * half + 32 * (k % 2) + 16 * part;
        const uint8_t *h = high + 32 * half + 16 * part;
        const int shift = 4 * (k / 2);
        for (int i = 0; i < 16; i++) {
          const int value = (p[i] >> shift & 15) | (h[i] >> (2 * k) & 3) << 4;
          *y++ = step * (float)(value - 32);
        }
      }
    }
  }
}

static void iq4_xs(const uint8_t *restrict b, float *restrict y) {
  const float d = half_at(b);
  const uint16_t high = u16_at(b + 2);
  for (int j = 0; j < 8; j++) {
    const int low = b[4 + j / 2] >> (4 * (j % 2)) & 15;
    const int scale = low | (high >> (2 * j) & 3) << 4;
    nibbles_uneven(d * (float)(scale - 32), b + 8 + 16 * j, y + 32 * j);
  }
}

// ---- many ---------------------------------------------------------------------------------------
// One loop for each kind: the block's function is copied into it.
#define BLOCKS(name, size, length) \
  for (long i = 0; i < blocks; i++) name(bytes + i * (size), numbers + i * (length))

void hk_dequantise(int kind, long blocks, const uint8_t *restrict bytes,
                   float *restrict numbers) {
  switch (kind) {
    case HK_Q4_0: BLOCKS(q4_0, 18, 32); break;
    case HK_Q4_1: BLOCKS(q4_1, 20, 32); break;
    case HK_Q5_0: BLOCKS(q5_0, 22, 32); break;
    case HK_Q5_1: BLOCKS(q5_1, 24, 32); break;
    case HK_Q8_0: BLOCKS(q8_0, 34, 32); break;
    case HK_IQ4_NL: BLOCKS(iq4_nl, 18, 32); break;
    case HK_Q2_K: BLOCKS(q2_k, 84, 256); break;
    case HK_Q3_K: BLOCKS(q3_k, 110, 256); break;
    case HK_Q4_K: BLOCKS(q4_k, 144, 256); break;
    case HK_Q5_K: BLOCKS(q5_k, 176, 256); break;
    case HK_Q6_K: BLOCKS(q6_k, 210, 256); break;
    case HK_IQ4_XS: BLOCKS(iq4_xs, 136, 256); break;
    default: plain(kind, blocks, bytes, numbers); break;
  }
}
