// append FILE…|-: all or nothing a file, unless --each. Files over the size of one group go group
// by group, each with its own acknowledgement; such a file is read through once before, so that a
// bad line stops it before anything is stored (standard input cannot be).
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"
#include "core/codec/event_codec.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/cli/verbs/append_check.h"
#include "tools/input/event_group.h"
#include "tools/input/event_texts.h"
#include "tools/input/refusal.h"
#include "tools/json/reports.h"
#include "tools/text/progress.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr size_t kShownMax = 20;  // bad lines told of one by one

struct AppendArguments {
  std::vector<std::string> files;
  std::vector<std::string> documents;
  bool each = false;
  bool as_recorded = false;
  bool strict = false;
  bool check = false;
};

absl::StatusOr<EncodedEvent> EventOf(const InputLine& line) {
  if (!line.too_long) return EncodedEventFromJson(line.text);
  return absl::InvalidArgumentError(absl::StrCat("longer than ", LineReader::kLineBytesMax >> 20,
                                                 " MiB; write one event a line"));
}

class Appender {
 public:
  Appender(const Session& session, const AppendArguments& arguments)
      : session_(session), arguments_(arguments) {}

  int Run();

 private:
  int AppendFile(const std::string& path);
  int ReadAndAppend(const std::string& path, EventTexts& reader);
  int CheckRest(const std::string& path, uint64_t read);
  int Submit(const std::string& path, EventGroup& group);
  int EnsureOpen();
  int KeepDocuments();
  void Refuse(const Refusal& refusal);
  void Acknowledge(const std::string& path, const AppendTotals& group) const;
  void PrintTotals() const;
  int RefusedFile(const std::string& path, uint64_t appended_before) const;
  std::string StoredEvents() const;
  int Close(int status);

  const Session& session_;
  const AppendArguments& arguments_;
  std::unique_ptr<Decree> store_;
  AppendTotals totals_;
  std::vector<KeptDocument> documents_;
  ProgressBar* bar_ = nullptr;
};

int Appender::EnsureOpen() {
  if (store_ != nullptr) return kAnswered;
  auto store = OpenToAppend(session_);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  store_ = *std::move(store);
  return kAnswered;
}

// Before the events that cite them.
int Appender::KeepDocuments() {
  for (const std::string& path : arguments_.documents) {
    const int opened = EnsureOpen();
    if (opened != kAnswered) return opened;
    const absl::StatusOr<KeptDocument> kept = store_->KeepDocument(path);
    if (!kept.ok()) return Fail(kept.status(), Stage::kAppend);
    documents_.push_back(*kept);
    session_.stored->Tell(
        "documents", absl::StrCat(documents_.size() == 1 ? "the document " : "documents, the last ",
                                  path, ", sha256 ", kept->sha256));
    (session_.json ? std::cerr : std::cout)
        << (kept->repeated ? "kept already " : "kept ") << Printable(path) << ", " << kept->bytes
        << " bytes: sha256 " << kept->sha256 << "\n";
  }
  return kAnswered;
}

void Appender::Refuse(const Refusal& refusal) {
  totals_.refused.push_back(refusal);
  if (bar_ != nullptr) bar_->Wipe();
  if (totals_.refused.size() <= kShownMax) {
    std::cerr << "decree: " << Visible(TextOf(refusal)) << "\n";
  } else if (totals_.refused.size() == kShownMax + 1) {
    std::cerr << "decree: more lines are refused; the --json answer lists them all\n";
  }
}

void Appender::Acknowledge(const std::string& path, const AppendTotals& group) const {
  if (bar_ != nullptr) bar_->Wipe();
  std::string text = arguments_.files.size() > 1 ? Printable(path) + ": " : "";
  absl::StrAppend(&text, "appended ", group.appended, group.appended == 1 ? " event" : " events");
  if (group.appended > 0) absl::StrAppend(&text, ", positions ", group.first, "–", group.last);
  absl::StrAppend(&text, "; ", group.repeated, group.repeated == 1 ? " repeat" : " repeats", "\n");
  // With --json the one object comes last; what is stored by then is told on the side.
  (session_.json ? std::cerr : std::cout) << text << std::flush;
  for (const std::string& warning : group.warnings) {
    std::cerr << "decree: warning: " << Printable(warning) << "\n";
  }
}

