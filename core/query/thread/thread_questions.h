// The record in the order in which things were said: moves, replays, what is monitored, observed
// values.
#ifndef DECREE_CORE_QUERY_THREAD_THREAD_QUESTIONS_H_
#define DECREE_CORE_QUERY_THREAD_THREAD_QUESTIONS_H_

#include "absl/status/statusor.h"
#include "core/log/record_log.h"
#include "core/query/answers/answers.h"
#include "core/query/answers/record_answers.h"
#include "core/query/context.h"

namespace decree {

absl::StatusOr<TimelineAnswer> AnswerTimeline(const QuestionContext& context,
                                              const TimelineQuestion& question);
absl::StatusOr<ReplayAnswer> AnswerReplay(const QuestionContext& context,
                                          const TimelineQuestion& question);
absl::StatusOr<CoverageAnswer> AnswerCoverage(const QuestionContext& context,
                                              const CoverageQuestion& question);
absl::StatusOr<ObservationsAnswer> AnswerObservations(const QuestionContext& context,
                                                      const ObservationsQuestion& question);

// The event at a position with its record.
absl::StatusOr<StoredEvent> StoredEventAt(const RecordLog& log, Position position);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_THREAD_QUESTIONS_H_
