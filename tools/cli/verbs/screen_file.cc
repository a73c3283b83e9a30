#include "tools/cli/verbs/screen_file.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/transaction.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs/screen_rows.h"
#include "tools/input/csv_reader.h"
#include "tools/text/progress.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr size_t kRowsAtATime = 2'048;
constexpr size_t kBlocksAThread = 3;  // under way at a time, read and not yet written

bool MayRepeat(absl::string_view column) {
  return column == "product" || column == "party" || column == "owner";
}

absl::StatusOr<std::vector<std::string>> FactColumnsOf(const std::string& file,
                                                       const CsvRow& header,
                                                       const std::vector<std::string>& ignored,
                                                       Screenings& record) {
  std::vector<std::string> columns;
  std::set<std::string> seen;
  for (const std::string& cell : header.cells) {
    const absl::string_view name = absl::StripAsciiWhitespace(cell);
    const auto refuse = [&](absl::string_view why) {
      return absl::InvalidArgumentError(absl::StrCat(file, ":", header.line, ": ", why));
    };
    if (name.empty()) return refuse("a column has no name; name each in the first row");
    if (std::find(ignored.begin(), ignored.end(), name) != ignored.end()) {
      columns.emplace_back();
      continue;
    }
    const bool is_known = name == "knownBy" || name == "recordedBy" || IsTransactionField(name);
    if (!is_known) {
      const absl::Status read = record.CheckFact(std::string(name));
      if (absl::IsInvalidArgument(read)) {
        return refuse(
            absl::StrCat("column ", read.message(), " (--ignore-column ", name, " leaves it out)"));
      }
      DECREE_RETURN_IF_ERROR(read);
    }
    if (!seen.insert(std::string(name)).second && !MayRepeat(name)) {
      return refuse(absl::StrCat("two columns are named \"", name, "\""));
    }
    columns.emplace_back(name);
  }
  return columns;
}

// Some rows on their way: read by one thread, answered by another, written by the first.
struct Block {
  std::vector<CsvRow> rows;
  uint64_t bytes_read = 0;  // of the file, up to here
  AnsweredRows answers;
  bool is_answered = false;
};

// Threads that answer blocks, which come out in the order in which they went in.
class Answering {
 public:
  Answering(Record& record, const ViewText& view, const std::string& on,
            const std::vector<std::string>& columns, CsvForm form, size_t threads)
      : blocks_max_(threads * kBlocksAThread) {
    for (size_t i = 0; i < threads; ++i) {
      threads_.emplace_back([this, &record, view, on, &columns, form] {
        RowScreener screener(record, view, on, columns, form);
        Work(screener);
      });
    }
  }
  ~Answering() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  bool is_full() const { return under_way_.size() >= blocks_max_; }
  bool is_empty() const { return under_way_.empty(); }

  void Put(std::unique_ptr<Block> block) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(block.get());
    under_way_.push_back(std::move(block));
    changed_.notify_all();
  }

  // Waits for the oldest.
  std::unique_ptr<Block> Take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return under_way_.front()->is_answered; });
    std::unique_ptr<Block> block = std::move(under_way_.front());
    under_way_.pop_front();
    return block;
  }

 private:
  void Work(RowScreener& screener) {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
      if (is_over_) return;
      Block* const block = waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      AnsweredRows answers = screener.Answer(block->rows);
      lock.lock();
      block->answers = std::move(answers);
      block->is_answered = true;
      changed_.notify_all();
    }
  }

  const size_t blocks_max_;
  std::mutex mutex_;  // of all below; `under_way_` is changed by the reading thread alone
  std::condition_variable changed_;
  std::deque<Block*> waiting_;
  std::deque<std::unique_ptr<Block>> under_way_;  // oldest first
  bool is_over_ = false;
  std::vector<std::thread> threads_;
};

class FileScreening {
 public:
  FileScreening(const Session& session, const ScreenFileArguments& arguments, CsvReader& rows,
                std::ostream& out)
      : arguments_(arguments), rows_(rows), out_(out), bar_(session.err, "screening") {}

  // False in `all_answered`: some rows were reported.
  absl::Status Run(Record& record, Screenings& now, const ViewText& view, bool& all_answered);

 private:
  std::unique_ptr<Block> ReadSome(absl::Status& trouble);
  absl::Status Write(const Block& block, bool& all_answered);

  const ScreenFileArguments& arguments_;
  CsvReader& rows_;
  std::ostream& out_;
  ProgressBar bar_;
  std::set<std::string> contradictions_;      // told of
  std::map<std::string, uint64_t> warnings_;  // to be told at the end, with the rows they are of
};

