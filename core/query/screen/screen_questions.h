// One transaction under a view: what is decided of it, and why.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREEN_QUESTIONS_H_
#define DECREE_CORE_QUERY_SCREEN_SCREEN_QUESTIONS_H_

#include "absl/status/statusor.h"
#include "core/query/answers/screen_answer.h"
#include "core/query/answers/transaction_answers.h"
#include "core/query/context.h"

namespace decree {

// `transaction.on` is a date by now.
absl::StatusOr<ScreenAnswer> AnswerScreen(const QuestionContext& context,
                                          const ScreenQuestion& question);
absl::StatusOr<TransactionExplanation> AnswerTransactionExplain(const QuestionContext& context,
                                                                const ScreenQuestion& question);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREEN_QUESTIONS_H_
