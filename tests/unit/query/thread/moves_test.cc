#include "core/query/thread/moves.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

constexpr MoveWeight kNeutral = MoveWeight::kNeutral, kUp = MoveWeight::kEscalation,
                     kDown = MoveWeight::kEasing;

TEST(WeightOf, TableByKindAndClass) {
  struct Case {
    const char* kind;
    MoveWeight tariff, easing;
  };
  // Every kind; what is not named here weighs by its tone alone.
  const std::vector<Case> cases = {
      {"reported", kUp, kDown},
      {"reviewOpened", kUp, kDown},
      {"threatened", kUp, kDown},
      {"proposed", kUp, kDown},
      {"announced", kUp, kDown},
      {"enacted", kUp, kDown},
      {"imposed", kUp, kDown},
      {"resumed", kUp, kDown},
      {"extended", kNeutral, kDown},
      {"dealBroken", kUp, kUp},
      {"meetingCancelled", kUp, kUp},
      {"eased", kDown, kUp},
      {"suspended", kDown, kUp},
      {"postponed", kDown, kUp},
      {"revoked", kDown, kUp},
      {"expired", kDown, kUp},
      {"withdrawn", kDown, kUp},
      {"waived", kDown, kUp},
      {"enforcementStopped", kDown, kDown},
      {"dealReached", kDown, kDown},
  };
  for (const EventKindInfo& info : kEventKinds) {
    Case expected{"", kNeutral, kNeutral};
    for (const Case& c : cases) {
      if (info.name == c.kind) expected = c;
    }
    Event event;
    event.kind = info.kind;
    event.measure_class = MeasureClass::kTariff;
    EXPECT_EQ(WeightOf(event), expected.tariff) << info.name;
    event.measure_class = MeasureClass::kEasing;
    EXPECT_EQ(WeightOf(event), expected.easing) << info.name;
    event.measure_class = MeasureClass::kAuthorization;
    EXPECT_EQ(WeightOf(event), expected.easing) << info.name;
  }
}

TEST(WeightOf, ToneDecidesWhereTheKindDoesNot) {
  Event event;
  event.kind = EventKind::kStatement;
  event.tone = Tone::kHardening;
  EXPECT_EQ(WeightOf(event), kUp);
  event.tone = Tone::kSoftening;
  EXPECT_EQ(WeightOf(event), kDown);
  event.tone = Tone::kNeutral;
  EXPECT_EQ(WeightOf(event), kNeutral);
  event.kind = EventKind::kImposed;
  event.tone = Tone::kSoftening;
  EXPECT_EQ(WeightOf(event), kUp);
}

std::optional<int64_t> DayOf(absl::string_view text, absl::string_view zone) {
  const auto moment = ParseMoment(text, zone);
  EXPECT_TRUE(moment.ok()) << moment.status();
  return moment.ok() ? CivilDayOf(*moment) : std::nullopt;
}

TEST(CivilDayOf, CountsDaysOnTheIssuersClock) {
  EXPECT_EQ(DayOf("1970-01-01", "Etc/UTC"), 0);
  EXPECT_EQ(DayOf("1970-01-02", "Etc/UTC"), 1);
  EXPECT_EQ(DayOf("1969-12-31", "Etc/UTC"), -1);
  EXPECT_EQ(DayOf("1970-01-01", "America/New_York"), 0);
  EXPECT_EQ(DayOf("1970-01-01", "Asia/Shanghai"), 0);
  EXPECT_EQ(DayOf("1970-01-02T02:00:00Z", "America/New_York"), 0);
  EXPECT_EQ(DayOf("1970-01-01T20:00:00Z", "Asia/Shanghai"), 1);
  // The days on which New York's clocks change last 23 and 25 hours.
  EXPECT_EQ(*DayOf("2025-03-09", "America/New_York") + 1, *DayOf("2025-03-10", "America/New_York"));
  EXPECT_EQ(*DayOf("2025-11-02", "America/New_York") + 1, *DayOf("2025-11-03", "America/New_York"));
  EXPECT_FALSE(DayOf("2025-11", "Etc/UTC").has_value());
  EXPECT_FALSE(DayOf("2025-11-01/2025-11-02", "Etc/UTC").has_value());
  EXPECT_FALSE(DayOf("/2025-11-02", "Etc/UTC").has_value()) << "some day until then";
}

