// When answers change, and by which events; which past decisions still hold.
#ifndef DECREE_CORE_QUERY_CHANGE_CHANGE_QUESTIONS_H_
#define DECREE_CORE_QUERY_CHANGE_CHANGE_QUESTIONS_H_

#include <functional>

#include "absl/status/statusor.h"
#include "core/query/answers/change_answers.h"
#include "core/query/answers/transaction_answers.h"
#include "core/query/context.h"
#include "core/query/scope/scope_match.h"

namespace decree {

// `facts`: what the question asks about, read from its words.
absl::StatusOr<HistoryAnswer> AnswerHistory(const QuestionContext& context,
                                            const HistoryQuestion& question,
                                            const AskedFacts& facts);
// Along `effective` the two ends have the same view and different dates, else the other way round.
struct DiffEnd {
  const QuestionContext& context;
  AskedDate on;
};
absl::StatusOr<DiffAnswer> AnswerDiff(const DiffEnd& before, const DiffEnd& after,
                                      const DiffQuestion& question, const AskedFacts& facts);
absl::StatusOr<OutlookAnswer> AnswerOutlook(const QuestionContext& context,
                                            const OutlookQuestion& question);
absl::StatusOr<TransactionHistoryAnswer> AnswerTransactionHistory(
    const QuestionContext& context, const TransactionHistoryQuestion& question);

// The views that a past decision is read under. `context` is that of the answer now.
struct DecisionViews {
  View then;        // its own
  View held;        // everything published by the day decided, as far as the store held it then
  View known_then;  // the same as far as it is recorded now
  View now;         // all of it, above the floor of the decision
  std::string store_begins;  // as AnswerHeader::store_begins, of `then`
};
using ViewsOfDecision = std::function<absl::StatusOr<DecisionViews>(const PastDecision&)>;
absl::StatusOr<RecheckAnswer> AnswerRecheck(const QuestionContext& context,
                                            const RecheckQuestion& question,
                                            const ViewsOfDecision& views_of);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_CHANGE_QUESTIONS_H_
