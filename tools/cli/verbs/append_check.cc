#include "tools/cli/verbs/append_check.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/interruption.h"
#include "tools/cli/verbs.h"
#include "tools/input/event_group.h"
#include "tools/input/event_texts.h"
#include "tools/input/refusal.h"
#include "tools/json/reports.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr size_t kProblemsALine = 32;
constexpr size_t kProblemsMax = 1'000;
constexpr size_t kLooksMax = 200'000;  // at an event, against the record

// A store without an event, in a folder of its own for a while.
absl::StatusOr<std::string> MakeEmptyStore() {
  std::error_code error;
  std::string path = (std::filesystem::temp_directory_path(error) / "decree-check-XXXXXX").string();
  if (error || ::mkdtemp(path.data()) == nullptr) {
    return absl::InternalError("no folder can be made for a check; set TMPDIR to one that can");
  }
  const absl::StatusOr<std::unique_ptr<Decree>> store = Decree::Open(path + "/store", Options{});
  if (!store.ok()) return store.status();
  DECREE_RETURN_IF_ERROR((*store)->Close());
  return path;
}

// An event that can be read, and where it stands.
struct ReadLine {
  std::string file;
  uint64_t line = 0;
  NewEvent event;
};

class Checker {
 public:
  Checker(const Session& session, bool is_strict) : session_(session), is_strict_(is_strict) {}

  int Run(const std::vector<std::string>& files);

 private:
  using Problem = CheckReport::Problem;

  absl::Status ReadFile(const std::string& path);
  void ReadObject(const std::string& path, const InputLine& object);
  // Against what is recorded, one refused event after the other left out.
  absl::Status CheckTogether();
  bool is_full() const { return report_.problems.size() >= kProblemsMax; }
  void Print() const;

  const Session& session_;
  const bool is_strict_;
  bool is_cut_ = false;  // more may be wrong than was looked for
  std::vector<ReadLine> read_;
  CheckReport report_;
};

// Where in an object that begins on a line a byte of it stands; columns count characters, from 1.
void PutPlace(const InputLine& object, size_t offset, CheckReport::Problem& problem) {
  const absl::string_view before = absl::string_view(object.text).substr(0, offset);
  problem.line += static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n'));
  const size_t line_end = before.rfind('\n');
  const absl::string_view in_line =
      line_end == absl::string_view::npos ? before : before.substr(line_end + 1);
  const uint64_t columns_before = line_end == absl::string_view::npos ? object.columns_before : 0;
  problem.column = 1 + columns_before +
                   static_cast<uint64_t>(std::count_if(in_line.begin(), in_line.end(), [](char c) {
                     return (static_cast<uint8_t>(c) & 0xC0u) != 0x80u;
                   }));
}

void Checker::ReadObject(const std::string& path, const InputLine& object) {
  ++report_.events;
  if (object.too_long) {
    ++report_.bad;
    report_.problems.push_back({path, object.number, 0, "", "",
                                absl::StrCat("longer than ", LineReader::kLineBytesMax >> 20,
                                             " MiB; write one event a line")});
    return;
  }
  auto event = EncodedEventFromJson(object.text);
  if (event.ok()) {
    read_.push_back({path, object.number, NewEvent(*std::move(event), {})});
    return;
  }
  ++report_.bad;
  std::vector<EventProblem> found = EventProblems(object.text, kProblemsALine);
  if (found.empty()) found.push_back({"", "", std::string(event.status().message())});
  for (EventProblem& one : found) {
    Problem problem{path, object.number, 0, one.field, one.value, one.text};
    if (one.has_offset) PutPlace(object, one.offset, problem);
    report_.problems.push_back(std::move(problem));
  }
}

absl::Status Checker::ReadFile(const std::string& path) {
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<EventTexts> objects, EventTexts::Open(path));
  InputLine object;
  uint64_t bytes = 0;
  while (!is_full()) {
    const absl::StatusOr<bool> more = objects->Next(object);
    if (!more.ok()) {
      ++report_.bad;
      report_.problems.push_back({path, 0, 0, "", "", std::string(more.status().message())});
      return absl::OkStatus();
    }
    if (!*more) return absl::OkStatus();
    bytes += object.text.size();
    if (read_.size() >= EventGroup::kEventsMax || bytes > EventGroup::kBytesMax) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": line ", object.number, ": --check takes at most ",
                       EventGroup::kEventsMax, " events and ", EventGroup::kBytesMax >> 20,
                       " MiB of them at a time; check the file in parts"));
    }
    ReadObject(path, object);
  }
  return absl::OkStatus();
}

