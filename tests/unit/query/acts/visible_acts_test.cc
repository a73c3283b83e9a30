#include "core/query/acts/visible_acts.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

class VisibleActsTest : public ::testing::Test {
 protected:
  VisibleStrand SeeOn(absl::string_view entity, const ViewFilter& filter = {}) {
    const auto strand = store_.strands().Load("controls", entity);
    EXPECT_TRUE(strand.ok()) << strand.status();
    auto seen = See(*strand, entity, store_.strands(), filter);
    EXPECT_TRUE(seen.ok()) << seen.status();
    return seen.ok() ? *std::move(seen) : VisibleStrand();
  }
  // Positions of the visible acts in paint order, then "|", then those of the hidden with the
  // reason.
  static std::string Text(const VisibleStrand& seen) {
    std::string text;
    for (const VisibleAct& act : seen.acts)
      absl::StrAppend(&text, act.record.position, "@", act.body, " ");
    text += "|";
    for (const HiddenAct& hidden : seen.hidden) {
      absl::StrAppend(&text, " ", hidden.record.position, ":",
                      hidden.why == HiddenWhy::kNotRecorded ? "unrecorded"
                      : hidden.why == HiddenWhy::kNotKnown  ? "unknown"
                      : hidden.why == HiddenWhy::kRetracted ? "retracted"
                                                            : "moved",
                      ":", hidden.by);
    }
    return text;
  }
  std::string Seen(const ViewFilter& filter = {}) { return Text(SeeOn("m/us/a", filter)); }
  static ViewFilter RecordedBy(uint64_t position) {
    ViewFilter filter;
    filter.view.position_max = position;
    return filter;
  }
  static ViewFilter KnownBy(absl::string_view day) {
    ViewFilter filter;
    filter.view.known_by_us = WindowOf(day).last_civil_us;
    return filter;
  }
  void Announce(absl::string_view id, absl::string_view stated, absl::string_view more = "") {
    store_.Add(ActText(id, "announced", absl::StrCat(R"("stated":")", stated, R"(")", more)));
  }
  void Retract(absl::string_view id, absl::string_view target, absl::string_view dates = "") {
    store_.Add(EventText(id, "retracted", absl::StrCat(R"("target":")", target, R"(")", dates)));
  }
  void Correct(absl::string_view id, absl::string_view target, absl::string_view replacement) {
    store_.Add(
        EventText(id, "corrected",
                  absl::StrCat(R"("target":")", target, R"(","replacement":{)", replacement, "}")));
  }
  ProjectedLog store_;
};

TEST_F(VisibleActsTest, PaintOrderIsByDateNotByPosition) {
  Announce("a", "2025-10-10");
  Announce("b", "2025-10-08");
  Announce("c", "2025-10-09");
  EXPECT_EQ(Seen(), "2@2 3@3 1@1 |");
  EXPECT_EQ(Seen(KnownBy("2025-10-09")), "2@2 3@3 | 1:unknown:0");
  EXPECT_EQ(Seen(RecordedBy(2)), "2@2 1@1 | 3:unrecorded:0");
  ViewFilter without;
  without.without.insert(1);
  EXPECT_EQ(Seen(without), "2@2 3@3 | 1:unrecorded:0");
}

TEST_F(VisibleActsTest, ARetractionHidesItsTargetOnceRecorded) {
  Announce("a", "2025-10-10");
  Retract("undo", "a");
  EXPECT_EQ(Seen(), "| 1:retracted:2");
  EXPECT_EQ(Seen(RecordedBy(1)), "1@1 |");
  // A clerical repair has no date: it holds for every state of knowledge.
  EXPECT_EQ(Seen(KnownBy("2025-10-10")), "| 1:retracted:2");
}

TEST_F(VisibleActsTest, ADatedRetractionAlsoNeedsToBeKnown) {
  Announce("a", "2025-10-10");
  Retract("undo", "a", R"(,"stated":"2025-10-12")");
  EXPECT_EQ(Seen(), "| 1:retracted:2");
  EXPECT_EQ(Seen(KnownBy("2025-10-11")), "1@1 |");
  EXPECT_EQ(Seen(KnownBy("2025-10-12")), "| 1:retracted:2");
}

