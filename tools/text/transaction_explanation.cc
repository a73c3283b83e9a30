// Why a transaction gets its answer.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/answers.h"
#include "tools/text/parts.h"
#include "tools/words/names.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

std::string ClauseInWords(const ClauseVerdict& clause, const std::string& scope_from) {
  const bool is_told = clause.brought_by.empty() || clause.brought_by == scope_from;
  const std::string by = is_told ? "" : absl::StrCat(" (", clause.brought_by, ")");
  const std::string text =
      absl::StrCat(clause.is_exclude ? "exclusion " : "clause ", clause.index + 1, by);
  if (clause.holds == Answer::kYes) return text + (clause.is_exclude ? ": excludes it" : ": holds");
  if (!clause.failing.empty()) {
    return absl::StrCat(text, ": not by ", absl::StrJoin(clause.failing, ", "));
  }
  return absl::StrCat(text, ": open by ", absl::StrJoin(clause.open, ", "));
}

std::string AuthorizationInWords(const ExplainedAuthorization& of) {
  const auto words = [](Answer answer, const char* yes, const char* no) {
    return answer == Answer::kYes ? yes : answer == Answer::kNo ? no : "perhaps";
  };
  return absl::StrCat(of.measure, ": ", words(of.in_force, "in force", "not in force"), ", ",
                      words(of.reaches, "reaches it", "does not reach it"),
                      of.carves == Answer::kYes ? "; takes it out" : "",
                      of.because.empty() ? "" : " (", absl::StrJoin(of.because, ", "),
                      of.because.empty() ? "" : ")");
}

void WriteExplained(const Page& page, const ExplainedMeasure& of) {
  const MeasureState& state = of.row.state;
  page.out << "\n"
           << Colored(page.terminal, InkOf(VerdictOf(state)), VerdictInWords(state)) << "  "
           << Colored(page.terminal, Ink::kBold, Printable(state.measure));
  if (!state.title.empty()) page.out << "  " << Printable(state.title);
  page.out << "\n";
  for (const std::string& part :
       {TermsInWords(state), EffectiveInWords(state), StandingInWords(state)}) {
    if (!part.empty()) WriteWrapped(page, 2, part);
  }
  for (const std::string& reason : state.reasons) WriteWrapped(page, 2, "· " + reason);
  std::vector<std::string> clauses;
  for (const ClauseVerdict& clause : of.clauses)
    clauses.push_back(ClauseInWords(clause, of.scope_from));
  WriteWrapped(page, 2,
               absl::StrCat("scope", of.scope_from.empty() ? "" : " (", of.scope_from,
                            of.scope_from.empty() ? "" : ")", ": ",
                            clauses.empty() ? "none is recorded" : absl::StrJoin(clauses, "; ")));
  for (const ExplainedAuthorization& authorization : of.authorizations) {
    WriteWrapped(page, 2, "authorized by " + AuthorizationInWords(authorization));
  }
  if (!of.stacking.empty()) WriteWrapped(page, 2, "duty: " + of.stacking);
  WriteActs(page, of.acts);
}

}  // namespace

// An act a row, as `explain` of a measure has them.
void WriteCsv(std::ostream& out, const TransactionExplanation& answer, CsvForm form) {
  out << CsvLine(form, {"measure", "applies", "reaches", "stacking", "id", "kind", "position",
                        "fate", "facets", "why", "stated", "published", "from", "to", "sources"});
  for (const ExplainedMeasure& of : answer.measures) {
    for (const ExplainedAct& act : of.acts) {
      out << CsvLine(form, {of.row.state.measure, std::string(NameOf(of.row.state.applies)),
                            std::string(NameOf(of.reaches)), of.stacking, act.id,
                            std::string(InfoOf(act.kind).name), std::to_string(act.position),
                            std::string(NameOf(act.fate)), absl::StrJoin(act.facets, ";"), act.why,
                            act.stated, act.published, act.from, act.to, SourcesOf(act)});
    }
  }
}

void WriteText(const Page& page, const TransactionExplanation& answer) {
  const ScreenAnswer& screen = answer.screen;
  for (const std::string& warning : screen.warnings) {
    page.out << Colored(page.terminal, Ink::kYellow, "Warning: ") << Printable(warning) << "\n";
  }
  page.out << Colored(page.terminal, InkOf(screen.decision),
                      DecisionInWords(screen.decision, screen.policy))
           << "  on " << Printable(screen.header.effective_on) << ", "
           << ViewInWords(screen.header, page.floor) << "\n"
           << "Additional duty: " << SumInWords(screen.duty.added, screen.duty.currency) << "\n";
  for (const std::string& reason : screen.reasons) WriteWrapped(page, 2, reason);
  if (!screen.missing.empty()) {
    WriteWrapped(page, 0, "Missing: " + absl::StrJoin(screen.missing, ", "));
  }
  for (const ExplainedMeasure& of : answer.measures) WriteExplained(page, of);
  if (answer.measures.empty()) {
    page.out << "No measure on record reaches it, or nearly does.\n";
  }
  for (const std::string& note : screen.notes) page.out << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::tools
