// Counts the allocations of the process, so that tests can demand "none in a training step".
// The functions below stand in front of the C library's for the whole program, because an
// executable's own symbols win; they count and pass on to glibc's internal names. `free` is left
// alone: the memory is glibc's.
#include "CKernels.h"

#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define SANITIZED 1  // A sanitizer brings its own allocator and must not be bypassed.
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *pointer, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

// Relaxed: a tally orders nothing.
static atomic_long allocations;

// In the executable's own block of thread storage: reaching it must not allocate.
static __thread long own_allocations __attribute__((tls_model("initial-exec")));

static void count_one(void) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
  own_allocations += 1;
}

void *malloc(size_t size) {
  count_one();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  count_one();
  return __libc_calloc(count, size);
}

void *realloc(void *pointer, size_t size) {
  count_one();
  return __libc_realloc(pointer, size);
}

void *memalign(size_t alignment, size_t size) {
  count_one();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count_one();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
  count_one();
  // POSIX: a power of two that is a multiple of a pointer's size.
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) {
    return EINVAL;
  }
  // Unlike the others this function reports through its result and leaves errno as it was.
  const int saved = errno;
  void *memory = __libc_memalign(alignment, size);
  errno = saved;
  if (memory == NULL) return ENOMEM;
  *pointer = memory;
  return 0;
}

long hk_allocations(void) { return atomic_load_explicit(&allocations, memory_order_relaxed); }
long hk_thread_allocations(void) { return own_allocations; }
#else
long hk_allocations(void) { return -1; }
long hk_thread_allocations(void) { return -1; }
#endif
