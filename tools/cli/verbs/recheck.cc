// recheck DECISIONS.jsonl: which past decisions still hold, and which event flipped the others.
// Decisions are read, checked on all cores and told of some at a time, in order and in bounded
// memory.
#include "tools/json/recheck.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/model/limits.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/input/line_reader.h"
#include "tools/text/progress.h"
#include "tools/text/recheck.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr size_t kLinesAtATime = 2'048;
constexpr size_t kBytesAtATime = 16u << 20;

struct RecheckArguments {
  std::string file;
};

// One line on its way from the file to the answer.
struct Line {
  uint64_t number = 0;
  absl::StatusOr<PastDecision> decision = absl::UnknownError("");
  RecheckRow row;
};

absl::StatusOr<PastDecision> DecisionOf(const InputLine& line) {
  if (!line.too_long && line.text.size() <= kDecisionJsonBytesMax) {
    return DecisionFromJson(line.text);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("longer than ", kDecisionJsonBytesMax >> 20, " MiB; write one decision a line"));
}

// Decisions as they come, in the form that was chosen. Nothing is held but the totals.
class RecheckPrinter {
 public:
  // Both must outlive it.
  RecheckPrinter(const Session& session, Record& record);

  void Show(uint64_t line, const PastDecision& decision, const RecheckRow& row);
  // A line that could not be read or checked; standard error has told of it already.
  void ShowRefused(uint64_t line, const std::string& id, const std::string& why);
  void End(const AnswerHeader& header);

 private:
  // One of them.
  std::optional<RecheckJson> json_;
  std::optional<RecheckCsv> csv_;
  std::optional<RecheckText> text_;
  RecheckTotals totals_;
};

RecheckPrinter::RecheckPrinter(const Session& session, Record& record) {
  if (session.json) {
    json_.emplace(std::cout);
  } else if (session.csv) {
    csv_.emplace(std::cout, session.csv_form);
  } else {
    text_.emplace(PageOf(session), record);
  }
}

void RecheckPrinter::Show(uint64_t line, const PastDecision& decision, const RecheckRow& row) {
  totals_.Count(decision, row);
  if (json_) json_->Add(line, decision, row);
  if (csv_) csv_->Add(line, decision, row);
  if (text_) text_->Add(decision, row);
}

void RecheckPrinter::ShowRefused(uint64_t line, const std::string& id, const std::string& why) {
  ++totals_.refused;
  if (json_) json_->AddRefused(line, id, why);
  if (csv_) csv_->AddRefused(line, id, why);
}

void RecheckPrinter::End(const AnswerHeader& header) {
  if (json_) {
    json_->End(header, totals_);
    std::cout << "\n";
  }
  if (csv_) TellNotes(NotesOfMany(header));
  if (text_) text_->End(header, totals_);
}

class FileRecheck {
 public:
  FileRecheck(const Session& session, const RecheckArguments& arguments, Record& record,
              LineReader& lines)
      : session_(session), arguments_(arguments), record_(record), reader_(lines) {}

  // False in `all_checked`: some lines were reported.
  absl::Status Run(bool& all_checked);

 private:
  absl::StatusOr<bool> ReadSome();
  absl::Status CheckSome();
  absl::Status CheckPart(size_t first, size_t last);
  void Tell(const Line& line, ProgressBar& bar, bool& all_checked);

  const Session& session_;
  const RecheckArguments& arguments_;
  Record& record_;
  LineReader& reader_;
  std::optional<RecheckPrinter> printer_;  // from Run on
  std::vector<Line> lines_;
  // Every decision is checked against the record as the first one found it.
  std::optional<AnswerHeader> header_;
};

absl::StatusOr<bool> FileRecheck::ReadSome() {
  lines_.clear();
  size_t bytes = 0;
  while (lines_.size() < kLinesAtATime && bytes < kBytesAtATime) {
    InputLine input;
    const absl::StatusOr<bool> more = reader_.Next(input);
    if (!more.ok()) return Prefixed(absl::StrCat(arguments_.file, ": "), more.status());
    if (!*more) break;
    bytes += input.text.size();
    Line& line = lines_.emplace_back();
    line.number = input.number;
    line.decision = DecisionOf(input);
  }
  return !lines_.empty();
}

