// as-of DATE: the control state, one line a measure.
#include <array>
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

void PrintJson(const AsOfAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Key("measures").BeginArray();
  for (const MeasureState& state : answer.measures) {
    WriteMeasure(json, state);
    std::cout << json.Take();
  }
  json.EndArray().StringsField("notes", answer.notes).EndObject();
  std::cout << json.Take() << "\n";
}

void PrintCsv(const AsOfAnswer& answer, CsvForm form) {
  std::cout << CsvLine(form, MeasureCsvHeader());
  for (const MeasureState& state : answer.measures)
    std::cout << CsvLine(form, MeasureCsvRow(state));
}

constexpr std::array kGroupHeadings = {"Applies", "Undetermined", "Pending", "Does not apply"};

void PrintGroup(const Terminal& terminal, const AsOfAnswer& answer, Verdict verdict,
                size_t& count) {
  std::vector<Row> rows;
  for (const MeasureState& state : answer.measures) {
    if (VerdictOf(state) == verdict) rows.push_back(MeasureRow(state));
  }
  count = rows.size();
  if (rows.empty()) return;
  std::cout << "\n"
            << Colored(terminal, Ink::kBold, kGroupHeadings[static_cast<size_t>(verdict)]) << "\n"
            << AlignedRows(terminal, rows, std::vector<Ink>(rows.size(), InkOf(verdict)));
}

void PrintTable(const Session& session, const AsOfQuestion& question, const AsOfAnswer& answer) {
  const std::string header = absl::StrCat("In force on ", Printable(answer.header.effective_on),
                                          ", ", ViewInWords(answer.header, session.view.floor));
  std::cout << Colored(session.out, Ink::kBold, header) << "\n";
  std::array<size_t, 4> counts{};
  for (size_t v = 0; v < counts.size(); ++v) {
    PrintGroup(session.out, answer, static_cast<Verdict>(v), counts[v]);
  }
  std::cout << "\n"
            << counts[0] << (counts[0] == 1 ? " applies, " : " apply, ") << counts[1]
            << " undetermined, " << counts[2] << " pending";
  if (question.all) {
    std::cout << ", " << counts[3] << (counts[3] == 1 ? " does not apply." : " do not apply.");
  } else {
    std::cout << ". (--all lists the rest too.)";
  }
  std::cout << "\n";
  for (const std::string& note : answer.notes) std::cout << "Note: " << Printable(note) << "\n";
}

int RunAsOf(const Session& session, AsOfQuestion question) {
  question.view = session.view;
  question.limits = session.limits;
  return AskAndPrint(
      session, [&](Decree& store) { return store.AsOf(question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree&) { PrintTable(session, question, answer); });
}

}  // namespace

void DeclareAsOf(CommandLine& line) {
  auto question = std::make_shared<AsOfQuestion>();
  line.AddVerb("as-of", "The control state: what applies on a date, is undetermined or pending",
               "decree as-of 2025-11-05 --issuer US --known-by 2025-10-23")
      .Required("DATE", question->effective_on, "the effective date: EDTF, RFC 3339 or `today`")
      .Option("--issuer", question->issuer, "only measures of this jurisdiction (US, CN, EU …)")
      .Option("--measure", question->measure, "only this measure, or a glob: 'us/*'")
      .Option("--origin", question->origin, "only measures that can reach goods of this origin")
      .Option("--destination", question->destination,
              "only measures that can reach this destination")
      .Option("--product", question->product,
              "only measures that can reach this product (HS:854142)")
      .Flag("--all", question->all, "also what does not apply")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([question](const Session& session) { return RunAsOf(session, *question); });
}

}  // namespace decree::cli
