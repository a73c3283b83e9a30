#include "tools/cli/verbs/screen_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
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
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/model/transaction.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs/screen_rows.h"
#include "tools/cli/verbs/screen_summary.h"
#include "tools/input/csv_reader.h"
#include "tools/input/whole_file.h"
#include "tools/text/progress.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr size_t kRowsAtATime = 2'048;
constexpr size_t kWindowRows = 65'536;
constexpr uint64_t kWindowBytes = 32u << 20;

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

// Some rows of a window on their way: read by one thread, answered by another, written by the
// first.
struct Block {
  std::vector<const CsvRow*> rows;
  AnsweredRows answers;
  bool is_answered = false;
};

// So many rows are held at a time, and answered date by date, however they are ordered: what is
// read for a date is then read once a window.
struct Window {
  std::vector<CsvRow> rows;
  uint64_t bytes_read = 0;  // of the file, up to here
  std::vector<std::unique_ptr<Block>> blocks;
  std::vector<std::pair<uint32_t, uint32_t>> places;  // of each row: its block, its place in that
};

// Threads that answer blocks.
class Answering {
 public:
  Answering(Record& record, const ViewText& view, const std::string& on,
            const std::vector<std::string>& columns, CsvForm form, size_t threads) {
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

  // The blocks must stay until they are answered.
  void Put(const Window& window) {
    const std::lock_guard lock(mutex_);
    for (const std::unique_ptr<Block>& block : window.blocks) waiting_.push_back(block.get());
    changed_.notify_all();
  }

  void WaitFor(const Block& block) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&block] { return block.is_answered; });
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

  std::mutex mutex_;  // of all below
  std::condition_variable changed_;
  std::deque<Block*> waiting_;
  bool is_over_ = false;
  std::vector<std::thread> threads_;
};

// What of a row decides which of the things kept its answer is found in.
class RowOrder {
 public:
  explicit RowOrder(const std::vector<std::string>& columns) {
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == "on" || columns[i] == "knownBy" || columns[i] == "recordedBy") {
        deciding_.push_back(i);
      }
    }
  }

  // Cuts a window into blocks of rows with like dates.
  void Cut(Window& window) const {
    std::vector<std::pair<std::string, uint32_t>> rows;
    rows.reserve(window.rows.size());
    for (const CsvRow& row : window.rows) {
      std::string key;
      for (const size_t column : deciding_) {
        if (column < row.cells.size()) absl::StrAppend(&key, row.cells[column]);
        key.push_back('\n');
      }
      rows.emplace_back(std::move(key), static_cast<uint32_t>(rows.size()));
    }
    std::sort(rows.begin(), rows.end());
    window.places.resize(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      const bool is_new_date = i > 0 && rows[i].first != rows[i - 1].first;
      Block* block = window.blocks.empty() ? nullptr : window.blocks.back().get();
      const size_t full = is_new_date ? kRowsAtATime / 2 : kRowsAtATime;
      if (block == nullptr || block->rows.size() >= full) {
        block = window.blocks.emplace_back(std::make_unique<Block>()).get();
      }
      window.places[rows[i].second] = {static_cast<uint32_t>(window.blocks.size() - 1),
                                       static_cast<uint32_t>(block->rows.size())};
      block->rows.push_back(&window.rows[rows[i].second]);
    }
  }

 private:
  std::vector<size_t> deciding_;  // columns
};

class FileScreening {
 public:
  FileScreening(const Session& session, const ScreenFileArguments& arguments, CsvReader& rows,
                std::ostream& out)
      : arguments_(arguments), rows_(rows), out_(out), bar_(session.err, "screening") {}

  // False in `all_answered`: some rows were reported.
  absl::Status Run(Record& record, Screenings& now, const ViewText& view, bool& all_answered);

 private:
  std::unique_ptr<Window> ReadSome(const RowOrder& order, absl::Status& trouble);
  // Waits for the answers and tells of them in the order of the rows.
  absl::Status Write(const Window& window, Answering& answering, bool& all_answered);
  void Tell(std::vector<RowTrouble> troubles, bool& all_answered);

  const ScreenFileArguments& arguments_;
  CsvReader& rows_;
  std::ostream& out_;
  ProgressBar bar_;
  ScreenSummary summary_;
  std::set<std::string> contradictions_;      // told of
  std::map<std::string, uint64_t> warnings_;  // to be told at the end, with the rows they are of
  uint64_t bytes_told_ = 0;                   // of the file, in windows that are written
};

// nullptr at the end. What is wrong with the file is told after the rows before it.
std::unique_ptr<Window> FileScreening::ReadSome(const RowOrder& order, absl::Status& trouble) {
  auto window = std::make_unique<Window>();
  const uint64_t begin = rows_.bytes_read();
  while (window->rows.size() < kWindowRows && rows_.bytes_read() - begin < kWindowBytes &&
         trouble.ok()) {
    CsvRow row;
    const absl::StatusOr<bool> more = rows_.Next(row);
    trouble = more.status();
    if (!more.ok() || !*more) break;
    window->rows.push_back(std::move(row));
  }
  window->bytes_read = rows_.bytes_read();
  if (window->rows.empty()) return nullptr;
  order.Cut(*window);
  return window;
}

void FileScreening::Tell(std::vector<RowTrouble> troubles, bool& all_answered) {
  std::sort(troubles.begin(), troubles.end(),
            [](const RowTrouble& a, const RowTrouble& b) { return a.line < b.line; });
  for (const RowTrouble& trouble : troubles) {
    all_answered = false;
    if (!summary_.Add(trouble)) continue;
    bar_.Wipe();
    std::cerr << "decree: " << Printable(arguments_.file) << ':' << trouble.line << ": "
              << Visible(trouble.what) << '\n';
  }
}

