// Claims of when another system recorded an event, as if they had been read.
#ifndef DECREE_TESTS_MODEL_CLAIMS_H_
#define DECREE_TESTS_MODEL_CLAIMS_H_

#include "core/base/assert.h"
#include "core/model/event.h"

namespace decree::oracle {

// Of an instant, in microseconds of UTC.
inline Formerly ClaimAt(int64_t recorded_us) {
  const absl::StatusOr<Moment> recorded = ParseMoment(FormatUtc(recorded_us), "Etc/UTC");
  DECREE_ASSERT(recorded.ok());
  return {"archive", "", *recorded};
}

// To the end of the day that the instant lies in.
inline Formerly ClaimOnDayOf(int64_t recorded_us) {
  const absl::StatusOr<Moment> recorded =
      ParseMoment(FormatUtc(recorded_us).substr(0, 10), "Etc/UTC");
  DECREE_ASSERT(recorded.ok());
  return {"ledger", "", *recorded};
}

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_CLAIMS_H_
