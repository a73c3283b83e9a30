// The control state over a date, and why one measure stands as it does.
#ifndef DECREE_CORE_QUERY_STATE_STATE_QUESTIONS_H_
#define DECREE_CORE_QUERY_STATE_STATE_QUESTIONS_H_

#include "absl/status/statusor.h"
#include "core/query/answers/answers.h"
#include "core/query/context.h"

namespace decree {

absl::StatusOr<AsOfAnswer> AnswerAsOf(const QuestionContext& context, const AsOfQuestion& question);
absl::StatusOr<ExplainAnswer> AnswerExplain(const QuestionContext& context,
                                            const ExplainQuestion& question);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_STATE_QUESTIONS_H_