class MovesTest : public ::testing::Test {
 protected:
  std::vector<Move> MovesIn(const TimelineQuestion& question, const View& view = View()) {
    EventReader events(store_.log());
    const QuestionContext context{store_.log(), store_.strands(), ViewFilter{view, {}}, {}, {}};
    auto moves = MovesOf(context, events, question);
    EXPECT_TRUE(moves.ok()) << moves.status();
    return moves.ok() ? *std::move(moves) : std::vector<Move>();
  }
  static std::string Ids(const std::vector<Move>& moves) {
    std::string ids;
    for (const Move& move : moves) absl::StrAppend(&ids, move.stored.event.id, " ");
    return ids;
  }
  void AppendStatement(absl::string_view id, absl::string_view stated,
                       absl::string_view more = "") {
    store_.Add(EventText(id, "statement",
                         absl::StrCat(R"("threads":["talks"],"stated":")", stated, R"(")", more)));
  }
  static TimelineQuestion Talks(std::string from = "", std::string to = "") {
    TimelineQuestion question;
    question.thread = "talks";
    question.from = std::move(from);
    question.to = std::move(to);
    return question;
  }
  ProjectedLog store_;
};

TEST_F(MovesTest, AreOrderedByDateAndCutByTheQuestion) {
  AppendStatement("late", "2025-10-10");
  AppendStatement("early", "2025-10-01");
  AppendStatement("month", "2025-10");
  store_.Add(EventText("elsewhere", "statement", R"("threads":["other"],"stated":"2025-10-05")"));
  EXPECT_EQ(Ids(MovesIn(Talks())), "early late month ");
  EXPECT_EQ(Ids(MovesIn(Talks("2025-10-02"))), "late month ");
  EXPECT_EQ(Ids(MovesIn(Talks("", "2025-10-01"))), "early month ");
  EXPECT_EQ(Ids(MovesIn(Talks("2025-10-01", "2025-10-10"))), "early late month ");
  EXPECT_EQ(Ids(MovesIn(TimelineQuestion())), "early elsewhere late month ");
  View view;
  view.known_by_us = WindowOf("2025-10-05").last_civil_us;
  EXPECT_EQ(Ids(MovesIn(Talks(), view)), "early ");
}

TEST_F(MovesTest, AnswersCountTheDaysBetween) {
  AppendStatement("ask", "2025-10-01");
  AppendStatement(
      "reply", "2025-10-09",
      R"(,"links":[{"rel":"respondsTo","id":"ask"},{"rel":"confirms","id":"unrecorded"}])");
  const std::vector<Move> moves = MovesIn(Talks());
  ASSERT_EQ(moves.size(), 2u);
  EXPECT_EQ(moves[1].side, "US");
  ASSERT_EQ(moves[1].answers.size(), 2u);
  EXPECT_EQ(moves[1].answers[0].rel, "respondsTo");
  EXPECT_EQ(moves[1].answers[0].id, "ask");
  EXPECT_EQ(moves[1].answers[0].days, 8);
  EXPECT_EQ(moves[1].answers[1].id, "unrecorded");
  EXPECT_FALSE(moves[1].answers[1].days.has_value());
}

TEST_F(MovesTest, RepairsApplyInAThread) {
  AppendStatement("a", "2025-10-01");
  AppendStatement("b", "2025-10-02");
  store_.Add(EventText("undo", "retracted", R"("target":"a")"));
  store_.Add(EventText("fix", "corrected", R"("target":"b","replacement":{"tone":"hardening"})"));
  const std::vector<Move> moves = MovesIn(Talks());
  EXPECT_EQ(Ids(moves), "b ");
  EXPECT_EQ(moves[0].weight, kUp);
}

TEST_F(MovesTest, RepairsApplyWithoutAThread) {
  AppendStatement("a", "2025-10-01");
  AppendStatement("b", "2025-10-02");
  store_.Add(EventText("undo", "retracted", R"("target":"a")"));
  store_.Add(EventText("fix", "corrected", R"("target":"b","replacement":{"tone":"hardening"})"));
  TimelineQuestion everything = Talks();
  everything.thread.clear();
  const std::vector<Move> moves = MovesIn(everything);
  EXPECT_EQ(Ids(moves), "b ");
  ASSERT_EQ(moves.size(), 1u);
  EXPECT_EQ(moves[0].weight, kUp);
}

TEST_F(MovesTest, UnknownThreadsAndBadDatesAreErrors) {
  AppendStatement("a", "2025-10-01");
  EventReader events(store_.log());
  const QuestionContext context{store_.log(), store_.strands(), ViewFilter(), {}, {}};
  TimelineQuestion question = Talks();
  question.thread = "nobody";
  EXPECT_TRUE(absl::IsNotFound(MovesOf(context, events, question).status()));
  const absl::Status from = MovesOf(context, events, Talks("2025-13")).status();
  EXPECT_TRUE(absl::IsInvalidArgument(from));
  EXPECT_EQ(from.message().substr(0, 6), "from: ");
  EXPECT_EQ(MovesOf(context, events, Talks("", "x")).status().message().substr(0, 4), "to: ");
}

}  // namespace
}  // namespace decree
