// Events that are appended together, with the line each came from, so that what the library says of
// an event can be said of its line.
#ifndef DECREE_TOOLS_INPUT_EVENT_GROUP_H_
#define DECREE_TOOLS_INPUT_EVENT_GROUP_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/decree.h"
#include "tools/input/refusal.h"

namespace decree::tools {

struct AppendTotals {
  uint64_t appended = 0, repeated = 0;
  Position first = 0, last = 0;  // of what was appended
  std::vector<std::string> warnings;
  std::vector<Refusal> refused;

  void Add(const AppendTotals& other);
};

class EventGroup {
 public:
  static constexpr size_t kEventsMax = 65'536;
  static constexpr size_t kBytesMax = 64u << 20;  // of the bodies, and of their JSON

  explicit EventGroup(std::string file) : file_(std::move(file)) {}

  bool HasRoomFor(const EncodedEvent& event, size_t json_bytes) const;
  void Add(uint64_t line, EncodedEvent event, size_t json_bytes);
  bool empty() const { return events_.empty(); }
  void Clear();

  // All or nothing. A refusal is added to `totals.refused` and returned.
  absl::Status AppendTogether(Decree& store, const AppendOptions& options,
                              AppendTotals& totals) const;
  // The record with these events as drafts after its last one; `record` must outlive it. Refusals
  // name file and line.
  absl::StatusOr<std::unique_ptr<Record>> DraftOn(Record& record) const;
  // Each by itself: what is refused is added to `totals.refused`; only other errors are returned.
  absl::Status AppendEach(Decree& store, const AppendOptions& options, AppendTotals& totals) const;

 private:
  absl::Status AppendRange(Decree& store, const AppendOptions& options, size_t first, size_t count,
                           AppendTotals& totals) const;
  absl::Status AppendHalves(Decree& store, const AppendOptions& options, size_t first, size_t count,
                            AppendTotals& totals) const;
  // The line of the event `index` of a call with events `first` and on; of a call of one event, its
  // line in any case; else 0.
  uint64_t LineOf(std::optional<size_t> index, size_t first, size_t count) const;
  Refusal Locate(const absl::Status& refused, size_t first, size_t count) const;

  const std::string file_;
  std::vector<NewEvent> events_;
  std::vector<uint64_t> lines_;
  size_t json_bytes_ = 0, body_bytes_ = 0;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_EVENT_GROUP_H_
