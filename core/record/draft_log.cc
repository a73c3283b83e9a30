#include "core/record/draft_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/log/limits.h"

namespace decree {
namespace {

void AddStream(const std::string& name, LogRecord& record) {
  const bool joined =
      std::any_of(record.streams.begin(), record.streams.end(),
                  [&](const StreamVersion& stream) { return stream.stream == name; });
  if (!joined) record.streams.push_back({name, 0});
}

}  // namespace

DraftLog::DraftLog(const RecordLog& base, uint64_t size, absl::flat_hash_set<Position> without)
    : base_(base), size_(size), without_(std::move(without)) {
  head_.size = size_;
  const absl::StatusOr<LogRecord> last = base_.Read(size_);
  if (last.ok()) head_.recorded_us = last->recorded_us;
  const LogHead head = base_.Head();
  if (head.size == size_ && without_.empty()) head_.root = head.root;
}

absl::StatusOr<std::vector<AppendResult>> DraftLog::AddDrafts(
    absl::Span<const AppendRequest> requests, int64_t now_us) {
  DECREE_RETURN_IF_ERROR(CheckCallLimits(requests));
  const size_t drafts_before = drafts_.size();
  const int64_t recorded_us = std::max(now_us, head_.recorded_us);
  std::vector<AppendResult> results;
  for (size_t i = 0; i < requests.size(); ++i) {
    const absl::StatusOr<AppendResult> result = AddDraft(requests[i], recorded_us);
    if (!result.ok()) {
      Forget(drafts_before);
      return InCall(i, result.status());
    }
    results.push_back(*result);
  }
  if (drafts_.size() > drafts_before) {
    head_ = {size_ + drafts_.size(), {}, recorded_us};
  }
  return results;
}

absl::StatusOr<AppendResult> DraftLog::AddDraft(const AppendRequest& request, int64_t recorded_us) {
  const absl::StatusOr<Position> known = Find(request.id);
  if (known.ok()) {
    DECREE_ASSIGN_OR_RETURN(const LogRecord record, Read(*known));
    if (record.body == request.body) return AppendResult{*known, record.recorded_us, true};
    return WithField(
        absl::AlreadyExistsError(absl::StrCat("the id '", request.id, "' is at position ", *known,
                                              " with another body; give a new id")),
        "id");
  }
  if (!absl::IsNotFound(known.status())) return known.status();
  for (const ExpectedVersion& expected : request.expected) {
    DECREE_ASSIGN_OR_RETURN(const uint64_t actual, StreamLength(expected.stream));
    if (actual != expected.version) {
      return absl::AbortedError(absl::StrCat("the stream '", expected.stream, "' is at version ",
                                             actual, ", not ", expected.version));
    }
  }
  LogRecord record;
  record.position = size_ + drafts_.size() + 1;
  record.id = request.id;
  record.recorded_us = recorded_us;
  record.body = request.body;
  DECREE_RETURN_IF_ERROR(JoinStreams(request, record));
  for (StreamVersion& stream : record.streams) {
    DECREE_ASSIGN_OR_RETURN(const uint64_t length, StreamLength(stream.stream));
    stream.version = length + 1;
  }
  for (const StreamVersion& stream : record.streams) {
    streams_[stream.stream].push_back(record.position);
  }
  ids_[record.id] = record.position;
  drafts_.push_back(std::move(record));
  return AppendResult{size_ + drafts_.size(), recorded_us, false};
}

// Its own streams and those of its target, each once.
absl::Status DraftLog::JoinStreams(const AppendRequest& request, LogRecord& record) const {
  for (const std::string& stream : request.streams) AddStream(stream, record);
  if (!request.target_id.empty()) {
    const absl::StatusOr<Position> target = Find(request.target_id);
    if (absl::IsNotFound(target.status())) {
      return WithField(
          absl::NotFoundError(absl::StrCat("its target '", request.target_id, "' is not recorded")),
          "target");
    }
    DECREE_RETURN_IF_ERROR(target.status());
    DECREE_ASSIGN_OR_RETURN(const LogRecord spoken_of, Read(*target));
    record.target = *target;
    for (const StreamVersion& stream : spoken_of.streams) AddStream(stream.stream, record);
  }
  if (record.streams.size() <= kStreamsPerEventMax) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("with those of its target it joins more than ",
                                                 kStreamsPerEventMax, " streams"));
}

