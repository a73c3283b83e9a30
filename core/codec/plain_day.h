// The text of a date that needs no storing: the plain civil day, "2025-02-01", that its bounds
// already tell. Written and read by the same rule (schema/VERSIONS.md), which must never change.
#ifndef DECREE_CORE_CODEC_PLAIN_DAY_H_
#define DECREE_CORE_CODEC_PLAIN_DAY_H_

#include <cstdint>
#include <string>

#include "core/model/edtf_date.h"

namespace decree {

// "" when there is none: instants, parts of days, years outside 0000 to 9999.
std::string PlainDayOf(const Moment& moment);
std::string PlainDayOf(const Bound& bound);

}  // namespace decree

#endif  // DECREE_CORE_CODEC_PLAIN_DAY_H_
