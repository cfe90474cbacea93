// x86-64 with AVX-512: twice the width, twice the registers, and masks for every edge.
#if defined(__x86_64__)
#include <immintrin.h>
#define WIDTH 16
#define TILE_ROWS 12
#define HAS_MASKS 1
#define HAS_FMA 1
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"))), apply_to = function)
#include "level.inc.h"
#pragma clang attribute pop

const struct kernels hk_kernels_avx512 = {HK_FILL_TABLE};
#endif
