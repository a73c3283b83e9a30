#include "core/audit/log_tally.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/audit/bearing_names.h"
#include "core/base/status_macros.h"
#include "core/log/record_format.h"

namespace decree {
namespace {

constexpr uint64_t kEventsPerCall = 1'024;  // between two calls of the progress

}  // namespace

std::string RecordBytes(const LogRecord& record) {
  std::vector<StreamVersionView> streams;
  streams.reserve(record.streams.size());
  for (const StreamVersion& stream : record.streams) {
    streams.push_back({stream.stream, stream.version});
  }
  std::string bytes;
  EncodeRecord(
      {record.position, record.recorded_us, record.target, record.id, streams, record.body}, bytes);
  return bytes;
}

absl::StatusOr<LogTally> LogTally::From(const LogCheckpoint& checkpoint, const LogProver& log,
                                        absl::string_view streams) {
  LogTally tally;
  DECREE_ASSIGN_OR_RETURN(tally.streams_, StreamTable::Decode(streams));
  if (tally.streams_.size() != checkpoint.stream_rows ||
      tally.streams_.Root() != checkpoint.stream_root) {
    return absl::DataLossError("the stream table kept is not the one that was signed");
  }
  DECREE_ASSIGN_OR_RETURN(const LogRecord last, log.Read(checkpoint.size));
  DECREE_ASSIGN_OR_RETURN(const std::vector<Hash256> path,
                          log.InclusionProof(checkpoint.size, checkpoint.size));
  DECREE_ASSIGN_OR_RETURN(tally.edge_, EdgeFromLastLeaf(checkpoint.size, last.leaf, path));
  if (tally.edge_.Root(*tally.sha_) == checkpoint.root) return tally;
  return absl::DataLossError(absl::StrCat("the first ", checkpoint.size,
                                          " positions do not give the root that was signed"));
}

absl::Status LogTally::Add(const LogRecord& record, RepairMerger& repairs) {
  if (record.position != edge_.size() + 1) {
    return absl::DataLossError(absl::StrCat("position ", edge_.size() + 1, " is missing"));
  }
  if (sha_->Leaf(RecordBytes(record)) != record.leaf) {
    return absl::DataLossError(
        absl::StrCat("position ", record.position, " does not give its leaf hash"));
  }
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> names, BearingNames(record, repairs));
  DECREE_RETURN_IF_ERROR(streams_.Add(record, names));
  edge_.Append(*sha_, record.leaf, 0, nullptr);
  ++hashed_;
  return absl::OkStatus();
}

absl::Status LogTally::ReadThrough(uint64_t size, const RecordLog& log, const Progress& progress) {
  RepairMerger repairs([&log](uint64_t at) { return log.Read(at); });
  const auto add = [&](const LogRecord& record) {
    if (progress && (record.position % kEventsPerCall == 0 || record.position == size)) {
      progress(record.position, size);
    }
    return Add(record, repairs);
  };
  DECREE_RETURN_IF_ERROR(log.Scan(edge_.size() + 1, size, /*verify_leaves=*/true, add));
  if (edge_.size() >= size) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("positions ", edge_.size() + 1, " to ", size,
                                          " are missing; run `decree doctor`"));
}

LogCheckpoint LogTally::CheckpointOf(const std::string& origin) const {
  return {origin, edge_.size(), edge_.Root(*sha_), streams_.size(), streams_.Root()};
}

}  // namespace decree
