#include "core/backup/log_snapshot.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/log/log_folder.h"
#include "core/store/torn_tail.h"

namespace decree {
namespace {

constexpr int kAttempts = 50;
constexpr absl::Duration kPause = absl::Milliseconds(10);
constexpr uint64_t kHeadBytesMax = 1 << 16;
constexpr uint64_t kCurrentBytesMax = 4096;

bool IsKept(const std::string& name) {
  return name == "CURRENT" || name == "IDENTITY" || absl::StartsWith(name, "MANIFEST-") ||
         absl::EndsWith(name, ".sst") || absl::EndsWith(name, ".log");
}

struct Listing {
  std::vector<std::string> names;
  std::string current;  // the content of CURRENT: which manifest counts
  friend bool operator==(const Listing&, const Listing&) = default;
};

absl::StatusOr<Listing> ListDatabase(const PlainFiles& files, const std::string& dir) {
  Listing listing;
  DECREE_ASSIGN_OR_RETURN(listing.names, files.List(dir));
  std::erase_if(listing.names, [](const std::string& name) { return !IsKept(name); });
  DECREE_ASSIGN_OR_RETURN(listing.current, files.ReadAll(dir + "/CURRENT", kCurrentBytesMax));
  return listing;
}

// Whether the manifest that counts was caught between two records of its writer.
absl::StatusOr<bool> ManifestIsWhole(const Listing& listing,
                                     const std::vector<SnapshotFile>& opened) {
  const absl::string_view name = absl::StripSuffix(listing.current, "\n");
  for (const SnapshotFile& file : opened) {
    if (!absl::EndsWith(file.path, absl::StrCat("/", name))) continue;
    std::string bytes;
    DECREE_RETURN_IF_ERROR(file.source->Read([&](absl::string_view piece) {
      bytes.append(piece.data(), piece.size());
      return absl::OkStatus();
    }));
    return SoundBytes(bytes) == bytes.size();
  }
  return false;
}

// nullopt when the folder changed meanwhile. `is_last`: a manifest that is damaged is taken as it
// is, and found when the copy is checked.
absl::StatusOr<std::optional<std::vector<SnapshotFile>>> TryOpen(const PlainFiles& files,
                                                                 const std::string& dir,
                                                                 bool is_last) {
  std::vector<SnapshotFile> opened;
  DECREE_ASSIGN_OR_RETURN(const Listing before, ListDatabase(files, dir));
  for (const std::string& name : before.names) {
    auto source = files.Open(absl::StrCat(dir, "/", name));
    if (absl::IsNotFound(source.status())) return std::optional<std::vector<SnapshotFile>>();
    if (!source.ok()) return source.status();
    opened.push_back({absl::StrCat("log/db/", name), *std::move(source)});
  }
  DECREE_ASSIGN_OR_RETURN(const Listing after, ListDatabase(files, dir));
  DECREE_ASSIGN_OR_RETURN(const bool is_whole, ManifestIsWhole(before, opened));
  if (!is_whole && !is_last) return std::optional<std::vector<SnapshotFile>>();
  if (!(before == after)) return std::optional<std::vector<SnapshotFile>>();
  return std::optional<std::vector<SnapshotFile>>(std::move(opened));
}

}  // namespace

absl::StatusOr<LogSnapshot> TakeLogSnapshot(const PlainFiles& files, const std::string& store_dir) {
  LogSnapshot snapshot;
  const std::string log_dir = store_dir + "/log";
  DECREE_ASSIGN_OR_RETURN(snapshot.head_bytes,
                          files.ReadAll(absl::StrCat(log_dir, "/", kHeadFileName), kHeadBytesMax));
  DECREE_ASSIGN_OR_RETURN(const std::optional<HeadSlot> slot, ParseHeadFile(snapshot.head_bytes));
  if (!slot.has_value()) {
    return absl::DataLossError(absl::StrCat("the log in '", log_dir, "' has no valid head file"));
  }
  snapshot.head = *slot;
  const std::string database = LogDatabaseDir(log_dir);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (attempt != 0) absl::SleepFor(kPause);
    DECREE_ASSIGN_OR_RETURN(auto opened, TryOpen(files, database, attempt + 1 == kAttempts));
    if (!opened.has_value()) continue;
    snapshot.files = *std::move(opened);
    // What the copy will hold beyond the head must not get lost here after it was kept there.
    for (const SnapshotFile& file : snapshot.files) {
      if (!absl::EndsWith(file.path, ".log")) continue;
      const absl::Status synced = files.SyncFile(file.source->path());
      if (!synced.ok() && !absl::IsNotFound(synced)) return synced;
    }
    return snapshot;
  }
  return absl::UnavailableError(absl::StrCat(
      "the files of '", database, "' changed all the time; try again when less is appended"));
}

}  // namespace decree
