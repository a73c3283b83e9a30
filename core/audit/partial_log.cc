#include "core/audit/partial_log.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

absl::Status Unprovable(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("no bundle can prove ", what, "; a check of the whole log is needed"));
}

}  // namespace

absl::Status PartialLog::Scan(Position, Position, bool,
                              const std::function<absl::Status(const LogRecord&)>&) const {
  return Unprovable("what all events are");
}

absl::StatusOr<Position> PartialLog::Find(absl::string_view id) const {
  return Unprovable(absl::StrCat("that the id \"", id, "\" is not recorded"));
}

absl::StatusOr<uint64_t> PartialLog::StreamLength(absl::string_view) const {
  return Unprovable("lengths of streams to a question");
}

absl::StatusOr<std::vector<Position>> PartialLog::StreamPositions(absl::string_view) const {
  return Unprovable("positions of streams to a question");
}

LogHead ProvenLog::Head() const {
  return {proven_.checkpoint().size, proven_.checkpoint().root, 0};
}

absl::StatusOr<LogRecord> ProvenLog::Read(Position position) const {
  const auto found = proven_.records().find(position);
  if (found != proven_.records().end()) return found->second;
  return absl::InvalidArgumentError(
      absl::StrCat("the bundle lacks position ", position, ", which the answer rests on"));
}

absl::Status ProvenLog::Scan(Position first, Position last, bool verify_leaves,
                             const std::function<absl::Status(const LogRecord&)>& visit) const {
  if (for_questions_) return PartialLog::Scan(first, last, verify_leaves, visit);
  const auto& records = proven_.records();
  for (auto at = records.lower_bound(first); at != records.end() && at->first <= last; ++at) {
    DECREE_RETURN_IF_ERROR(visit(at->second));
  }
  return absl::OkStatus();
}

absl::StatusOr<Position> ProvenLog::Find(absl::string_view id) const {
  absl::call_once(ids_read_, [this] {
    for (const auto& [position, record] : proven_.records()) ids_.emplace(record.id, position);
  });
  const auto found = ids_.find(id);
  return found == ids_.end() ? PartialLog::Find(id) : found->second;
}

absl::StatusOr<Position> TracedLog::Find(absl::string_view id) const {
  absl::StatusOr<Position> position = base_.Find(id);
  if (absl::IsNotFound(position.status()) || (position.ok() && *position > size_)) {
    return PartialLog::Find(id);
  }
  if (position.ok()) trace_.AddPosition(*position);
  return position;
}

absl::StatusOr<LogRecord> TracedLog::Read(Position position) const {
  trace_.AddPosition(position);
  return base_.Read(position);
}

absl::Status TracedLog::ReadMany(absl::Span<const Position> positions,
                                 const std::function<absl::Status(const LogRecord&)>& visit) const {
  for (const Position position : positions) trace_.AddPosition(position);
  return base_.ReadMany(positions, visit);
}

}  // namespace decree
