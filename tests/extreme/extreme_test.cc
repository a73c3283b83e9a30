// Whatever was admitted, however extreme, makes no question fail that does not concern it: the
// record reads, questions about everything answer, and what the calm record answers stays.
//
// DECREE_EXTREMES=N draws N records instead of 12, of DECREE_EXTREME_SIZE events a pile instead of
// 24; DECREE_SEED gives the first seed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "core/codec/event_codec.h"
#include "tests/extreme/admitted_record.h"

namespace decree::extreme {
namespace {

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

TEST(ExtremeRecord, NothingAdmittedMakesAnUnrelatedQuestionFail) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251130);
  const uint64_t records = FromEnvironment("DECREE_EXTREMES", 12);
  const size_t size = FromEnvironment("DECREE_EXTREME_SIZE", 24);
  Counts counts;
  for (uint64_t i = 0; i < records && !testing::Test::HasFailure(); ++i) {
    oracle::Draws draws(seed + i);
    const std::string trouble = CheckRecord(DrawExtremeLines(draws, size), counts);
    EXPECT_EQ(trouble, "") << "seed " << seed + i;
  }
  std::cout << "seed " << seed << ": " << counts.admitted << " events admitted, " << counts.refused
            << " refused, " << counts.questions << " questions; the slowest took "
            << counts.slowest_seconds << " s: " << counts.slowest << "\n";
  EXPECT_GT(counts.admitted, counts.refused);
}

TEST(ExtremeRecord, EveryPileAtOnce) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251130);
  oracle::Draws draws(seed);
  Counts counts;
  EXPECT_EQ(CheckRecord(AllExtremeLines(draws, FromEnvironment("DECREE_EXTREME_SIZE", 24)), counts),
            "");
}

}  // namespace
}  // namespace decree::extreme
