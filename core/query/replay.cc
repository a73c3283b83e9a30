#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/change_points.h"
#include "core/query/moves.h"
#include "core/query/prepared_strand.h"
#include "core/query/questions.h"
#include "core/query/replay_words.h"

namespace decree {
namespace {

// Some hundreds of megabytes, each.
constexpr size_t kTalliesMax = 8'000'000;
constexpr size_t kActsKeptMax = 524'288;  // moves lead from one measure to another
constexpr size_t kGamesKeptMax = 4'096;   // measures

// The moves must be gone through from the first to the last.
class Replayer {
 public:
  Replayer(const QuestionContext& context, EventReader& events, const std::vector<Move>& moves)
      : context_(context),
        events_(events),
        strands_(context.strands, &context.limits),
        sight_(context.sight) {
    for (const Move& move : moves) sight_.without.insert(move.stored.record.position);
  }

  absl::Status Fill(Move& move) {
    DECREE_ASSIGN_OR_RETURN(const std::set<std::string> measures, MeasuresOf(move));
    strands_.Forget(kActsKeptMax);
    // What was known when the move became public, less the moves that come later in the game.
    sight_.view.known_by_us = context_.sight.view.known_by_us;
    sight_.view.known_by_is_instant = context_.sight.view.known_by_is_instant;
    const int64_t published = move.stored.event.published->latest_utc_us;
    if (sight_.view.known_by_us == kAxisMax || published < sight_.view.known_by_us) {
      sight_.view.known_by_us = published;
      sight_.view.known_by_is_instant = true;
    }
    const std::string day = DayOfEffect(move.stored.event);
    std::vector<Said> before;
    for (const std::string& slug : measures) {
      DECREE_ASSIGN_OR_RETURN(Said said, SaidOf(slug, day, 0));
      before.push_back(std::move(said));
    }
    sight_.without.erase(move.stored.record.position);
    auto old = before.begin();
    for (const std::string& slug : measures) {
      DECREE_ASSIGN_OR_RETURN(Said now, SaidOf(slug, day, move.stored.record.position));
      WeighRate(old->rate_ppm, now.rate_ppm, move);
      const bool rises =
          now.commitment > old->commitment && now.commitment != Commitment::kWithdrawn;
      if (rises && move.weight == MoveWeight::kEscalation) move.card = true;
      if (old->text != now.text) {
        move.changes.push_back({slug, std::move(old->text), std::move(now.text)});
      }
      ++old;
    }
    return absl::OkStatus();
  }

 private:
  // What a state says, and what of it weighs in the game.
  struct Said {
    std::string text;
    Commitment commitment = Commitment::kNone;
    std::optional<int64_t> rate_ppm;
  };

  // An amendment weighs by what it does to the rate.
  static void WeighRate(std::optional<int64_t> before_ppm, std::optional<int64_t> after_ppm,
                        Move& move) {
    if (move.stored.event.kind != EventKind::kAmended || !before_ppm || !after_ppm) return;
    if (*after_ppm > *before_ppm) move.weight = MoveWeight::kEscalation;
    if (*after_ppm < *before_ppm) move.weight = MoveWeight::kEasing;
  }

  absl::StatusOr<std::set<std::string>> MeasuresOf(const Move& move) {
    std::set<std::string> measures;
    if (!move.stored.event.measure.empty()) measures.insert(move.stored.event.measure);
    for (const StreamVersion& stream : move.stored.record.streams) {
      if (absl::StartsWith(stream.stream, "m/")) measures.insert(stream.stream.substr(2));
    }
    if (measures.empty() && move.stored.event.instrument) {
      return TiedTo(move.stored.event.instrument->id);
    }
    return measures;
  }

  absl::StatusOr<std::set<std::string>> TiedTo(const std::string& instrument) {
    const auto [slot, is_new] = tied_.try_emplace(instrument);
    if (is_new) {
      DECREE_ASSIGN_OR_RETURN(const PreparedStrand* const tied,
                              strands_.Of("controls", absl::StrCat("n/", instrument)));
      for (const SideEntry& side : tied->strand().sides) {
        if (context_.sight.Records(side.position)) slot->second.insert(side.text);
      }
    }
    return slot->second;
  }

  // A measure as the moves so far made it.
  struct Game {
    std::unique_ptr<StateBuilder> builder;
    LoadedMeasure measure;
    std::optional<Fold> fold;  // where no window moves it
    View view;                 // under which it was looked at last
    // Whether its own acts and repairs tell what is seen of it, and these by when they became
    // public; 0: a repair, which is no move.
    bool stands_alone = false;
    std::vector<std::pair<int64_t, uint64_t>> published;
  };