absl::Status Checker::CheckTogether() {
  std::unique_ptr<Record> record;
  std::string made;
  const absl::Cleanup remove_made = [&record, &made] {
    record.reset();
    std::error_code ignored;
    if (!made.empty()) std::filesystem::remove_all(made, ignored);
  };
  absl::StatusOr<std::unique_ptr<Record>> opened = OpenToAsk(session_);
  if (absl::IsNotFound(opened.status())) {
    // What will be the first events of a store is held against an empty one.
    DECREE_ASSIGN_OR_RETURN(made, MakeEmptyStore());
    Session empty = session_;
    empty.store_dir = made + "/store";
    opened = OpenToAsk(empty);
  }
  if (!opened.ok()) return opened.status();
  record = *std::move(opened);
  const bool all_are_read = report_.problems.empty();
  // Each event that is refused costs another look at all the others.
  for (size_t looked = 0; !read_.empty() && !is_full(); looked += read_.size()) {
    if (looked > kLooksMax) {
      is_cut_ = true;
      return absl::OkStatus();
    }
    std::vector<NewEvent> events;
    for (const ReadLine& line : read_) events.push_back(line.event);
    const auto warnings = record->CheckAppend(events);
    if (warnings.ok()) {
      for (const AppendWarning& warning : *warnings) {
        const ReadLine* const at = warning.index ? &read_[*warning.index] : nullptr;
        report_.warnings.push_back(at == nullptr ? warning.text
                                                 : TextOf({at->file, at->line, warning.text}));
      }
      return absl::OkStatus();
    }
    const std::optional<AppendErrorPlace> place = AppendErrorOf(warnings.status());
    if (!IsRefusal(warnings.status()) || !place || !place->index || *place->index >= read_.size()) {
      return warnings.status();
    }
    const ReadLine& refused = read_[*place->index];
    const bool may_be_of_another = !all_are_read && place->field == "target";
    if (!may_be_of_another) ++report_.bad;
    if (!may_be_of_another)
      report_.problems.push_back({refused.file, refused.line, 0, place->field, "", place->problem});
    read_.erase(read_.begin() + static_cast<std::ptrdiff_t>(*place->index));
  }
  return absl::OkStatus();
}

void Checker::Print() const {
  if (session_.json) {
    WriteJson(std::cout, report_);
    std::cout << "\n";
    return;
  }
  for (const Problem& problem : report_.problems) {
    std::string text = Visible(problem.file);
    if (problem.line != 0) absl::StrAppend(&text, ":", problem.line);
    if (problem.column != 0) absl::StrAppend(&text, ":", problem.column);
    // The log names the event by its id, and its checks the field.
    const bool is_named = problem.field.empty() || problem.text.find(problem.field) == 0;
    absl::StrAppend(&text, ": ", is_named ? "" : problem.field + ": ", problem.text);
    std::cout << Visible(text) << "\n";
  }
  if (is_full() || is_cut_) std::cout << "more is wrong than is told; mend these and check again\n";
  for (const std::string& warning : report_.warnings) {
    std::cout << "warning: " << Visible(warning) << "\n";
  }
  const size_t problems = report_.problems.size(), warnings = report_.warnings.size();
  std::cout << "checked " << report_.events << (report_.events == 1 ? " event: " : " events: ")
            << report_.events - std::min(report_.bad, report_.events) << " good, " << report_.bad
            << " refused (" << problems << (problems == 1 ? " error), " : " errors), ") << warnings
            << (warnings == 1 ? " warning" : " warnings") << "; nothing is stored\n";
}

int Checker::Run(const std::vector<std::string>& files) {
  for (const std::string& path : files) {
    const absl::Status read = ReadFile(path);
    if (!read.ok()) return Fail(read, Stage::kAsk);
  }
  const absl::Status checked = CheckTogether();
  std::stable_sort(report_.problems.begin(), report_.problems.end(),
                   [&files](const Problem& a, const Problem& b) {
                     const auto place = [&files](const Problem& problem) {
                       const auto file = std::find(files.begin(), files.end(), problem.file);
                       return std::tuple(file - files.begin(), problem.line, problem.column);
                     };
                     return place(a) < place(b);
                   });
  Print();
  if (!checked.ok()) return Fail(checked, Stage::kAsk);
  const bool is_warned = is_strict_ && !report_.warnings.empty();
  return report_.problems.empty() && !is_warned ? kAnswered : kRefused;
}

}  // namespace

int CheckFiles(const Session& session, const std::vector<std::string>& files, bool is_strict) {
  RenameInterruption("append --check");
  return Checker(session, is_strict).Run(files);
}

}  // namespace decree::tools
