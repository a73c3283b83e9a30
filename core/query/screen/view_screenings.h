// Screens many transactions under one view filter, keeping what it has read and worked out: each
// measure is loaded once, folded once for each date, and each way in which transactions differ is
// decided once. What it keeps is bounded.
//
// Not safe for concurrent use: each thread has its own.
#ifndef DECREE_CORE_QUERY_SCREEN_VIEW_SCREENINGS_H_
#define DECREE_CORE_QUERY_SCREEN_VIEW_SCREENINGS_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/query/context.h"
#include "core/query/screen/screen_date_cache.h"

namespace decree {

class ViewScreenings {
 public:
  // What the context refers to must outlive it. `bytes_max`: of what is kept, about.
  ViewScreenings(const QuestionContext& context, uint64_t bytes_max)
      : context_(context), bytes_max_(bytes_max) {}

  // `transaction.on` is a date by now. Errors: as AnswerScreen.
  absl::StatusOr<std::shared_ptr<const ScreenOutcome>> OutcomeOf(const Transaction& transaction);
  absl::StatusOr<std::vector<PossibleParty>> PossiblePartiesOf(const Transaction& transaction);

  const AnswerHeader& header() const { return context_.header; }

 private:
  absl::StatusOr<ScreenDateCache*> CacheOf(const AskedDate& on);
  void KeepWithinBounds();

  const QuestionContext context_;
  const uint64_t bytes_max_;
  std::unique_ptr<ScreenViewCache> view_cache_;
  absl::flat_hash_map<std::string, std::unique_ptr<ScreenDateCache>> date_caches_;
  ScreenDateCache* newest_ = nullptr;
  uint64_t asked_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_VIEW_SCREENINGS_H_
