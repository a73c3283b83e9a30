// The stream index: the positions of each stream, ascending; the n-th is the event of version n.
//
// They are kept in chunks of 64. A full chunk is sealed under its number and never changes; the
// open one has a fixed key and is replaced by each append, so one read gives a stream's length.
//
//   SEALED CHUNK   64 positions (8 each, little-endian)
//   OPEN CHUNK     OFFSET SIZE DESCRIPTION
//                       0    8 number of positions in sealed chunks
//                       8    2 bytes of the name
//                      10    . name
//                       .   8n positions, n < 64
#ifndef DECREE_CORE_LOG_STREAM_INDEX_H_
#define DECREE_CORE_LOG_STREAM_INDEX_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/event_log.h"
#include "core/log/key_layout.h"
#include "core/store/log_database.h"

namespace decree {

inline constexpr uint64_t kStreamChunkPositions = 64;

// The open chunk of one stream, with the positions that an append in flight adds.
struct StreamTail {
  std::string name;
  uint64_t sealed = 0;              // positions in sealed chunks
  std::vector<Position> positions;  // those after them, stored ones first
  size_t stored = 0;                // how many of them the database holds

  uint64_t length() const { return sealed + positions.size(); }
};

// Errors: DataLoss naming the stream's key when the value is no open chunk.
absl::StatusOr<StreamTail> ParseStreamTail(absl::string_view value);

// Puts the chunks that `tail` has filled and its open chunk; `tail` then counts as stored.
void PutStreamTail(const Key16& key, StreamTail& tail, LogBatch& batch);

// All positions of a stream up to `size`, ascending; empty when it is unknown.
// Errors: DataLoss when a chunk is missing or damaged, Internal when another stream has its key.
absl::StatusOr<std::vector<Position>> ReadStream(const LogDatabase& database, const Key16& key,
                                                 absl::string_view name, Position size);

}  // namespace decree

#endif  // DECREE_CORE_LOG_STREAM_INDEX_H_
