// The questions over one pinned state of the store: control state, explanation, thread and events.
// The façade (core/decree.h) parses what people type, pins the position and calls these.
#ifndef DECREE_CORE_QUERY_QUESTIONS_H_
#define DECREE_CORE_QUERY_QUESTIONS_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "core/query/answers.h"
#include "core/query/change_answers.h"
#include "core/query/measure_state.h"
#include "core/query/record_answers.h"
#include "core/query/screen_answer.h"
#include "core/query/screen_candidates.h"
#include "core/query/transaction_answers.h"

namespace decree {

struct QuestionContext {
  const RecordLog& log;
  const StrandReader& strands;
  Sight sight;
  AnswerHeader header;
  QuestionLimits limits = {};
  const ScreenCandidates* candidates = nullptr;  // nullptr: every measure is looked at
};

absl::StatusOr<AsOfAnswer> AnswerAsOf(const QuestionContext& context, const AsOfQuestion& question);
absl::StatusOr<ExplainAnswer> AnswerExplain(const QuestionContext& context,
                                            const ExplainQuestion& question);
absl::StatusOr<TimelineAnswer> AnswerTimeline(const QuestionContext& context,
                                              const TimelineQuestion& question);
absl::StatusOr<ReplayAnswer> AnswerReplay(const QuestionContext& context,
                                          const TimelineQuestion& question);

absl::StatusOr<HistoryAnswer> AnswerHistory(const QuestionContext& context,
                                            const HistoryQuestion& question);
// `before` and `after` hold the two views (effective: twice the same).
absl::StatusOr<DiffAnswer> AnswerDiff(const QuestionContext& before, const QuestionContext& after,
                                      const DiffQuestion& question);
absl::StatusOr<OutlookAnswer> AnswerOutlook(const QuestionContext& context,
                                            const OutlookQuestion& question);
// `transaction.on` is a date by now.
absl::StatusOr<ScreenAnswer> AnswerScreen(const QuestionContext& context,
                                          const ScreenQuestion& question);
absl::StatusOr<TransactionExplanation> AnswerTransactionExplain(const QuestionContext& context,
                                                                const ScreenQuestion& question);
absl::StatusOr<TransactionHistoryAnswer> AnswerTransactionHistory(
    const QuestionContext& context, const TransactionHistoryQuestion& question);
// The views that a past decision is read under. `context` is that of the answer now.
struct DecisionViews {
  View then;        // its own
  View held;        // everything published by the day decided, as far as the store held it then
  View known_then;  // the same as far as it is recorded now
  View now;         // all of it, above the floor of the decision
};
using ViewsOfDecision = std::function<absl::StatusOr<DecisionViews>(const PastDecision&)>;
absl::StatusOr<RecheckAnswer> AnswerRecheck(const QuestionContext& context,
                                            const RecheckQuestion& question,
                                            const ViewsOfDecision& views_of);
absl::StatusOr<CoverageAnswer> AnswerCoverage(const QuestionContext& context,
                                              const CoverageQuestion& question);
absl::StatusOr<ObservationsAnswer> AnswerObservations(const QuestionContext& context,
                                                      const ObservationsQuestion& question);

// The event at a position with its record.
absl::StatusOr<StoredEvent> StoredEventAt(const RecordLog& log, Position position);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_QUESTIONS_H_
