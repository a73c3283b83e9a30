// The head file says what was acknowledged: size, root and last instant, in two slots that are
// overwritten in turn. It is synced after the WAL and before each acknowledgement, and it is what
// makes a lost or cut WAL visible, which RocksDB alone would swallow.
//
// Invariants:
//  - Its size never falls, and never passes what the WAL held when it was synced.
//  - Every position up to its size was acknowledged, or may have been; none beyond it was.
//  - Its root is that of the leaves 1..size, and its store id that of the database.
//  - One slot is always whole: the other one is overwritten.
//
// Do not confuse it with a signed checkpoint, which is made for outsiders. A slot is 4 KiB:
//
//   OFFSET SIZE DESCRIPTION (numbers are little-endian)
//        0    8 "DECREEHD"
//        8    4 format of the log, 1
//       12    4 zero
//       16   16 store id
//       32    8 sequence: the slot is sequence mod 2, the valid slot with the highest one counts
//       40    8 size
//       48   32 root
//       80    8 last recorded instant, microseconds since the epoch, UTC
//       88   36 zero
//      124    4 CRC-32C of the 124 bytes before (here in every format, so that a newer one is
//      known) 128    . zero
#ifndef DECREE_CORE_LOG_HEAD_FILE_H_
#define DECREE_CORE_LOG_HEAD_FILE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/log/event_log.h"
#include "core/store/slot_file.h"

namespace decree {

inline constexpr uint32_t kLogFormat = 1;
inline constexpr char kHeadFileName[] = "head";

struct HeadSlot {
  StoreId store{};
  uint64_t sequence = 0;
  LogHead head;
  // The other slot holds something that does not read: torn by a power cut, damaged, or just being
  // overwritten. It may have acknowledged more than this one.
  bool other_is_damaged = false;
};

// The newest valid slot of a head file's content; nullopt when there is none.
// Errors: Unimplemented when a valid slot is of a newer format.
absl::StatusOr<std::optional<HeadSlot>> ParseHeadFile(absl::string_view content);

// Reads the newest valid slot; nullopt when the file is absent or has no valid slot.
// Errors: as ParseHeadFile; Internal.
absl::StatusOr<std::optional<HeadSlot>> ReadHeadFile(const std::string& dir);

// The same, once no slot is just being overwritten or the time for that is over.
absl::StatusOr<std::optional<HeadSlot>> ReadSettledHead(const std::string& dir);

// Not safe for concurrent use.
class HeadFile {
 public:
  // `last` is the slot that counts now; with `create` the file is made anew. Errors: Internal.
  static absl::StatusOr<std::unique_ptr<HeadFile>> Open(const std::string& dir,
                                                        const HeadSlot& last, bool create,
                                                        const std::shared_ptr<FileSeam>& files);

  // Overwrites the older slot; durable when it returns OK if `sync`. After an error it is unknown
  // which of the two heads counts.
  absl::Status Write(const LogHead& head, bool sync);

 private:
  HeadFile(std::unique_ptr<SlotFile> file, const HeadSlot& last)
      : file_(std::move(file)), last_(last) {}

  std::unique_ptr<SlotFile> file_;
  HeadSlot last_;
};

// Tells at the price of reading 256 bytes whether a head may have been written: every head changes
// the mark. What it says is read with ReadHeadFile. Safe for concurrent use.
class HeadWatch {
 public:
  using Mark = std::array<char, 256>;

  // Errors: NotFound, Internal.
  static absl::StatusOr<std::unique_ptr<HeadWatch>> Open(const std::string& dir);

  absl::StatusOr<Mark> Look() const;

 private:
  explicit HeadWatch(std::unique_ptr<SlotReader> file) : file_(std::move(file)) {}

  const std::unique_ptr<SlotReader> file_;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_HEAD_FILE_H_
