// Angles of rotary positions. They are made once for a text, so they need no level; the operations and
// their order are those of the reference, in float32, so that long texts agree to the last digits.
#include <math.h>

#include "CKernels.h"

void hk_rotary_frequencies(long pairs, float base, float *frequency) {
  for (long m = 0; m < pairs; m++) {
    frequency[m] = 1.0f / powf(base, (float)(2 * m) / (float)(2 * pairs));
  }
}

void hk_rotary_angles(long rows, long pairs, const int32_t *position, const float *frequency,
                      float *cosine, float *sine) {
  for (long r = 0; r < rows; r++) {
    for (long m = 0; m < pairs; m++) {
      const float angle = (float)position[r] * frequency[m];
      cosine[r * pairs + m] = cosf(angle);
      sine[r * pairs + m] = sinf(angle);
    }
  }
}
