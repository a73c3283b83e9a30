// What a replay costs in the number of moves, whatever acts they are: how many acts are taken in
// and out on the way from look to look, and how many a walk visits. Twice the moves may cost about
// twice as much; where `published` runs back and forth at random, √8 times as much.
#include "core/query/thread/played_measure.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/query/change/axis_instants.h"
#include "core/query/thread/replay_looks.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

std::string PlayedDay(int i) { return FormatCivil((15'000 + i) * kMicrosPerDay).substr(0, 10); }

// The game of one measure, in which every act is a move.
class Game {
 public:
  explicit Game(Commitment floor) : events_(store_.log()), strands_(store_.strands()) {
    view_.floor = floor;
  }

  void Add(int i, const std::string& kind, const std::string& rest) {
    store_.Add(absl::StrCat(R"({"id":"e)", i, R"(","kind":")", kind, R"(",)", rest,
                            R"(,"actor":{"jurisdiction":"US"},"stated":")", PlayedDay(i), "\"}"));
  }

  struct Cost {
    size_t taken = 0;        // in or out
    size_t visited_max = 0;  // by a walk
  };
  Cost Play() {
    Cost cost;
    MeasureParts parts;
    parts.own = *strands_.Of("controls", "m/us/a");
    for (const std::string& tie : EverTiedTo(*parts.own)) {
      parts.instruments.emplace_back(tie, *strands_.Of("controls", "i/" + tie));
    }
    std::vector<ReplayLook> looks;
    MoveSteps steps;
    for (uint64_t position = 1; position <= store_.log().Head().size; ++position) {
      const ReadEvent& read = **events_.At(position);
      steps[position] = looks.size();
      looks.push_back({looks.size(), read.event.published->latest_utc_us, true});
    }
    auto played = PlayedMeasure::Of(parts, steps, view_, events_);
    EXPECT_TRUE(played.ok() && *played != nullptr) << played.status();
    if (!played.ok() || *played == nullptr) return cost;
    OrderToPlay(looks);
    const Fold& fold = (*played)->fold();
    for (const ReplayLook& look : looks) {
      for (const size_t step : {look.move, look.move + 1}) {
        (*played)->MoveTo(step, look.known_by_us, look.known_by_is_instant);
        const int64_t at = look.known_by_us + 30 * kMicrosPerDay;
        size_t visited = fold.over_time->WalkedOfForceAt(fold, at).size();
        fold.over_time->TermsAt(fold, at, visited);
        cost.visited_max = std::max(cost.visited_max, visited);
      }
    }
    cost.taken = (*played)->taken();
    return cost;
  }

 private:
  ProjectedLog store_;
  EventReader events_;
  RepairedStrands strands_;
  View view_;
};

const char kOfMeasure[] = R"("measure":"us/a")";
const char kOfOrder[] = R"("instrument":{"id":"us/order"})";

std::string Spanning(int i) {
  return absl::StrCat(R"(,"effective":{"from":")", PlayedDay(i + 30), R"(","to":")",
                      PlayedDay(i + 60), "\"}");
}
std::string Rate(int i) {
  return absl::StrCat(R"(,"terms":{"tariff":{"adValorem":")", i % 90, R"(%"}})");
}

using AddMove = std::function<void(int i, Game& game)>;

Game::Cost CostOf(size_t moves, Commitment floor, const AddMove& add) {
  Game game(floor);
  for (size_t i = 0; i < moves; ++i) add(static_cast<int>(i), game);
  return game.Play();
}

// `taken_max`: a move, at the most.
void ExpectInProportion(const AddMove& add, Commitment floor = Commitment::kEnacted,
                        double growth_max = 2.2, size_t taken_max = 12) {
  constexpr size_t kMoves = 600;
  const Game::Cost few = CostOf(kMoves, floor, add), many = CostOf(2 * kMoves, floor, add);
  EXPECT_GE(few.taken, kMoves / 2);
  EXPECT_LE(static_cast<double>(many.taken), growth_max * static_cast<double>(few.taken))
      << few.taken << " and " << many.taken << " taken";
  EXPECT_LE(many.taken, taken_max * 2 * kMoves);
  EXPECT_LE(many.visited_max, 48u);
}

TEST(PlayedMeasureTest, PlansAreTakenInProportion) {
  const AddMove plan = [](int i, Game& game) {
    const char* const kinds[] = {"threatened", "announced", "proposed", "reported"};
    game.Add(i, kinds[i % 4], kOfMeasure + Spanning(i) + (i % 2 == 0 ? Rate(i) : ""));
  };
  ExpectInProportion(plan, Commitment::kReported);
  ExpectInProportion(plan, Commitment::kAnnounced);
  // Many that one act overtakes.
  ExpectInProportion(
      [&plan](int i, Game& game) {
        if (i % 100 < 98) return plan(i, game);
        game.Add(i, i % 100 == 98 ? "withdrawn" : "imposed", kOfMeasure + Spanning(i));
      },
      Commitment::kReported);
}

TEST(PlayedMeasureTest, ActsOfInstrumentsAreTakenInProportion) {
  ExpectInProportion([](int i, Game& game) {
    if (i % 4 == 0)
      return game.Add(i, "imposed", absl::StrCat(kOfMeasure, ",", kOfOrder, Spanning(i)));
    const char* const kinds[] = {"", "suspended", "resumed", "extended"};
    game.Add(i, kinds[i % 4], kOfOrder + Spanning(i));
  });
}

TEST(PlayedMeasureTest, LimitedActsAreTakenInProportion) {
  ExpectInProportion([](int i, Game& game) {
    if (i % 2 == 0) return game.Add(i, "imposed", kOfMeasure + Spanning(i));
    game.Add(i, "suspended",
             kOfMeasure + Spanning(i) + R"(,"scope":{"include":[{"origin":["CN"]}]})");
  });
}

TEST(PlayedMeasureTest, RivalsAreTakenInProportion) {
  // Of one act, and each of another.
  for (const bool is_of_one : {true, false}) {
    ExpectInProportion([is_of_one](int i, Game& game) {
      if (i % 4 == 0) return game.Add(i, "imposed", kOfMeasure + Spanning(i) + Rate(i));
      const std::string target = absl::StrCat(R"("target":"e)", is_of_one ? 0 : i - i % 4, "\"");
      game.Add(i, i % 12 == 11 ? "confirmed" : "disputed", target + Spanning(i) + Rate(i));
    });
  }
}

