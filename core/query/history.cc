#include "core/query/questions.h"

namespace decree {

absl::StatusOr<HistoryAnswer> AnswerHistory(const QuestionContext&, const HistoryQuestion&) {
  return absl::UnimplementedError("history");
}

}  // namespace decree
