// A SlotFile is a small file of fixed size, made and zeroed in advance and then overwritten in
// place: no change of length, so that a sync writes data only. It knows nothing of what a slot
// means.
//
// Nothing is durable before Sync. Not safe for concurrent use.
#ifndef DECREE_CORE_STORE_SLOT_FILE_H_
#define DECREE_CORE_STORE_SLOT_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace decree {

struct FileSeam;  // core/store/file_seam.h; nullptr means the machine's file system

class SlotFile {
 public:
  virtual ~SlotFile() = default;

  // Errors: Internal naming the file.
  virtual absl::Status Write(uint64_t offset, absl::string_view bytes) = 0;
  virtual absl::Status Sync() = 0;
};

// Makes (or replaces) `dir`/`name` with `size` zero bytes; durable, with its directory entry, when
// it returns OK. Errors: Internal, no room (core/base/no_room.h).
absl::Status CreateSlotFile(const std::string& dir, const std::string& name, size_t size,
                            const std::shared_ptr<FileSeam>& files);

// Errors: NotFound, Internal.
absl::StatusOr<std::unique_ptr<SlotFile>> OpenSlotFile(const std::string& path,
                                                       const std::shared_ptr<FileSeam>& files);

// Reads a SlotFile that another process may be writing. Safe for concurrent use.
class SlotReader {
 public:
  virtual ~SlotReader() = default;

  // Fills `into` from `offset` on. Errors: Internal naming the file, where it is too short as well.
  virtual absl::Status Read(uint64_t offset, absl::Span<char> into) const = 0;
};

// Errors: NotFound, Internal.
absl::StatusOr<std::unique_ptr<SlotReader>> OpenSlotReader(const std::string& path);

// The whole content. Errors: NotFound, Internal, DataLoss beyond 1 MiB.
absl::StatusOr<std::string> ReadSlotFile(const std::string& path);

}  // namespace decree

#endif  // DECREE_CORE_STORE_SLOT_FILE_H_
