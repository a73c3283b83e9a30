// The ends of RocksDB's manifest and of its newest WAL after a power cut. RocksDB takes a file that
// was cut short, but refuses one whose last record is there in length and not in content, which is
// what a medium may hold of a write that was never synced; and its secondaries can loop for ever
// over such an end of a manifest. This finds where the sound part ends.
//
// Whether what comes after may be given up is not decided here: core/log/open_log.cc tries the
// sound parts on the side first and holds the outcome against the head.
#ifndef DECREE_CORE_STORE_TORN_TAIL_H_
#define DECREE_CORE_STORE_TORN_TAIL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

struct FileSeam;  // core/store/file_seam.h; nullptr means the machine's file system

// How many bytes of a manifest or WAL come before the first record that does not read.
size_t SoundBytes(absl::string_view text);

struct SoundPart {
  std::string name;   // "MANIFEST-000022", "000021.log"
  std::string bytes;  // up to the first record that does not read
  uint64_t torn_bytes = 0;
};

// Of the database in `dir`; nullopt when its manifest reads to its end or does not read at all.
// Errors: NotFound, Internal.
absl::StatusOr<std::optional<SoundPart>> FindTornManifest(const std::string& dir,
                                                          const std::shared_ptr<FileSeam>& files);

// Of its newest WAL that is not empty; nullopt when that reads to its end, or there is none.
// Errors: as above.
absl::StatusOr<std::optional<SoundPart>> FindTornWal(const std::string& dir,
                                                     const std::shared_ptr<FileSeam>& files);

// Puts the sound part in the file's place; durable when it returns OK.
absl::Status PutSoundPart(const std::string& dir, const SoundPart& part,
                          const std::shared_ptr<FileSeam>& files);

}  // namespace decree

#endif  // DECREE_CORE_STORE_TORN_TAIL_H_