int Appender::Submit(const std::string& path, EventGroup& group) {
  const int opened = EnsureOpen();
  if (opened != kAnswered) return opened;
  AppendTotals totals;
  AppendOptions options;
  options.as_recorded = arguments_.as_recorded;
  options.strict = arguments_.strict;
  const absl::Status status = arguments_.each ? group.AppendEach(*store_, options, totals)
                                              : group.AppendTogether(*store_, options, totals);
  group.Clear();
  std::vector<Refusal> refused;
  refused.swap(totals.refused);
  totals_.Add(totals);
  for (const Refusal& refusal : refused) Refuse(refusal);
  if (totals.appended + totals.repeated > 0) session_.stored->Tell("events", StoredEvents());
  if (status.ok()) {
    Acknowledge(path, totals);
    // Nothing more is stored that nobody would hear of.
    return std::cout ? kAnswered : kStoredButFailed;
  }
  if (IsRefusal(status)) return kRefused;
  if (totals.appended + totals.repeated > 0) Acknowledge(path, totals);
  return Fail(Prefixed(absl::StrCat(path, ": "), status), Stage::kAppend);
}

std::string Appender::StoredEvents() const {
  std::string text = absl::StrCat(totals_.appended, totals_.appended == 1 ? " event" : " events");
  if (totals_.appended > 0) {
    absl::StrAppend(&text, ", positions ", totals_.first, "–", totals_.last);
  }
  if (totals_.repeated > 0) {
    absl::StrAppend(&text, ", and ", totals_.repeated, " that were there already");
  }
  return text;
}

// What stands behind the first `read` events of a file that needs several groups, before the first
// of them is stored.
int Appender::CheckRest(const std::string& path, uint64_t read) {
  auto reader = EventTexts::Open(path);
  if (!reader.ok()) return Fail(reader.status(), Stage::kAsk);
  InputLine line;
  size_t bad = 0;
  for (uint64_t number = 1; bad <= kShownMax; ++number) {
    const auto more = (*reader)->Next(line);
    if (!more.ok()) {
      Refuse({path, 0, std::string(more.status().message())});
      return kRefused;
    }
    if (!*more) break;
    if (number <= read) continue;
    const auto event = EventOf(line);
    if (event.ok()) continue;
    ++bad;
    Refuse({path, line.number, std::string(event.status().message())});
  }
  return bad == 0 ? kAnswered : kRefused;
}

int Appender::ReadAndAppend(const std::string& path, EventTexts& reader) {
  ProgressBar bar(session_.err, "appending " + path, reader.bytes_total());
  bar_ = &bar;
  const absl::Cleanup forget = [this] { bar_ = nullptr; };
  EventGroup group(path);
  InputLine line;
  size_t bad = 0, groups = 0;
  uint64_t read = 0;
  while (bad == 0 || arguments_.each || bad <= kShownMax) {
    const auto more = reader.Next(line);
    if (!more.ok()) {
      Refuse({path, 0, std::string(more.status().message())});
      ++bad;
      break;
    }
    if (!*more) break;
    ++read;
    bar.Show(reader.bytes_read());
    auto event = EventOf(line);
    if (!event.ok()) {
      ++bad;
      Refuse({path, line.number, std::string(event.status().message())});
    }
    if (!event.ok() || (bad > 0 && !arguments_.each)) continue;
    if (!group.HasRoomFor(*event, line.text.size())) {
      const bool check = groups++ == 0 && !arguments_.each && reader.can_be_read_again();
      const int checked = check ? CheckRest(path, read) : kAnswered;
      if (checked != kAnswered) return checked;
      const int submitted = Submit(path, group);
      if (submitted != kAnswered) return submitted;
    }
    group.Add(line.number, *std::move(event), line.text.size());
  }
  if (bad > 0 && !arguments_.each) return kRefused;
  return Submit(path, group);
}

