// Any text is refused as a scope, or becomes one that comes back equal from JSON and stored bytes.
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/codec/event_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view scope(reinterpret_cast<const char*>(data), size);
  const auto event = decree::EventFromJson(absl::StrCat(
      R"({"id":"e","kind":"imposed","measure":"us/a","actor":{"jurisdiction":"US"},)",
      R"("stated":"2025-02-01","effective":{"from":"2025-02-04"},"scope":)", scope, "}"));
  if (!event.ok()) {
    DECREE_ASSERT(!event.status().message().empty());
    return 0;
  }
  const auto decoded = decree::DecodeEvent(decree::EncodeEvent(*event));
  DECREE_ASSERT(decoded.ok() && *decoded == *event);
  const auto parsed = decree::EventFromJson(decree::EventToJson(*event));
  DECREE_ASSERT(parsed.ok() && *parsed == *event);
  return 0;
}
