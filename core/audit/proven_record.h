// A ProvenRecord is the part of a record that a bundle proves: some events, each shown to be in the
// signed tree, and some names, each shown to have all its events here or none at all. It is what a
// question may be folded over again: whatever it asks for beyond that is refused, so that an answer
// can rest on nothing unproven.
//
// What is proven rests on the signer's word at two points, which only a check of the whole log can
// take over: that its stream table was made from its log, and that the events are true.
#ifndef DECREE_CORE_AUDIT_PROVEN_RECORD_H_
#define DECREE_CORE_AUDIT_PROVEN_RECORD_H_

#include <map>
#include <string>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/audit/answer_bundle.h"
#include "core/log/event_log.h"
#include "core/merkle/log_checkpoint.h"
#include "core/merkle/note_keys.h"

namespace decree {

// All on but in tests, which must then go red, and in fuzzers, which cannot sign.
struct BundleChecks {
  bool signature = true;
  bool inclusion = true;     // of records and rows
  bool completeness = true;  // of the names
};

class ProvenRecord {
 public:
  // Checks everything but the answer. `key` is the pinned one; its name is the origin. Errors:
  // InvalidArgument naming what does not fit.
  static absl::StatusOr<ProvenRecord> Verify(const AnswerBundle& bundle, const VerifierKey& key,
                                             const BundleChecks& checks = {});

  const LogCheckpoint& checkpoint() const { return checkpoint_; }
  const std::map<Position, LogRecord>& records() const { return records_; }

  // OK when every event under this name up to the checkpoint is here, be it none.
  absl::Status CheckComplete(absl::string_view name) const;
  // All names of the stream table that start with `prefix`. Errors: InvalidArgument when the rows
  // here do not show them all.
  absl::StatusOr<std::vector<std::string>> NamesWith(absl::string_view prefix) const;

 private:
  absl::Status TakeRecords(const AnswerBundle& bundle, const BundleChecks& checks);
  absl::Status TakeRows(const AnswerBundle& bundle, const BundleChecks& checks);
  absl::Status CountNames(const BundleChecks& checks);
  // Whether rows of these indexes are neighbours, or the ends of the table (nullptr: beyond it).
  bool AreNeighbours(const IndexedRow* before, const IndexedRow* after) const;

  LogCheckpoint checkpoint_;
  std::map<Position, LogRecord> records_;
  std::vector<IndexedRow> rows_;           // by index and name
  absl::btree_set<std::string> named_;     // by the records here
  absl::btree_set<std::string> complete_;  // names whose events are all here
};

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_PROVEN_RECORD_H_
