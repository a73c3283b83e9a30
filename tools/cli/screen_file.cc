#include "tools/cli/screen_file.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iostream>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "tools/cli/csv_reader.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/progress.h"
#include "tools/cli/rows.h"

namespace decree::cli {
namespace {

constexpr size_t kRowsAtATime = 4'096;
constexpr char kKnownBy[] = "knownBy";
constexpr char kRecordedBy[] = "recordedBy";

bool MayRepeat(absl::string_view column) {
  return column == "product" || column == "party" || column == "owner";
}

absl::Status CheckHeader(const std::string& file, const CsvRow& header) {
  std::set<std::string> seen;
  for (const std::string& column : header.cells) {
    const absl::string_view name = absl::StripAsciiWhitespace(column);
    const auto refuse = [&](absl::string_view why) {
      return absl::InvalidArgumentError(absl::StrCat(file, ":", header.line, ": ", why));
    };
    if (name.empty()) return refuse("a column has no name; name each in the first row");
    if (!seen.insert(std::string(name)).second && !MayRepeat(name)) {
      return refuse(absl::StrCat("two columns are named \"", name, "\""));
    }
  }
  return absl::OkStatus();
}

// One row on its way from the file to the answer.
struct Line {
  CsvRow row;
  std::string id, text, trouble;
};

class FileScreening {
 public:
  FileScreening(const Session& session, const ScreenFileArguments& arguments, Decree& store,
                CsvReader& rows, std::ostream& out)
      : session_(session), arguments_(arguments), store_(store), rows_(rows), out_(out) {}

  // False in `all_answered`: some rows were reported.
  absl::Status Run(bool& all_answered);

 private:
  absl::StatusOr<bool> ReadSome();
  void AnswerSome();
  void Answer(Line& line);
  absl::StatusOr<ScreenQuestion> QuestionOf(Line& line) const;
  void PinRecord(const ScreenAnswer& answer);

