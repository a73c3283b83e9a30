// outlook DATE [--days N]: what begins, ends or snaps back in the days ahead.
#include <array>
#include <iostream>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/text/changes.h"
#include "tools/text/measures.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

struct OutlookArguments {
  OutlookQuestion question;
  std::string days = "30";
};

void WriteRows(JsonWriter& json, absl::string_view name, const std::vector<OutlookRow>& rows) {
  json.Key(name).BeginArray();
  for (const OutlookRow& row : rows) {
    json.BeginObject().Field("at", row.at).FieldOrNull("latest", row.latest);
    json.BoolField("certain", row.certain).Field("kind", NameOf(row.kind));
    json.Field("measure", row.measure).FieldOrNull("title", row.title).Key("before");
    WriteMeasure(json, row.before);
    json.Key("after");
    WriteMeasure(json, row.after);
    json.StringsField("because", row.because).EndObject();
    std::cout << json.Take();
  }
  json.EndArray();
}

void PrintJson(const OutlookAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Field("until", answer.until);
  WriteRows(json, "changes", answer.rows);
  WriteRows(json, "announced", answer.announced);
  json.StringsField("notes", answer.notes).EndObject();
  std::cout << json.Take() << "\n";
}

void PrintCsv(const OutlookAnswer& answer, CsvForm form) {
  const std::vector<std::string> columns = {"applies", "force", "legality", "enforcement", "terms"};
  Row header = {"at", "latest", "certain", "kind", "standing", "measure", "title", "because"};
  for (const char* side : {"before", "after"}) {
    for (const std::string& column : columns) header.push_back(absl::StrCat(side, ".", column));
  }
  std::cout << CsvLine(form, header);
  for (const auto* rows : {&answer.rows, &answer.announced}) {
    for (const OutlookRow& row : *rows) {
      Row cells = {row.at,
                   row.latest,
                   row.certain ? "true" : "false",
                   std::string(NameOf(row.kind)),
                   rows == &answer.rows ? "law" : "announced",
                   row.measure,
                   row.title,
                   absl::StrJoin(row.because, ";")};
      for (const MeasureState* side : {&row.before, &row.after}) {
        const Row more = MeasureColumns(*side, columns);
        cells.insert(cells.end(), more.begin(), more.end());
      }
      std::cout << CsvLine(form, cells);
    }
  }
}

std::string WhenInWords(const OutlookRow& row) {
  if (row.latest == row.at) return row.certain ? row.at : absl::StrCat(row.at, "?");
  return row.latest.empty() ? absl::StrCat(row.at, " or later")
                            : absl::StrCat(row.at, " … ", row.latest);
}

void PrintRows(const Session& session, const char* heading, const std::vector<OutlookRow>& rows,
               EventNamer& namer) {
  static constexpr std::array kInks = {Ink::kGreen, Ink::kFaint, Ink::kRed, Ink::kBlue,
                                       Ink::kYellow};
  if (rows.empty()) return;
  std::vector<Row> table;
  std::vector<Ink> inks;
  for (const OutlookRow& row : rows) {
    std::string what = TermsInWords(row.after);
    if (what.empty()) what = Printable(row.title);
    table.push_back({WhenInWords(row), std::string(NameOf(row.kind)), Printable(row.measure),
                     CutTo(what, 40), namer.By(row.because)});
    inks.push_back(kInks[static_cast<size_t>(row.kind)]);
  }
  std::cout << "\n"
            << Colored(session.out, Ink::kBold, heading) << "\n"
            << AlignedRows(session.out, table, inks);
}

void PrintTable(const Session& session, const OutlookAnswer& answer, EventNamer& namer) {
  std::cout << Colored(
                   session.out, Ink::kBold,
                   absl::StrCat("After ", Printable(answer.header.effective_on), " through ",
                                answer.until, ", ", ViewInWords(answer.header, session.view.floor)))
            << "\n";
  PrintRows(session, "By law, unless it is changed", answer.rows, namer);
  PrintRows(session, "If what is announced takes effect", answer.announced, namer);
  std::cout << "\n"
            << answer.rows.size() << (answer.rows.size() == 1 ? " change, " : " changes, ")
            << answer.announced.size() << " announced.\n";
  for (const std::string& note : answer.notes) std::cout << "Note: " << Printable(note) << "\n";
}

int RunOutlook(const Session& session, const OutlookArguments& arguments) {
  OutlookQuestion question = arguments.question;
  question.view = session.view;
  question.limits = session.limits;
  if (!absl::SimpleAtoi(arguments.days, &question.days)) {
    return Fail(absl::InvalidArgumentError(absl::StrCat("--days: \"", arguments.days,
                                                        "\" is no number of days; give a whole "
                                                        "number, e.g. 30")),
                Stage::kAsk);
  }
  return AskAndPrint(
      session, [&](Decree& store) { return store.Outlook(question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree& store) {
        EventNamer namer(store);
        PrintTable(session, answer, namer);
      });
}

}  // namespace

void DeclareOutlook(CommandLine& line) {
  auto arguments = std::make_shared<OutlookArguments>();
  OutlookQuestion& question = arguments->question;
  line.AddVerb("outlook", "What begins, ends or snaps back in the days after a date",
               "decree outlook 2026-10-15 --days 30 --known-by 2025-11-08")
      .Required("DATE", question.on, "the day to look ahead from: EDTF or `today`")
      .Option("--days", arguments->days, "how many days to look ahead (30)")
      .Option("--issuer", question.issuer, "only measures of this jurisdiction (US, CN, EU …)")
      .Option("--measure", question.measure, "only this measure, or a glob: 'us/*'")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([arguments](const Session& session) { return RunOutlook(session, *arguments); });
}

}  // namespace decree::cli
