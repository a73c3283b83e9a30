// What people type for dates, goods and views, turned into the values that questions use.
#ifndef DECREE_CORE_RECORD_VIEW_TEXT_H_
#define DECREE_CORE_RECORD_VIEW_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/log/record_log.h"
#include "core/model/asked_date.h"
#include "core/query/answers/answers.h"
#include "core/query/scope/scope_match.h"

namespace decree {

// A word like "today" or "+30d" becomes a day by the clock, in UTC; everything else is returned as
// it is.
std::string ResolveToday(const std::string& text, const Clock& clock);
AskedDate ResolveToday(const AskedDate& date, const Clock& clock);

// The same of a date that is required. Errors: InvalidArgument `effective date: …` where it is
// missing or no date.
absl::StatusOr<AskedDate> EffectiveDate(const AskedDate& date, const Clock& clock);

// Errors: InvalidArgument `product: …`.
absl::StatusOr<AskedFacts> FactsOf(const std::string& origin, const std::string& destination,
                                   const std::string& product);

// `applied` bounds the position. Errors: InvalidArgument `known_by: …`; `recorded_by: …`, also for
// a position beyond the log's head.
absl::StatusOr<View> ParseView(const ViewText& text, const RecordLog& log, uint64_t applied,
                               const Clock& clock);

// Of answers under a view that was read from the text, but for `effective_on` and `claims`.
absl::StatusOr<AnswerHeader> HeaderOfView(const ViewText& text, const View& view,
                                          const RecordLog& log, uint64_t head, const Clock& clock);

// AnswerHeader::store_begins of a view that was read from the text.
absl::StatusOr<std::string> StoreBegins(const ViewText& text, const View& view,
                                        const RecordLog& log, uint64_t applied);

}  // namespace decree

#endif  // DECREE_CORE_RECORD_VIEW_TEXT_H_
