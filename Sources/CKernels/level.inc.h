// All kernels of one level. A level's file defines, before it includes this one,
//   WIDTH      floats in a register,
//   TILE_ROWS  rows of a tile of the matrix product,
//   HAS_MASKS  whether loads and stores can leave out lanes (AVX-512),
//   HAS_FMA    whether a · b + c can be rounded once,
// and switches the target on with a pragma, so that no function needs an attribute of its own.
// Everything is static: a file a level, no suffixes, one exported table.
#include <stdint.h>
#include <string.h>

#include "Kernels.h"

// Products are rounded where the source rounds them. Fusing is always written out (`fused`): only
// so do the fused kernels have the bits of the plain ones that they stand for.
#pragma STDC FP_CONTRACT OFF

// Vectors wider than the registers of the level are passed between functions below. All of these
// are inlined, so the calling convention that this warning is about never comes to pass.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#include "lanes.inc.h"
#include "matmul.inc.h"
#include "packed.inc.h"
#include "elementwise.inc.h"
#include "activations.inc.h"
#include "rotary.inc.h"
#include "rows.inc.h"
#include "softmax.inc.h"
#include "normalize.inc.h"
#include "recurrent.inc.h"
#include "lstm.inc.h"
#include "additive.inc.h"
#include "optimizers.inc.h"

// Independent chains of multiply-adds: as many as a tile has accumulators, which is more than
// latency times units of any processor, and few enough to stay in registers beside two operands.
static double level_register_peak(long iterations) {
  enum { CHAINS = 2 * TILE_ROWS };
  Vector chains[CHAINS];
  UNROLL for (int i = 0; i < CHAINS; i++) chains[i] = (Vector){0} + (float)i;
  const Vector factor = (Vector){0} + 0.999f, step = (Vector){0} + 0.001f;
  for (long k = 0; k < iterations; k++) {
    UNROLL for (int i = 0; i < CHAINS; i++) {
      chains[i] = fused_vector(chains[i], factor, step);
      // Claims to change the register: the compiler must compute every one, and in a register.
#if defined(__x86_64__)
      __asm__ volatile("" : "+v"(chains[i]));
#else
      __asm__ volatile("" : "+w"(chains[i]));
#endif
    }
  }
  return (double)iterations * CHAINS * WIDTH * 2;
}
