// Gram–Schmidt on the rows of a matrix: how recurrent kernels begin. In doubles and at one level, so
// that a run begins with the same bits on every processor.
#include <math.h>

#include "CKernels.h"

// A product is rounded before it is added, also where a processor could do both at once.
#pragma STDC FP_CONTRACT OFF

// A sum waits for its last addition before it can begin the next. It cannot be split, as the order
// is part of the result, but the sums of other rows need not wait for it.
enum { ROWS_AT_ONCE = 8 };

// Takes from each of `rows` rows of x its part along one row of `others` after the other. What one
// takes out is taken in the same pass that measures the next: memory is passed over once for each.
static inline __attribute__((always_inline)) void take_out(const int rows, long width, double *restrict x,
                                                           const double *restrict others, long count) {
  double part[ROWS_AT_ONCE] = {0};
  for (long other = 0; other <= count && count > 0; other++) {
    const double *taken = others + (other - 1) * width, *measured = others + other * width;
    double next[ROWS_AT_ONCE] = {0};
    if (other == 0) {
      for (long k = 0; k < width; k++) {
        for (int r = 0; r < rows; r++) next[r] += x[r * width + k] * measured[k];
      }
    } else if (other < count) {
      for (long k = 0; k < width; k++) {
        for (int r = 0; r < rows; r++) {
          const double rest = x[r * width + k] - part[r] * taken[k];
          x[r * width + k] = rest;
          next[r] += rest * measured[k];
        }
      }
    } else {
      for (int r = 0; r < rows; r++) {
        for (long k = 0; k < width; k++) x[r * width + k] -= part[r] * taken[k];
      }
    }
    for (int r = 0; r < rows; r++) part[r] = next[r];
  }
}

void hk_orthogonalize(long count, long width, double *rows) {
  for (long start = 0; start < count; start += ROWS_AT_ONCE) {
    const long end = start + ROWS_AT_ONCE < count ? start + ROWS_AT_ONCE : count;
    const int is_whole = end - start == ROWS_AT_ONCE;
    // What came before a block is finished: all its rows give up their parts along that together.
    if (is_whole) take_out(ROWS_AT_ONCE, width, rows + start * width, rows, start);
    for (long r = start; r < end; r++) {
      double *row = rows + r * width, square = 0;
      const long first = is_whole ? start : 0;
      take_out(1, width, row, rows + first * width, r - first);
      take_out(1, width, row, rows, r);
      for (long k = 0; k < width; k++) square += row[k] * row[k];
      const double norm = sqrt(square);
      for (long k = 0; k < width; k++) row[k] /= norm;
    }
  }
}
