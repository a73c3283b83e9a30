#include "core/audit/audit_check.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/audit/checkpoint_folder.h"
#include "core/audit/checkpoint_maker.h"
#include "core/audit/log_tally.h"
#include "core/audit/stream_table.h"
#include "core/base/status_macros.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

constexpr char kTableIsMadeAnew[] =
    "; harmless: it is made anew from the log, with the next checkpoint for good; until then it "
    "can "
    "be deleted";

class AuditChecker {
 public:
  explicit AuditChecker(const AuditToCheck& audit) : audit_(audit) {}

  absl::StatusOr<AuditReport> Run() {
    const absl::StatusOr<std::vector<KeptEpoch>> epochs = ListEpochs(audit_.dir);
    if (!epochs.ok()) {
      Damaged(std::string(epochs.status().message()));
      return std::move(report_);
    }
    const auto named = ReadSignedLog(files_, audit_.dir);
    if (!named.ok()) Damaged(std::string(named.status().message()));
    const bool is_others =
        named.ok() && named->has_value() && **named != audit_.log.Id() && audit_.is_log_sound;
    for (const KeptEpoch& epoch : *epochs) {
      const bool counts = &epoch == &epochs->back() && !audit_.awaits_new_epoch;
      const std::vector<LogCheckpoint> read = ReadAll(epoch);
      if (!audit_.is_log_sound || read.empty()) continue;
      DECREE_RETURN_IF_ERROR(SeeThrough(read.back().size));
      DECREE_ASSIGN_OR_RETURN(const bool newest_fits, HoldAgainstLog(epoch, read, counts));
      if (is_others && &epoch == &epochs->back()) TellOthers(newest_fits);
      const bool has_newest = read.back().size == epoch.sizes.back();
      if (&epoch == &epochs->back() && newest_fits && has_newest) {
        DECREE_RETURN_IF_ERROR(CheckStreams(epoch, read.back()));
      }
    }
    return std::move(report_);
  }

 private:
  void Damaged(std::string what) {
    report_.is_sound = false;
    report_.findings.push_back(std::move(what));
  }

  // The checkpoints say that they are of a log of another id.
  void TellOthers(bool fits) {
    if (!fits) return Damaged(SignedOfAnother(audit_.dir, "log"));
    report_.notes.push_back(absl::StrCat(audit_.dir,
                                         "/log: names the log that this one was made "
                                         "again from; the next checkpoint puts it right"));
  }

  // A checkpoint that was made since the log was opened is of records that it does not show yet.
  absl::Status SeeThrough(Position size) const {
    return size > audit_.log.Head().size ? audit_.log.CatchUp() : absl::OkStatus();
  }

  // The epoch's checkpoints that read and are signed by its key, by size.
  std::vector<LogCheckpoint> ReadAll(const KeptEpoch& epoch) {
    std::vector<LogCheckpoint> read;
    report_.checkpoints += epoch.sizes.size();
    const absl::StatusOr<VerifierKey> key = ReadEpochKey(files_, epoch);
    if (!key.ok()) {
      Damaged(std::string(key.status().message()));
      return read;
    }
    for (const uint64_t size : epoch.sizes) {
      absl::StatusOr<SignedCheckpoint> checkpoint = ReadCheckpoint(files_, epoch, size, *key);
      if (checkpoint.ok()) {
        read.push_back(std::move(checkpoint->checkpoint));
      } else {
        Damaged(std::string(checkpoint.status().message()));
      }
    }
    return read;
  }

  // Whether the last of `read` is of this log.
  absl::StatusOr<bool> HoldAgainstLog(const KeptEpoch& epoch,
                                      const std::vector<LogCheckpoint>& read, bool counts) {
    const uint64_t head = audit_.log.Head().size;
    uint64_t newest_fitting = 0;
    std::vector<const LogCheckpoint*> others;
    for (const LogCheckpoint& checkpoint : read) {
      bool fits = false;
      if (checkpoint.size <= head) {
        DECREE_ASSIGN_OR_RETURN(const Hash256 root, audit_.log.RootAt(checkpoint.size));
        fits = root == checkpoint.root;
      }
      if (fits) newest_fitting = checkpoint.size;
      if (!fits) others.push_back(&checkpoint);
    }
    std::vector<const LogCheckpoint*> apart;  // from where the log and what was signed part
    for (const LogCheckpoint* other : others) {
      if (other->size > newest_fitting) {
        apart.push_back(other);
        continue;
      }
      Damaged(absl::StrCat(
          epoch.CheckpointPath(other->size), ": is signed, but contradicts the checkpoint of size ",
          newest_fitting, " of the same key, which is of this log: whoever has the key has signed ",
          "two histories. Tell those who keep its checkpoints, and begin a new epoch under a new ",
          "origin"));
    }
    if (!apart.empty()) TellApart(epoch, apart, head, counts);
    return apart.empty();
  }

