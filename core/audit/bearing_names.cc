#include "core/audit/bearing_names.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"

namespace decree {
namespace {

void AddReferences(const Event& event, std::vector<std::string>& names) {
  if (event.measure.empty()) return;
  if (event.instrument) names.push_back(absl::StrCat("n/", event.instrument->id));
  for (const std::string& pattern : event.authorizes) {
    const bool is_glob = pattern.find_first_of("*?") != std::string::npos;
    names.push_back(is_glob ? "a/*" : absl::StrCat("a/", pattern));
  }
}

absl::Status AddMerged(const Event& repair, const LogRecord& record, RepairMerger& repairs,
                       std::vector<std::string>& names) {
  DECREE_ASSIGN_OR_RETURN(const MergedEvent* const merged, repairs.Merge(repair, record));
  AddReferences(merged->event, names);
  for (std::string& stream : StreamsOf(merged->event)) names.push_back(std::move(stream));
  const EventKind kind = *merged->event.kind;
  if (kind == EventKind::kConfirmed || kind == EventKind::kDisputed) {
    names.insert(names.end(), merged->inherited_streams.begin(), merged->inherited_streams.end());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> BearingNames(const LogRecord& record,
                                                      RepairMerger& repairs) {
  absl::StatusOr<Event> event = DecodeEvent(record.body, DecodedParts::kActParts);
  if (event.ok() && IsRepairKind(*event->kind)) event = DecodeEvent(record.body);
  if (!event.ok()) {
    return absl::Status(event.status().code(),
                        absl::StrCat("position ", record.position, ": ", event.status().message()));
  }
  std::vector<std::string> names;
  AddReferences(*event, names);
  if (IsRepairKind(*event->kind)) {
    DECREE_RETURN_IF_ERROR(AddMerged(*event, record, repairs, names));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const auto joined = [&](const std::string& name) {
    return std::any_of(record.streams.begin(), record.streams.end(),
                       [&](const StreamVersion& stream) { return stream.stream == name; });
  };
  names.erase(std::remove_if(names.begin(), names.end(), joined), names.end());
  return names;
}

}  // namespace decree
