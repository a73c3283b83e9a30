// The end of RocksDB's manifest after a power cut. RocksDB takes a manifest that was cut short, but
// refuses one whose last record is there in length and not in content, which is what a medium may
// hold of a write that was never synced; and its secondaries can loop for ever over such an end.
// This finds where the sound part ends.
//
// Whether what comes after may be given up is not decided here: core/log/open_log.cc tries the
// sound part on the side first and holds the outcome against the head.
#ifndef DECREE_CORE_STORE_MANIFEST_TAIL_H_
#define DECREE_CORE_STORE_MANIFEST_TAIL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

struct FileSeam;  // core/store/file_seam.h; nullptr means the machine's file system

// How many of a manifest's bytes come before the first record that does not read.
size_t SoundManifestBytes(absl::string_view manifest);

struct SoundManifest {
  std::string name;   // "MANIFEST-000022"
  std::string bytes;  // up to the first record that does not read
  uint64_t torn_bytes = 0;
};

// Of the database in `dir`; nullopt when its manifest reads to its end or does not read at all.
// Errors: NotFound, Internal.
absl::StatusOr<std::optional<SoundManifest>> FindTornManifest(
    const std::string& dir, const std::shared_ptr<FileSeam>& files);

// Puts the sound part in the manifest's place; durable when it returns OK.
absl::Status PutSoundManifest(const std::string& dir, const SoundManifest& manifest,
                              const std::shared_ptr<FileSeam>& files);

}  // namespace decree

#endif  // DECREE_CORE_STORE_MANIFEST_TAIL_H_