absl::Status FileRecheck::CheckPart(size_t first, size_t last) {
  RecheckQuestion question;
  question.view = session_.view;
  question.limits = session_.limits;
  if (header_ && question.view.recorded_by.empty()) {
    question.view.recorded_by = absl::StrCat(header_->head);
  }
  std::vector<size_t> at;
  for (size_t i = first; i < last; ++i) {
    if (!lines_[i].decision.ok()) continue;
    at.push_back(i);
    question.decisions.push_back(*lines_[i].decision);
  }
  DECREE_ASSIGN_OR_RETURN(RecheckAnswer answer, record_.Recheck(question));
  for (size_t i = 0; i < at.size(); ++i) lines_[at[i]].row = std::move(answer.rows[i]);
  if (!header_) header_ = answer.header;
  return absl::OkStatus();
}

absl::Status FileRecheck::CheckSome() {
  // A question about no decision tells which record all of them rest on.
  if (!header_) DECREE_RETURN_IF_ERROR(CheckPart(0, 0));
  const size_t parts = std::min<size_t>(std::max(1u, std::thread::hardware_concurrency()),
                                        std::max<size_t>(1, lines_.size()));
  std::vector<absl::Status> statuses(parts);
  const auto check = [&](size_t part) {
    statuses[part] = CheckPart(lines_.size() * part / parts, lines_.size() * (part + 1) / parts);
  };
  std::vector<std::thread> others;
  for (size_t part = 1; part < parts; ++part) others.emplace_back(check, part);
  check(0);
  for (std::thread& other : others) other.join();
  for (const absl::Status& status : statuses) DECREE_RETURN_IF_ERROR(status);
  return absl::OkStatus();
}

void FileRecheck::Tell(const Line& line, ProgressBar& bar, bool& all_checked) {
  const absl::Status status = line.decision.ok() ? line.row.trouble : line.decision.status();
  if (status.ok()) {
    printer_->Show(line.number, *line.decision, line.row);
    return;
  }
  all_checked = false;
  bar.Wipe();
  const std::string why(status.message());
  std::cerr << "decree: " << Printable(arguments_.file) << ':' << line.number << ": "
            << Printable(why) << '\n';
  printer_->ShowRefused(line.number, line.decision.ok() ? line.decision->id : "", why);
}

absl::Status FileRecheck::Run(bool& all_checked) {
  all_checked = true;
  printer_.emplace(session_, record_);
  ProgressBar bar(session_.err, "rechecking");
  while (true) {
    DECREE_ASSIGN_OR_RETURN(const bool more, ReadSome());
    DECREE_RETURN_IF_ERROR(CheckSome());
    if (!more) break;
    bar.Wipe();
    for (const Line& line : lines_) Tell(line, bar, all_checked);
    if (!std::cout.flush()) return absl::OkStatus();  // main says so
    bar.Show(reader_.bytes_read(), reader_.bytes_total());
  }
  bar.Wipe();
  printer_->End(*header_);
  return absl::OkStatus();
}

int RunRecheck(const Session& session, const RecheckArguments& arguments) {
  const absl::StatusOr<std::unique_ptr<LineReader>> lines = LineReader::Open(arguments.file);
  if (!lines.ok()) return Fail(lines.status(), Stage::kAsk);
  const auto record = OpenToAsk(session);
  if (!record.ok()) return Fail(record.status(), Stage::kOpen);
  FileRecheck recheck(session, arguments, **record, **lines);
  bool all_checked = false;
  const absl::Status status = recheck.Run(all_checked);
  if (!status.ok()) return Fail(status, Stage::kAsk);
  return all_checked ? kAnswered : kRefused;
}

}  // namespace

void DeclareRecheck(CommandLine& line) {
  auto arguments = std::make_shared<RecheckArguments>();
  line.AddVerb("recheck", "Which past decisions still hold, and which event flipped the others",
               "decree recheck decisions.jsonl\n  each line: "
               R"({"id":"d-1","decided":"2024-06-14","view":{"knownBy":"2024-06-14"},)"
               R"("transaction":{"on":"2024-03-01","origin":"CN","destination":"US",)"
               R"("product":["HTS:8486.10.00"]},"value":"20000","currency":"USD",)"
               R"("answer":{"decision":"allowed","added":"25%"}})")
      .Required("DECISIONS", arguments->file, "one decision a line; `-` for standard input")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([arguments](const Session& session) { return RunRecheck(session, *arguments); });
}

}  // namespace decree::tools
