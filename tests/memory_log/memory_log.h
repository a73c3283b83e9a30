// A MemoryLog is an EventLog without a disk: for tests that feed projections millions of events. It
// gives positions, streams and targets as the real log does, and no proofs. Its roots are no
// tree's: they tell histories of other ids apart, and no more.
#ifndef DECREE_TESTS_MEMORY_LOG_MEMORY_LOG_H_
#define DECREE_TESTS_MEMORY_LOG_MEMORY_LOG_H_

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/log/event_log.h"

namespace decree {

class MemoryLog final : public EventLog {
 public:
  // When what is appended from now on is recorded; until then each at its position.
  void RecordAt(int64_t recorded_us) { recorded_us_ = recorded_us; }

  absl::StatusOr<std::vector<AppendResult>> Append(
      absl::Span<const AppendRequest> requests) override {
    std::vector<AppendResult> results;
    for (const AppendRequest& request : requests) {
      if (ids_.contains(request.id)) return absl::AlreadyExistsError(request.id);
      LogRecord record;
      record.position = records_.size() + 1;
      record.recorded_us = recorded_us_.value_or(static_cast<int64_t>(record.position));
      record.body = request.body;
      std::vector<std::string> streams = request.streams;
      if (!request.target_id.empty()) {
        const auto target = ids_.find(request.target_id);
        if (target == ids_.end()) return absl::NotFoundError(request.target_id);
        record.target = target->second;
        for (const StreamVersion& stream : records_[record.target - 1].streams) {
          if (std::find(streams.begin(), streams.end(), stream.stream) == streams.end()) {
            streams.push_back(stream.stream);
          }
        }
      }
      for (const std::string& stream : streams) {
        record.streams.push_back({stream, ++versions_[stream]});
      }
      ids_[request.id] = record.position;
      roots_.push_back(RootWith(request.id));
      records_.push_back(std::move(record));
      results.push_back({records_.size(), static_cast<int64_t>(records_.size()), false});
    }
    return results;
  }

  LogHead Head() const override {
    return {records_.size(), roots_.empty() ? Hash256{} : roots_.back(),
            static_cast<int64_t>(records_.size())};
  }
  absl::Status CatchUp() override { return absl::OkStatus(); }

  absl::StatusOr<LogRecord> Read(Position position) const override {
    if (position == 0 || position > records_.size()) return absl::NotFoundError("no such position");
    return records_[position - 1];
  }

  absl::Status Scan(Position first, Position last, bool,
                    const std::function<absl::Status(const LogRecord&)>& visit) const override {
    for (Position at = std::max<Position>(first, 1);
         at <= std::min<Position>(last, records_.size()); ++at) {
      absl::Status status = visit(records_[at - 1]);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Position> Find(absl::string_view id) const override {
    const auto found = ids_.find(std::string(id));
    if (found == ids_.end()) return absl::NotFoundError("no such id");
    return found->second;
  }

  absl::StatusOr<uint64_t> StreamLength(absl::string_view stream) const override {
    const auto found = versions_.find(std::string(stream));
    return found == versions_.end() ? 0 : found->second;
  }
  absl::StatusOr<std::vector<Position>> StreamPositions(absl::string_view) const override {
    return absl::UnimplementedError("a memory log keeps no stream index");
  }
  absl::StatusOr<Hash256> RootAt(uint64_t size) const override {
    if (size > roots_.size()) return absl::OutOfRangeError("the memory log is shorter");
    return size == 0 ? Hash256{} : roots_[size - 1];
  }
  absl::StatusOr<std::vector<Hash256>> InclusionProof(Position, uint64_t) const override {
    return NoProofs();
  }
  absl::StatusOr<std::vector<Hash256>> ConsistencyProof(uint64_t, uint64_t) const override {
    return NoProofs();
  }
  StoreId Id() const override { return {}; }
  absl::StatusOr<std::vector<LogFinding>> Check(const Progress&) const override {
    return std::vector<LogFinding>();
  }
  absl::Status Close() override { return absl::OkStatus(); }

 private:
  static absl::Status NoProofs() { return absl::UnimplementedError("a memory log has no proofs"); }

  // FNV-1a of the id, going on from the root before.
  Hash256 RootWith(const std::string& id) const {
    uint64_t hash = 0xcbf29ce484222325;
    if (!roots_.empty()) std::memcpy(&hash, roots_.back().data(), sizeof(hash));
    for (const char c : id + '\n') hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
    Hash256 root{};
    std::memcpy(root.data(), &hash, sizeof(hash));
    return root;
  }

  std::optional<int64_t> recorded_us_;
  std::vector<LogRecord> records_;
  std::vector<Hash256> roots_;  // after each record
  std::map<std::string, Position> ids_;
  std::map<std::string, uint64_t> versions_;
};

}  // namespace decree

#endif  // DECREE_TESTS_MEMORY_LOG_MEMORY_LOG_H_
