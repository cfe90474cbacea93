// The level that every processor runs: SSE2 on x86-64, NEON on arm64.
#define WIDTH 4
#define TILE_ROWS 6
#define HAS_MASKS 0
#if defined(__aarch64__)
#define HAS_FMA 1
#else
#define HAS_FMA 0
#endif
#include "level.inc.h"

const struct kernels hk_kernels_baseline = {HK_FILL_TABLE};