// Says what became of a file that was refused.
int Appender::RefusedFile(const std::string& path, uint64_t appended_before) const {
  const uint64_t stored = totals_.appended - appended_before;
  std::cerr << "decree: " << Printable(path) << ": refused; ";
  if (stored == 0) {
    std::cerr << "nothing of it is stored (--each stores the good lines)\n";
  } else {
    std::cerr << "the groups before it, " << stored
              << " events, are stored; mend the line and append all of it again\n";
  }
  return kRefused;
}

int Appender::AppendFile(const std::string& path) {
  auto reader = EventTexts::Open(path);
  if (!reader.ok()) return Fail(reader.status(), Stage::kAsk);
  const uint64_t before = totals_.appended;
  const int status = ReadAndAppend(path, **reader);
  return status == kRefused && !arguments_.each ? RefusedFile(path, before) : status;
}

void Appender::PrintTotals() const {
  AppendReport report;
  report.appended = totals_.appended;
  report.repeated = totals_.repeated;
  report.first = totals_.first;
  report.last = totals_.last;
  report.warnings = totals_.warnings;
  for (const Refusal& refusal : totals_.refused) {
    report.refused.push_back({refusal.file, refusal.line, refusal.error});
  }
  for (size_t i = 0; i < documents_.size(); ++i) {
    report.documents.emplace_back(arguments_.documents[i], documents_[i]);
  }
  WriteJson(std::cout, report);
  std::cout << "\n";
}

int Appender::Run() {
  if (arguments_.files.empty() && arguments_.documents.empty()) {
    return Fail(
        absl::InvalidArgumentError("name a FILE of events, - for standard input, or a --document"),
        Stage::kAsk);
  }
  int status = KeepDocuments();
  for (const std::string& path : arguments_.files) {
    if (status != kAnswered) break;  // later files may rest on this one
    status = AppendFile(path);
  }
  status = Close(status);
  if (session_.json) PrintTotals();
  if (status == kAnswered && !totals_.refused.empty()) status = kRefused;
  if (status != kAnswered && status != kStoredButFailed && !session_.stored->empty()) {
    std::cerr << "decree: stored all the same: " << Printable(session_.stored->Text()) << "\n";
  }
  return status;
}

int Appender::Close(int status) {
  const absl::Status closed = store_ == nullptr ? absl::OkStatus() : store_->Close();
  if (closed.ok() || (status != kAnswered && status != kRefused)) return status;
  return FailAfter(*session_.stored, Prefixed("the store could not be closed in order: ", closed),
                   Stage::kOpen);
}

}  // namespace

void DeclareAppend(CommandLine& line) {
  auto arguments = std::make_shared<AppendArguments>();
  line.AddVerb("append", "Record events: JSON Lines, all or nothing a file",
               "decree append events.jsonl\n  decree append --check events.jsonl\n  decree append "
               "--each --json - < events.jsonl\n"
               "  decree append --document notice.pdf events.jsonl")
      .List("FILE", arguments->files, "files of JSON Lines; - is standard input")
      .OptionList("--document", arguments->documents,
                  "keep this source text under its SHA-256; the file itself, of any form")
      .Flag("--each", arguments->each, "store the good lines, report the bad ones")
      .Flag("--check", arguments->check,
            "tell everything that is wrong with the files, and store nothing")
      .Flag("--strict", arguments->strict,
            "refuse what would be warned of, and store nothing of it")
      .Flag(
          "--as-recorded", arguments->as_recorded,
          "take what an earlier version took: the export of an older store, past limits that came "
          "later")
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) {
        if (!arguments->check) return Appender(session, *arguments).Run();
        const bool is_alone =
            arguments->documents.empty() && !arguments->each && !arguments->as_recorded;
        if (!arguments->files.empty() && is_alone) {
          return CheckFiles(session, arguments->files, arguments->strict);
        }
        return static_cast<int>(Fail(
            absl::InvalidArgumentError("--check: name files of events, and leave out --document, "
                                       "--each and --as-recorded"),
            Stage::kAsk));
      });
}

}  // namespace decree::tools
