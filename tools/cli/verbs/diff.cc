// diff A..B: what began, ended, changed and became known between two points of one axis.
#include <array>
#include <iostream>
#include <memory>

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

struct DiffArguments {
  DiffQuestion question;
  std::string points, axis = "effective";
};

constexpr std::array kKinds = {DiffKind::kBegan, DiffKind::kEnded, DiffKind::kChanged,
                               DiffKind::kNewlyKnown};

void PrintJson(const DiffAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Field("axis", NameOf(answer.axis)).Field("before", answer.before);
  json.Field("after", answer.after).Key("changes").BeginArray();
  for (const DiffRow& row : answer.rows) {
    json.BeginObject().Field("measure", row.measure).Field("kind", NameOf(row.kind));
    json.Key("before");
    WriteMeasureOrNull(json, row.before);
    json.Key("after");
    WriteMeasureOrNull(json, row.after);
    json.StringsField("changed", row.changed).StringsField("because", row.because).EndObject();
    std::cout << json.Take();
  }
  json.EndArray().StringsField("notes", answer.notes).EndObject();
  std::cout << json.Take() << "\n";
}

void PrintCsv(const DiffAnswer& answer, CsvForm form) {
  const std::vector<std::string> columns = {"applies", "force", "legality", "enforcement",
                                            "terms",   "from",  "to"};
  Row header = {"measure", "kind", "changed", "because"};
  for (const char* side : {"before", "after"}) {
    for (const std::string& column : columns) header.push_back(absl::StrCat(side, ".", column));
  }
  std::cout << CsvLine(form, header);
  for (const DiffRow& row : answer.rows) {
    Row cells = {row.measure, std::string(NameOf(row.kind)), absl::StrJoin(row.changed, ";"),
                 absl::StrJoin(row.because, ";")};
    for (const auto* side : {&row.before, &row.after}) {
      const Row more = MeasureColumns(*side, columns);
      cells.insert(cells.end(), more.begin(), more.end());
    }
    std::cout << CsvLine(form, cells);
  }
}

std::string PointsInWords(const DiffAnswer& answer) {
  std::string points = absl::StrCat(Printable(answer.before), " and ", Printable(answer.after));
  switch (answer.axis) {
    case Axis::kEffective:
      return absl::StrCat("Between ", points);
    case Axis::kKnown:
      return absl::StrCat("For ", Printable(answer.header.effective_on), ", as known by ", points);
    case Axis::kRecorded:
      return absl::StrCat("For ", Printable(answer.header.effective_on), ", as recorded by ",
                          points);
  }
  return points;
}

void PrintTable(const Session& session, const DiffAnswer& answer, EventNamer& namer) {
  static constexpr std::array kHeadings = {"Began", "Ended", "Changed", "Newly known"};
  static constexpr std::array kInks = {Ink::kGreen, Ink::kRed, Ink::kYellow, Ink::kBlue};
  const std::string view = answer.axis == Axis::kKnown
                               ? absl::StrCat("store at position ", answer.header.head)
                               : ViewInWords(answer.header, session.view.floor);
  std::cout << Colored(session.out, Ink::kBold, absl::StrCat(PointsInWords(answer), ", ", view))
            << "\n";
  std::array<size_t, 4> counts{};
  for (size_t k = 0; k < kKinds.size(); ++k) {
    std::vector<Row> rows;
    for (const DiffRow& row : answer.rows) {
      if (row.kind != kKinds[k]) continue;
      rows.push_back({Printable(row.measure),
                      absl::StrCat(StateInWords(row.before), " → ", StateInWords(row.after), "; ",
                                   ChangedInWords(row.changed), namer.By(row.because))});
    }
    counts[k] = rows.size();
    if (rows.empty()) continue;
    std::cout << "\n"
              << Colored(session.out, Ink::kBold, kHeadings[k]) << "\n"
              << AlignedRows(session.out, rows, std::vector<Ink>(rows.size(), kInks[k]));
  }
  std::cout << "\n"
            << counts[0] << " began, " << counts[1] << " ended, " << counts[2] << " changed, "
            << counts[3] << " newly known.\n";
  for (const std::string& note : answer.notes) std::cout << "Note: " << Printable(note) << "\n";
}

absl::Status ReadArguments(const Session& session, const DiffArguments& arguments,
                           DiffQuestion& question) {
  const size_t dots = arguments.points.find("..");
  const bool two = dots != std::string::npos && dots > 0 && dots + 2 < arguments.points.size() &&
                   arguments.points.find("..", dots + 2) == std::string::npos;
  if (!two) {
    return absl::InvalidArgumentError(
        absl::StrCat("A..B: \"", arguments.points,
                     "\" is not two points; write them with two dots between, e.g. "
                     "2025-11-01..2025-12-01"));
  }
  question.before = arguments.points.substr(0, dots);
  question.after = arguments.points.substr(dots + 2);
  const auto axis = AxisFromFlag(arguments.axis);
  if (!axis.ok()) return axis.status();
  question.axis = *axis;
  question.view = session.view;
  question.limits = session.limits;
  const auto moves = [&](Axis moving, const std::string& value, const char* flag) {
    if (question.axis != moving || value.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(flag, ": has no meaning with --axis ",
                                                   NameOf(moving), ", where A..B says it"));
  };
  absl::Status status = moves(Axis::kEffective, question.effective_on, "--on");
  status.Update(moves(Axis::kKnown, question.view.known_by, "--known-by"));
  status.Update(moves(Axis::kRecorded, question.view.recorded_by, "--recorded-by"));
  return status;
}

int RunDiff(const Session& session, const DiffArguments& arguments) {
  DiffQuestion question = arguments.question;
  const absl::Status read = ReadArguments(session, arguments, question);
  if (!read.ok()) return Fail(read, Stage::kAsk);
  return AskAndPrint(
      session, [&](Decree& store) { return store.Diff(question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree& store) {
        EventNamer namer(store);
        PrintTable(session, answer, namer);
      });
}

}  // namespace

void DeclareDiff(CommandLine& line) {
  auto arguments = std::make_shared<DiffArguments>();
  DiffQuestion& question = arguments->question;
  line.AddVerb("diff", "What began, changed and ended between two points of an axis",
               "decree diff 2025-11-01..2025-12-01 --issuer US\n"
               "  decree diff 2025-10-20..2025-11-08 --axis known --on 2025-12-15\n"
               "  decree diff 70..80 --axis recorded --on 2025-12-15")
      .Required("A..B", arguments->points, "the two points, the earlier first")
      .Option("--axis", arguments->axis, "effective (the default), known or recorded")
      .Option("--on", question.effective_on,
              "the effective date; needed for the axes known and recorded")
      .Option("--issuer", question.issuer, "only measures of this jurisdiction (US, CN, EU …)")
      .Option("--measure", question.measure, "only this measure, or a glob: 'us/*'")
      .Option("--origin", question.origin, "only measures that can reach goods of this origin")
      .Option("--destination", question.destination,
              "only measures that can reach this destination")
      .Option("--product", question.product,
              "only measures that can reach this product (HS:854142)")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([arguments](const Session& session) { return RunDiff(session, *arguments); });
}

}  // namespace decree::cli
