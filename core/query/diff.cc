#include "core/query/questions.h"

namespace decree {

absl::StatusOr<DiffAnswer> AnswerDiff(const QuestionContext&, const QuestionContext&,
                                      const DiffQuestion&) {
  return absl::UnimplementedError("diff");
}

}  // namespace decree
