// The choice of the level, and the public functions, which do nothing but go through its table:
// one load and one indirect jump a call, a few nanoseconds against kernels of microseconds.
#include "CKernels.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "Kernels.h"

// Null where this build has no such level.
static const struct kernels *const levels[] = {
    [HK_BASELINE] = &hk_kernels_baseline,
#if HK_HAS_X86_LEVELS
    [HK_AVX2] = &hk_kernels_avx2,
    [HK_AVX512] = &hk_kernels_avx512,
#else
    [HK_AVX2] = NULL,
    [HK_AVX512] = NULL,
#endif
};

// Null until the first call. Threads that race for the first call all find the same answer, so the
// order in which they store it does not matter, and relaxed loads suffice: tables are constant.
static _Atomic(const struct kernels *) current;
// A thread's own level, or null: that of all.
static _Thread_local const struct kernels *own;

const char *hk_level_name(int level) {
  switch (level) {
    case HK_AVX512: return "avx512";
    case HK_AVX2: return "avx2";
    default: return "baseline";
  }
}

int hk_level_supported(int level) {
  if (level == HK_BASELINE) return 1;
#if HK_HAS_X86_LEVELS
  // These ask the operating system too: registers that it does not save are not reported.
  __builtin_cpu_init();
  const int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (level == HK_AVX2) return avx2;
  if (level == HK_AVX512) {
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  }
#endif
  return 0;
}

static int best_level(void) {
  const char *wish = getenv("HEADLIGHT_KERNELS");
  for (int level = HK_BASELINE; wish != NULL && level <= HK_AVX512; level++) {
    if (strcmp(wish, hk_level_name(level)) == 0 && hk_level_supported(level)) return level;
  }
  for (int level = HK_AVX512; level > HK_BASELINE; level--) {
    if (hk_level_supported(level)) return level;
  }
  return HK_BASELINE;
}

_Thread_local struct scratch hk_scratch;

static const struct kernels *choose(void) {
  const struct kernels *chosen = levels[best_level()];
  atomic_store_explicit(&current, chosen, memory_order_relaxed);
  return chosen;
}

static inline const struct kernels *kernels(void) {
  if (__builtin_expect(own != NULL, 0)) return own;
  const struct kernels *chosen = atomic_load_explicit(&current, memory_order_relaxed);
  return __builtin_expect(chosen != NULL, 1) ? chosen : choose();
}

int hk_level(void) {
  const struct kernels *chosen = kernels();
  int level = HK_AVX512;
  while (levels[level] != chosen) level--;
  return level;
}

int hk_set_level(int level) {
  if (!hk_level_supported(level)) return 0;
  atomic_store_explicit(&current, levels[level], memory_order_relaxed);
  return 1;
}

int hk_set_thread_level(int level) {
  if (level >= 0 && !hk_level_supported(level)) return 0;
  own = level < 0 ? NULL : levels[level];
  return 1;
}

double hk_register_peak(int level, long iterations) {
  return hk_level_supported(level) ? levels[level]->register_peak(iterations) : 0;
}

// Room for panels of the widest level, so that a layout does not depend on the level.
long hk_packed_count(long depth, long n) {
  return (n + PACKED_COLUMNS - 1) / PACKED_COLUMNS * PACKED_COLUMNS * depth;
}

#define PUBLIC_FUNCTION(result, name, parameters, arguments) \
  result hk_##name parameters { return kernels()->name arguments; }
HK_EACH_KERNEL(PUBLIC_FUNCTION)
