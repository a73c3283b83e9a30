// The manifest of a backup: which files the store consisted of, each with size and hash, and which
// position and root they must give. It is the only file of a backup that is ever replaced.
//
// A text of lines, each ended by a line feed:
//
//   decree backup 1
//   store 0f1e…                      32 hexadecimal digits
//   size 124
//   root 5a09…                       64 hexadecimal digits
//   recorded 1762300800000000        of the last event, microseconds since the epoch, UTC
//   made 1762300900000000            when the backup was made, likewise
//   file 9b2c… 8192 log/head         SHA-256, bytes, path below the store's folder; one a file
//   end 77ab…                        SHA-256 of all lines before
#ifndef DECREE_CORE_BACKUP_BACKUP_MANIFEST_H_
#define DECREE_CORE_BACKUP_BACKUP_MANIFEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/event_log.h"

namespace decree {

inline constexpr uint32_t kBackupFormat = 1;
inline constexpr char kManifestName[] = "backup";
inline constexpr uint64_t kManifestBytesMax = 256ull << 20;
inline constexpr size_t kBackupFilesMax = 1'000'000;

struct BackupFile {
  std::string path;
  uint64_t bytes = 0;
  std::string sha256;  // hexadecimal
};

struct BackupManifest {
  StoreId store{};
  LogHead head;
  int64_t made_us = 0;
  std::vector<BackupFile> files;  // by path

  uint64_t Bytes() const;
};

std::string EncodeManifest(const BackupManifest& manifest);

// Errors: Unimplemented for a newer format; DataLoss names the line.
absl::StatusOr<BackupManifest> ParseManifest(absl::string_view text);

// Whether a store has files of that path that a backup keeps: "log/head", "log/needs-doctor",
// "log/db/NAME", "documents/HASH", "audit/epoch-NNNN/SIZE", "audit/epoch-NNNN/vkey". Nothing else
// is ever written by a restore.
bool IsBackupPath(absl::string_view path);

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_BACKUP_MANIFEST_H_