  const Session& session_;
  const ScreenFileArguments& arguments_;
  Decree& store_;
  CsvReader& rows_;
  std::ostream& out_;
  std::vector<std::string> columns_;
  std::vector<Line> lines_;
  // Every row is answered from the record as the first one found it.
  std::string recorded_by_;
};

absl::StatusOr<bool> FileScreening::ReadSome() {
  lines_.clear();
  while (lines_.size() < kRowsAtATime) {
    Line line;
    DECREE_ASSIGN_OR_RETURN(const bool more, rows_.Next(line.row));
    if (!more) break;
    lines_.push_back(std::move(line));
  }
  return !lines_.empty();
}

absl::StatusOr<ScreenQuestion> FileScreening::QuestionOf(Line& line) const {
  for (size_t i = 0; i < std::min(columns_.size(), line.row.cells.size()); ++i) {
    if (columns_[i] == "id") line.id = std::string(absl::StripAsciiWhitespace(line.row.cells[i]));
  }
  if (line.row.cells.size() != columns_.size()) {
    return absl::InvalidArgumentError(absl::StrCat("the row has ", line.row.cells.size(),
                                                   " cells, the first row names ", columns_.size(),
                                                   " columns"));
  }
  ScreenQuestion question;
  question.view = session_.view;
  if (question.view.recorded_by.empty()) question.view.recorded_by = recorded_by_;
  std::vector<TransactionField> fields;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const std::string value(absl::StripAsciiWhitespace(line.row.cells[i]));
    if (columns_[i] == kKnownBy) {
      if (!value.empty()) question.view.known_by = value;
    } else if (columns_[i] == kRecordedBy) {
      if (!value.empty()) question.view.recorded_by = value;
    } else {
      fields.push_back({columns_[i], value});
    }
  }
  DECREE_ASSIGN_OR_RETURN(question.transaction, TransactionFromFields(fields));
  if (question.transaction.on.empty()) question.transaction.on = arguments_.on;
  if (question.transaction.on.empty()) {
    return absl::InvalidArgumentError(
        "on: missing; give the row a date in the column `on`, or all of them one with --on");
  }
  return question;
}

void FileScreening::PinRecord(const ScreenAnswer& answer) {
  if (recorded_by_.empty()) recorded_by_ = absl::StrCat(answer.header.head);
}

void FileScreening::Answer(Line& line) {
  const absl::StatusOr<ScreenQuestion> question = QuestionOf(line);
  if (!question.ok()) {
    line.trouble = std::string(question.status().message());
    return;
  }
  const absl::StatusOr<ScreenAnswer> answer = store_.Screen(*question);
  if (!answer.ok()) {
    line.trouble = std::string(answer.status().message());
    return;
  }
  if (recorded_by_.empty() && session_.view.recorded_by.empty()) PinRecord(*answer);
  std::vector<std::string> measures, pending;
  for (const ScreenRow& row : answer->measures) {
    if (row.state.applies != decree::Answer::kNo) measures.push_back(row.state.measure);
  }
  for (const PendingRow& row : answer->pending) {
    if (pending.empty() || pending.back() != row.measure) pending.push_back(row.measure);
  }
  line.text = CsvLine({line.id, std::string(NameOf(answer->decision)), answer->duty.added.rate,
                       absl::StrJoin(measures, ";"), absl::StrJoin(pending, ";"),
                       absl::StrJoin(answer->missing, ";")});
}

void FileScreening::AnswerSome() {
  size_t first = 0;
  while (first < lines_.size() && recorded_by_.empty() && session_.view.recorded_by.empty()) {
    Answer(lines_[first++]);  // by itself: it tells which record the others rest on
  }
  std::atomic<size_t> next{first};
  const auto work = [&] {
    for (size_t i = next++; i < lines_.size(); i = next++) Answer(lines_[i]);
  };
  const size_t threads = std::min<size_t>(std::max(1u, std::thread::hardware_concurrency()),
                                          lines_.size() - first + 1);
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

absl::Status FileScreening::Run(bool& all_answered) {
  all_answered = true;
  CsvRow header;
  DECREE_ASSIGN_OR_RETURN(const bool has_header, rows_.Next(header));
  if (!has_header) {
    return absl::InvalidArgumentError(
        absl::StrCat(arguments_.file, ": is empty; the first row names the columns"));
  }
  DECREE_RETURN_IF_ERROR(CheckHeader(arguments_.file, header));
  for (const std::string& cell : header.cells) {
    columns_.emplace_back(absl::StripAsciiWhitespace(cell));
  }
  out_ << CsvLine({"id", "decision", "added", "measures", "pending", "missing"});
  ProgressBar bar(session_.err, "screening");
  while (true) {
    const absl::StatusOr<bool> more = ReadSome();
    AnswerSome();
    for (const Line& line : lines_) {
      if (!line.trouble.empty()) {
        all_answered = false;
        bar.Wipe();
        std::cerr << "decree: " << Printable(arguments_.file) << ':' << line.row.line << ": "
                  << Printable(line.trouble) << '\n';
        out_ << CsvLine({line.id, "", "", "", "", ""});
      } else {
        out_ << line.text;
      }
    }
    if (!out_.flush()) {
      return absl::ResourceExhaustedError(
          absl::StrCat(arguments_.out.empty() ? "standard output" : arguments_.out,
                       ": cannot be written in full (is the disk full?)"));
    }
    DECREE_RETURN_IF_ERROR(more.status());
    if (!*more) return absl::OkStatus();
    bar.Show(rows_.bytes_read(), rows_.bytes_total());
  }
}

}  // namespace

int ScreenFile(const Session& session, const ScreenFileArguments& arguments) {
  const absl::StatusOr<std::unique_ptr<CsvReader>> rows = CsvReader::Open(arguments.file);
  if (!rows.ok()) return Fail(rows.status(), Stage::kAsk);
  const auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  std::ofstream file;
  if (!arguments.out.empty()) {
    file.open(arguments.out, std::ios::binary | std::ios::trunc);
    if (!file) {
      return Fail(absl::InvalidArgumentError(absl::StrCat(arguments.out, ": cannot be written")),
                  Stage::kAsk);
    }
  }
  FileScreening screening(session, arguments, **store, **rows,
                          arguments.out.empty() ? std::cout : file);
  bool all_answered = false;
  const absl::Status status = screening.Run(all_answered);
  if (!status.ok())
    return Fail(status, absl::IsInvalidArgument(status) ? Stage::kAppend : Stage::kAsk);
  return all_answered ? kAnswered : kRefused;
}

}  // namespace decree::cli
