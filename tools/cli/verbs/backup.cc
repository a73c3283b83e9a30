// backup DIR: the whole store into a folder, beside a writer, only what is not there yet; backup
// verify DIR: reads all of it and opens the log in it.
#include "core/backup/backup.h"

#include <memory>

#include "tools/cli/exit_status.h"
#include "tools/cli/print_report.h"
#include "tools/cli/verbs.h"
#include "tools/text/progress.h"

namespace decree::tools {
namespace {

template <typename Work>
int Report(const Session& session, const std::string& dir, bool is_new, const Work& work) {
  absl::StatusOr<BackupReport> report = absl::UnknownError("");
  {
    ProgressBar bar(session.err, is_new ? "backing up" : "reading the backup");
    BackupOptions options;
    if (!session.json) {
      options.progress = [&](uint64_t done, uint64_t total) { bar.Show(done, total); };
    }
    report = work(options);
  }
  if (!report.ok()) return Fail(report.status(), Stage::kAsk);
  if (is_new) session.stored->Tell("backup", "the backup in " + dir);
  PrintReport(session, *report, is_new);
  return kAnswered;
}

int RunBackup(const Session& session, const std::string& dir) {
  if (dir.empty()) {
    return Fail(absl::InvalidArgumentError("name the folder of the backup: decree backup DIR"),
                Stage::kAsk);
  }
  if (session.open_record) return Fail(OpenToChange(session).status(), Stage::kAsk);
  return Report(session, dir, true, [&](const BackupOptions& options) {
    return BackUpStore(session.store_dir, dir, options);
  });
}

int RunVerify(const Session& session, const std::string& dir) {
  return Report(session, dir, false,
                [&](const BackupOptions& options) { return VerifyBackup(dir, options); });
}

}  // namespace

void DeclareBackup(CommandLine& line) {
  auto dir = std::make_shared<std::string>();
  line.AddVerb("backup", "Copy the store into a folder, beside its writer; only what is new",
               "decree backup /mnt/backups/store\n  decree backup verify /mnt/backups/store")
      .Optional("DIR", *dir, "the folder of the backup")
      .Formats(Forms::kJson)
      .Runs([dir](const Session& session) { return RunBackup(session, *dir); });
  auto verified = std::make_shared<std::string>();
  line.AddVerb("backup verify", "Read every byte of a backup and check the log in it",
               "decree backup verify /mnt/backups/store")
      .Required("DIR", *verified, "the folder of the backup")
      .Formats(Forms::kJson)
      .Runs([verified](const Session& session) { return RunVerify(session, *verified); });
}

}  // namespace decree::tools
