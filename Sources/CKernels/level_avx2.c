// x86-64 with AVX2 and fused multiply-add (about 2013 and later).
#if defined(__x86_64__)
#include <immintrin.h>
#define WIDTH 8
#define TILE_ROWS 6
#define HAS_MASKS 0
#define HAS_FMA 1
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "level.inc.h"
#pragma clang attribute pop

const struct kernels hk_kernels_avx2 = {HK_FILL_TABLE};
#endif
