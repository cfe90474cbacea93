// What a screen says of an attention map, taken row by row as the rows come. At one level and with
// every product rounded before it is added, so that what is said is the same on every processor.
#include <math.h>
#include <string.h>

#include "CKernels.h"

// A product is rounded before it is added, also where a processor could do both at once.
#pragma STDC FP_CONTRACT OFF

// Terms are computed so many at a time, which a processor does side by side, and added in order.
enum { BLOCK = 64, LANES = 16 };
// The widest rows of a thumbnail, and some more.
enum { POOLED = 256 };

// a log₂ a, and 0 where a is no positive normal number. log₂ by the series 2 artanh((m − 1) / (m + 1))
// of the mantissa: with 1 ≤ m < 2 the ratio is below 1/3, so eight terms leave less than 10⁻⁸.
static inline float entropy_term(float a) {
  uint32_t bits;
  memcpy(&bits, &a, sizeof bits);
  const float exponent = (float)((int32_t)(bits >> 23) - 127);
  const uint32_t fraction = (bits & 0x7FFFFF) | 0x3F800000;
  float mantissa;
  memcpy(&mantissa, &fraction, sizeof mantissa);
  const float ratio = (mantissa - 1) / (mantissa + 1);
  const float square = ratio * ratio;
  float sum = 1.0f / 15;
  sum = sum * square + 1.0f / 13;
  sum = sum * square + 1.0f / 11;
  sum = sum * square + 1.0f / 9;
  sum = sum * square + 1.0f / 7;
  sum = sum * square + 1.0f / 5;
  sum = sum * square + 1.0f / 3;
  sum = sum * square + 1;
  const float logarithm = exponent + ratio * sum * 2.8853901f;  // 2 / ln 2
  return a >= 0x1p-126f ? a * logarithm : 0;
}

void hk_row_terms(long keys, long allowed, const float *row, hk_row *terms) {
  float mass = 0, entropy = 0;
  for (long start = 0; start < keys; start += BLOCK) {
    const long end = start + BLOCK < keys ? start + BLOCK : keys;
    float products[BLOCK];
    for (long k = start; k < end; k++) products[k - start] = k < allowed ? entropy_term(row[k]) : 0;
    // Two chains of additions that do not wait for each other.
    for (long k = start; k < end; k++) {
      mass += row[k];
      entropy -= products[k - start];
    }
  }
  long not_numbers = 0;
  for (long k = 0; k < keys; k++) not_numbers += row[k] != row[k];
  terms->mass = mass;
  terms->entropy = entropy;
  terms->not_numbers = not_numbers;
}

long hk_row_largest(long keys, const float *row, float *largest) {
  float lanes[LANES];
  for (int l = 0; l < LANES; l++) lanes[l] = -INFINITY;
  long k = 0;
  for (; k + LANES <= keys; k += LANES) {
    for (int l = 0; l < LANES; l++) lanes[l] = row[k + l] > lanes[l] ? row[k + l] : lanes[l];
  }
  float most = -INFINITY;
  for (int l = 0; l < LANES; l++) most = lanes[l] > most ? lanes[l] : most;
  for (; k < keys; k++) most = row[k] > most ? row[k] : most;
  *largest = most;
  if (most == -INFINITY) return -1;
  for (k = 0; row[k] != most; k++) {}
  return k;
}

float hk_row_gather(long count, const int32_t *places, long shift, long allowed, const float *row,
                    long *counted) {
  float sum = 0;
  long found = 0;
  for (long i = 0; i < count; i++) {
    const long place = places[i] + shift;
    if (place < 0 || place >= allowed) continue;
    sum += row[place];
    found++;
  }
  *counted = found;
  return sum;
}

void hk_row_add(long keys, const float *row, float *sums) {
  for (long k = 0; k < keys; k++) sums[k] += row[k];
}

void hk_row_pool(long keys, long blocks, const float *row, float *pooled) {
  if (keys == blocks) {
    for (long k = 0; k < keys; k++) {
      const float value = row[k], most = pooled[k];
      // Where either is no number neither comparison holds, and that is what stays.
      pooled[k] = most != most || value <= most ? most : value;
    }
    return;
  }
  for (long block = 0; block < blocks; block++) {
    const long first = block * keys / blocks;
    const long after = (block + 1) * keys / blocks, end = after > first + 1 ? after : first + 1;
    float most = pooled[block];
    for (long k = first; k < end; k++) most = most != most || row[k] <= most ? most : row[k];
    pooled[block] = most;
  }
}

