#include "core/projections/projection.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace decree {
namespace {

bool IsRepair(const Event& event) {
  return event.kind == EventKind::kCorrected || event.kind == EventKind::kRetracted;
}

}  // namespace

void RecordOnStreams(const RecordedEvent& event, absl::string_view prefix,
                     std::vector<EntityRecord>& out) {
  const bool is_repair = IsRepair(*event.event);
  if (!is_repair && !IsAct(*event.event)) return;
  // What moves an act of an instrument for one measure is no act of that instrument.
  std::vector<std::string> own;
  const bool moves = MovesAnother(*event.event->kind) && event.target != 0;
  if (moves) own = StreamsOf(*event.event);
  for (const std::string& stream : moves ? own : event.streams) {
    if (!absl::StartsWith(stream, prefix)) continue;
    EntityRecord record;
    record.entity = stream;
    if (is_repair) {
      record.sides.push_back({SideKind::kRepaired, event.position, event.root, ""});
    } else {
      record.act = MakeActRecord(*event.event, event.position);
      record.sides = SideEntriesOf(*event.event, event.position, event.target);
    }
    out.push_back(std::move(record));
  }
}

std::optional<RepairEntry> RepairOf(const RecordedEvent& event) {
  if (!IsRepair(*event.event) || event.merged == nullptr) return std::nullopt;
  RepairEntry entry;
  entry.position = event.position;
  entry.target = event.target;
  entry.root = event.root;
  entry.is_retraction = event.event->kind == EventKind::kRetracted;
  entry.is_dated = event.event->published.has_value();
  if (entry.is_dated) {
    entry.published_us = event.event->published->latest_utc_us;
    entry.published_offset_min = static_cast<int16_t>(event.event->published->utc_offset_s / 60);
  }
  if (IsAct(*event.merged)) entry.act = MakeActRecord(*event.merged, event.root);
  entry.streams = StreamsOf(*event.merged);
  // Only what speaks of its target belongs where that does.
  const bool speaks = InfoOf(*event.merged->kind).family == EventFamily::kRecord;
  for (const std::string& stream : event.merged_streams) {
    if (!speaks) break;
    if (std::find(entry.streams.begin(), entry.streams.end(), stream) == entry.streams.end()) {
      entry.streams.push_back(stream);
    }
  }
  entry.sides = SideEntriesOf(*event.merged, event.root, event.root_target);
  return entry;
}

}  // namespace decree
