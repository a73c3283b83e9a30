// What the record claims to watch, as far as one transaction is concerned.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREEN_COVERAGE_H_
#define DECREE_CORE_QUERY_SCREEN_SCREEN_COVERAGE_H_

#include "absl/status/status.h"
#include "core/query/answers/screen_answer.h"
#include "core/query/screen/screen_view_cache.h"

namespace decree {

// Fills `coverage`, and adds to `notes`, of an answer whose transaction and measures stand: of
// where the goods come from, go to and pass; of the groups these belong to, where such a group is
// watched; and of whoever issued what was found.
absl::Status TakeCoverage(ScreenViewCache& view_cache, ScreenAnswer& answer);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREEN_COVERAGE_H_
