#include "core/log/open_log.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/assert.h"
#include "core/base/status_macros.h"
#include "core/log/commit_mark.h"
#include "core/log/group_format.h"
#include "core/log/key_layout.h"
#include "core/log/little_endian.h"
#include "core/log/log_agreement.h"
#include "core/log/log_reader.h"
#include "core/log/merkle_source.h"
#include "core/store/plain_files.h"
#include "core/store/temporary_folder.h"
#include "core/store/torn_tail.h"

namespace decree {
namespace {

constexpr size_t kFormatValueBytes = 20;
constexpr char kRestoreHint[] = "; restore a backup (`decree restore`)";

// How long a reader goes on catching up with a database that ends before its head.
constexpr absl::Duration kCatchUpWaitMax = absl::Milliseconds(200);
constexpr absl::Duration kCatchUpPauseMax = absl::Milliseconds(20);

std::string FormatValue(const StoreId& store) {
  std::string value;
  AppendLe<uint32_t>(value, kLogFormat);
  value.append(reinterpret_cast<const char*>(store.data()), store.size());
  return value;
}

// The store id that the database holds; nullopt when it was never finished.
absl::StatusOr<std::optional<StoreId>> ReadFormat(const std::string& dir,
                                                  const LogDatabase& database) {
  DECREE_ASSIGN_OR_RETURN(const auto value, database.Get(LogTable::kMeta, kFormatKey));
  if (!value.has_value()) return std::optional<StoreId>();
  if (value->size() >= 4 && GetLe<uint32_t>(value->data()) > kLogFormat) {
    return absl::UnimplementedError(absl::StrCat("the log in '", dir, "' has format ",
                                                 GetLe<uint32_t>(value->data()),
                                                 ", this program knows up to ", kLogFormat));
  }
  if (value->size() != kFormatValueBytes) {
    return absl::DataLossError(absl::StrCat("the log in '", dir, "': its format is unreadable"));
  }
  StoreId store;
  std::memcpy(store.data(), value->data() + 4, store.size());
  return std::optional<StoreId>(store);
}

absl::StatusOr<bool> DatabaseExists(const std::string& dir) {
  return IsThere(LogDatabaseDir(dir) + "/CURRENT");
}

LogDatabaseOptions DatabaseOptions(const LogOptions& options) {
  LogDatabaseOptions database;
  database.read_only = options.read_only;
  database.secondary_dir = options.secondary_dir;
  database.block_cache_bytes = options.block_cache_bytes;
  database.files = options.files;
  return database;
}

// Makes the head file of a new log, which is there before its database. A database without a head
// file has lost it, unless it is empty; it is looked at through a secondary, so that a newer format
// stays untouched.
absl::StatusOr<HeadSlot> MakeHead(const std::string& dir, const LogOptions& options) {
  HeadSlot slot;
  slot.head.root = EmptyRoot();
  DECREE_ASSERT(RAND_bytes(slot.store.data(), static_cast<int>(slot.store.size())) == 1);
  DECREE_ASSIGN_OR_RETURN(const bool has_database, DatabaseExists(dir));
  if (has_database) {
    LogDatabaseOptions peek = DatabaseOptions(options);
    peek.read_only = true;
    DECREE_ASSIGN_OR_RETURN(const auto database, LogDatabase::Open(LogDatabaseDir(dir), peek));
    DECREE_ASSIGN_OR_RETURN(const std::optional<StoreId> store, ReadFormat(dir, *database));
    DECREE_ASSIGN_OR_RETURN(const LogEnd end, ReadLogEnd(*database));
    if (end.position != 0 && options.check_head) {
      return absl::DataLossError(
          absl::StrCat("the log in '", dir, "' has no valid head file, yet its database holds ",
                       end.position, " positions: restore the head file from a backup"));
    }
    slot.store = store.value_or(slot.store);
  }
  DECREE_ASSIGN_OR_RETURN(const auto file, HeadFile::Open(dir, slot, true, options.files));
  DECREE_RETURN_IF_ERROR(file->Write(slot.head, options.sync));
  ++slot.sequence;
  return slot;
}

// Opens the files of a database that holds `acknowledged` positions.
absl::StatusOr<std::unique_ptr<LogDatabase>> OpenFiles(const std::string& dir,
                                                       const LogDatabaseOptions& options,
                                                       Position acknowledged) {
  DECREE_ASSIGN_OR_RETURN(const bool is_there, DatabaseExists(dir));
  if (acknowledged != 0 && !is_there) {
    return absl::DataLossError(absl::StrCat("the log in '", dir, "' has lost its database (",
                                            LogDatabaseDir(dir),
                                            ") and with it the acknowledged positions 1 to ",
                                            acknowledged, "; put it back or restore a backup"));
  }
  auto opened = LogDatabase::Open(LogDatabaseDir(dir), options);
  if (absl::IsNotFound(opened.status()) && (acknowledged != 0 || options.create)) {
    return absl::DataLossError(absl::StrCat(opened.status().message(), kRestoreHint));
  }
  if (absl::IsDataLoss(opened.status())) {
    return absl::DataLossError(absl::StrCat(opened.status().message(), kRestoreHint));
  }
  return opened;
}

// Opens or creates the database and makes sure that it belongs to the head file.
absl::StatusOr<std::unique_ptr<LogDatabase>> OpenDatabase(const std::string& dir,
                                                          const LogOptions& options,
                                                          const HeadSlot& slot) {
  const bool may_be_new = slot.head.size == 0;
  LogDatabaseOptions database_options = DatabaseOptions(options);
  database_options.create = may_be_new;
  DECREE_ASSIGN_OR_RETURN(auto database, OpenFiles(dir, database_options, slot.head.size));
  DECREE_ASSIGN_OR_RETURN(const std::optional<StoreId> store, ReadFormat(dir, *database));
  if (store.has_value() && *store != slot.store) return OfTwoStores(dir);
  if (!store.has_value()) {
    if (!may_be_new) {
      return absl::DataLossError(
          absl::StrCat("the log in '", dir, "': its database has no format"));
    }
    const auto batch = database->NewBatch();
    batch->Put(LogTable::kMeta, kFormatKey, FormatValue(slot.store));
    DECREE_RETURN_IF_ERROR(database->Commit(*batch, options.sync));
  }
  return database;
}

// Whether the database opens, and holds all that the head acknowledges, once the torn ends of these
// files are left out. It is tried in a folder of links, and nothing of the log is touched.
bool HoldsAllWith(const std::string& dir, const std::vector<SoundPart>& parts,
                  const HeadSlot& slot) {
  const auto scratch = TemporaryFolder::Create();
  if (!scratch.ok()) return false;
  const std::string copy = LogDatabaseDir((*scratch)->path());
  std::error_code error;
  std::filesystem::create_directories(copy, error);
  const std::filesystem::path source = std::filesystem::absolute(LogDatabaseDir(dir), error);
  for (const auto& entry : std::filesystem::directory_iterator(source, error)) {
    const std::filesystem::path name = entry.path().filename();
    const auto is_cut = [&](const SoundPart& part) { return part.name == name; };
    if (std::any_of(parts.begin(), parts.end(), is_cut)) continue;
    std::filesystem::create_symlink(entry.path(), copy / name, error);
    if (error) return false;
  }
  for (const SoundPart& part : parts) {
    if (!PutSoundPart(copy, part, nullptr).ok()) return false;
  }
  LogDatabaseOptions options;
  options.read_only = true;
  const auto database = LogDatabase::Open(copy, options);
  if (!database.ok()) return false;
  const auto store = ReadFormat(dir, **database);
  if (!store.ok() || (store->has_value() && **store != slot.store)) return false;
  const auto end = ReadLogEnd(**database);
  MerkleSource leaves(**database);
  return end.ok() && CheckAgainstHead(dir, slot.head, *end, leaves).ok();
}

// The manifest and the newest WAL of a database that does not open, without the ends that a power
// cut tore; empty when that is not what is wrong with it.
std::vector<SoundPart> MendableParts(const std::string& dir, const LogOptions& options,
                                     const HeadSlot& slot) {
  std::vector<SoundPart> parts;
  if (!options.check_head) return parts;
  for (const auto find : {FindTornManifest, FindTornWal}) {
    absl::StatusOr<std::optional<SoundPart>> part = find(LogDatabaseDir(dir), options.files);
    if (!part.ok()) return {};
    if (part->has_value()) parts.push_back(**std::move(part));
  }
  if (!parts.empty() && !HoldsAllWith(dir, parts, slot)) parts.clear();
  return parts;
}

// As OpenDatabase; what a power cut tore is mended first, if nothing acknowledged is lost by it.
absl::StatusOr<std::unique_ptr<LogDatabase>> OpenOrMendDatabase(const std::string& dir,
                                                                const LogOptions& options,
                                                                const HeadSlot& slot) {
  auto opened = OpenDatabase(dir, options, slot);
  if (!absl::IsDataLoss(opened.status())) return opened;
  const std::vector<SoundPart> parts = MendableParts(dir, options, slot);
  if (parts.empty()) return opened;
  for (const SoundPart& part : parts) {
    DECREE_RETURN_IF_ERROR(PutSoundPart(LogDatabaseDir(dir), part, options.files));
  }
  return OpenDatabase(dir, options, slot);
}

// What is acknowledged lies in folders whose own names must be on the medium as well: that a file
// was synced does not make the entry of its folder lasting. At every opening, since a process that
// died may have left them without. Those above are somebody else's where they may not be opened.
absl::Status SyncFolderNames(const std::string& dir, const LogOptions& options) {
  if (!options.sync) return absl::OkStatus();
  const PlainFiles files(options.files);
  DECREE_RETURN_IF_ERROR(files.SyncFolder(dir));
  const std::string store = FolderAbove(dir);
  files.SyncFolder(store).IgnoreError();
  files.SyncFolder(FolderAbove(store)).IgnoreError();
  return absl::OkStatus();
}

// Of all that the database holds, acknowledged or not.
absl::StatusOr<LogHead> RecordedHead(const LogDatabase& database, const LogEnd& end) {
  MerkleSource source(database);
  DECREE_ASSIGN_OR_RETURN(const Hash256 root, TreeRoot(end.position, source.Reader()));
  return LogHead{end.position, root, end.recorded_us};
}

// The end of the database, once it holds `position` or the time for that is over.
absl::StatusOr<LogEnd> CatchUpThrough(LogDatabase& database, Position position) {
  const absl::Time deadline = absl::Now() + kCatchUpWaitMax;
  for (absl::Duration pause = absl::Milliseconds(1);;
       pause = std::min(2 * pause, kCatchUpPauseMax)) {
    const bool is_last = absl::Now() >= deadline;
    DECREE_RETURN_IF_ERROR(database.CatchUp());
    DECREE_ASSIGN_OR_RETURN(const LogEnd end, ReadLogEnd(database));
    if (end.position >= position || is_last) return end;
    absl::SleepFor(pause);
  }
}

}  // namespace

absl::StatusOr<OpenedLog> OpenLogForWriting(const std::string& dir, const LogOptions& options) {
  OpenedLog log;
  DECREE_ASSIGN_OR_RETURN(log.lock, FolderLock::Take(dir));
  DECREE_RETURN_IF_ERROR(CheckErrorMark(dir));
  DECREE_ASSIGN_OR_RETURN(std::optional<HeadSlot> slot, ReadHeadFile(dir));
  if (!slot.has_value()) {
    DECREE_ASSIGN_OR_RETURN(slot, MakeHead(dir, options));
  }
  log.lock->WriteHolder();
  log.store = slot->store;
  DECREE_ASSIGN_OR_RETURN(log.database, OpenOrMendDatabase(dir, options, *slot));
  DECREE_RETURN_IF_ERROR(SyncFolderNames(dir, options));

  MerkleSource source(*log.database);
  DECREE_ASSIGN_OR_RETURN(const LogEnd end, ReadLogEnd(*log.database));
  if (options.check_head) {
    DECREE_RETURN_IF_ERROR(CheckAgainstHead(dir, slot->head, end, source));
    DECREE_ASSIGN_OR_RETURN(const auto mark, ReadCommitMark(*log.database));
    if (mark.has_value()) {
      DECREE_RETURN_IF_ERROR(CheckMark(dir, *mark, log.store, end, source));
      log.noted = mark->acknowledged;
    }
  }
  DECREE_ASSIGN_OR_RETURN(log.edge, source.Edge(end.position));
  Sha256 sha;
  log.head = {end.position, log.edge.Root(sha), end.recorded_us};
  DECREE_ASSIGN_OR_RETURN(log.head_file, HeadFile::Open(dir, *slot, false, options.files));
  if (slot->head.size != log.head.size) {
    // What recovery kept becomes acknowledged: it must be on the medium before the head says so.
    DECREE_RETURN_IF_ERROR(log.database->Flush());
    DECREE_RETURN_IF_ERROR(log.head_file->Write(log.head, options.sync));
  }
  return log;
}

absl::StatusOr<LogHead> FollowHead(const std::string& dir, LogDatabase& database,
                                   const LogOptions& options) {
  // The head first: what it acknowledges was in the WAL before.
  DECREE_ASSIGN_OR_RETURN(const std::optional<HeadSlot> slot, ReadSettledHead(dir));
  const Position acknowledged = slot.has_value() ? slot->head.size : 0;
  DECREE_ASSIGN_OR_RETURN(const LogEnd end, CatchUpThrough(database, acknowledged));
  if (options.check_head && !slot.has_value() && end.position != 0) {
    return absl::DataLossError(absl::StrCat("the log in '", dir, "' has no valid head file"));
  }
  if (!options.check_head || !slot.has_value()) return RecordedHead(database, end);
  if (end.position < acknowledged) {
    if (!options.allow_lost_end) return LostPositions(dir, end.position + 1, acknowledged);
    return RecordedHead(database, end);
  }
  DECREE_ASSIGN_OR_RETURN(const auto mark, ReadCommitMark(database));
  if (!options.allow_lost_end && mark.has_value()) {
    DECREE_RETURN_IF_ERROR(CheckHeadOfMark(dir, *slot, *mark));
  }
  // A damaged slot may have been the newer one. What it acknowledged was recorded before, and all
  // that is recorded is what the next writer acknowledges; so it is with an older copy of the head.
  if (end.position == acknowledged) return slot->head;
  if (slot->other_is_damaged) return RecordedHead(database, end);
  DECREE_ASSIGN_OR_RETURN(const bool is_older, HeadIsOlder(dir, mark, acknowledged));
  return is_older ? RecordedHead(database, end) : slot->head;
}

absl::StatusOr<OpenedLog> OpenLogForReading(const std::string& dir, const LogOptions& options) {
  OpenedLog log;
  // A newer format is not opened at all.
  DECREE_ASSIGN_OR_RETURN(const std::optional<HeadSlot> slot, ReadHeadFile(dir));
  const Position acknowledged = slot.has_value() ? slot->head.size : 0;
  auto opened = OpenFiles(dir, DatabaseOptions(options), acknowledged);
  if (absl::IsDataLoss(opened.status()) && slot.has_value() &&
      !MendableParts(dir, options, *slot).empty()) {
    return absl::DataLossError(
        absl::StrCat(opened.status().message(),
                     ": a power cut tore it and nothing acknowledged is lost; open the store for "
                     "writing once (e.g. `decree projections rebuild`), which mends it"));
  }
  if (!opened.ok()) return opened.status();
  log.database = *std::move(opened);
  DECREE_ASSIGN_OR_RETURN(std::optional<StoreId> store, ReadFormat(dir, *log.database));
  if (slot.has_value() && store.has_value() && *store != slot->store) return OfTwoStores(dir);
  DECREE_ASSIGN_OR_RETURN(log.head, FollowHead(dir, *log.database, options));
  if (!store.has_value()) {
    DECREE_ASSIGN_OR_RETURN(store, ReadFormat(dir, *log.database));
  }
  if (!store.has_value() && acknowledged != 0 && options.allow_lost_end) store = slot->store;
  if (!store.has_value() && acknowledged != 0) {
    return absl::DataLossError(absl::StrCat("the log in '", dir, "': its database has no format"));
  }
  if (!store.has_value()) {
    return absl::NotFoundError(absl::StrCat("there is no finished log in '", dir, "'"));
  }
  log.store = *store;
  if (!options.check_head || options.allow_lost_end || !slot.has_value()) return log;
  // The head as it was before: what it acknowledged stays as it was.
  DECREE_RETURN_IF_ERROR(HoldTogether(dir, *slot, *log.database));
  return log;
}

}  // namespace decree
