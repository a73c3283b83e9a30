#include "core/projections/composed_lists.h"

#include <string>
#include <vector>

#include "core/projections/event_reader.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

// One list written out, three acts that change it.
class ComposedListsTest : public ::testing::Test {
 protected:
  ComposedListsTest() {
    Add("w", R"("exclude":[{"origin":["CA"]},{"origin":["MX"]},{"origin":["CA"]}])");
    Add("a", R"("excludeAdd":[{"origin":["AU"]},{"origin":["MX"]}])");
    Add("b", R"("excludeRemove":[{"origin":["MX"]}],"excludeAdd":[{"origin":["MX"]}])");
    Add("c", R"("excludeRemove":[{"origin":["CA"]},{"origin":["ZA"]}])");
  }
  void Add(absl::string_view id, absl::string_view lists) {
    log_.Add(
        ActText(id, "amended", absl::StrCat(R"("stated":"2025-10-10","scope":{)", lists, "}")));
  }
  std::string OriginsOf(uint64_t list) {
    const auto body = reader_.Body(list);
    EXPECT_TRUE(body.ok()) << body.status();
    std::string origins;
    for (const ScopeClause& clause : *(*body)->scope->exclude) origins += clause.origin.front();
    return origins;
  }

  RecordedLog log_;
  EventReader reader_{log_.log};
  ComposedLists& lists_ = reader_.lists();
};

TEST_F(ComposedListsTest, AClauseLeavesByBeingWrittenAgainAndJoinsOnce) {
  const uint64_t added = lists_.With(1, ScopePart::kExclude, 2);
  EXPECT_EQ(OriginsOf(added), "CAMXAU") << "each once";
  const uint64_t moved = lists_.With(added, ScopePart::kExclude, 3);
  EXPECT_EQ(OriginsOf(moved), "CAAUMX") << "removals come before additions";
  EXPECT_EQ(OriginsOf(lists_.With(moved, ScopePart::kExclude, 4)), "AUMX");
  EXPECT_EQ(OriginsOf(lists_.With(0, ScopePart::kExclude, 2)), "AUMX") << "on an empty list";
}

TEST_F(ComposedListsTest, EqualListsHaveEqualNumbersAndTellTheirParts) {
  const uint64_t list = lists_.With(lists_.With(1, ScopePart::kExclude, 2), ScopePart::kExclude, 4);
  EXPECT_EQ(list, lists_.With(lists_.With(1, ScopePart::kExclude, 2), ScopePart::kExclude, 4));
  EXPECT_NE(list, lists_.With(lists_.With(1, ScopePart::kExclude, 4), ScopePart::kExclude, 2));
  EXPECT_EQ(lists_.PartsOf(list), (std::vector<uint64_t>{1, 2, 4}));
  EXPECT_EQ(lists_.PartsOf(7), std::vector<uint64_t>{7});
  const auto writers = reader_.WritersOf(list, /*is_include=*/false);
  ASSERT_TRUE(writers.ok()) << writers.status();
  EXPECT_EQ(*writers, (std::vector<uint64_t>{1, 2}));
}

TEST_F(ComposedListsTest, AnOpenListStaysOpen) {
  EXPECT_EQ(lists_.With(ComposedLists::kOpenList, ScopePart::kExclude, 2),
            ComposedLists::kOpenList);
  const auto body = reader_.Body(ComposedLists::kOpenList);
  ASSERT_TRUE(body.ok()) << body.status();
  ASSERT_EQ((*body)->scope->exclude->size(), 1u);
  EXPECT_EQ((*body)->scope->exclude->front().effective->from->latest_civil_us, kAxisMax);
}

}  // namespace
}  // namespace decree