  void TellApart(const KeptEpoch& epoch, const std::vector<const LogCheckpoint*>& apart,
                 uint64_t head, bool counts) {
    const LogCheckpoint& first = *apart.front();
    const bool is_beyond = first.size > head;
    std::string what = absl::StrCat(
        epoch.CheckpointPath(first.size), ": ",
        is_beyond ? absl::StrCat(first.size, " positions were signed, the log has ", head)
                  : absl::StrCat("another root was signed of the log's first ", first.size,
                                 " positions"));
    if (apart.size() > 1) {
      absl::StrAppend(&what, " (and ", apart.size() - 1, " later checkpoints are not of it)");
    }
    if (!counts) {
      report_.notes.push_back(absl::StrCat(
          what, ": the log was restored behind what \"", first.origin, "\" has signed, ",
          audit_.awaits_new_epoch ? "and a new epoch must begin before more is signed"
                                  : "and a new epoch has begun since"));
      return;
    }
    Damaged(absl::StrCat(
        what,
        is_beyond ? ": it was restored behind what was signed, or has lost its end"
                  : ": it was restored behind what was signed and has grown otherwise, or was "
                    "rewritten",
        "; restore a backup that holds what was signed, or begin a new epoch with a key of another "
        "origin (decree audit checkpoint --new-epoch --key FILE)"));
  }

  absl::Status CheckStreams(const KeptEpoch& epoch, const LogCheckpoint& newest) {
    const std::string path = epoch.StreamsPath();
    const absl::StatusOr<std::string> bytes = ReadStreams(files_, epoch);
    if (absl::IsNotFound(bytes.status())) {
      report_.notes.push_back(absl::StrCat(path, ": is not there; harmless: it is made anew from ",
                                           "the log when it is needed"));
      return absl::OkStatus();
    }
    if (!bytes.ok()) {
      report_.findings.push_back(
          absl::StrCat(path, ": ", bytes.status().message(), kTableIsMadeAnew));
      return absl::OkStatus();
    }
    const absl::StatusOr<StreamTable> table = StreamTable::Decode(*bytes);
    const bool reads = table.ok() && table->Encode() == *bytes;
    if (reads && table->size() == newest.stream_rows && table->Root() == newest.stream_root) {
      return absl::OkStatus();
    }
    // Whether the log gives what the table's loss would need.
    if (const auto made = StreamsAt(newest, audit_.log, ""); !made.ok()) {
      Damaged(absl::StrCat(epoch.CheckpointPath(newest.size), ": ", made.status().message(),
                           ": the stream table that was signed is not that of its records; proofs ",
                           "of streams cannot be given. Begin a new epoch under a new origin"));
      return absl::OkStatus();
    }
    DECREE_ASSIGN_OR_RETURN(const Position unfinished,
                            reads ? SizeOf(*table, *bytes, newest.size) : Position{0});
    if (unfinished > 0) {
      report_.notes.push_back(absl::StrCat(path, ": is that of a checkpoint of ", unfinished,
                                           " positions which was not finished; harmless"));
      return absl::OkStatus();
    }
    const std::string why =
        table.ok() ? "is not the table that was signed" : std::string(table.status().message());
    report_.findings.push_back(absl::StrCat(path, ": ", why, kTableIsMadeAnew));
    return absl::OkStatus();
  }

  // The size after `signed_size` at which the log gives this table; 0 when there is none. The table
  // is written before the checkpoint is, so a crash in between leaves that of the next one.
  absl::StatusOr<Position> SizeOf(const StreamTable& table, const std::string& bytes,
                                  Position signed_size) const {
    Position last = 0;
    for (const StreamRow& row : table.Rows()) last = std::max(last, row.last);
    if (last <= signed_size) return Position{0};
    DECREE_RETURN_IF_ERROR(SeeThrough(last));
    if (last > audit_.log.Head().size) return Position{0};
    LogTally tally;
    DECREE_RETURN_IF_ERROR(tally.ReadThrough(last, audit_.log, nullptr));
    return tally.streams().Encode() == bytes ? last : Position{0};
  }

  const AuditToCheck& audit_;
  const PlainFiles files_;
  AuditReport report_;
};

}  // namespace

absl::StatusOr<AuditReport> CheckAudit(const AuditToCheck& audit) {
  return AuditChecker(audit).Run();
}

}  // namespace decree
