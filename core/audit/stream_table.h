// The stream table: for every name that an event joins or bears on, how many events do, and the
// last one that joins it. Its RFC 6962 root, over the rows sorted by name, is signed with each
// checkpoint: whoever is given rows with a proof knows how many events there are under a name, and,
// from two neighbours, that there is none between them.
//
// A row's leaf is SHA-256(0x00 || row):
//
//   OFFSET SIZE DESCRIPTION (numbers are little-endian)
//        0    8 "DECREEST"
//        8    2 table format, 1
//       10    2 bytes of the name
//       12    4 zero
//       16    8 length: events that join the stream; the last one's version
//       24    8 position of the last, 0 for none
//       32    8 events that bear on the name without joining it (core/audit/bearing_names.h)
//       40   32 leaf hash of the last, zero for none
//       72    . name
#ifndef DECREE_CORE_AUDIT_STREAM_TABLE_H_
#define DECREE_CORE_AUDIT_STREAM_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/event_log.h"
#include "core/merkle/proof.h"

namespace decree {

struct StreamRow {
  std::string name;
  uint64_t length = 0;
  Position last = 0;
  uint64_t bearing = 0;
  Hash256 last_leaf{};
  friend bool operator==(const StreamRow&, const StreamRow&) = default;
};

std::string EncodeStreamRow(const StreamRow& row);

// The table up to one position. Not safe for concurrent use.
class StreamTable {
 public:
  // Counts the next event. Errors: DataLoss when its versions do not follow on those before.
  absl::Status Add(const LogRecord& record, const std::vector<std::string>& bearing_names);

  uint64_t size() const { return rows_.size(); }
  Hash256 Root() const;
  // By name.
  std::vector<StreamRow> Rows() const;

  // All rows as bytes, and back. Nothing here says that they are the right ones: their root does.
  // Errors: DataLoss.
  std::string Encode() const;
  static absl::StatusOr<StreamTable> Decode(absl::string_view bytes);

 private:
  absl::btree_map<std::string, StreamRow> rows_;
};

// The hash of each row, and the subtrees over them for core/merkle/subset_proof.h. `leaves` must
// outlive the reader.
std::vector<Hash256> LeavesOf(const std::vector<StreamRow>& rows);
NodeReader ReaderOf(const std::vector<Hash256>& leaves);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_STREAM_TABLE_H_
