// The recheck of past decisions, held against the naive screening oracle.
#include "core/model/asked_date.h"
#include "tests/differential/transaction_world.h"

namespace decree {
namespace {

struct RecheckCounts {
  uint64_t rows = 0, flips = 0, late = 0;
};

// What was decided, and what the oracle says it should have been.
void CheckRow(const World& world, const PastDecision& decision, const DecisionViews& views,
              const RecheckRow& row, RecheckCounts& counts) {
  const auto naive = [&](const View& view) {
    Axes at = world.Here();
    at.view.known_by_us = view.known_by_us;
    at.view.position_max = view.position_max;
    at.view.recorded_us_max = view.recorded_us_max;
    at.view.reads_claims = view.reads_claims;
    return Text(world.Naive(at));
  };
  ASSERT_TRUE(row.trouble.ok()) << row.trouble;
  EXPECT_EQ(Text(row.then), naive(views.then)) << world.Describe();
  EXPECT_EQ(Text(row.known_then), naive(views.known_then)) << world.Describe();
  EXPECT_EQ(Text(row.now), naive(views.now)) << world.Describe();
  const auto without_policy = [](const std::string& text) {
    const size_t first = text.find(' '), last = text.rfind(' ');
    return first == std::string::npos ? text : text.substr(0, first) + text.substr(last);
  };
  const std::string decided = absl::StrCat(decision.decision, " ", Exact(decision.added));
  const auto agrees = [&](const View& view) { return without_policy(naive(view)) == decided; };
  EXPECT_EQ(row.is_correct_as_known_then, agrees(views.known_then));
  EXPECT_EQ(row.is_correct_now, agrees(views.now));
  EXPECT_EQ(row.is_reproduced, agrees(views.then));
  EXPECT_EQ(row.is_flipped, without_policy(naive(views.then)) != without_policy(naive(views.now)));
  EXPECT_EQ(row.is_knowable_not_recorded,
            without_policy(naive(views.held)) != without_policy(naive(views.known_then)));
  EXPECT_EQ(row.because.empty(), !row.is_flipped) << world.Describe();
  for (const std::string& id : row.because) {
    const uint64_t position = world.PositionOf(id);
    const Event& event = world.events()[position - 1];
    // An event that the decision's own view saw has flipped nothing.
    const bool was_seen =
        world.FilterOf(views.then).Records(position) &&
        (!event.published || event.published->latest_utc_us <= views.then.known_by_us);
    EXPECT_FALSE(was_seen && event.kind != EventKind::kRetracted) << id << world.Describe();
  }
  ++counts.rows;
  counts.flips += row.is_flipped ? 1 : 0;
  counts.late += row.is_knowable_not_recorded ? 1 : 0;
}

TEST(RecheckDifferential, DecisionsAreJudgedAsTheOracleJudges) {
  RecheckCounts counts;
  ForEachWorld(700, [&](oracle::Draws& draws) {
    const std::vector<Event> events = oracle::PublishWorld(draws, oracle::DrawWorld(draws));
    WorldView whole;
    whole.known_by_us = kAxisMax;
    whole.position_max = events.size();
    const World world(events, oracle::DrawTransaction(draws), whole);
    RecheckQuestion question;
    std::vector<DecisionViews> views;
    for (int i = 0; i < 6; ++i) {
      DecisionViews of;
      of.now = World::ViewOf(whole);
      of.known_then = of.now;
      of.known_then.known_by_us =
          ParseWindow(absl::StrCat("2025-0", draws.Between(1, 6)), "Etc/UTC")->last_civil_us;
      of.then = of.known_then;
      if (draws.Percent(60)) {
        of.then.position_max = draws.Below(events.size() + 1);
      } else {
        of.then.recorded_us_max = draws.Between(-2, static_cast<int64_t>(events.size()));
        of.then.reads_claims = true;
        of.then.position_own = world.FilterOf(of.then).view.position_own;
      }
      of.held = of.then;
      views.push_back(of);
      PastDecision& decision = question.decisions.emplace_back();
      decision.id = std::to_string(i);
      decision.transaction = world.transaction();
      const TransactionAnswer stated = AnswerAt(world, world.transaction(), of.then);
      decision.decision = draws.Percent(80) ? std::string(NameOf(stated.decision)) : "prohibited";
      decision.added = stated.trouble.empty() && draws.Percent(80) ? stated.added.rate : "10%";
    }
    const auto answer = AnswerRecheck(world.Context(), question, [&](const PastDecision& decision) {
      return views[std::stoul(decision.id)];
    });
    ASSERT_TRUE(answer.ok()) << answer.status();
    for (size_t i = 0; i < views.size(); ++i) {
      CheckRow(world, question.decisions[i], views[i], answer->rows[i], counts);
    }
  });
  std::cout << counts.flips << " flipped, " << counts.late << " knowable but not recorded\n";
  EXPECT_GT(counts.flips, counts.rows / 6);
  EXPECT_GT(counts.late, counts.rows / 12);
}

}  // namespace
}  // namespace decree
