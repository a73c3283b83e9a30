// A measure and its fold that acts join one by one are those that are loaded anew, whatever the
// acts; and plain acts can join.
#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/query/state/measure_state.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

constexpr int kActs = 24;

class Drawing {
 public:
  // Every other record is plain: nothing repairs, disputes or replaces another act.
  explicit Drawing(uint32_t seed) : is_plain_(seed % 2 == 0), random_(seed) {}

  std::string Act(int i) {
    const char* const kinds[] = {"imposed",  "amended",      "suspended",  "resumed",
                                 "extended", "postponed",    "revoked",    "waived",
                                 "stayed",   "heldUnlawful", "announced",  "eased",
                                 "enacted",  "expired",      "threatened", "dealReached"};
    std::string kind = kinds[Below(16)];
    if (i == 0) kind = "imposed";
    std::string text = absl::StrCat(R"({"id":"e)", i, R"(",)");
    if (i > 2 && Below(16) == 0 && !is_plain_) {
      return absl::StrCat(text, R"("kind":"corrected","target":"e0","replacement":{"title":"r)", i,
                          R"("}})");
    }
    if (i > 1 && Below(12) == 0 && !is_plain_) {
      absl::StrAppend(&text, R"("kind":")", Below(2) == 0 ? "disputed" : "confirmed",
                      R"(","target":"e0")");
    } else {
      absl::StrAppend(&text, R"("kind":")", kind, R"(","measure":"us/a")");
      if (Below(10) == 0 && i > 1 && !is_plain_) {
        absl::StrAppend(&text, R"(,"links":[{"rel":"replaces","id":"e)", Below(i), R"("}])");
      }
      if (Below(3) == 0) absl::StrAppend(&text, R"(,"class":"tariff","title":"t)", i, "\"");
    }
    const int day = 2 * i + Below(8);
    absl::StrAppend(&text, R"(,"actor":{"jurisdiction":"US"},"stated":")", Day(day), "\"");
    if (Below(4) == 0) absl::StrAppend(&text, R"(,"published":")", Day(day + Below(6)), "\"");
    const bool may_lack = kind == "announced" || kind == "enacted" || kind == "threatened" ||
                          kind == "dealReached" || kind == "stayed" || kind == "heldUnlawful";
    if (!may_lack || is_plain_ || Below(2) == 0) {
      absl::StrAppend(&text, R"(,"effective":{"from":")", Day(day + Below(20)), R"(","to":")",
                      Day(day + 21 + Below(30)), "\"}");
    }
    if (Below(2) == 0) absl::StrAppend(&text, R"(,"terms":{"text":"t)", i, "\"}");
    const char* const standing = Below(4) == 0 ? "reported" : "official";
    return absl::StrCat(text, R"(,"sources":[{"publisher":"p","standing":")", standing, R"("}]})");
  }
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }
  static std::string Day(int i) { return FormatCivil((18'000 + i) * kMicrosPerDay).substr(0, 10); }

 private:
  const bool is_plain_;
  std::mt19937 random_;
};

class Look {
 public:
  Look(const ProjectedLog& store, const ViewFilter& filter, bool is_over_time = false)
      : is_over_time_(is_over_time),
        events_(store.log()),
        filter_(filter),
        builder_(store.strands(), events_, filter_) {}

  void Load() {
    auto measure = builder_.Load("us/a");
    ASSERT_TRUE(measure.ok()) << measure.status();
    measure_ = *std::move(measure);
    auto fold = builder_.FoldOf(measure_, {}, {});
    ASSERT_TRUE(fold.ok()) << fold.status();
    fold_ = *std::move(fold);
    if (!is_over_time_) return;
    const absl::Status status = builder_.LookOverTime(measure_, fold_);
    ASSERT_TRUE(status.ok()) << status;
  }
  bool IsOverTime() const { return fold_.IsOverTime(); }
  bool Join(uint64_t position) {
    filter_.view.position_max = position;
    const auto joined = builder_.Join(position, measure_, fold_);
    EXPECT_TRUE(joined.ok()) << joined.status();
    return joined.ok() && *joined;
  }
  std::string On(const std::string& day) {
    const auto state = builder_.StateOf(measure_, day, {}, {true, true, &fold_});
    EXPECT_TRUE(state.ok()) << state.status();
    if (!state.ok()) return "";
    std::string text =
        absl::StrCat(static_cast<int>(state->applies), " ", static_cast<int>(state->commitment),
                     " ", state->force.bits(), " ", state->legality.bits(), " ",
                     state->enforcement.bits(), " ", static_cast<int>(state->evidence), " ",
                     state->title, " ", state->terms ? state->terms->text : "");
    for (const auto* list : {&state->because, &state->reasons}) {
      for (const std::string& word : *list) absl::StrAppend(&text, "|", word);
    }
    return text;
  }

 private:
  const bool is_over_time_;
  EventReader events_;
  ViewFilter filter_;
  StateBuilder builder_;
  LoadedMeasure measure_;
  Fold fold_;
};

TEST(JoinTest, WhatActsJoinIsWhatIsLoadedAnew) {
  int joined = 0, tried = 0, over_time = 0;
  for (uint32_t seed = 1; seed <= 240; ++seed) {
    const bool is_over_time = seed % 3 == 0;
    Drawing drawing(seed);
    ProjectedLog store;
    for (int i = 0; i < kActs; ++i) store.Add(drawing.Act(i));
    ViewFilter filter;
    filter.view.position_max = 1;
    auto growing = std::make_unique<Look>(store, filter, is_over_time);
    growing->Load();
    for (uint64_t position = 2; position <= kActs; ++position) {
      filter.view.position_max = position;
      Look anew(store, filter);
      anew.Load();
      ++tried;
      if (growing->Join(position)) {
        ++joined;
      } else {
        growing = std::make_unique<Look>(store, filter, is_over_time);
        growing->Load();
      }
      if (growing->IsOverTime()) ++over_time;
      for (int day = 0; day < 2 * kActs + 40; day += 3) {
        ASSERT_EQ(growing->On(Drawing::Day(day)), anew.On(Drawing::Day(day)))
            << "seed " << seed << " position " << position << " day " << day;
      }
    }
  }
  EXPECT_GT(joined * 4, tried) << joined << " of " << tried;
  EXPECT_GT(over_time * 8, tried) << over_time << " of " << tried;
}

// Every other one is told late, and every third is of no official source: most come between others
// in paint order, or in the order of statement.
TEST(JoinTest, PlainActsAreLoadedAnewOnlyWhereTheirRoomIsUsedUp) {
  ProjectedLog store;
  constexpr int kPlain = 512;
  for (int i = 0; i < kPlain; ++i) {
    const int day = i % 2 == 0 ? i : i / 2;
    store.Add(absl::StrCat(R"({"id":"e)", i, R"(","kind":")", i == 0 ? "imposed" : "amended",
                           R"(","measure":"us/a","actor":{"jurisdiction":"US"},"stated":")",
                           Drawing::Day(day), R"(","effective":{"from":")", Drawing::Day(day + 1),
                           R"("},"terms":{"text":"t)", i, R"("},"sources":[{"publisher":"p",)",
                           R"("standing":")", i % 3 == 0 ? "reported" : "official", R"("}]})"));
  }
  ViewFilter filter;
  filter.view.position_max = 1;
  auto growing = std::make_unique<Look>(store, filter);
  growing->Load();
  int loads = 1;
  for (uint64_t position = 2; position <= kPlain; ++position) {
    if (growing->Join(position)) continue;
    filter.view.position_max = position;
    growing = std::make_unique<Look>(store, filter);
    growing->Load();
    ++loads;
  }
  EXPECT_LE(loads, 12);
}

}  // namespace
}  // namespace decree