absl::Status FileScreening::Write(const Window& window, Answering& answering, bool& all_answered) {
  std::vector<RowTrouble> troubles;
  uint64_t answered = 0;
  for (const std::unique_ptr<Block>& block : window.blocks) {
    answering.WaitFor(*block);
    const AnsweredRows& answers = block->answers;
    troubles.insert(troubles.end(), answers.troubles.begin(), answers.troubles.end());
    for (const std::string& contradiction : answers.contradictions) {
      if (!contradictions_.insert(contradiction).second) continue;
      bar_.Wipe();
      std::cerr << "decree: note: rows are undetermined; " << Printable(contradiction) << '\n';
    }
    for (const auto& [warning, rows] : answers.warnings) warnings_[warning] += rows;
    summary_.Add(answers.counts);
    answered += block->rows.size();
    const uint64_t bytes = window.bytes_read - bytes_told_;
    bar_.Show(bytes_told_ + bytes * answered / window.rows.size(), rows_.bytes_total());
  }
  bytes_told_ = window.bytes_read;
  Tell(std::move(troubles), all_answered);
  for (const auto& [block, place] : window.places) {
    const AnsweredRows& answers = window.blocks[block]->answers;
    const size_t begin = place == 0 ? 0 : answers.ends[place - 1];
    out_.write(answers.text.data() + begin,
               static_cast<std::streamsize>(answers.ends[place] - begin));
  }
  if (!out_.flush()) return absl::CancelledError("the output failed");
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
  std::unique_ptr<Window> window, next;  // they outlive the threads that look into them
  Answering answering(record, view, arguments_.on, columns, arguments_.form,
                      std::max(1u, std::thread::hardware_concurrency()));
  const RowOrder order(columns);
  // The next window is read while one is answered.
  window = ReadSome(order, trouble);
  if (window != nullptr) answering.Put(*window);
  while (window != nullptr) {
    next = ReadSome(order, trouble);
    if (next != nullptr) answering.Put(*next);
    DECREE_RETURN_IF_ERROR(Write(*window, answering, all_answered));
    window = std::move(next);
  }
  for (const auto& [warning, rows] : warnings_) {
    bar_.Wipe();
    std::cerr << "decree: warning: " << rows << (rows == 1 ? " row: " : " rows: ")
              << Printable(warning) << '\n';
  }
  bar_.Wipe();
  summary_.Print(std::cerr);
  return trouble;
}

}  // namespace

namespace {

// By name, or as the same file: replacing that would take away what else is written there.
bool IsStandardOutput(const std::string& out) {
  if (out.empty() || out == "-") return true;
  struct stat named {
  }, standard{};
  return ::stat(out.c_str(), &named) == 0 && ::fstat(STDOUT_FILENO, &standard) == 0 &&
         named.st_dev == standard.st_dev && named.st_ino == standard.st_ino;
}

}  // namespace

int ScreenFile(const Session& session, const ScreenFileArguments& arguments) {
  const absl::StatusOr<std::unique_ptr<CsvReader>> rows = CsvReader::Open(arguments.file);
  if (!rows.ok()) return Fail(rows.status(), Stage::kAsk);
  const auto record = OpenToAsk(session);
  if (!record.ok()) return Fail(record.status(), Stage::kOpen);
  // Every row is answered from the record as it is now.
  ViewText view = session.view;
  ViewText of_now = view;
  if (of_now.recorded_by.empty()) of_now.formerly = false;  // rows may say by when
  const absl::StatusOr<std::unique_ptr<Screenings>> now = (*record)->StartScreening(of_now);
  if (!now.ok()) return Fail(now.status(), Stage::kAsk);
  if (view.recorded_by.empty() && !view.formerly) {
    view.recorded_by = absl::StrCat((*now)->header().head);
  }
  std::unique_ptr<WholeFileWriter> file;
  if (!IsStandardOutput(arguments.out)) {
    std::error_code ignored;
    if (std::filesystem::equivalent(arguments.file, arguments.out, ignored)) {
      return Fail(absl::InvalidArgumentError(
                      absl::StrCat(arguments.out, ": is the file that is read; name another")),
                  Stage::kAsk);
    }
    absl::StatusOr<std::unique_ptr<WholeFileWriter>> begun = WholeFileWriter::Begin(arguments.out);
    if (!begun.ok()) return Fail(Prefixed("--out: ", begun.status()), Stage::kAsk);
    file = *std::move(begun);
  }
  std::ostream& out = file == nullptr ? std::cout : file->stream();
  FileScreening screening(session, arguments, **rows, out);
  bool all_answered = false;
  const absl::Status status = screening.Run(**record, **now, view, all_answered);
  if (!out.flush()) {
    if (file == nullptr) return kAnswered;  // EndOutput says so
    return FailedOutput(file->Commit());
  }
  if (!status.ok()) {
    if (file != nullptr) {
      std::cerr << "decree: note: " << Printable(arguments.out) << " was not written\n";
    }
    return Fail(status, absl::IsInvalidArgument(status) ? Stage::kAppend : Stage::kAsk);
  }
  if (file != nullptr) {
    if (const absl::Status written = file->Commit(); !written.ok()) return FailedOutput(written);
  }
  return all_answered ? kAnswered : kRefused;
}

}  // namespace decree::tools
