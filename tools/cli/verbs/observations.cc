// observations [SERIES]: the points of a series and whether they fit each other; or the series.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/text/measures.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

void PrintJson(const ObservationsAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject().FieldOrNull("series", answer.series);
  WriteHeader(json, answer.header, floor);
  json.StringsField("allSeries", answer.all_series).Key("observations").BeginArray();
  for (const ObservationRow& row : answer.rows) {
    json.BeginObject().Field("id", row.id).FieldOrNull("period", row.period);
    json.FieldOrNull("value", row.value).FieldOrNull("unit", row.unit);
    json.FieldOrNull("change", row.change).FieldOrNull("impliedPrevious", row.implied_previous);
    json.FieldOrNull("finding", row.finding).Field("evidence", NameOf(row.evidence)).EndObject();
  }
  std::cout << json.EndArray().StringsField("notes", answer.notes).EndObject().Take() << "\n";
}

void PrintCsv(const ObservationsAnswer& answer, CsvForm form) {
  if (answer.series.empty()) {
    std::cout << CsvLine(form, {"series"});
    for (const std::string& series : answer.all_series) std::cout << CsvLine(form, {series});
    return;
  }
  std::cout << CsvLine(
      form, {"period", "value", "unit", "change", "impliedPrevious", "finding", "id", "evidence"});
  for (const ObservationRow& row : answer.rows) {
    std::cout << CsvLine(form, {row.period, row.value, row.unit, row.change, row.implied_previous,
                                row.finding, row.id, std::string(NameOf(row.evidence))});
  }
}

std::string NotesOf(const ObservationRow& row) {
  std::string text = absl::StrCat(row.id, ", ", Words(NameOf(row.evidence)));
  if (!row.implied_previous.empty()) {
    absl::StrAppend(&text, "; implies about ", row.implied_previous, " ", row.unit, " before");
  }
  if (!row.finding.empty()) absl::StrAppend(&text, "; does not fit: ", row.finding);
  return Printable(text);
}

void PrintTable(const Session& session, const ObservationsAnswer& answer) {
  const bool lists = answer.series.empty();
  std::cout << Colored(session.out, Ink::kBold,
                       lists ? "Series" : "Series " + Printable(answer.series))
            << ", " << ViewInWords(answer.header, session.view.floor) << "\n";
  std::vector<Row> rows;
  std::vector<Ink> inks;
  if (lists) {
    for (const std::string& series : answer.all_series) rows.push_back({Printable(series)});
  }
  for (const ObservationRow& row : answer.rows) {
    rows.push_back({Printable(row.period), Printable(row.value), Printable(row.unit),
                    Printable(row.change), NotesOf(row)});
    inks.push_back(row.finding.empty() ? Ink::kPlain : Ink::kYellow);
  }
  std::cout << AlignedRows(session.out, rows, inks);
  if (lists) std::cout << "`decree observations SERIES` shows the values of one.\n";
  for (const std::string& note : answer.notes) std::cout << "Note: " << Printable(note) << "\n";
}

int RunObservations(const Session& session, ObservationsQuestion question) {
  question.view = session.view;
  question.limits = session.limits;
  return AskAndPrint(
      session, [&](Decree& store) { return store.Observations(question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree&) { PrintTable(session, answer); });
}

}  // namespace

void DeclareObservations(CommandLine& line) {
  auto question = std::make_shared<ObservationsQuestion>();
  line.AddVerb("observations", "Observed values by period, and whether they fit each other",
               "decree observations cn/rare-earth-magnet-exports-us")
      .Optional("SERIES", question->series, "the series; none: the list of series")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([question](const Session& session) { return RunObservations(session, *question); });
}

}  // namespace decree::cli
