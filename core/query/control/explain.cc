// Which acts made a measure's state.
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/control/control_questions.h"
#include "core/query/control/explain_acts.h"

namespace decree {

absl::StatusOr<ExplainAnswer> AnswerExplain(const QuestionContext& context,
                                            const ExplainQuestion& question) {
  const std::string& measure = question.measure;
  const AskedDate& effective_on = question.effective_on;
  ExplainAnswer answer;
  answer.header = context.header;
  DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
  EventReader events(context.log);
  StateBuilder builder(context.strands, events, context.filter);
  DECREE_ASSIGN_OR_RETURN(const LoadedMeasure loaded, builder.Load(measure));
  if (!loaded.is_recorded) {
    return absl::NotFoundError(absl::StrCat("measure \"", measure,
                                            "\" is not recorded in this store; ",
                                            "`decree as-of DATE --all` lists what is"));
  }
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window,
                          WindowFor(effective_on, loaded.attributes.issuer));
  DECREE_ASSIGN_OR_RETURN(const MeasureFold folded, builder.FoldOver(loaded, window, AskedFacts{}));
  const StateParts parts{.fold = &folded.fold, .resolved = &folded.resolved};
  DECREE_ASSIGN_OR_RETURN(answer.state, builder.StateOf(loaded, effective_on, AskedFacts{}, parts));
  DECREE_RETURN_IF_ERROR(ExplainActs({loaded, folded.fold, folded.resolved, window, nullptr},
                                     context, events, answer.acts));
  return answer;
}

}  // namespace decree
