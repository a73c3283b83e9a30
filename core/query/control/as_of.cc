#include <deque>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/projections/event_reader.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/control/control_questions.h"
#include "core/query/control/measure_filter.h"
#include "core/query/control/measure_shares.h"
#include "core/query/state/measure_state.h"

namespace decree {
namespace {

// Measures wait for their bodies until so many are wanted, or so many acts wait, in all threads
// together: some hundred megabytes (core/LIMITS.md). Bodies of measures that follow each other by
// name lie all over the log, so every time nearly all of the log is unpacked.
constexpr size_t kBodiesAheadMax = 131'072;
constexpr size_t kActsWaitingMax = 262'144;

// Every measure in turn: first its acts, then, for many that may be listed together, what they say.
class StateList {
 public:
  // One of `shares` that are answered at a time.
  StateList(const QuestionContext& context, const AsOfQuestion& question, AskedFacts facts,
            const std::vector<std::string>& slugs, size_t shares, AsOfAnswer& answer)
      : context_(context),
        question_(question),
        facts_(std::move(facts)),
        is_exact_(IsOneMeasure(question.measure)),
        window_(question.effective_on.WithoutZone()),
        shares_(shares),
        answer_(answer),
        events_(context.log),
        strands_(context.strands, &context.limits),
        builder_(strands_, events_, context.filter) {
    strands_.ExpectMeasures(slugs);
  }

  absl::Status Add(const std::string& slug) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, answer_.measures.size()));
    strands_.Forget();
    events_.Forget();
    absl::StatusOr<LoadedMeasure> loaded = builder_.LoadActs(slug);
    if (!loaded.ok()) return LeaveOut(slug, loaded.status());
    LoadedMeasure& measure = *loaded;
    if (!measure.is_recorded) {
      // A name from a list whose strand is empty came after the position that the question stands
      // at.
      if (is_exact_) {
        answer_.notes.push_back(
            absl::StrCat("no measure \"", slug, "\" is recorded in this store"));
      }
      return absl::OkStatus();
    }
    const bool only_listed = !is_exact_ && !question_.all;
    // What a view does not see at all is not a row of a list; asked by name, the answer is "no".
    if (measure.own.acts.empty() && only_listed) return absl::OkStatus();
    // The fold refers to the measure where it waits.
    Waiting& waiting = waiting_.emplace_back(Waiting{std::move(measure), std::nullopt});
    if (!is_exact_ && window_) {
      // Most of a long record is over: that shows without reading what it said.
      absl::StatusOr<MeasureFold> folded = builder_.FoldOver(waiting.measure, *window_, facts_);
      if (!folded.ok() || (only_listed && !MayBeListed(folded->resolved))) {
        waiting_.pop_back();
        return folded.ok() ? absl::OkStatus() : LeaveOut(slug, folded.status());
      }
      const std::vector<uint64_t> bodies = BodiesReadFor(waiting.measure, *folded, events_);
      bodies_.insert(bodies_.end(), bodies.begin(), bodies.end());
      waiting.folded = *std::move(folded);
    }
    acts_ += waiting.measure.own.acts.size() + waiting.measure.own.hidden.size();
    for (const NamedStrand& instrument : waiting.measure.instruments) {
      acts_ += instrument.strand.acts.size() + instrument.strand.hidden.size();
    }
    const bool may_wait =
        bodies_.size() < kBodiesAheadMax / shares_ && acts_ < kActsWaitingMax / shares_;
    return may_wait ? absl::OkStatus() : Finish();
  }

  // Answers for what waits.
  absl::Status Finish() {
    events_.ReadAhead(std::move(bodies_));
    bodies_.clear();
    for (Waiting& waiting : waiting_) {
      DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, answer_.measures.size()));
      strands_.Forget();
      events_.Forget();
      const absl::Status added = AddState(waiting);
      if (!added.ok()) DECREE_RETURN_IF_ERROR(LeaveOut(waiting.measure.slug, added));
    }
    waiting_.clear();
    acts_ = 0;
    return absl::OkStatus();
  }

 private:
  struct Waiting {
    LoadedMeasure measure;
    std::optional<MeasureFold> folded;  // over the date asked, where no zone moves it
  };

  // Of many measures one that rests on what could not be applied is left out, and that is told.
  absl::Status LeaveOut(const std::string& slug, const absl::Status& status) {
    if (is_exact_ || !RestsOnUnapplied(status)) return status;
    answer_.notes.push_back(
        absl::StrCat("left out: ", slug, ", which rests on ", status.message()));
    return absl::OkStatus();
  }

  absl::Status AddState(Waiting& waiting) {
    LoadedMeasure& measure = waiting.measure;
    DECREE_RETURN_IF_ERROR(builder_.FillAttributes(measure));
    if (!question_.issuer.empty() && measure.attributes.issuer != question_.issuer) {
      return absl::OkStatus();
    }
    StateParts parts;
    if (waiting.folded) {
      parts.fold = &waiting.folded->fold;
      parts.resolved = &waiting.folded->resolved;
    }
    DECREE_ASSIGN_OR_RETURN(MeasureState state,
                            builder_.StateOf(measure, question_.effective_on, facts_, parts));
    DECREE_ASSIGN_OR_RETURN(const bool in_scope,
                            builder_.InScope(measure, question_.effective_on, facts_, state));
    if (!in_scope) {
      if (!is_exact_) return absl::OkStatus();
      state.applies = Answer::kNo;
      state.reasons.insert(state.reasons.begin(), "its scope does not reach what was asked");
    }
    if (is_exact_ || question_.all || state.listed_by_default) {
      answer_.measures.push_back(std::move(state));
    }
    return absl::OkStatus();
  }

  const QuestionContext& context_;
  const AsOfQuestion& question_;
  const AskedFacts facts_;
  const bool is_exact_;
  const std::optional<CivilWindow> window_;
  const size_t shares_;
  AsOfAnswer& answer_;
  EventReader events_;
  RepairedStrands strands_;
  StateBuilder builder_;
  std::deque<Waiting> waiting_;
  std::vector<uint64_t> bodies_;  // that those wait for
  size_t acts_ = 0;               // of those
};

}  // namespace

absl::StatusOr<AsOfAnswer> AnswerAsOf(const QuestionContext& context, const AsOfQuestion& question,
                                      const AskedFacts& facts) {
  AsOfAnswer answer;
  answer.header = context.header;
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> slugs,
                          SlugsMatching(question.measure, context.strands));
  std::vector<AsOfAnswer> parts(SharesOf(slugs.size(), context.limits));
  const auto answer_share = [&](size_t share, const std::vector<std::string>& own) -> absl::Status {
    StateList list(context, question, facts, own, parts.size(), parts[share]);
    for (const std::string& slug : own) DECREE_RETURN_IF_ERROR(list.Add(slug));
    return list.Finish();
  };
  DECREE_RETURN_IF_ERROR(ForEachShare(slugs, parts.size(), answer_share));
  for (AsOfAnswer& part : parts) {
    std::move(part.measures.begin(), part.measures.end(), std::back_inserter(answer.measures));
    std::move(part.notes.begin(), part.notes.end(), std::back_inserter(answer.notes));
    if (parts.size() > 1) {
      DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, answer.measures.size()));
    }
  }
  return answer;
}

}  // namespace decree
