#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/state/measure_state.h"
#include "core/query/thread/moves.h"
#include "core/query/thread/played_measure.h"
#include "core/query/thread/replay_looks.h"
#include "core/query/thread/replay_words.h"
#include "core/query/thread/thread_questions.h"

namespace decree {
namespace {

// Some hundreds of megabytes, each.
constexpr size_t kTalliesMax = 8'000'000;
constexpr size_t kActsKeptMax = 524'288;  // moves lead from one measure to another
// So few looks are taken anew each: preparing to play costs as much.
constexpr size_t kLooksAnewMax = 8;

class Replayer {
 public:
  Replayer(const QuestionContext& context, EventReader& events, std::vector<Move>& moves)
      : context_(context),
        events_(events),
        moves_(moves),
        strands_(context.strands, &context.limits) {
    for (size_t i = 0; i < moves.size(); ++i) steps_[moves[i].stored.record.position] = i;
  }

  absl::Status Fill() {
    DECREE_RETURN_IF_ERROR(ListMoved());
    for (const auto& [slug, moved] : moved_) {
      strands_.Forget(kActsKeptMax);
      std::vector<size_t> moves = moved.moves;
      for (const std::string& instrument : moved.instruments) {
        const std::vector<size_t>& of_instrument = of_instrument_[instrument];
        moves.insert(moves.end(), of_instrument.begin(), of_instrument.end());
      }
      std::sort(moves.begin(), moves.end());
      std::vector<ReplayLook> looks;
      looks.reserve(moves.size());
      for (const size_t move : moves) looks.push_back(LookAt(move));
      DECREE_RETURN_IF_ERROR(FillMeasure(slug, std::move(looks)));
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
  // What moves a measure: moves of its own, and those of instruments alone.
  struct Moved {
    std::vector<size_t> moves;
    std::set<std::string> instruments;
  };

  absl::Status ListMoved() {
    for (size_t i = 0; i < moves_.size(); ++i) {
      const StoredEvent& stored = moves_[i].stored;
      std::set<std::string> measures;
      if (!stored.event.measure.empty()) measures.insert(stored.event.measure);
      for (const StreamVersion& stream : stored.record.streams) {
        if (absl::StartsWith(stream.stream, "m/")) measures.insert(stream.stream.substr(2));
      }
      for (const std::string& measure : measures) moved_[measure].moves.push_back(i);
      if (measures.empty() && stored.event.instrument) {
        of_instrument_[stored.event.instrument->id].push_back(i);
      }
    }
    for (const auto& [instrument, moves] : of_instrument_) {
      DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const tied,
                              strands_.Of("controls", absl::StrCat("n/", instrument)));
      for (const SideEntry& side : tied->strand().sides) {
        if (context_.filter.Records(side.position))
          moved_[side.text].instruments.insert(instrument);
      }
    }
    return absl::OkStatus();
  }

  // What was known when the move became public, less the moves that come later in the game.
  ReplayLook LookAt(size_t move) const {
    const View& view = context_.filter.view;
    const int64_t published = moves_[move].stored.event.published->latest_utc_us;
    if (view.known_by_us == kAxisMax || published < view.known_by_us)
      return {move, published, true};
    return {move, view.known_by_us, view.known_by_is_instant};
  }

  absl::Status FillMeasure(const std::string& slug, std::vector<ReplayLook> looks) {
    MeasureParts parts;
    DECREE_ASSIGN_OR_RETURN(parts.own, strands_.Of("controls", absl::StrCat("m/", slug)));
    for (const std::string& tie : EverTiedTo(*parts.own)) {
      DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const instrument,
                              strands_.Of("controls", absl::StrCat("i/", tie)));
      parts.instruments.emplace_back(tie, instrument);
    }
    std::unique_ptr<PlayedMeasure> played;
    if (looks.size() > kLooksAnewMax) {
      View most = context_.filter.view;
      most.known_by_us = kAxisMin;
      for (const ReplayLook& look : looks) {
        most.known_by_us = std::max(most.known_by_us, look.known_by_us);
      }
      DECREE_ASSIGN_OR_RETURN(
          played, PlayedMeasure::Of(parts, steps_, most, events_, context_.filter.claims));
    }
    if (played == nullptr) return LookAnew(slug, parts, looks);
    OrderToPlay(looks);
    for (const ReplayLook& look : looks) {
      DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
      const CivilWindow day = DayOfEffect(moves_[look.move].stored.event);
      played->MoveTo(look.move, look.known_by_us, look.known_by_is_instant);
      DECREE_ASSIGN_OR_RETURN(Said before, SaidBy(slug, *played, day));
      played->MoveTo(look.move + 1, look.known_by_us, look.known_by_is_instant);
      DECREE_ASSIGN_OR_RETURN(Said after, SaidBy(slug, *played, day));
      Tell(slug, std::move(before), std::move(after), moves_[look.move]);
    }
    return absl::OkStatus();
  }

