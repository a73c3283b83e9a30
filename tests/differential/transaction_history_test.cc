// The history of a transaction's answer, held against the naive screening oracle, asked by brute
// force wherever something could have changed.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "core/model/asked_date.h"
#include "tests/differential/transaction_world.h"

namespace decree {
namespace {

int64_t KeyOf(const TransactionChange& change) {
  if (change.axis == Axis::kRecorded) return static_cast<int64_t>(change.position);
  const CivilWindow window = *ParseWindow(change.at, "Etc/UTC");
  return change.axis == Axis::kKnown ? window.last_civil_us : window.first_civil_us;
}

struct HistoryCounts {
  uint64_t points = 0, changes = 0, causes = 0;
};

// Each of the events named must make a difference on its own on one of the sides.
void CheckCauses(const World& world, const TransactionChange& change, const Axes& before,
                 const Axes& after, HistoryCounts& counts) {
  ASSERT_FALSE(change.because.empty()) << change.at;
  const auto matters = [&](uint64_t position) {
    Axes without_after = after, without_before = before;
    without_after.view.without.insert(position);
    without_before.view.without.insert(position);
    return Text(world.Naive(without_after)) != Text(world.Naive(after)) ||
           Text(world.Naive(without_before)) != Text(world.Naive(before));
  };
  // What became public at the point and matters on its own is named.
  for (size_t i = 0; change.axis == Axis::kKnown && i < world.events().size(); ++i) {
    const Event& event = world.events()[i];
    const bool is_of_the_point = event.published && i + 1 <= after.view.position_max &&
                                 event.published->latest_utc_us == after.view.known_by_us;
    if (!is_of_the_point || !matters(i + 1)) continue;
    EXPECT_TRUE(std::find(change.because.begin(), change.because.end(), event.id) !=
                change.because.end())
        << event.id << " is not named at " << change.at << "\n"
        << world.Describe();
  }
  if (change.because.size() == 1) return;
  bool any_alone = false, all_alone = true;
  for (const std::string& id : change.because) {
    const bool alone = matters(world.PositionOf(id));
    any_alone = any_alone || alone;
    all_alone = all_alone && alone;
    ++counts.causes;
  }
  EXPECT_EQ(any_alone, all_alone) << "at " << change.at << " because "
                                  << absl::StrJoin(change.because, ",") << "\n"
                                  << world.Describe();
}

void CheckAxis(const World& world, Axis axis, HistoryCounts& counts) {
  if (axis == Axis::kRecorded && world.Here().view.reads_claims) return;  // none of claims
  const TransactionHistoryAnswer answer = world.History(axis);
  ASSERT_EQ(answer.starts.size(), 1u);
  std::map<int64_t, const TransactionChange*> changes;
  for (const TransactionChange& change : answer.changes) {
    const int64_t key = KeyOf(change);
    ASSERT_TRUE(changes.emplace(key, &change).second) << "two changes at " << change.at;
    const Axes before = world.At(axis, key - 1), after = world.At(axis, key);
    // Which rules form a cycle is told of it, and may change where the oracle sees the same cycle.
    if (world.Naive(before).is_cycle && world.Naive(after).is_cycle) continue;
    EXPECT_NE(Text(world.Naive(before)), Text(world.Naive(after)))
        << "nothing changes at " << change.at << "\n"
        << world.Describe();
    CheckCauses(world, change, before, after, counts);
  }
  counts.changes += changes.size();
  for (const int64_t key : world.Points(axis)) {
    for (const int64_t at : {key - 1, key}) {
      const auto next = changes.upper_bound(at);
      const TransactionAnswer& told =
          next == changes.begin() ? answer.starts.front().answer : std::prev(next)->second->answer;
      ++counts.points;
      // A cycle is a cycle whichever rules form it.
      ASSERT_EQ(Text(told), Text(world.Naive(world.At(axis, at))))
          << NameOf(axis) << " at " << at << "\n"
          << world.Describe();
    }
  }
}

TEST(TransactionHistoryDifferential, ChangesWhereTheOracleDoes) {
  HistoryCounts counts;
  ForEachWorld(700, [&](oracle::Draws& draws) {
    const std::vector<Event> events = oracle::PublishWorld(draws, oracle::DrawWorld(draws));
    for (int i = 0; i < 3; ++i) {
      const Fields fields = oracle::DrawTransaction(draws);
      const World world(events, fields, DrawView(draws, events));
      for (const Axis axis : {Axis::kKnown, Axis::kRecorded, Axis::kEffective}) {
        CheckAxis(world, axis, counts);
      }
    }
  });
  std::cout << counts.points << " points, " << counts.changes << " changes, " << counts.causes
            << " causes tried\n";
  EXPECT_GT(counts.changes, counts.points / 60);
  EXPECT_GT(counts.causes, counts.changes / 20);
}

std::string WholeText(const TransactionAnswer& answer) {
  return absl::StrCat(NameOf(answer.decision), " ", answer.policy ? NameOf(*answer.policy) : "",
                      " ", answer.added.rate, " ", answer.added.rate_min, " ",
                      answer.added.rate_max, " ", absl::StrJoin(answer.missing, ","), " ",
                      answer.trouble.empty() ? "" : "cycle");
}

// With facts left out, the history at each point says what a screening there says.
TEST(TransactionHistoryDifferential, WithFactsLeftOutItIsTheScreeningAtEachPoint) {
  ForEachWorld(400, [&](oracle::Draws& draws) {
    const std::vector<Event> events = oracle::PublishWorld(draws, oracle::DrawWorld(draws));
    Fields fields = oracle::DrawTransaction(draws);
    const std::set<std::string> out = {draws.OneOf(oracle::FactNames()),
                                       draws.OneOf(oracle::FactNames())};
    fields.erase(std::remove_if(fields.begin(), fields.end(),
                                [&](const auto& field) { return out.contains(field.name); }),
                 fields.end());
    const World world(events, fields, DrawView(draws, events));
    for (const Axis axis : {Axis::kKnown, Axis::kRecorded}) {
      if (axis == Axis::kRecorded && world.Here().view.reads_claims) continue;
      const TransactionHistoryAnswer answer = world.History(axis);
      ASSERT_EQ(answer.starts.size(), 1u);
      for (const int64_t key : world.Points(axis)) {
        const TransactionAnswer* told = &answer.starts.front().answer;
        for (const TransactionChange& change : answer.changes) {
          if (KeyOf(change) <= key) told = &change.answer;
        }
        const Axes at = world.At(axis, key);
        ASSERT_EQ(WholeText(*told),
                  WholeText(AnswerAt(world, world.transaction(), World::ViewOf(at.view))))
            << NameOf(axis) << " at " << key << "\n"
            << world.Describe();
      }
    }
  });
}

}  // namespace
}  // namespace decree
