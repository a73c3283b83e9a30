// The record: the bytes of one event that its leaf hash covers, leaf = SHA-256(0x00 || record).
//
//   OFFSET SIZE DESCRIPTION (numbers are little-endian)
//        0    2 record format, 1
//        2    2 number of streams
//        4    2 bytes of the id
//        6    2 zero
//        8    4 bytes of the body
//       12    4 bytes of the streams' section
//       16    8 position
//       24    8 recorded instant, microseconds since the epoch, UTC
//       32    8 position of the target, 0 for none
//       40    . id
//        .    . streams, each: version (8), bytes of the name (2), name
//        .    . body
//
// The stream versions inside the hashed bytes are what makes an omission in a stream visible.
#ifndef DECREE_CORE_LOG_RECORD_FORMAT_H_
#define DECREE_CORE_LOG_RECORD_FORMAT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/log/event_log.h"

namespace decree {

inline constexpr uint16_t kRecordFormat = 1;

struct RecordHeader {
  uint16_t format;
  uint16_t streams;
  uint16_t id_bytes;
  uint16_t zero;
  uint32_t body_bytes;
  uint32_t streams_bytes;
  uint64_t position;
  int64_t recorded_us;
  uint64_t target;
};
static_assert(sizeof(RecordHeader) == 40);
static_assert(offsetof(RecordHeader, body_bytes) == 8);
static_assert(offsetof(RecordHeader, streams_bytes) == 12);
static_assert(offsetof(RecordHeader, position) == 16);
static_assert(offsetof(RecordHeader, recorded_us) == 24);
static_assert(offsetof(RecordHeader, target) == 32);

struct StreamVersionView {
  absl::string_view stream;
  uint64_t version = 0;
};

// What goes into a record, without copies.
struct RecordParts {
  Position position = 0;
  int64_t recorded_us = 0;
  Position target = 0;
  absl::string_view id;
  absl::Span<const StreamVersionView> streams;
  absl::string_view body;
};

// Appends the record's bytes to `out`. Sizes must be within core/log/limits.h.
void EncodeRecord(const RecordParts& parts, std::string& out);

// Fills `record` (all but its leaf), reusing its buffers. Errors: DataLoss when the bytes are no
// record or have bytes to spare; Unimplemented for a newer format.
absl::Status DecodeRecord(absl::string_view bytes, LogRecord& record);

}  // namespace decree

#endif  // DECREE_CORE_LOG_RECORD_FORMAT_H_
