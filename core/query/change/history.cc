#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/change/change_questions.h"
#include "core/query/change/measure_answer_reader.h"
#include "core/query/state/measure_filter.h"

namespace decree {
namespace {

absl::Status CheckHistory(const HistoryQuestion& question, const std::vector<Axis>& axes) {
  if (question.measure.empty()) {
    return absl::InvalidArgumentError("measure (--measure): missing; give a measure's slug");
  }
  if (question.measure.find_first_of("*?") != std::string::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("measure (--measure): \"", question.measure,
                     "\" is a pattern; a history is of one measure: give its slug (`decree as-of "
                     "DATE --all --measure '",
                     question.measure, "'` lists them)"));
  }
  const bool needs_date =
      std::any_of(axes.begin(), axes.end(), [](Axis axis) { return axis != Axis::kEffective; });
  if (question.effective_on.empty()) {
    if (!needs_date) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "effective date (--on): missing; the axes known and recorded show how the answer for one "
        "date changed, so give it, e.g. --on 2025-12-15");
  }
  return question.effective_on.Check("effective date (--on)");
}

// One axis after the other over one measure.
class MeasureHistorian {
 public:
  MeasureHistorian(const QuestionContext& context, const HistoryQuestion& question,
                   const AskedFacts& facts, RepairedStrands& strands, EventReader& events,
                   const AnswerSources& sources)
      : context_(context),
        question_(question),
        strands_(strands),
        events_(events),
        sources_(sources),
        reader_(strands, events, context.limits, question.measure, facts) {}

  absl::Status AddAxis(Axis axis, std::vector<HistoryChange>& changes) {
    switch (axis) {
      case Axis::kKnown:
        return AddKnown(changes);
      case Axis::kRecorded:
        return AddRecorded(changes);
      case Axis::kEffective:
        return AddEffective(changes);
    }
    return absl::OkStatus();
  }

 private:
  // Asks at `to`; where the answer is another than before, adds `change` with what brought it.
  absl::Status AddStep(const Positions& candidates, const AskedAt& from, const AskedAt& to,
                       HistoryChange change, std::vector<HistoryChange>& changes) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, changes.size()));
    // What authorizations and groups say is kept by the view filter.
    const bool stands_alone = sources_.authorizations.empty() && sources_.groups.empty();
    if (change.axis != Axis::kEffective && stands_alone) {
      DECREE_RETURN_IF_ERROR(reader_.MoveOn(from.filter, to.filter, candidates));
    }
    DECREE_ASSIGN_OR_RETURN(AnswerAt now, reader_.At(to));
    change.changed = ChangedFields(before_, now);
    if (!change.changed.empty()) {
      DECREE_ASSIGN_OR_RETURN(change.because,
                              reader_.CausesOf(candidates, {from, to, before_, now}));
      DECREE_RETURN_IF_ERROR(reader_.FillReasons(to, now));
      change.on_record = now.on_record;
      change.state = now.state;
      changes.push_back(std::move(change));
      DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, changes.size()));
    }
    before_ = std::move(now);
    return absl::OkStatus();
  }

  AskedAt OnTheDate() const { return {context_.filter, question_.effective_on}; }

  absl::Status AddKnown(std::vector<HistoryChange>& changes) {
    AskedAt from = OnTheDate();
    from.filter.view.known_by_us = kAxisMin;
    DECREE_ASSIGN_OR_RETURN(before_, reader_.At(from));
    for (const auto& [known_by_us, instant] : KnownInstants(sources_, context_.filter)) {
      AskedAt to = OnTheDate();
      to.filter.view.known_by_us = known_by_us;
      HistoryChange change;
      change.axis = Axis::kKnown;
      change.at = instant.at;
      DECREE_RETURN_IF_ERROR(AddStep(instant.events, from, to, std::move(change), changes));
      from = to;
    }
    return absl::OkStatus();
  }

  absl::Status AddRecorded(std::vector<HistoryChange>& changes) {
    AskedAt from = OnTheDate();
    from.filter.view.position_max = 0;
    DECREE_ASSIGN_OR_RETURN(before_, reader_.At(from));
    for (const uint64_t position : RecordedPositions(sources_, context_.filter)) {
      AskedAt to = OnTheDate();
      to.filter.view.position_max = position;
      HistoryChange change;
      change.axis = Axis::kRecorded;
      change.position = position;
      DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events_.At(position));
      change.at = FormatUtc(read->recorded_us);
      DECREE_RETURN_IF_ERROR(AddStep({position}, from, to, std::move(change), changes));
      from = to;
    }
    return absl::OkStatus();
  }

  absl::Status AddEffective(std::vector<HistoryChange>& changes) {
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure* const measure, reader_.Seen(context_.filter));
    DECREE_ASSIGN_OR_RETURN(
        const auto instants,
        EffectiveInstants(*measure, sources_, context_.filter, strands_, events_, true));
    if (instants.empty() || measure->own.acts.empty()) return absl::OkStatus();
    // Before the first boundary the answer is what it is on any day before.
    const int64_t first = instants.begin()->first - 1;
    AskedAt from{context_.filter, AskedDate::OnEveryClock({first, first})};
    DECREE_ASSIGN_OR_RETURN(before_, reader_.At(from));
    for (const auto& [civil_us, candidates] : instants) {
      const AskedAt to{context_.filter, AskedDate::OnEveryClock({civil_us, civil_us})};
      HistoryChange change;
      change.axis = Axis::kEffective;
      change.at = FormatCivil(civil_us);
      DECREE_RETURN_IF_ERROR(AddStep(candidates, from, to, std::move(change), changes));
      from = to;
    }
    return absl::OkStatus();
  }

  const QuestionContext& context_;
  const HistoryQuestion& question_;
  RepairedStrands& strands_;
  EventReader& events_;
  const AnswerSources& sources_;
  MeasureAnswerReader reader_;
  AnswerAt before_;
};

}  // namespace

absl::StatusOr<HistoryAnswer> AnswerHistory(const QuestionContext& context,
                                            const HistoryQuestion& question) {
  std::vector<Axis> axes = question.axes;
  if (axes.empty()) {
    axes = {Axis::kEffective};
    if (!question.effective_on.empty()) {
      axes.push_back(Axis::kKnown);
      axes.push_back(Axis::kRecorded);
    }
  }
  DECREE_RETURN_IF_ERROR(CheckHistory(question, axes));
  DECREE_ASSIGN_OR_RETURN(const AskedFacts facts,
                          FactsOf(question.origin, question.destination, question.product));
  HistoryAnswer answer;
  answer.header = context.header;
  answer.measure = question.measure;
  RepairedStrands strands(context.strands, &context.limits);
  EventReader events(context.log);
  DECREE_ASSIGN_OR_RETURN(const AnswerSources sources,
                          SourcesOf(question.measure, facts, strands, events));
  if (sources.parts.front()->is_empty()) {
    answer.notes.push_back(
        absl::StrCat("no measure \"", question.measure, "\" is recorded in this store"));
    return answer;
  }
  MeasureHistorian historian(context, question, facts, strands, events, sources);
  for (const Axis axis : axes) DECREE_RETURN_IF_ERROR(historian.AddAxis(axis, answer.changes));
  if (answer.changes.empty()) {
    answer.notes.push_back(absl::StrCat("the answer for \"", question.measure,
                                        "\" never changes on what was asked, in this view"));
  }
  return answer;
}

}  // namespace decree
