#include "core/query/questions.h"

namespace decree {

absl::StatusOr<OutlookAnswer> AnswerOutlook(const QuestionContext&, const OutlookQuestion&) {
  return absl::UnimplementedError("outlook");
}

}  // namespace decree
