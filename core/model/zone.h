// Which civil zone an issuer's days belong to, and the few conversions that need one. Zones are
// resolved when an event is appended (and when a question names an instant), never inside a
// projection.
#ifndef DECREE_CORE_MODEL_ZONE_H_
#define DECREE_CORE_MODEL_ZONE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

// The IANA zone of a jurisdiction's capital ("US" -> "America/New_York", "EU" -> "Europe/Brussels",
// "CN" -> "Asia/Shanghai"), of a subdivision its own or its country's ("US-CA" ->
// "America/Los_Angeles"); "Etc/UTC" for codes without one.
absl::string_view ZoneOfJurisdiction(absl::string_view jurisdiction);

// True for ISO 3166-1 alpha-2 codes, those it leaves to its users, ISO 3166-3 historic codes, and
// group names (blocs such as EU, G7). A group name is [A-Z][A-Za-z0-9-]{1,31}, with an aspect if it
// has several: "EU:customs".
bool IsJurisdictionCode(absl::string_view code);

// True when the zone of `code` is known: a country, historic or current, a subdivision of one, or
// a bloc with a seat.
bool IsKnownJurisdiction(absl::string_view code);

// Microseconds of the wall clock in `zone` at `utc_us`; never less than those of an earlier
// instant: where the clock shows an hour twice, the second time stands in the first one's last
// microseconds, one for each second. Errors: NotFound for an unknown zone (tzdata).
absl::StatusOr<int64_t> CivilFromUtc(int64_t utc_us, absl::string_view zone);
// Of a wall-clock time that occurs twice, UtcFromCivil gives the first and LastUtcFromCivil the
// second; of one that is skipped, both give the instant of the skip (so a day starts when its
// clocks do).
absl::StatusOr<int64_t> UtcFromCivil(int64_t civil_us, absl::string_view zone);
absl::StatusOr<int64_t> LastUtcFromCivil(int64_t civil_us, absl::string_view zone);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_ZONE_H_
