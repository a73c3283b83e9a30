// The control state over a date, and why one measure stands as it does.
#ifndef DECREE_CORE_QUERY_CONTROL_CONTROL_QUESTIONS_H_
#define DECREE_CORE_QUERY_CONTROL_CONTROL_QUESTIONS_H_

#include "absl/status/statusor.h"
#include "core/query/answers/answers.h"
#include "core/query/context.h"
#include "core/query/scope/scope_match.h"

namespace decree {

// `facts`: what the question asks about, read from its words.
absl::StatusOr<AsOfAnswer> AnswerAsOf(const QuestionContext& context, const AsOfQuestion& question,
                                      const AskedFacts& facts);
absl::StatusOr<ExplainAnswer> AnswerExplain(const QuestionContext& context,
                                            const ExplainQuestion& question);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CONTROL_CONTROL_QUESTIONS_H_
