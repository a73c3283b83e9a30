// An answer bundle: a question, its answer, and all that is needed to answer it again without the
// store: the records that it rests on with one proof that the log holds them, the rows of the
// stream table that show that none was left out, and the signed checkpoint of both. One JSON
// object, described in schema/FORMAT.md.
//
// Reading one checks its form and its limits alone; core/audit/proven_record.h checks its proofs.
#ifndef DECREE_CORE_AUDIT_ANSWER_BUNDLE_H_
#define DECREE_CORE_AUDIT_ANSWER_BUNDLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/audit/stream_table.h"

namespace decree {

inline constexpr size_t kBundleBytesMax = 64 << 20;
inline constexpr size_t kBundleRecordsMax = 200'000;
inline constexpr size_t kBundleRowsMax = 200'000;
inline constexpr size_t kBundleWordsMax = 256;
inline constexpr size_t kBundleWordBytesMax = 4 << 10;

struct IndexedRow {
  uint64_t index = 0;  // in the stream table, from 0
  StreamRow row;
};

struct AnswerBundle {
  std::vector<std::string> question;  // the words of the command line, from the verb on
  std::string answer;                 // what was printed: one JSON object and a line feed
  std::string note;                   // the signed checkpoint
  std::vector<std::string> records;   // their bytes, by position (core/log/record_format.h)
  std::vector<Hash256> records_proof;
  std::vector<IndexedRow> rows;  // by index
  std::vector<Hash256> rows_proof;
};

// Errors: InvalidArgument naming the field, also beyond a limit.
absl::StatusOr<AnswerBundle> ParseBundle(absl::string_view json);
// Errors: ResourceExhausted when it would be larger than a bundle may be.
absl::StatusOr<std::string> FormatBundle(const AnswerBundle& bundle);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_ANSWER_BUNDLE_H_
