// What a replay says of each move is what a builder says that looks at the record anew, before and
// after it, whatever the acts: late ones, repairs, disputes, limited ones, instruments.
#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/query/questions.h"
#include "core/query/state/measure_state.h"
#include "core/query/thread/replay_words.h"
#include "gtest/gtest.h"
#include "tests/from_environment.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

// What a replay answers, move by move: (measure, before, after).
using ToldMoves = std::vector<std::vector<std::string>>;

std::string MoveDay(int i) { return FormatCivil((18'000 + i) * kMicrosPerDay).substr(0, 10); }

// What the moves of a record are like, besides plain acts.
struct Likes {
  bool late = false;    // published at any time
  bool random = false;  // any act may be published much later than others
  bool plans = false;   // most only plan
  bool rivals = false;  // disputes, confirmations
  bool links = false;   // replaced, confirmed by links
  bool bare = false;    // enacted without interval
  bool moved = false;   // the ends and starts of what has rivals
  bool repairs = false;
  bool instruments = false;  // tied to measures, acted on
  bool limited = false;      // by a scope, some by one that lasts for a while
  Commitment floor = Commitment::kEnacted;
};

class DrawnMoves {
 public:
  explicit DrawnMoves(uint32_t seed) : random_(seed) {
    // Each alone, and any of them together.
    const uint32_t kind = seed % 13;
    const auto likes = [&](uint32_t which) { return kind == which || kind > 9; };
    const auto maybe = [&](bool is_liked) { return is_liked && (kind <= 9 || Below(3) > 0); };
    likes_.moved = kind == 9;
    likes_.late = kind != 0 && Below(2) == 0;
    likes_.random = maybe(likes(1));
    likes_.plans = maybe(likes(2));
    likes_.rivals = maybe(likes(3) || likes_.moved);
    likes_.links = maybe(likes(4));
    likes_.bare = maybe(likes(5) || likes_.moved);
    likes_.repairs = maybe(likes(6));
    likes_.instruments = maybe(likes(7));
    likes_.limited = maybe(likes(8));
    if (likes_.plans || Below(4) == 0) {
      const Commitment floors[] = {Commitment::kReported, Commitment::kThreatened,
                                   Commitment::kAnnounced};
      likes_.floor = floors[Below(3)];
    }
  }
  Commitment floor() const { return likes_.floor; }

  std::string Act(int i) {
    std::string text = absl::StrCat(R"({"id":"e)", i, R"(",)");
    const int day = likes_.late ? i + Below(12) : i;
    if (likes_.repairs && i > 2 && Below(10) == 0) return absl::StrCat(text, Repair(i, day));
    const std::string kind = KindOf(i);
    if (likes_.rivals && i > 1 && Below(3) == 0) {
      // A few acts have many rivals.
      absl::StrAppend(&text, R"("kind":")", Below(4) > 0 ? "disputed" : "confirmed",
                      R"(","target":"e)", targets_[static_cast<size_t>(Below(3))], "\"");
    } else if (likes_.instruments && i > 3 && Below(4) == 0) {
      absl::StrAppend(&text, R"("kind":")", kind, R"(","instrument":{"id":")", Order(), "\"}");
    } else {
      absl::StrAppend(&text, R"("kind":")", kind, R"(","measure":"us/)", Below(5) == 0 ? "b" : "a",
                      "\"");
      if (likes_.instruments && Below(6) == 0) {
        absl::StrAppend(&text, R"(,"instrument":{"id":")", Order(), "\"}");
      }
      if (Below(3) == 0) absl::StrAppend(&text, R"(,"class":"tariff","title":"t)", i, "\"");
      if (Below(4) == 0 || i < 3) targets_[static_cast<size_t>(Below(3))] = i;
    }
    if (likes_.limited && Below(4) == 0) {
      const std::string lasting =
          Below(2) == 0 ? absl::StrCat(R"(,"effective":{"from":")", MoveDay(day + 10), "\"}") : "";
      const std::string origin = Below(12) == 0 ? "*" : "CN";
      absl::StrAppend(&text, R"(,"scope":{"include":[{"origin":[")", origin, "\"]",
                      is_dated_ ? lasting : "", "}]}");
    }
    if (likes_.links && Below(3) == 0 && i > 1) {
      absl::StrAppend(&text, R"(,"links":[{"rel":")", Below(3) > 0 ? "replaces" : "confirms",
                      R"(","id":"e)", Below(4) == 0 ? Below(i) : std::max(0, i - 1 - Below(6)),
                      R"("}])");
    }
    return absl::StrCat(text, Dates(day, kind), Rest());
  }

 private:
  std::string KindOf(int i) {
    static const char* const kKinds[] = {
        "imposed",     "amended",           "suspended", "resumed",
        "extended",    "postponed",         "revoked",   "expired",
        "announced",   "announced",         "stayed",    "proposed",
        "threatened",  "withdrawn",         "eased",     "waived",
        "upheld",      "heldUnlawful",      "reported",  "replaced",
        "dealReached", "enforcementStopped"};
    static const char* const kPlans[] = {"announced",    "proposed",  "threatened", "reported",
                                         "reviewOpened", "withdrawn", "extended",   "enacted"};
    if (likes_.moved) return Below(3) == 0 ? "extended" : Below(3) == 0 ? "postponed" : "enacted";
    if (likes_.bare && Below(2) == 0) return "enacted";
    if (likes_.plans && Below(6) > 0) return kPlans[Below(i % 40 == 0 ? 8 : 7)];
    return i == 0 ? "imposed" : kKinds[Below(22)];
  }
  std::string Order() { return Below(3) == 0 ? "us/other" : "us/order"; }

  std::string Repair(int i, int day) {
    const std::string dated =
        Below(2) == 0 ? absl::StrCat(R"(,"stated":")", MoveDay(day), "\"") : "";
    const std::string target = absl::StrCat("e", targets_[static_cast<size_t>(Below(3))]);
    if (Below(4) == 0) {
      return absl::StrCat(R"("kind":"retracted","target":")", target, "\"", dated, "}");
    }
    const std::string other = Below(6) == 0 ? R"(,"measure":"us/b")" : "";
    return absl::StrCat(R"("kind":"corrected","target":")", target, "\"", dated,
                        R"(,"replacement":{"title":"r)", i, R"(","effective":{"from":")",
                        MoveDay(day + Below(9)), "\"}", other, "}}");
  }

  std::string Dates(int day, const std::string& kind) {
    // Some are no moves, and days end at other times elsewhere.
    std::string text =
        absl::StrCat(Below(10) == 0 ? "" : R"(,"threads":["t"])", R"(,"actor":{"jurisdiction":")",
                     Below(4) == 0 ? "CN" : "US", R"("},"stated":")", MoveDay(day), "\"");
    if (likes_.random && Below(3) > 0) {
      absl::StrAppend(&text, R"(,"published":")", MoveDay(day + Below(170)), "\"");
    } else if (likes_.late && Below(4) == 0) {
      absl::StrAppend(&text, R"(,"published":")", MoveDay(day + Below(20)), "\"");
    }
    if (likes_.bare && kind == "enacted" && Below(4) > 0) return text;
    if (kind == "announced" && Below(5) == 0) return text;
    const bool is_open = Below(6) == 0;
    const std::string from =
        is_open ? MoveDay(day + Below(20)).substr(0, 7) : MoveDay(day + Below(20));
    const std::string to = MoveDay(day + 60 + Below(40));
    // An end alone, a beginning alone, or both.
    const int shape = kind == "extended" || kind == "expired" ? 3 : Below(5);
    const bool needs_from = kind == "imposed" || kind == "postponed" || kind == "amended";
    const bool has_from = shape != 0 || needs_from, has_to = shape == 0 ? !needs_from : shape > 2;
    absl::StrAppend(&text, R"(,"effective":{)");
    if (has_from) absl::StrAppend(&text, R"("from":")", from, "\"");
    if (has_to) absl::StrAppend(&text, has_from ? "," : "", R"("to":")", to, "\"");
    return absl::StrCat(text, "}");
  }

  std::string Rest() {
    std::string text;
    if (Below(2) == 0) {
      absl::StrAppend(&text, R"(,"terms":{"tariff":{"adValorem":")", Below(90) + 1, R"(%"}})");
    }
    return absl::StrCat(text, R"(,"sources":[{"publisher":"p","standing":")",
                        Below(4) == 0 ? "reported" : "official", R"("}]})");
  }

  int Below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }

  Likes likes_;
  std::mt19937 random_;
  const bool is_dated_ = Below(3) == 0;
  int targets_[3] = {0, 0, 0};
};

