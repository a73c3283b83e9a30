// Any bytes decode to an event or to DataLoss; what decodes can be written again, and what was
// canonical is then read the same. (Other bytes may hold more empty structs than canonical ones.)
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/assert.h"
#include "core/codec/event_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto event = decree::DecodeEvent(bytes);
  if (!event.ok()) {
    DECREE_ASSERT(event.status().code() == absl::StatusCode::kDataLoss);
    return 0;
  }
  DECREE_ASSERT(!decree::EventToJson(*event).empty());
  const std::string canonical = decree::EncodeEvent(*event);
  const auto again = decree::DecodeEvent(canonical);
  if (canonical != std::string(bytes)) return 0;
  DECREE_ASSERT(again.ok() && *again == *event);
  return 0;
}