TEST(PlayedMeasureTest, ActsWithoutIntervalAreTakenInProportion) {
  ExpectInProportion([](int i, Game& game) {
    if (i % 100 != 99) return game.Add(i, "enacted", kOfMeasure + Rate(i));
    game.Add(i, "imposed", kOfMeasure + Spanning(i));
  });
}

TEST(PlayedMeasureTest, LiftedActsAreTakenInProportion) {
  ExpectInProportion([](int i, Game& game) {
    const std::string link =
        i == 0 ? "" : absl::StrCat(R"(,"links":[{"rel":"replaces","id":"e)", i - 1, R"("}])");
    game.Add(i, "imposed", absl::StrCat(kOfMeasure, Spanning(i), link));
  });
}

// Nobody gives what all of them lack, till the last does.
TEST(PlayedMeasureTest, WhatIsInheritedIsNotLookedForInVain) {
  ExpectInProportion([](int i, Game& game) {
    game.Add(i, "imposed",
             absl::StrCat(kOfMeasure, R"(,"effective":{"from":")", PlayedDay(0), "\"}"));
  });
}

// All of them may give their terms on the days asked.
TEST(PlayedMeasureTest, TermsThatDifferAreNotGatheredInVain) {
  ExpectInProportion([](int i, Game& game) {
    game.Add(i, "imposed",
             absl::StrCat(kOfMeasure, R"(,"effective":{"from":")", PlayedDay(0), "/",
                          PlayedDay(9'000), "\"}", Rate(i)));
  });
}

TEST(PlayedMeasureTest, WhatIsPublishedBackAndForthIsTakenInBlocks) {
  const auto published = [](int i, int later) {
    return absl::StrCat(kOfMeasure, Spanning(i), Rate(i), R"(,"published":")", PlayedDay(i + later),
                        "\"");
  };
  ExpectInProportion(
      [&](int i, Game& game) { game.Add(i, "announced", published(i, i % 2 == 0 ? 0 : 400)); },
      Commitment::kEnacted, 3.0, 24);
  ExpectInProportion(
      [&](int i, Game& game) { game.Add(i, "announced", published(i, i * 7'919 % 1'200)); },
      Commitment::kEnacted, 3.0, 24);
}

}  // namespace
}  // namespace decree
