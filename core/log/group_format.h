// A group: up to 256 events of one recorded instant, stored as one value under the key of its first
// position. It takes no more once its records reach 32 KiB, since reading one event unpacks it all.
// The leaf hashes stand apart from the records, so that reading one event hashes that event only.
//
//   OFFSET SIZE DESCRIPTION (numbers are little-endian)
//        0    2 group format, 1
//        2    2 number of events n, 1 to 256
//        4    4 bytes of all records
//        8    8 position of the first event
//       16    8 recorded instant, microseconds since the epoch, UTC
//       24   4n end of each record, counted from the start of the records
//    24+4n  32n leaf hashes
//   24+36n    . records, one after the other
#ifndef DECREE_CORE_LOG_GROUP_FORMAT_H_
#define DECREE_CORE_LOG_GROUP_FORMAT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/record_format.h"
#include "core/merkle/sha256.h"

namespace decree {

inline constexpr uint16_t kGroupFormat = 1;
inline constexpr uint32_t kGroupEventsMax = 256;
// A group that has reached this takes no more events: reading one event unpacks the whole group.
inline constexpr size_t kGroupRecordsBytesTarget = 32 << 10;

struct GroupHeader {
  uint16_t format;
  uint16_t events;
  uint32_t records_bytes;
  uint64_t first;
  int64_t recorded_us;
};
static_assert(sizeof(GroupHeader) == 24);
static_assert(offsetof(GroupHeader, records_bytes) == 4);
static_assert(offsetof(GroupHeader, first) == 8);
static_assert(offsetof(GroupHeader, recorded_us) == 16);

// Builds one group value after the other, reusing its buffers. Not safe for concurrent use.
class GroupWriter {
 public:
  void Start(Position first, int64_t recorded_us);
  bool full() const {
    return ends_.size() == kGroupEventsMax || records_.size() >= kGroupRecordsBytesTarget;
  }
  bool empty() const { return ends_.empty(); }
  Position first() const { return first_; }

  // Adds the next event (position and instant are the group's) and returns its leaf hash.
  const Hash256& Add(Sha256& sha, RecordParts parts);

  // The whole value; valid until the next call.
  absl::string_view Finish();

 private:
  Position first_ = 0;
  int64_t recorded_us_ = 0;
  std::vector<uint32_t> ends_;
  std::vector<Hash256> leaves_;
  std::string records_;
  std::string value_;
};

// Reads a group value in place; the bytes must outlive it.
class GroupView {
 public:
  // Errors: DataLoss when the value is no group or is not the one of `key_position`;
  // Unimplemented for a newer format.
  static absl::StatusOr<GroupView> Parse(absl::string_view value, Position key_position);

  Position first() const { return header_.first; }
  Position last() const { return header_.first + header_.events - 1; }
  uint32_t events() const { return header_.events; }
  int64_t recorded_us() const { return header_.recorded_us; }

  absl::string_view RecordBytes(uint32_t index) const;
  Hash256 Leaf(uint32_t index) const;

  // Fills `record`, its leaf included. Errors: DataLoss when it is no record, has another position,
  // or, with `verify_leaf`, its bytes do not give its leaf hash.
  absl::Status Read(uint32_t index, Sha256& sha, bool verify_leaf, LogRecord& record) const;

 private:
  uint32_t End(uint32_t index) const;

  GroupHeader header_{};
  const char* ends_ = nullptr;
  const char* leaves_ = nullptr;
  const char* records_ = nullptr;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_GROUP_FORMAT_H_
