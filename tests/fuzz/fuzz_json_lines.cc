// Any text is either refused or becomes events that come back equal from JSON and from stored
// bytes.
#include <cstddef>
#include <cstdint>

#include "core/base/assert.h"
#include "core/codec/event_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = decree::EventsFromJsonLines(
      text, [](int line, const absl::Status& status) { DECREE_ASSERT(line > 0 && !status.ok()); });
  DECREE_ASSERT(lines.ok());
  for (const decree::JsonLine& line : *lines) {
    const auto decoded = decree::DecodeEvent(line.event.body());
    DECREE_ASSERT(decoded.ok() && *decoded == *line.event);
    const auto parsed = decree::EventFromJson(decree::EventToJson(*line.event));
    DECREE_ASSERT(parsed.ok() && *parsed == *line.event);
  }
  return 0;
}
