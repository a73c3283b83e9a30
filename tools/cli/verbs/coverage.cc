// coverage: which issuers and domains the record claims to watch, and whom it does not.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/text/measures.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

const char* CertaintyOf(const CoverageRow& row) { return row.certain ? "certain" : "possible"; }

void PrintJson(const CoverageAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Key("coverage").BeginArray();
  for (const CoverageRow& row : answer.rows) {
    json.BeginObject().Field("issuer", row.issuer).Field("domain", row.domain);
    json.FieldOrNull("from", row.from).FieldOrNull("to", row.to);
    json.Field("certainty", CertaintyOf(row)).StringsField("sources", row.sources);
    json.StringsField("because", row.because).EndObject();
  }
  json.EndArray().StringsField("unmonitored", answer.unmonitored);
  std::cout << json.StringsField("notes", answer.notes).EndObject().Take() << "\n";
}

void PrintCsv(const CoverageAnswer& answer, CsvForm form) {
  std::cout << CsvLine(form, {"issuer", "domain", "from", "to", "certainty", "sources", "because"});
  for (const CoverageRow& row : answer.rows) {
    std::cout << CsvLine(form, {row.issuer, row.domain, row.from, row.to, CertaintyOf(row),
                                absl::StrJoin(row.sources, ";"), absl::StrJoin(row.because, ";")});
  }
}

std::string SpanOf(const CoverageRow& row) {
  std::string text = absl::StrCat(row.from.empty() ? "" : "from " + row.from,
                                  row.to.empty() ? "" : " until " + row.to);
  if (!row.certain) absl::StrAppend(&text, " (possibly)");
  return Printable(text);
}

void PrintTable(const Session& session, const CoverageAnswer& answer) {
  const std::string when = answer.header.effective_on.empty()
                               ? ", whenever claimed"
                               : " on " + Printable(answer.header.effective_on);
  std::cout << Colored(session.out, Ink::kBold,
                       absl::StrCat("Monitored", when, ", ",
                                    ViewInWords(answer.header, session.view.floor)))
            << "\n";
  std::vector<Row> rows;
  for (const CoverageRow& row : answer.rows) {
    std::string what = Printable(row.domain);
    if (!row.sources.empty()) {
      absl::StrAppend(&what, "; watched: ", Printable(absl::StrJoin(row.sources, ", ")));
    }
    absl::StrAppend(&what, " (", Printable(absl::StrJoin(row.because, ", ")), ")");
    rows.push_back({Printable(row.issuer), SpanOf(row), what});
  }
  std::cout << AlignedRows(session.out, rows);
  if (rows.empty()) std::cout << "nothing\n";
  if (!answer.unmonitored.empty()) {
    std::cout << "Not monitored, though measures are on record: "
              << Printable(absl::StrJoin(answer.unmonitored, ", ")) << "\n";
  }
  for (const std::string& note : answer.notes) std::cout << "Note: " << Printable(note) << "\n";
}

int RunCoverage(const Session& session, CoverageQuestion question) {
  question.view = session.view;
  question.limits = session.limits;
  return AskAndPrint(
      session, [&](Decree& store) { return store.Coverage(question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree&) { PrintTable(session, answer); });
}

}  // namespace

void DeclareCoverage(CommandLine& line) {
  auto question = std::make_shared<CoverageQuestion>();
  line.AddVerb("coverage", "What is monitored: issuers and domains, since when, from which sources",
               "decree coverage --issuer US --on 2025-11-05")
      .Option("--issuer", question->issuer, "only claims on this jurisdiction (US, CN, EU …)")
      .Option("--on", question->on, "only claims that hold on DATE")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([question](const Session& session) { return RunCoverage(session, *question); });
}

}  // namespace decree::cli