std::string SaidAnew(const ProjectedLog& store, const ViewFilter& filter, const std::string& slug,
                     const CivilWindow& day) {
  EventReader events(store.log());
  StateBuilder builder(store.strands(), events, filter);
  const auto measure = builder.Load(slug);
  EXPECT_TRUE(measure.ok()) << measure.status();
  if (!measure.ok() || measure->own.acts.empty()) return "none";
  const auto state = builder.StateOf(*measure, AskedDate::OnEveryClock(day), AskedFacts{});
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

ToldMoves ReplayedAnew(const ProjectedLog& store, const ViewFilter& all,
                       const std::vector<Move>& moves) {
  ToldMoves told;
  ViewFilter filter = all;
  for (const Move& move : moves) filter.without.insert(move.stored.record.position);
  for (const Move& move : moves) {
    std::vector<std::string>& changes = told.emplace_back();
    const int64_t published = move.stored.event.published->latest_utc_us;
    filter.view = all.view;
    if (published < all.view.known_by_us) {
      filter.view.known_by_us = published;
      filter.view.known_by_is_instant = true;
    }
    const CivilWindow day = DayOfEffect(move.stored.event);
    ViewFilter after = filter;
    after.without.erase(move.stored.record.position);
    for (const std::string& slug : MeasuresMoved(store, move)) {
      const std::string was = SaidAnew(store, filter, slug, day);
      const std::string is = SaidAnew(store, after, slug, day);
      if (was != is) changes.push_back(absl::StrCat(slug, ": ", was, " -> ", is));
    }
    filter = std::move(after);
  }
  return told;
}

TEST(ReplayTest, SaysOfEachMoveWhatIsSeenAnew) {
  const uint64_t records = FromEnvironment("DECREE_HISTORIES", 52);
  const uint64_t seed = FromEnvironment("DECREE_SEED", 1);
  size_t changes = 0;
  for (uint64_t r = 0; r < records; ++r) {
    DrawnMoves drawing(static_cast<uint32_t>(seed + r));
    ProjectedLog store;
    for (int i = 0; i < 160; ++i) store.Add(drawing.Act(i));
    ViewFilter all;
    all.view.floor = drawing.floor();
    // Of every third record the end is not known: a day, on the clock of each event.
    if (r % 3 == 0) all.view.known_by_us = (18'000 + 121) * kMicrosPerDay - 1;
    TimelineQuestion question;
    question.thread = "t";
    const auto answer = AnswerReplay({store.log(), store.strands(), all, {}, {}}, question);
    ASSERT_TRUE(answer.ok()) << answer.status();
    ToldMoves told;
    for (const Move& move : answer->moves) {
      std::vector<std::string>& of_move = told.emplace_back();
      for (const auto& change : move.changes) {
        of_move.push_back(absl::StrCat(change.measure, ": ", change.before, " -> ", change.after));
      }
      changes += of_move.size();
    }
    const ToldMoves anew = ReplayedAnew(store, all, answer->moves);
    ASSERT_EQ(told.size(), anew.size()) << "seed " << seed + r;
    for (size_t i = 0; i < told.size(); ++i) {
      ASSERT_EQ(told[i], anew[i]) << "seed " << seed + r << ", move "
                                  << answer->moves[i].stored.event.id;
    }
  }
  EXPECT_GT(changes, 10 * records);
}

}  // namespace
}  // namespace decree