TEST_F(VisibleActsTest, ARepairThatIsRetractedIsVoid) {
  Announce("a", "2025-10-10");
  Correct("fix", "a", R"("title":"B")");
  Retract("undo", "fix");
  EXPECT_EQ(Seen(), "1@1 |");
  EXPECT_EQ(Seen(RecordedBy(2)), "1@2 |");
  EXPECT_EQ(SeeOn("m/us/a", RecordedBy(2)).acts[0].repair, 2u);
  Retract("redo", "undo");
  EXPECT_EQ(Seen(), "1@2 |");
}

TEST_F(VisibleActsTest, ACorrectionOfACorrectionStandsInItsPlace) {
  Announce("a", "2025-10-10");
  Correct("fix", "a", R"("title":"B")");
  Correct("later", "a", R"("title":"C")");
  Correct("refix", "fix", R"("title":"D")");
  // `refix` counts with the position of `fix`, so `later` still wins.
  EXPECT_EQ(Seen(), "1@3 |");
  Retract("undo", "later");
  const VisibleStrand seen = SeeOn("m/us/a");
  EXPECT_EQ(Text(seen), "1@4 |");
  EXPECT_EQ(seen.acts[0].repair, 2u);
}

TEST_F(VisibleActsTest, ACorrectionReordersByTheMergedDates) {
  Announce("a", "2025-10-10");
  Announce("b", "2025-10-12");
  Correct("fix", "a", R"("stated":"2025-10-14")");
  EXPECT_EQ(Seen(), "2@2 1@3 |");
  EXPECT_EQ(Seen(KnownBy("2025-10-12")), "2@2 | 1:unknown:3");
}

TEST_F(VisibleActsTest, ACorrectionMovesAnActToAnotherMeasure) {
  Announce("a", "2025-10-10");
  Correct("fix", "a", R"("measure":"us/b")");
  EXPECT_EQ(Seen(), "| 1:moved:2");
  EXPECT_EQ(Text(SeeOn("m/us/b")), "1@2 |");
  EXPECT_EQ(Text(SeeOn("m/us/b", RecordedBy(1))), "|");
  EXPECT_EQ(Seen(RecordedBy(1)), "1@1 |");
}

TEST_F(VisibleActsTest, AReplacesLinkLiftsAnActOfTheSameMeasureWhileVisible) {
  Announce("a", "2025-10-10");
  Announce("b", "2025-10-11",
           R"(,"links":[{"rel":"replaces","id":"a"},{"rel":"confirms","id":"a"}])");
  const VisibleStrand seen = SeeOn("m/us/a");
  ASSERT_EQ(seen.acts.size(), 2u);
  EXPECT_EQ(seen.acts[0].lifted_by, 2u);
  EXPECT_EQ(seen.acts[1].lifted_by, 0u);
  ASSERT_EQ(seen.acts[1].confirms.size(), 1u);
  EXPECT_EQ(seen.acts[1].confirms[0], IdHash("a"));
  EXPECT_EQ(SeeOn("m/us/a", KnownBy("2025-10-10")).acts[0].lifted_by, 0u);
  store_.Add(EventText("c", "announced", R"("measure":"us/c","stated":"2025-10-12",
                       "links":[{"rel":"replaces","id":"b"}])"));
  EXPECT_EQ(SeeOn("m/us/a").acts[1].lifted_by, 0u);
  Retract("undo", "b");
  EXPECT_EQ(SeeOn("m/us/a").acts[0].lifted_by, 0u);
}

TEST_F(VisibleActsTest, KeepsWhatItSpeaksOfAndTheStartAsRecorded) {
  Announce("a", "2025-10-10", R"(,"instrument":{"id":"us/eo-1"})");
  store_.Add(EventText("doubt", "disputed", R"("stated":"2025-10-11","target":"a")"));
  store_.Add(ActText("end", "revoked", R"("stated":"2025-10-12","effective":{"to":"2025-12-01"})"));
  const VisibleStrand seen = SeeOn("m/us/a");
  ASSERT_EQ(seen.acts.size(), 3u);
  ASSERT_EQ(seen.acts[0].ties.size(), 1u);
  EXPECT_EQ(seen.acts[0].ties[0], "us/eo-1");
  EXPECT_EQ(seen.acts[1].target, 1u);
  EXPECT_EQ(FormatCivil(seen.acts[2].record.from_earliest), "2025-12-01");
  EXPECT_EQ(FormatCivil(seen.acts[2].start_earliest), "2025-10-12");
}

}  // namespace
}  // namespace decree