void DraftLog::Forget(size_t drafts) {
  for (; drafts_.size() > drafts; drafts_.pop_back()) {
    ids_.erase(drafts_.back().id);
    for (const StreamVersion& stream : drafts_.back().streams) streams_[stream.stream].pop_back();
  }
}

absl::StatusOr<LogRecord> DraftLog::Read(Position position) const {
  if (position <= size_) return base_.Read(position);
  if (position - size_ <= drafts_.size()) return drafts_[position - size_ - 1];
  return absl::NotFoundError(absl::StrCat("the altered record has no position ", position));
}

absl::Status DraftLog::ReadMany(absl::Span<const Position> positions,
                                const std::function<absl::Status(const LogRecord&)>& visit) const {
  const auto drafts = std::find_if(positions.begin(), positions.end(),
                                   [&](Position position) { return position > size_; });
  const auto recorded = static_cast<size_t>(drafts - positions.begin());
  DECREE_RETURN_IF_ERROR(base_.ReadMany(positions.first(recorded), visit));
  return RecordLog::ReadMany(positions.subspan(recorded), visit);
}

absl::Status DraftLog::Scan(Position first, Position last, bool verify_leaves,
                            const std::function<absl::Status(const LogRecord&)>& visit) const {
  if (first <= size_) {
    DECREE_RETURN_IF_ERROR(base_.Scan(
        first, std::min<Position>(last, size_), verify_leaves, [&](const LogRecord& record) {
          return without_.contains(record.position) ? absl::OkStatus() : visit(record);
        }));
  }
  for (const LogRecord& draft : drafts_) {
    if (draft.position < first || draft.position > last) continue;
    DECREE_RETURN_IF_ERROR(visit(draft));
  }
  return absl::OkStatus();
}

absl::StatusOr<Position> DraftLog::Find(absl::string_view id) const {
  if (const auto draft = ids_.find(id); draft != ids_.end()) return draft->second;
  DECREE_ASSIGN_OR_RETURN(const Position position, base_.Find(id));
  if (position <= size_ && !without_.contains(position)) return position;
  return absl::NotFoundError(absl::StrCat("no event of the altered record has the id '", id, "'"));
}

// Counts what is left out too: a version is never given twice.
absl::StatusOr<uint64_t> DraftLog::StreamLength(absl::string_view stream) const {
  const auto drafts = streams_.find(stream);
  const uint64_t drafted = drafts == streams_.end() ? 0 : drafts->second.size();
  DECREE_ASSIGN_OR_RETURN(const uint64_t length, base_.StreamLength(stream));
  if (base_.Head().size == size_) return length + drafted;
  // The log has grown: only what it held at `size_` counts.
  DECREE_ASSIGN_OR_RETURN(const std::vector<Position> positions, base_.StreamPositions(stream));
  const auto end = std::upper_bound(positions.begin(), positions.end(), size_);
  return static_cast<uint64_t>(end - positions.begin()) + drafted;
}

absl::StatusOr<std::vector<Position>> DraftLog::StreamPositions(absl::string_view stream) const {
  DECREE_ASSIGN_OR_RETURN(std::vector<Position> positions, base_.StreamPositions(stream));
  const auto gone = [this](Position at) { return at > size_ || without_.contains(at); };
  positions.erase(std::remove_if(positions.begin(), positions.end(), gone), positions.end());
  if (const auto drafts = streams_.find(stream); drafts != streams_.end()) {
    positions.insert(positions.end(), drafts->second.begin(), drafts->second.end());
  }
  return positions;
}

}  // namespace decree
