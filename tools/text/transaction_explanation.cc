#include "tools/text/transaction_explanation.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/ask_and_print.h"
#include "tools/text/acts.h"
#include "tools/text/changes.h"
#include "tools/text/measures.h"
#include "tools/text/screen.h"
#include "tools/words/event_words.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

void WriteClause(JsonWriter& json, const ClauseVerdict& clause) {
  json.BeginObject().Field("list", clause.is_exclude ? "exclude" : "include");
  json.IntegerField("index", clause.index).Field("holds", NameOf(clause.holds));
  json.StringsField("failing", clause.failing).StringsField("open", clause.open).EndObject();
}

void WriteAuthorization(JsonWriter& json, const ExplainedAuthorization& of) {
  json.BeginObject().Field("measure", of.measure).Field("inForce", NameOf(of.in_force));
  json.Field("reaches", NameOf(of.reaches)).Field("carves", NameOf(of.carves));
  json.StringsField("reasons", of.reasons).StringsField("because", of.because).EndObject();
}

void WriteExplained(JsonWriter& json, const ExplainedMeasure& of) {
  json.BeginObject().Field("measure", of.row.state.measure).Key("state");
  WriteMeasure(json, of.row.state, &of.row.missing);
  json.Field("reaches", NameOf(of.reaches)).FieldOrNull("scopeFrom", of.scope_from);
  json.Key("clauses").BeginArray();
  for (const ClauseVerdict& clause : of.clauses) WriteClause(json, clause);
  json.EndArray().Key("authorizations").BeginArray();
  for (const ExplainedAuthorization& authorization : of.authorizations) {
    WriteAuthorization(json, authorization);
  }
  json.EndArray().FieldOrNull("stacking", of.stacking).Key("acts").BeginArray();
  for (const ExplainedAct& act : of.acts) WriteAct(json, act);
  json.EndArray().EndObject();
}

void PrintJson(const TransactionExplanation& answer, Commitment floor) {
  const ScreenAnswer& screen = answer.screen;
  JsonWriter json;
  json.BeginObject().Field("on", screen.header.effective_on);
  json.FieldOrNull("knownBy", screen.header.known_by);
  json.FieldOrNull("recordedBy", screen.header.recorded_by);
  json.Field("floor", NameOf(floor)).IntegerField("head", screen.header.head);
  WriteTransaction(json, screen.transaction);
  json.Field("decision", NameOf(screen.decision)).Key("policy");
  if (screen.policy) {
    json.String(NameOf(*screen.policy));
  } else {
    json.Null();
  }
  json.StringsField("reasons", screen.reasons).StringsField("because", screen.because);
  json.Key("duty").BeginObject();
  WriteSum(json, "added", screen.duty.added);
  WriteSum(json, "base", screen.duty.base);
  json.EndObject().StringsField("missing", screen.missing).Key("measures").BeginArray();
  for (const ExplainedMeasure& of : answer.measures) {
    WriteExplained(json, of);
    std::cout << json.Take();
  }
  json.EndArray().StringsField("notes", screen.notes).EndObject();
  std::cout << json.Take() << "\n";
}

// An act a row, as `explain` of a measure has them.
void PrintCsv(const TransactionExplanation& answer, CsvForm form) {
  std::cout << CsvLine(
      form, {"measure", "applies", "reaches", "stacking", "id", "kind", "position", "fate",
             "facets", "why", "stated", "published", "from", "to", "sources"});
  for (const ExplainedMeasure& of : answer.measures) {
    for (const ExplainedAct& act : of.acts) {
      const std::string sources = absl::StrJoin(
          act.sources, "; ",
          [](std::string* out, const Source& source) { absl::StrAppend(out, CitationOf(source)); });
      std::cout << CsvLine(form, {of.row.state.measure, std::string(NameOf(of.row.state.applies)),
                                  std::string(NameOf(of.reaches)), of.stacking, act.id,
                                  std::string(InfoOf(act.kind).name), std::to_string(act.position),
                                  std::string(NameOf(act.fate)), absl::StrJoin(act.facets, ";"),
                                  act.why, act.stated, act.published, act.from, act.to, sources});
    }
  }
}

std::string ClauseInWords(const ClauseVerdict& clause) {
  std::string text = absl::StrCat(clause.is_exclude ? "exclusion " : "clause ", clause.index + 1);
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

void PrintExplained(const Session& session, const ExplainedMeasure& of) {
  const MeasureState& state = of.row.state;
  std::cout << "\n"
            << Colored(session.out, InkOf(VerdictOf(state)), VerdictInWords(state)) << "  "
            << Colored(session.out, Ink::kBold, Printable(state.measure));
  if (!state.title.empty()) std::cout << "  " << Printable(state.title);
  std::cout << "\n";
  for (const std::string& part :
       {TermsInWords(state), EffectiveInWords(state), StandingInWords(state)}) {
    if (!part.empty()) PrintWrapped(session, 2, part);
  }
  for (const std::string& reason : state.reasons) PrintWrapped(session, 2, "· " + reason);
  std::vector<std::string> clauses;
  for (const ClauseVerdict& clause : of.clauses) clauses.push_back(ClauseInWords(clause));
  PrintWrapped(session, 2,
               absl::StrCat("scope", of.scope_from.empty() ? "" : " (", of.scope_from,
                            of.scope_from.empty() ? "" : ")", ": ",
                            clauses.empty() ? "none is recorded" : absl::StrJoin(clauses, "; ")));
  for (const ExplainedAuthorization& authorization : of.authorizations) {
    PrintWrapped(session, 2, "authorized by " + AuthorizationInWords(authorization));
  }
  if (!of.stacking.empty()) PrintWrapped(session, 2, "duty: " + of.stacking);
  PrintActs(session, of.acts);
}

void PrintText(const Session& session, const TransactionExplanation& answer) {
  const ScreenAnswer& screen = answer.screen;
  std::cout << Colored(session.out, InkOf(screen.decision),
                       DecisionInWords(screen.decision, screen.policy))
            << "  on " << Printable(screen.header.effective_on) << ", "
            << ViewInWords(screen.header, session.view.floor) << "\n"
            << "Additional duty: " << SumInWords(screen.duty.added, screen.duty.currency) << "\n";
  for (const std::string& reason : screen.reasons) PrintWrapped(session, 2, reason);
  if (!screen.missing.empty()) {
    PrintWrapped(session, 0, "Missing: " + absl::StrJoin(screen.missing, ", "));
  }
  for (const ExplainedMeasure& of : answer.measures) PrintExplained(session, of);
  if (answer.measures.empty()) {
    std::cout << "No measure on record reaches it, or nearly does.\n";
  }
  for (const std::string& note : screen.notes) std::cout << "Note: " << Printable(note) << "\n";
}

}  // namespace

int ExplainOneTransaction(const Session& session, const ScreenQuestion& question) {
  return AskAndPrint(
      session, [&](Decree& store) { return store.ExplainTransaction(question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree&) { PrintText(session, answer); });
}

}  // namespace decree::cli
