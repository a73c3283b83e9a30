#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/state/measure_state.h"
#include "core/query/thread/coverage_claims.h"
#include "core/query/thread/thread_questions.h"

namespace decree {
namespace {

// Issuers of the measures that the view knows.
absl::StatusOr<std::set<std::string>> IssuersOfMeasures(const QuestionContext& context,
                                                        EventReader& events) {
  std::set<std::string> issuers;
  StateBuilder builder(context.strands, events, context.filter);
  DECREE_ASSIGN_OR_RETURN(const auto entities, context.strands.Entities("controls", "m/"));
  for (const std::string& entity : entities) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder.Load(entity.substr(2)));
    if (!measure.own.acts.empty() && !measure.attributes.issuer.empty()) {
      issuers.insert(measure.attributes.issuer);
    }
  }
  return issuers;
}

}  // namespace

absl::StatusOr<CoverageAnswer> AnswerCoverage(const QuestionContext& context,
                                              const CoverageQuestion& question) {
  DECREE_RETURN_IF_ERROR(question.on.Check("on"));
  CoverageAnswer answer;
  answer.header = context.header;
  EventReader events(context.log);
  CoverageClaims reader(context, events);
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> claimed, reader.Issuers());
  std::set<std::string> monitored;
  for (const std::string& issuer : claimed) {
    if (!question.issuer.empty() && issuer != question.issuer) continue;
    DECREE_ASSIGN_OR_RETURN(std::vector<CoverageClaim> claims, reader.Of(issuer));
    for (CoverageClaim& claim : claims) {
      if (!question.on.empty()) {
        DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(question.on, claim.row.issuer));
        if (!HoldsIn(window, claim)) continue;
      }
      monitored.insert(claim.row.issuer);
      answer.rows.push_back(std::move(claim.row));
    }
  }
  DECREE_ASSIGN_OR_RETURN(const std::set<std::string> issuers, IssuersOfMeasures(context, events));
  for (const std::string& issuer : issuers) {
    if (!question.issuer.empty() && issuer != question.issuer) continue;
    if (!monitored.contains(issuer)) answer.unmonitored.push_back(issuer);
  }
  if (reader.not_known() > 0) {
    answer.notes.push_back(absl::StrCat("this view does not know ", reader.not_known(),
                                        " claims that were published later"));
  }
  if (!question.issuer.empty() && answer.rows.empty() && answer.unmonitored.empty()) {
    answer.notes.push_back(absl::StrCat("no claim of coverage and no measure of ", question.issuer,
                                        " is on record in this view"));
  }
  return answer;
}

}  // namespace decree
