// Whatever append admits, no question fails that it does not concern (tests/extreme). The input
// gives the draws and the size of the piles.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iostream>

#include "core/base/assert.h"
#include "tests/extreme/admitted_record.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  uint64_t seed = 0;
  std::memcpy(&seed, data, std::min(size, sizeof(seed)));
  decree::oracle::Draws draws(seed);
  decree::extreme::Counts counts;
  const size_t pile = size > sizeof(seed) ? 1 + data[sizeof(seed)] % 80 : 8;
  const std::string trouble =
      decree::extreme::CheckRecord(decree::extreme::DrawExtremeLines(draws, pile), counts);
  if (!trouble.empty()) std::cerr << trouble << '\n';
  DECREE_ASSERT(trouble.empty());
  return 0;
}
