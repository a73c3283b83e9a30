#include <optional>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/measure_filter.h"
#include "core/query/prepared_strand.h"
#include "core/query/questions.h"

namespace decree {
absl::StatusOr<AsOfAnswer> AnswerAsOf(const QuestionContext& context,
                                      const AsOfQuestion& question) {
  AsOfAnswer answer;
  answer.header = context.header;
  DECREE_ASSIGN_OR_RETURN(const AskedFacts facts,
                          FactsOf(question.origin, question.destination, question.product));
  const bool exact = IsOneMeasure(question.measure);
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> slugs,
                          SlugsMatching(question.measure, context.strands));
  EventReader events(context.log);
  PreparedStrands strands(context.strands);
  strands.ExpectMeasures(slugs);
  StateBuilder builder(strands, events, context.sight);
  const std::optional<CivilWindow> window = WindowWithoutZone(question.effective_on);
  const bool only_listed = !exact && !question.all;
  for (const std::string& slug : slugs) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, answer.measures.size()));
    strands.Forget();
    events.Forget();
    DECREE_ASSIGN_OR_RETURN(LoadedMeasure measure, builder.LoadActs(slug));
    if (!measure.is_recorded) {
      // A name from a list whose strand is empty came after the position that the question stands
      // at.
      if (!exact) continue;
      answer.notes.push_back(absl::StrCat("no measure \"", slug, "\" is recorded in this store"));
      continue;
    }
    // What a view does not see at all is not a row of a list; asked by name, the answer is "no".
    if (measure.own.acts.empty() && only_listed) continue;
    if (only_listed && window) {
      // Most of a long record is over: that shows without reading what it said.
      DECREE_ASSIGN_OR_RETURN(const bool may_be, builder.MayBeListed(measure, *window, facts));
      if (!may_be) continue;
    }
    DECREE_RETURN_IF_ERROR(builder.FillFacts(measure));
    if (!question.issuer.empty() && measure.facts.issuer != question.issuer) continue;
    DECREE_ASSIGN_OR_RETURN(MeasureState state,
                            builder.StateOf(measure, question.effective_on, facts));
    DECREE_ASSIGN_OR_RETURN(const bool in_scope,
                            builder.InScope(measure, question.effective_on, facts, state));
    if (!in_scope) {
      if (!exact) continue;
      state.applies = Answer::kNo;
      state.reasons.insert(state.reasons.begin(), "its scope does not reach what was asked");
    }
    if (exact || question.all || state.listed_by_default)
      answer.measures.push_back(std::move(state));
  }
  return answer;
}

}  // namespace decree
