// A PartialLog is an RecordLog that holds, or lets through, some records of another one. It answers
// what can be proven record by record and refuses the rest: no list is given of which it could not
// be said that it is whole.
#ifndef DECREE_CORE_AUDIT_PARTIAL_LOG_H_
#define DECREE_CORE_AUDIT_PARTIAL_LOG_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/container/flat_hash_map.h"
#include "core/audit/proven_record.h"
#include "core/audit/reading_trace.h"
#include "core/log/record_log.h"

namespace decree {

class PartialLog : public RecordLog {
 public:
  absl::Status Scan(Position first, Position last, bool verify_leaves,
                    const std::function<absl::Status(const LogRecord&)>& visit) const override;
  absl::StatusOr<Position> Find(absl::string_view id) const override;
  absl::StatusOr<uint64_t> StreamLength(absl::string_view stream) const override;
  absl::StatusOr<std::vector<Position>> StreamPositions(absl::string_view stream) const override;
};

// The records that a bundle proves. `proven` must outlive it. Scan passes over what is not there,
// for the projections alone; a question is given a ProvenLog of `for_questions`.
class ProvenLog final : public PartialLog {
 public:
  ProvenLog(const ProvenRecord& proven, bool for_questions)
      : proven_(proven), for_questions_(for_questions) {}
  LogHead Head() const override;
  absl::StatusOr<LogRecord> Read(Position position) const override;
  absl::Status Scan(Position first, Position last, bool verify_leaves,
                    const std::function<absl::Status(const LogRecord&)>& visit) const override;
  // Of the records here; that an id is recorded nowhere cannot be proven.
  absl::StatusOr<Position> Find(absl::string_view id) const override;

 private:
  const ProvenRecord& proven_;
  const bool for_questions_;
  mutable absl::once_flag ids_read_;
  mutable absl::flat_hash_map<absl::string_view, Position> ids_;
};

// A log up to one position, noting which records are read. `base` and `trace` must outlive it.
class TracedLog final : public PartialLog {
 public:
  TracedLog(const RecordLog& base, uint64_t size, ReadingTrace& trace)
      : base_(base), size_(size), trace_(trace) {}
  LogHead Head() const override { return {size_, {}, 0}; }
  absl::StatusOr<LogRecord> Read(Position position) const override;
  absl::Status ReadMany(absl::Span<const Position> positions,
                        const std::function<absl::Status(const LogRecord&)>& visit) const override;
  absl::StatusOr<Position> Find(absl::string_view id) const override;

 private:
  const RecordLog& base_;
  const uint64_t size_;
  ReadingTrace& trace_;
};

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_PARTIAL_LOG_H_
