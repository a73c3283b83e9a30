#include "core/projections/unapplied.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

constexpr char kUnappliedFamily = 'u';  // beside those of strand.h
constexpr size_t kPositionBytes = 8;
constexpr char kPayload[] = "decree/unapplied";

absl::StatusOr<UnappliedEvent> Decode(absl::string_view key, absl::string_view value) {
  UnappliedEvent event;
  const std::vector<std::string> parts = absl::StrSplit(value, '\0');
  const bool is_whole = key.size() == 1 + kPositionBytes && !parts.front().empty();
  const char how = is_whole ? parts.front().front() : '\0';
  if (how != 'b' && how != 'p') {
    return absl::DataLossError(
        "an event that was not applied does not read; rebuild the "
        "projections");
  }
  for (const char byte : key.substr(1)) {
    event.position = event.position << 8 | static_cast<uint8_t>(byte);
  }
  event.is_unreadable = how == 'b';
  event.why = parts.front().substr(1);
  event.entities.assign(parts.begin() + 1, parts.end());
  return event;
}

}  // namespace

std::string UnappliedKey(uint64_t position) {
  std::string key(1, kUnappliedFamily);
  for (int shift = 56; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>((position >> shift) & 0xff));
  }
  return key;
}

std::string EncodeUnapplied(const UnappliedEvent& event) {
  std::string value = event.is_unreadable ? "b" : "p";
  for (const char byte : event.why) value.push_back(byte == '\0' ? ' ' : byte);
  for (const std::string& entity : event.entities) {
    value.push_back('\0');
    absl::StrAppend(&value, entity);
  }
  return value;
}

absl::StatusOr<UnappliedEvents> ReadUnapplied(const OrderedStore& views) {
  UnappliedEvents events;
  absl::Status status;
  const std::string first(1, kUnappliedFamily), end(1, kUnappliedFamily + 1);
  DECREE_RETURN_IF_ERROR(
      views.Scan(first, end, [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<UnappliedEvent> event = Decode(key, value);
        status = event.status();
        if (event.ok()) events.push_back(*std::move(event));
        return status.ok();
      }));
  DECREE_RETURN_IF_ERROR(status);
  return events;
}

absl::Status RestsOn(absl::string_view entity, const UnappliedEvent& event) {
  absl::Status status = absl::DataLossError(
      absl::StrCat(entity, ": the event at position ", event.position, " could not be applied (",
                   event.why, "), so nothing is said of it; `decree doctor` tells more"));
  status.SetPayload(kPayload, absl::Cord(entity));
  return status;
}

bool RestsOnUnapplied(const absl::Status& status) {
  return status.GetPayload(kPayload).has_value();
}

}  // namespace decree