// nullptr at the end. What is wrong with the file is told after the rows before it.
std::unique_ptr<Block> FileScreening::ReadSome(absl::Status& trouble) {
  auto block = std::make_unique<Block>();
  block->rows.reserve(kRowsAtATime);
  while (block->rows.size() < kRowsAtATime && trouble.ok()) {
    CsvRow row;
    const absl::StatusOr<bool> more = rows_.Next(row);
    trouble = more.status();
    if (!more.ok() || !*more) break;
    block->rows.push_back(std::move(row));
  }
  block->bytes_read = rows_.bytes_read();
  if (block->rows.empty()) block.reset();
  return block;
}

absl::Status FileScreening::Write(const Block& block, bool& all_answered) {
  for (const RowTrouble& trouble : block.answers.troubles) {
    all_answered = false;
    bar_.Wipe();
    std::cerr << "decree: " << Printable(arguments_.file) << ':' << trouble.line << ": "
              << Printable(trouble.what) << '\n';
  }
  for (const std::string& contradiction : block.answers.contradictions) {
    if (!contradictions_.insert(contradiction).second) continue;
    bar_.Wipe();
    std::cerr << "decree: note: rows are undetermined; " << Printable(contradiction) << '\n';
  }
  for (const auto& [warning, rows] : block.answers.warnings) warnings_[warning] += rows;
  out_ << block.answers.text;
  if (!out_.flush()) return absl::CancelledError("the output failed");
  bar_.Show(block.bytes_read, rows_.bytes_total());
  return absl::OkStatus();
}

absl::Status FileScreening::Run(Record& record, Screenings& now, const ViewText& view,
                                bool& all_answered) {
  all_answered = true;
  CsvRow header;
  DECREE_ASSIGN_OR_RETURN(const bool has_header, rows_.Next(header));
  if (!has_header) {
    return absl::InvalidArgumentError(
        absl::StrCat(arguments_.file, ": is empty; the first row names the columns"));
  }
  if (const std::string found = rows_.Described(); !found.empty()) {
    std::cerr << "decree: note: " << Printable(arguments_.file) << ": " << found << '\n';
  }
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> columns,
                          FactColumnsOf(arguments_.file, header, arguments_.ignored_columns, now));
  out_ << AnswerHeaderLine(arguments_.form);
  absl::Status trouble;
  Answering answering(record, view, arguments_.on, columns, arguments_.form,
                      std::max(1u, std::thread::hardware_concurrency()));
  bool is_read = false;
  while (true) {
    while (!is_read && !answering.is_full()) {
      std::unique_ptr<Block> block = ReadSome(trouble);
      is_read = block == nullptr;
      if (!is_read) answering.Put(std::move(block));
    }
    if (answering.is_empty()) break;
    DECREE_RETURN_IF_ERROR(Write(*answering.Take(), all_answered));
  }
  for (const auto& [warning, rows] : warnings_) {
    bar_.Wipe();
    std::cerr << "decree: warning: " << rows << (rows == 1 ? " row: " : " rows: ")
              << Printable(warning) << '\n';
  }
  return trouble;
}

}  // namespace

int ScreenFile(const Session& session, const ScreenFileArguments& arguments) {
  const absl::StatusOr<std::unique_ptr<CsvReader>> rows = CsvReader::Open(arguments.file);
  if (!rows.ok()) return Fail(rows.status(), Stage::kAsk);
  const auto record = OpenToAsk(session);
  if (!record.ok()) return Fail(record.status(), Stage::kOpen);
  // Every row is answered from the record as it is now.
  ViewText view = session.view;
  const absl::StatusOr<std::unique_ptr<Screenings>> now = (*record)->StartScreening(view);
  if (!now.ok()) return Fail(now.status(), Stage::kAsk);
  if (view.recorded_by.empty()) view.recorded_by = absl::StrCat((*now)->header().head);
  std::ofstream file;
  if (!arguments.out.empty()) {
    std::error_code ignored;
    if (std::filesystem::equivalent(arguments.file, arguments.out, ignored)) {
      return Fail(absl::InvalidArgumentError(
                      absl::StrCat(arguments.out, ": is the file that is read; name another")),
                  Stage::kAsk);
    }
    file.open(arguments.out, std::ios::binary | std::ios::trunc);
    if (!file) {
      return Fail(absl::InvalidArgumentError(absl::StrCat(arguments.out, ": cannot be written")),
                  Stage::kAsk);
    }
  }
  std::ostream& out = arguments.out.empty() ? std::cout : file;
  FileScreening screening(session, arguments, **rows, out);
  bool all_answered = false;
  const absl::Status status = screening.Run(**record, **now, view, all_answered);
  if (!out.flush()) {
    if (arguments.out.empty()) return kAnswered;  // EndOutput says so
    return FailedOutput(absl::InternalError(
        absl::StrCat(arguments.out,
                     ": cannot be written in full (is the disk full?); what is in it is not "
                     "the whole answer")));
  }
  if (!status.ok())
    return Fail(status, absl::IsInvalidArgument(status) ? Stage::kAppend : Stage::kAsk);
  return all_answered ? kAnswered : kRefused;
}

}  // namespace decree::tools
