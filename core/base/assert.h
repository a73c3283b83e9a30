// Checks of invariants that stay on in every build: a broken invariant ends the process with its
// place and text, since going on could bend a record. Bad input is never an assertion: it is a
// Status.
#ifndef DECREE_CORE_BASE_ASSERT_H_
#define DECREE_CORE_BASE_ASSERT_H_

#include <cstdio>
#include <cstdlib>

#define DECREE_ASSERT(condition)                                                             \
  do {                                                                                       \
    if (!(condition)) {                                                                      \
      std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)

#endif  // DECREE_CORE_BASE_ASSERT_H_