void hk_pool(long rows, long columns, const float *values, long to_rows, long to_columns,
             float *pooled) {
  float whole[POOLED];
  for (long row = 0; row < to_rows; row++) {
    float *own = pooled + row * to_columns;
    for (long k = 0; k < to_columns; k++) own[k] = -INFINITY;
    const long first = row * rows / to_rows;
    const long after = (row + 1) * rows / to_rows, end = after > first + 1 ? after : first + 1;
    const float *span = values + first * columns;
    if (columns > POOLED || end == first + 1) {
      for (long r = first; r < end; r++) hk_row_pool(columns, to_columns, values + r * columns, own);
      continue;
    }
    // The rows first, value under value and so side by side; then what is left of them once.
    for (long k = 0; k < columns; k++) whole[k] = span[k];
    for (long r = 1; r < end - first; r++) hk_row_pool(columns, columns, span + r * columns, whole);
    hk_row_pool(columns, to_columns, whole, own);
  }
}

long hk_largest_change(long n, const float *a, const float *b, float *largest, long *not_numbers) {
  float lanes[LANES];
  int32_t misses[LANES] = {0};
  for (int l = 0; l < LANES; l++) lanes[l] = -1;
  long k = 0, missing = 0;
  for (; k + LANES <= n; k += LANES) {
    for (int l = 0; l < LANES; l++) {
      const float change = fabsf(a[k + l] - b[k + l]);
      lanes[l] = change > lanes[l] ? change : lanes[l];
      misses[l] += change != change;
    }
  }
  float most = -1;
  for (int l = 0; l < LANES; l++) {
    most = lanes[l] > most ? lanes[l] : most;
    missing += misses[l];
  }
  for (; k < n; k++) {
    const float change = fabsf(a[k] - b[k]);
    most = change > most ? change : most;
    missing += change != change;
  }
  *not_numbers = missing;
  *largest = most < 0 ? 0 : most;
  if (most < 0) return -1;
  for (k = 0; fabsf(a[k] - b[k]) != most; k++) {}
  return k;
}

float hk_row_distance(long keys, const float *a, const float *b) {
  float lanes[LANES] = {0};
  int32_t misses[LANES] = {0};
  long k = 0, missing = 0;
  for (; k + LANES <= keys; k += LANES) {
    for (int l = 0; l < LANES; l++) {
      const float x = a[k + l], y = b[k + l], change = fabsf(x - y);
      lanes[l] += change == change ? change : 0;
      misses[l] += (x != x) != (y != y);
    }
  }
  float sum = 0;
  for (; k < keys; k++) {
    const float change = fabsf(a[k] - b[k]);
    sum += change == change ? change : 0;
    missing += (a[k] != a[k]) != (b[k] != b[k]);
  }
  for (int l = 0; l < LANES; l++) {
    sum += lanes[l];
    missing += misses[l];
  }
  return missing > 0 ? 1 : sum / 2;
}

// Whether place a comes before place b, from the largest value on; equal ones by place.
static inline int is_before(const float *row, long a, long b) {
  if (row[a] != row[a] || row[b] != row[b]) {
    return row[a] == row[a] || (row[b] != row[b] && a < b);
  }
  return row[a] > row[b] || (row[a] == row[b] && a < b);
}

long hk_row_ranking(long keys, const float *row, long key, long count, int32_t *places) {
  long rank = 0, kept = 0;
  const int is_inside = key >= 0 && key < keys;
  if (is_inside && row[key] == row[key]) {
    const float own = row[key];
    for (long k = 0; k < key; k++) rank += row[k] >= own;
    for (long k = key + 1; k < keys; k++) rank += row[k] > own;
  } else if (is_inside) {
    for (long k = 0; k < keys; k++) rank += is_before(row, k, key);
  }
  if (count > keys) count = keys;
  const long first = rank >= count ? rank - count + 1 : 0;
  for (long k = 0; k < keys; k++) {
    // Most are too small for the first of all, or too large for the last before `key`.
    if (kept == count && (first > 0 ? row[k] > row[places[0]] : row[k] < row[places[count - 1]])) continue;
    // Of what ends with `key` the last are kept, else the first of all.
    if (first > 0 && k != key && !is_before(row, k, key)) continue;
    if (kept == count) {
      if (first > 0 ? is_before(row, k, places[0]) : !is_before(row, k, places[count - 1])) continue;
      if (first > 0) memmove(places, places + 1, (size_t)(count - 1) * sizeof *places);
      kept--;
    }
    long place = kept++;
    for (; place > 0 && is_before(row, k, places[place - 1]); place--) places[place] = places[place - 1];
    places[place] = (int32_t)k;
  }
  return first;
}

long hk_row_ranked(long keys, const float *row, long rank, int32_t *places) {
  for (long k = 0; k < keys; k++) places[k] = (int32_t)k;
  // Hoare's selection: what is sought stays between `low` and `high`.
  long low = 0, high = keys - 1;
  while (low < high) {
    const long pivot = places[(low + high) / 2];
    long i = low, j = high;
    while (i <= j) {
      while (is_before(row, places[i], pivot)) i++;
      while (is_before(row, pivot, places[j])) j--;
      if (i > j) break;
      const int32_t place = places[i];
      places[i++] = places[j];
      places[j--] = place;
    }
    if (rank <= j) {
      high = j;
    } else if (rank >= i) {
      low = i;
    } else {
      break;
    }
  }
  return places[rank];
}
