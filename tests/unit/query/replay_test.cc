// What a replay says of each move is what a builder says that looks at the record anew, before and
// after it, whatever the acts: late ones, repairs, disputes, limited ones, instruments.
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/query/measure_state.h"
#include "core/query/questions.h"
#include "core/query/replay_words.h"
#include "gtest/gtest.h"
#include "tests/from_environment.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

// What a replay answers, move by move: (measure, before, after).
using ToldMoves = std::vector<std::vector<std::string>>;

std::string MoveDay(int i) { return FormatCivil((18'000 + i) * kMicrosPerDay).substr(0, 10); }

class DrawnMoves {
 public:
  // Of every four records one is plain, one has late acts, one has all that bears on other acts,
  // and one has instruments and limited acts besides.
  explicit DrawnMoves(uint32_t seed) : wildness_(static_cast<int>(seed % 4)), random_(seed) {}

  std::string Act(int i) {
    const char* const kinds[] = {"imposed",    "amended",   "suspended", "resumed",
                                 "extended",   "postponed", "revoked",   "heldUnlawful",
                                 "announced",  "announced", "stayed",    "proposed",
                                 "threatened", "withdrawn", "eased",     "waived"};
    std::string text = absl::StrCat(R"({"id":"e)", i, R"(",)");
    if (wildness_ > 1 && i > 2 && Below(16) == 0) {
      return absl::StrCat(text, R"("kind":"corrected","target":"e)", 0,
                          R"(","replacement":{"title":"r)", i, R"("}})");
    }
    const std::string kind = i == 0 ? "imposed" : kinds[Below(16)];
    if (wildness_ > 1 && i > 1 && Below(12) == 0) {
      absl::StrAppend(&text, R"("kind":")", Below(3) > 0 ? "disputed" : "confirmed",
                      R"(","target":"e0")");
    } else if (wildness_ == 3 && i > 3 && Below(6) == 0) {
      absl::StrAppend(&text, R"("kind":")", kind, R"(","instrument":{"id":"us/order"})");
    } else {
      absl::StrAppend(&text, R"("kind":")", kind, R"(","measure":"us/)", Below(5) == 0 ? "b" : "a",
                      "\"");
      if (wildness_ == 3 && Below(8) == 0) {
        absl::StrAppend(&text, R"(,"instrument":{"id":"us/order"})");
      }
      if (wildness_ == 3 && Below(8) == 0) {
        absl::StrAppend(&text, R"(,"scope":{"include":[{"origin":["CN"]}]})");
      }
      if (wildness_ > 1 && Below(12) == 0 && i > 1) {
        absl::StrAppend(&text, R"(,"links":[{"rel":"replaces","id":"e)", Below(i), R"("}])");
      }
      if (Below(3) == 0) absl::StrAppend(&text, R"(,"class":"tariff","title":"t)", i, "\"");
    }
    const int day = wildness_ == 0 ? i : i + Below(12);
    absl::StrAppend(&text, R"(,"threads":["t"],"actor":{"jurisdiction":"US"},"stated":")",
                    MoveDay(day), "\"");
    if (wildness_ > 0 && Below(4) == 0) {
      absl::StrAppend(&text, R"(,"published":")", MoveDay(day + Below(20)), "\"");
    }
    const bool is_open = Below(6) == 0;
    absl::StrAppend(&text, R"(,"effective":{"from":")",
                    is_open ? MoveDay(day + Below(20)).substr(0, 7) : MoveDay(day + Below(20)),
                    R"(","to":")", MoveDay(day + 60 + Below(40)), "\"}");
    if (Below(2) == 0) {
      absl::StrAppend(&text, R"(,"terms":{"tariff":{"adValorem":")", Below(90) + 1, R"(%"}})");
    }
    return absl::StrCat(text, R"(,"sources":[{"publisher":"p","standing":")",
                        Below(4) == 0 ? "reported" : "official", R"("}]})");
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }

  const int wildness_;
  std::mt19937 random_;
};

std::string SaidAnew(const ProjectedLog& store, const Sight& sight, const std::string& slug,
                     const std::string& day) {
  EventReader events(store.log());
  StateBuilder builder(store.strands(), events, sight);
  const auto measure = builder.Load(slug);
  EXPECT_TRUE(measure.ok()) << measure.status();
  if (!measure.ok() || measure->own.acts.empty()) return "none";
  const auto state = builder.StateOf(*measure, day, AskedFacts{});
  EXPECT_TRUE(state.ok()) << state.status();
  return state.ok() ? StateText(*state) : "";
}

std::set<std::string> MeasuresMoved(const ProjectedLog& store, const Move& move) {
  std::set<std::string> measures;
  if (!move.stored.event.measure.empty()) measures.insert(move.stored.event.measure);
  for (const StreamVersion& stream : move.stored.record.streams) {
    if (stream.stream.rfind("m/", 0) == 0) measures.insert(stream.stream.substr(2));
  }
  if (!measures.empty() || !move.stored.event.instrument) return measures;
  const auto tied =
      store.strands().Load("controls", absl::StrCat("n/", move.stored.event.instrument->id));
  EXPECT_TRUE(tied.ok()) << tied.status();
  if (tied.ok()) {
    for (const SideEntry& side : tied->sides) measures.insert(side.text);
  }
  return measures;
}

ToldMoves ReplayedAnew(const ProjectedLog& store, const std::vector<Move>& moves) {
  ToldMoves told;
  Sight sight;
  for (const Move& move : moves) sight.without.insert(move.stored.record.position);
  for (const Move& move : moves) {
    std::vector<std::string>& changes = told.emplace_back();
    sight.view.known_by_us = move.stored.event.published->latest_utc_us;
    sight.view.known_by_is_instant = true;
    const std::string day = DayOfEffect(move.stored.event);
    Sight after = sight;
    after.without.erase(move.stored.record.position);
    for (const std::string& slug : MeasuresMoved(store, move)) {
      const std::string was = SaidAnew(store, sight, slug, day);
      const std::string is = SaidAnew(store, after, slug, day);
      if (was != is) changes.push_back(absl::StrCat(slug, ": ", was, " -> ", is));
    }
    sight = std::move(after);
  }
  return told;
}

TEST(ReplayTest, SaysOfEachMoveWhatIsSeenAnew) {
  const uint64_t records = FromEnvironment("DECREE_HISTORIES", 40);
  const uint64_t seed = FromEnvironment("DECREE_SEED", 1);
  size_t changes = 0;
  for (uint64_t r = 0; r < records; ++r) {
    DrawnMoves drawing(static_cast<uint32_t>(seed + r));
    ProjectedLog store;
    for (int i = 0; i < 160; ++i) store.Add(drawing.Act(i));
    TimelineQuestion question;
    question.thread = "t";
    const auto answer = AnswerReplay({store.log(), store.strands(), Sight(), {}, {}}, question);
    ASSERT_TRUE(answer.ok()) << answer.status();
    ToldMoves told;
    for (const Move& move : answer->moves) {
      std::vector<std::string>& of_move = told.emplace_back();
      for (const auto& change : move.changes) {
        of_move.push_back(absl::StrCat(change.measure, ": ", change.before, " -> ", change.after));
      }
      changes += of_move.size();
    }
    ASSERT_EQ(told, ReplayedAnew(store, answer->moves)) << "seed " << seed + r;
  }
  EXPECT_GT(changes, 10 * records);
}

}  // namespace
}  // namespace decree
