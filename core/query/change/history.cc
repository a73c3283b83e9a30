#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/change/axis_walk.h"
#include "core/query/change/change_questions.h"
#include "core/query/change/measure_answer_reader.h"

namespace decree {
namespace {

absl::Status CheckMeasure(const std::string& measure) {
  if (measure.empty()) {
    return absl::InvalidArgumentError("measure (--measure): missing; give a measure's slug");
  }
  if (measure.find_first_of("*?") == std::string::npos) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("measure (--measure): \"", measure,
                   "\" is a pattern; a history is of one measure: give its slug (`decree as-of "
                   "DATE --all --measure '",
                   measure, "'` lists them)"));
}

class MeasureWalk final : public AxisWalk {
 public:
  MeasureWalk(const QuestionContext& context, const HistoryQuestion& question,
              const AskedFacts& facts, RepairedStrands& strands, EventReader& events,
              const AnswerSources& sources, std::vector<HistoryChange>& changes)
      : AxisWalk(context, question.effective_on),
        strands_(strands),
        events_(events),
        sources_(sources),
        reader_(strands, events, context.limits, question.measure, facts),
        changes_(changes) {}

 private:
  std::map<int64_t, KnownInstant> Known(const ViewFilter& filter) override {
    return KnownInstants(sources_, filter);
  }
  Positions Recorded(const ViewFilter& filter) override {
    return RecordedPositions(sources_, filter);
  }
  absl::StatusOr<std::map<int64_t, Positions>> Effective(const ViewFilter& filter) override {
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure* const measure, reader_.Seen(filter));
    if (measure->own.acts.empty()) return std::map<int64_t, Positions>();
    return EffectiveInstants(*measure, sources_, filter, strands_, events_, true);
  }
  EventReader& events() override { return events_; }

  absl::Status Start(Axis, const AskedAt& at) override {
    DECREE_ASSIGN_OR_RETURN(before_, reader_.At(at));
    from_ = at;
    return absl::OkStatus();
  }

  absl::StatusOr<bool> Step(const AxisChange& change, const Positions& events,
                            const AskedAt& at) override {
    // What authorizations and groups say is kept by the view filter.
    const bool stands_alone = sources_.authorizations.empty() && sources_.groups.empty();
    if (change.axis != Axis::kEffective && stands_alone) {
      DECREE_RETURN_IF_ERROR(reader_.MoveOn(from_.filter, at.filter, events));
    }
    DECREE_ASSIGN_OR_RETURN(AnswerAt now, reader_.At(at));
    HistoryChange step{change, now.on_record, {}};
    step.changed = ChangedFields(before_, now);
    const bool has_changed = !step.changed.empty();
    if (has_changed) {
      DECREE_ASSIGN_OR_RETURN(step.because, reader_.CausesOf(events, {from_, at, before_, now}));
      DECREE_RETURN_IF_ERROR(reader_.FillReasons(at, now));
      step.state = now.state;
      changes_.push_back(std::move(step));
    }
    before_ = std::move(now);
    from_ = at;
    return has_changed;
  }

  RepairedStrands& strands_;
  EventReader& events_;
  const AnswerSources& sources_;
  MeasureAnswerReader reader_;
  std::vector<HistoryChange>& changes_;
  AskedAt from_;
  AnswerAt before_;
};

}  // namespace

absl::StatusOr<HistoryAnswer> AnswerHistory(const QuestionContext& context,
                                            const HistoryQuestion& question,
                                            const AskedFacts& facts) {
  DECREE_RETURN_IF_ERROR(CheckMeasure(question.measure));
  DECREE_ASSIGN_OR_RETURN(
      const std::vector<Axis> axes,
      AxesToWalk(question.axes, question.effective_on, context.header.formerly));
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
  MeasureWalk walk(context, question, facts, strands, events, sources, answer.changes);
  for (const Axis axis : axes) DECREE_RETURN_IF_ERROR(walk.Along(axis));
  if (answer.changes.empty()) {
    answer.notes.push_back(absl::StrCat("the answer for \"", question.measure,
                                        "\" never changes on what was asked, in this view"));
  }
  return answer;
}

}  // namespace decree
