// Any text is refused or has bounds in order, in every role and two zones.
#include <cstddef>
#include <cstdint>

#include "core/base/assert.h"
#include "core/model/asked_date.h"
#include "core/model/edtf_date.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* zone : {"America/New_York", "Asia/Shanghai"}) {
    const auto moment = decree::ParseMoment(text, zone);
    if (moment.ok()) {
      DECREE_ASSERT(moment->earliest_utc_us <= moment->latest_utc_us);
      const decree::Bound start = decree::StartOfMoment(*moment);
      DECREE_ASSERT(start.earliest_civil_us <= start.latest_civil_us);
      DECREE_ASSERT(!decree::FormatUtc(moment->latest_utc_us).empty());
    }
    for (const auto role :
         {decree::BoundRole::kFrom, decree::BoundRole::kTo, decree::BoundRole::kThrough}) {
      const auto bound = decree::ParseBound(text, role, zone);
      DECREE_ASSERT(!bound.ok() || bound->earliest_civil_us <= bound->latest_civil_us);
    }
    const auto window = decree::ParseWindow(text, zone);
    DECREE_ASSERT(!window.ok() || window->first_civil_us <= window->last_civil_us);
  }
  return 0;
}
