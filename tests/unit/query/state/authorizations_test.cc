// Authorizations by pattern: whom they reach in which view, and that nobody else pays for them.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/compiled/point_follow.h"
#include "core/query/state/measure_state.h"
#include "core/store/ordered_store.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

class AuthorizationsTest : public ::testing::Test {
 protected:
  void Impose(const std::string& measure) {
    store_.Add(absl::StrCat(
        R"({"id":"impose-)", measure.substr(3), R"(","kind":"imposed","measure":")", measure,
        R"(","actor":{"jurisdiction":"US"},"stated":"2025-01-01","effective":{"from":"2025-01-02"},)",
        R"("scope":{"include":[{"origin":["CN"],"product":["HS:85"]}]}})"));
  }
  uint64_t Authorize(const std::string& pattern) {
    return store_.Add(absl::StrCat(
        R"({"id":"licence","kind":"imposed","measure":"us/licence","class":"authorization",)",
        R"("actor":{"jurisdiction":"US"},"authorizes":[")", pattern,
        R"("],"stated":"2025-01-01","effective":{"from":"2025-01-02"},"scope":{"include":[{"origin":["CN"]}]}})"));
  }
  uint64_t CorrectTo(const std::string& pattern) {
    return store_.Add(absl::StrCat(R"({"id":"fix)", pattern.size(),
                                   R"(","kind":"corrected","target":"licence",)",
                                   R"("replacement":{"authorizes":[")", pattern, R"("]}})"));
  }
  Answer AppliesTo(const std::string& measure, uint64_t recorded_by = UINT64_MAX) const {
    EventReader events(store_.log());
    ViewFilter filter;
    filter.view.position_max = recorded_by;
    StateBuilder builder(store_.strands(), events, filter);
    const auto loaded = builder.Load(measure);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    const auto state = builder.StateOf(*loaded, "2025-02-01", {"CN", "", {}});
    EXPECT_TRUE(state.ok()) << state.status();
    return state.ok() ? state->applies : Answer::kUndetermined;
  }
  // How many measures have their answers compiled.
  size_t Compiled() const {
    PointTable table(NewMemoryStore());
    EXPECT_TRUE(
        BuildTable(store_.log(), store_.strands(), store_.log().Head().size, table, {}, 1).ok());
    std::set<uint32_t> measures;
    const absl::Status status =
        table.ForEach([&](const PointKey&, absl::Span<const PointEntry> entries) {
          for (const PointEntry& entry : entries) {
            if ((entry.flags & kPointAsk) == 0) measures.insert(entry.measure);
          }
        });
    EXPECT_TRUE(status.ok()) << status;
    return measures.size();
  }

  ProjectedLog store_;
};

TEST_F(AuthorizationsTest, APatternReachesWhatItMatchesInTheView) {
  Impose("us/a1");
  Impose("us/b1");
  const uint64_t licence = Authorize("us/b*");
  const uint64_t fix = CorrectTo("us/a*");
  EXPECT_EQ(AppliesTo("us/a1", licence), Answer::kYes);
  EXPECT_EQ(AppliesTo("us/b1", licence), Answer::kNo);
  EXPECT_EQ(AppliesTo("us/a1", fix), Answer::kNo);
  EXPECT_EQ(AppliesTo("us/b1", fix), Answer::kYes);
}

TEST_F(AuthorizationsTest, OnlyWhatSomePatternEverMatchedTakesTheSlowPath) {
  for (const char* const measure : {"us/a1", "us/b1", "us/b2", "us/c1"}) Impose(measure);
  EXPECT_EQ(Compiled(), 4u);
  Authorize("us/b*");
  EXPECT_EQ(Compiled(), 3u);  // with the licence itself
  CorrectTo("us/c*");
  EXPECT_EQ(Compiled(), 2u);  // in an older view the licence still names us/b1 and us/b2
}

}  // namespace
}  // namespace decree