  absl::StatusOr<std::unique_ptr<Game>> GameOf(const std::string& slug) {
    auto game = std::make_unique<Game>();
    DECREE_ASSIGN_OR_RETURN(const AnswerSources sources, SourcesOf(slug, {}, strands_, events_));
    const PreparedStrand& own = *sources.parts.front();
    game->stands_alone = sources.parts.size() == 1;
    for (const ActRecord& act : own.strand().acts) {
      game->published.emplace_back(act.published_us, act.position);
    }
    for (const RepairEntry& repair : own.repairs()) {
      game->published.emplace_back(repair.published_us, 0);
      game->published.emplace_back(repair.act.published_us, 0);
    }
    std::sort(game->published.begin(), game->published.end());
    return game;
  }

  // Whether the sight shows of the measure what it showed when it was looked at last.
  bool ShowsTheSame(const Game& game) const {
    if (!game.fold || !game.stands_alone) return false;
    const View& now = sight_.view;
    if (!now.known_by_is_instant || !game.view.known_by_is_instant) return false;
    const auto [first, last] = std::minmax(now.known_by_us, game.view.known_by_us);
    auto act = std::upper_bound(game.published.begin(), game.published.end(),
                                std::pair(first, std::numeric_limits<uint64_t>::max()));
    for (; act != game.published.end() && act->first <= last; ++act) {
      if (act->second == 0 || sight_.Records(act->second)) return false;
    }
    return true;
  }

  // Under the sight as it is. `joining`: the move that came since the measure was looked at; 0:
  // none did.
  absl::StatusOr<Said> SaidOf(const std::string& slug, const std::string& day, uint64_t joining) {
    if (games_.size() > kGamesKeptMax) games_.clear();
    std::unique_ptr<Game>& kept = games_[slug];
    if (kept == nullptr) {
      DECREE_ASSIGN_OR_RETURN(kept, GameOf(slug));
    }
    Game& game = *kept;
    bool is_same = ShowsTheSame(game);
    if (is_same && joining != 0) {
      DECREE_ASSIGN_OR_RETURN(is_same, game.builder->Join(joining, game.measure, *game.fold));
    }
    if (!is_same) {
      game.fold.reset();
      game.builder = std::make_unique<StateBuilder>(strands_, events_, sight_);
      DECREE_ASSIGN_OR_RETURN(game.measure, game.builder->Load(slug));
      if (!MovesWithWindow(game.measure)) {
        DECREE_ASSIGN_OR_RETURN(game.fold, game.builder->FoldOf(game.measure, {}, {}));
      }
    }
    game.view = sight_.view;
    return SaidBy(game, day);
  }

  static absl::StatusOr<Said> SaidBy(Game& game, const std::string& day) {
    Said said;
    if (game.measure.own.acts.empty()) {
      said.text = "none";
      return said;
    }
    const StateParts parts = {
        .reasons = false, .because = false, .fold = game.fold ? &*game.fold : nullptr};
    DECREE_ASSIGN_OR_RETURN(const MeasureState state,
                            game.builder->StateOf(game.measure, day, AskedFacts{}, parts));
    said.commitment = state.commitment;
    if (state.terms && state.terms->tariff) said.rate_ppm = state.terms->tariff->ad_valorem_ppm;
    said.text = StateText(state);
    return said;
  }

  const QuestionContext& context_;
  EventReader& events_;
  PreparedStrands strands_;
  Sight sight_;                                        // that of every builder
  std::map<std::string, std::set<std::string>> tied_;  // to an instrument
  absl::flat_hash_map<std::string, std::unique_ptr<Game>> games_;
};

}  // namespace

absl::StatusOr<ReplayAnswer> AnswerReplay(const QuestionContext& context,
                                          const TimelineQuestion& question) {
  ReplayAnswer answer;
  answer.header = context.header;
  answer.thread = question.thread;
  EventReader events(context.log);
  DECREE_ASSIGN_OR_RETURN(answer.moves, MovesOf(context, events, question));
  Replayer replayer(context, events, answer.moves);
  size_t tallied = 0;
  std::map<std::string, SideTally> tallies;
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, i));
    DECREE_RETURN_IF_ERROR(replayer.Fill(answer.moves[i]));
    const Move& move = answer.moves[i];
    if (!move.side.empty()) {
      SideTally& tally = tallies[move.side];
      tally.side = move.side;
      if (move.card) ++tally.cards;
      if (move.weight == MoveWeight::kEscalation) ++tally.escalations;
      if (move.weight == MoveWeight::kEasing) ++tally.easings;
    }
    tallied += tallies.size();
    if (tallied > kTalliesMax) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the replay has more than ", kTalliesMax,
                       " tallies (moves times sides); replay one "
                       "thread (--thread) or less of the time (--from, --to)"));
    }
    std::vector<SideTally> now;
    now.reserve(tallies.size());
    for (const auto& [side, tally] : tallies) now.push_back(tally);
    answer.tallies.push_back(std::move(now));
  }
  return answer;
}

}  // namespace decree