  absl::Status LookAnew(const std::string& slug, const MeasureParts& parts,
                        const std::vector<ReplayLook>& looks) {
    std::vector<const RepairedStrand*> strands = {parts.own};
    for (const auto& [name, instrument] : parts.instruments) strands.push_back(instrument);
    ViewFilter filter = context_.filter;
    std::vector<std::pair<size_t, uint64_t>> to_come;
    for (const RepairedStrand* const strand : strands) {
      for (const std::vector<uint32_t>& forms : strand->FormsByAct()) {
        const uint64_t position = strand->FormAt(forms.front()).record.position;
        const auto step = steps_.find(position);
        if (step == steps_.end()) continue;
        to_come.emplace_back(step->second, position);
        filter.without.insert(position);
      }
    }
    std::sort(to_come.begin(), to_come.end());
    auto next = to_come.begin();
    for (const ReplayLook& look : looks) {
      DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
      const CivilWindow day = DayOfEffect(moves_[look.move].stored.event);
      filter.view.known_by_us = look.known_by_us;
      filter.view.known_by_is_instant = look.known_by_is_instant;
      std::array<Said, 2> said;
      for (size_t i = 0; i < said.size(); ++i) {
        for (; next != to_come.end() && next->first < look.move + i; ++next) {
          filter.without.erase(next->second);
        }
        DECREE_ASSIGN_OR_RETURN(said[i], SaidAnew(slug, filter, day));
      }
      Tell(slug, std::move(said[0]), std::move(said[1]), moves_[look.move]);
    }
    return absl::OkStatus();
  }

  static void Tell(const std::string& slug, Said before, Said after, Move& move) {
    WeighRate(before.rate_ppm, after.rate_ppm, move);
    const bool rises =
        after.commitment > before.commitment && after.commitment != Commitment::kWithdrawn;
    if (rises && move.weight == MoveWeight::kEscalation) move.card = true;
    if (before.text != after.text) {
      move.changes.push_back({slug, std::move(before.text), std::move(after.text)});
    }
  }

  // An amendment weighs by what it does to the rate.
  static void WeighRate(std::optional<int64_t> before_ppm, std::optional<int64_t> after_ppm,
                        Move& move) {
    if (move.stored.event.kind != EventKind::kAmended || !before_ppm || !after_ppm) return;
    if (*after_ppm > *before_ppm) move.weight = MoveWeight::kEscalation;
    if (*after_ppm < *before_ppm) move.weight = MoveWeight::kEasing;
  }

  absl::StatusOr<Said> SaidBy(const std::string& slug, const PlayedMeasure& played,
                              const CivilWindow& day) {
    if (!played.is_seen()) return Said{"none", Commitment::kNone, std::nullopt};
    ViewFilter filter;
    filter.view = played.view();
    filter.claims = context_.filter.claims;
    StateBuilder builder(strands_, events_, filter);
    LoadedMeasure measure;  // the fold tells all that is asked of the acts
    measure.slug = slug;
    return SaidOf(builder, measure, played.fold(), day);
  }

  absl::StatusOr<Said> SaidAnew(const std::string& slug, const ViewFilter& filter,
                                const CivilWindow& day) {
    StateBuilder builder(strands_, events_, filter);
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder.LoadActs(slug));
    if (measure.own.acts.empty()) return Said{"none", Commitment::kNone, std::nullopt};
    DECREE_ASSIGN_OR_RETURN(const Fold fold, builder.FoldOf(measure, {}, day));
    return SaidOf(builder, measure, fold, day);
  }

  // What is authorized, and who issues the measure, changes nothing of it.
  static absl::StatusOr<Said> SaidOf(StateBuilder& builder, const LoadedMeasure& measure,
                                     const Fold& fold, const CivilWindow& day) {
    const Resolved resolved = Resolve(fold, measure.own, day, builder.filter().view);
    const StateParts parts = {.reasons = false, .because = false};
    DECREE_ASSIGN_OR_RETURN(const MeasureState state,
                            builder.StateOfFold(measure, fold, resolved, day, parts));
    Said said;
    said.commitment = state.commitment;
    if (state.terms && state.terms->tariff) said.rate_ppm = state.terms->tariff->ad_valorem_ppm;
    said.text = StateText(state);
    return said;
  }

  const QuestionContext& context_;
  EventReader& events_;
  std::vector<Move>& moves_;
  RepairedStrands strands_;
  MoveSteps steps_;
  std::map<std::string, Moved> moved_;  // measures
  std::map<std::string, std::vector<size_t>> of_instrument_;
};

}  // namespace

absl::StatusOr<ReplayAnswer> AnswerReplay(const QuestionContext& context,
                                          const TimelineQuestion& question) {
  ReplayAnswer answer;
  answer.header = context.header;
  answer.thread = question.thread;
  EventReader events(context.log);
  DECREE_ASSIGN_OR_RETURN(answer.moves, MovesOf(context, events, question));
  DECREE_RETURN_IF_ERROR(Replayer(context, events, answer.moves).Fill());
  size_t tallied = 0;
  std::map<std::string, SideTally> tallies;
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, i));
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
