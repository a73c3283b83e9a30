#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/moves.h"
#include "core/query/questions.h"
#include "core/query/state_words.h"

namespace decree {
namespace {

std::string TermsText(const Terms& terms) {
  if (terms.tariff) {
    if (terms.tariff->unknown) return "rate unknown";
    if (terms.tariff->ad_valorem_ppm) return FormatRatePpm(*terms.tariff->ad_valorem_ppm);
    if (terms.tariff->floor_total_ppm) {
      return absl::StrCat("up to ", FormatRatePpm(*terms.tariff->floor_total_ppm), " in total");
    }
    if (terms.tariff->specific) {
      return absl::StrCat(FormatDecimal(terms.tariff->specific->amount), " ",
                          terms.tariff->specific->currency, "/", terms.tariff->specific->per);
    }
  }
  if (terms.export_control && terms.export_control->policy) {
    switch (*terms.export_control->policy) {
      case LicencePolicy::kLicence:
        return "licence required";
      case LicencePolicy::kCaseByCase:
        return "licence, case by case";
      case LicencePolicy::kPresumptionOfDenial:
        return "licence, presumption of denial";
      case LicencePolicy::kDenial:
        return "licence denied";
    }
  }
  return "";
}

// "announced, planned from 2025-11, 100%".
std::string StateText(const MeasureState& state) {
  std::string text;
  const std::string span = state.effective ? SpanText(*state.effective) : "";
  if (!state.force.decided()) {
    text = absl::StrCat(NameOf(state.commitment), ", force undetermined");
  } else {
    switch (state.force.value()) {
      case Force::kPending:
        if (state.commitment == Commitment::kNone) return "none";
        text = absl::StrCat(NameOf(state.commitment), span.empty() ? "" : ", planned ", span);
        break;
      case Force::kInForce:
        text = absl::StrCat("in force ", span);
        break;
      case Force::kSuspended:
        text = absl::StrCat("suspended ", span);
        break;
      case Force::kExpired:
        text = absl::StrCat("expired (", span, ")");
        break;
      case Force::kRevoked:
        text = absl::StrCat("revoked ", span);
        break;
    }
  }
  if (state.terms) {
    const std::string terms = TermsText(*state.terms);
    if (!terms.empty()) absl::StrAppend(&text, ", ", terms);
  }
  if (state.legality.decided() && state.legality.value() != Legality::kUnchallenged) {
    absl::StrAppend(&text, ", ", NameOf(state.legality.value()));
  }
  if (state.enforcement.decided() && state.enforcement.value() != Enforcement::kEnforced) {
    absl::StrAppend(&text, ", ", NameOf(state.enforcement.value()));
  }
  return text;
}

// The day on which a move shows: when it was stated, or when it begins if that is later.
std::string DayOfEffect(const Event& event) {
  const int64_t offset_us = int64_t{event.stated->utc_offset_s} * kMicrosPerSecond;
  int64_t day = event.stated->latest_utc_us + offset_us;
  if (event.effective && event.effective->from) {
    const Bound& from = *event.effective->from;
    if (from.latest_civil_us != kAxisMax) day = std::max(day, from.latest_civil_us);
  }
  return FormatCivil(day).substr(0, 10);
}

class Replayer {
 public:
  Replayer(const QuestionContext& context, EventReader& events)
      : context_(context), events_(events) {}

  absl::Status Fill(size_t index, std::vector<Move>& moves) {
    Move& move = moves[index];
    DECREE_ASSIGN_OR_RETURN(const std::set<std::string> measures, MeasuresOf(move));
    Sight after = context_.sight;
    // What was known when the move became public, less the moves that come later in the game.
    const int64_t published = move.stored.event.published->latest_utc_us;
    if (after.view.known_by_us == kAxisMax || published < after.view.known_by_us) {
      after.view.known_by_us = published;
      after.view.known_by_is_instant = true;
    }
    for (size_t i = index + 1; i < moves.size(); ++i)
      after.without.insert(moves[i].stored.record.position);
    Sight before = after;
    before.without.insert(move.stored.record.position);
    const std::string day = DayOfEffect(move.stored.event);
    for (const std::string& slug : measures) {
      StateChange change;
      change.measure = slug;
      Stand old_stand, new_stand;
      DECREE_ASSIGN_OR_RETURN(change.before, TextUnder(before, slug, day, old_stand));
      DECREE_ASSIGN_OR_RETURN(change.after, TextUnder(after, slug, day, new_stand));
      WeighRate(old_stand.rate_ppm, new_stand.rate_ppm, move);
      const bool rises = new_stand.commitment > old_stand.commitment &&
                         new_stand.commitment != Commitment::kWithdrawn;
      if (rises && move.weight == MoveWeight::kEscalation) move.card = true;
      if (change.before != change.after) move.changes.push_back(std::move(change));
    }
    return absl::OkStatus();
  }

 private:
  // What of a state weighs in the game.
  struct Stand {
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
      DECREE_ASSIGN_OR_RETURN(
          const Strand tied,
          context_.strands.Load("controls", absl::StrCat("n/", move.stored.event.instrument->id)));
      for (const SideEntry& side : tied.sides) {
        if (context_.sight.Records(side.position)) measures.insert(side.text);
      }
    }
    return measures;
  }

  absl::StatusOr<std::string> TextUnder(const Sight& sight, const std::string& slug,
                                        const std::string& day, Stand& stand) {
    StateBuilder builder(context_.strands, events_, sight);
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder.Load(slug));
    if (measure.own.acts.empty()) return std::string("none");
    DECREE_ASSIGN_OR_RETURN(const MeasureState state, builder.StateOf(measure, day, AskedFacts{}));
    stand.commitment = state.commitment;
    if (state.terms && state.terms->tariff) stand.rate_ppm = state.terms->tariff->ad_valorem_ppm;
    return StateText(state);
  }

  const QuestionContext& context_;
  EventReader& events_;
};

}  // namespace

absl::StatusOr<ReplayAnswer> AnswerReplay(const QuestionContext& context,
                                          const TimelineQuestion& question) {
  ReplayAnswer answer;
  answer.header = context.header;
  answer.thread = question.thread;
  EventReader events(context.log);
  DECREE_ASSIGN_OR_RETURN(answer.moves, MovesOf(context, events, question));
  Replayer replayer(context, events);
  std::map<std::string, SideTally> tallies;
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, i));
    DECREE_RETURN_IF_ERROR(replayer.Fill(i, answer.moves));
    const Move& move = answer.moves[i];
    if (!move.side.empty()) {
      SideTally& tally = tallies[move.side];
      tally.side = move.side;
      if (move.card) ++tally.cards;
      if (move.weight == MoveWeight::kEscalation) ++tally.escalations;
      if (move.weight == MoveWeight::kEasing) ++tally.easings;
    }
    std::vector<SideTally> now;
    now.reserve(tallies.size());
    for (const auto& [side, tally] : tallies) now.push_back(tally);
    answer.tallies.push_back(std::move(now));
  }
  return answer;
}

}  // namespace decree
