// restore DIR NEWSTORE: a new store from a backup. restore --from-jsonl FILE NEWSTORE: from the
// lines of `export jsonl --record`. Neither touches a store that is there.
#include "core/backup/restore.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/append/restore_lines.h"
#include "core/base/no_room.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/print_report.h"
#include "tools/cli/verbs.h"
#include "tools/input/line_reader.h"
#include "tools/input/refusal.h"
#include "tools/text/progress.h"

namespace decree::tools {
namespace {

struct RestoreArguments {
  std::vector<std::string> folders;
  std::string from_jsonl;
  std::string checkpoint;
  bool new_epoch = false;
};

int Finish(const Session& session, const std::string& new_store,
           const absl::StatusOr<RestoreReport>& report) {
  if (!report.ok()) return Fail(report.status(), Stage::kAsk);
  session.stored->Tell(
      "store", absl::StrCat("the new store ", new_store, ", ", report->head.size, " events"));
  PrintReport(session, *report, new_store);
  return kAnswered;
}

int RestoreBackup(const Session& session, const std::string& dir, const std::string& new_store,
                  RestoreOptions options) {
  absl::StatusOr<RestoreReport> report = absl::UnknownError("");
  {
    ProgressBar bar(session.err, "restoring");
    if (!session.json) {
      options.progress = [&](uint64_t done, uint64_t total) { bar.Show(done, total); };
    }
    report = RestoreStore(dir, new_store, options);
  }
  return Finish(session, new_store, report);
}

int RestoreExport(const Session& session, const std::string& path, const std::string& new_store,
                  const RestoreOptions& options) {
  auto reader = LineReader::Open(path);
  if (!reader.ok()) return Fail(reader.status(), Stage::kAsk);
  ProgressBar bar(session.err, "restoring " + path, (*reader)->bytes_total());
  uint64_t number = 0;
  const auto next = [&]() -> absl::StatusOr<std::optional<RecordLine>> {
    InputLine line;
    const absl::StatusOr<bool> more = (*reader)->Next(line);
    if (!more.ok()) {
      return number != 0 ? more.status() : Prefixed(absl::StrCat(path, ": "), more.status());
    }
    if (!*more) return std::optional<RecordLine>();
    bar.Show((*reader)->bytes_read());
    number = line.number;
    if (line.too_long) return absl::InvalidArgumentError("too long");
    absl::StatusOr<RecordLine> read = RecordLineFromJson(line.text);
    if (!read.ok()) return read.status();
    return std::optional<RecordLine>(*std::move(read));
  };
  absl::StatusOr<RestoreReport> report = RestoreFromLines(next, new_store, options);
  bar.Wipe();
  if (!report.ok() && number != 0) {
    report = Prefixed(absl::StrCat(path, ": by line ", number, ": "), report.status());
  }
  if (!report.ok() && IsRefusal(report.status()) && number != 0) {
    return Fail(report.status(), Stage::kAppend);
  }
  return Finish(session, new_store, report);
}

int RunRestore(const Session& session, const RestoreArguments& arguments) {
  const bool from_export = !arguments.from_jsonl.empty();
  if (arguments.folders.size() != (from_export ? 1 : 2)) {
    return Fail(absl::InvalidArgumentError(
                    "decree restore DIR NEWSTORE, or decree restore --from-jsonl FILE NEWSTORE"),
                Stage::kAsk);
  }
  if (session.open_record) return Fail(OpenToChange(session).status(), Stage::kAsk);
  RestoreOptions options;
  options.checkpoint_file = arguments.checkpoint;
  options.new_epoch = arguments.new_epoch;
  const std::string& new_store = arguments.folders.back();
  return from_export ? RestoreExport(session, arguments.from_jsonl, new_store, options)
                     : RestoreBackup(session, arguments.folders[0], new_store, options);
}

}  // namespace

void DeclareRestore(CommandLine& line) {
  auto arguments = std::make_shared<RestoreArguments>();
  line.AddVerb("restore", "Make a new store from a backup or from an exported record",
               "decree restore /mnt/backups/store new-store\n"
               "  decree restore --from-jsonl record.jsonl new-store")
      .List("FOLDERS", arguments->folders, "the backup, and the folder of the new store")
      .Option("--from-jsonl", arguments->from_jsonl,
              "instead of a backup: a file of `export jsonl --record`; - is standard input")
      .Option("--checkpoint", arguments->checkpoint,
              "the newest signed checkpoint of this log that is known")
      .Flag("--new-epoch", arguments->new_epoch,
            "restore although something later was signed; sign under a new origin then")
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunRestore(session, *arguments); });
}

}  // namespace decree::tools
