#include "core/query/questions.h"

namespace decree {

absl::StatusOr<CoverageAnswer> AnswerCoverage(const QuestionContext&, const CoverageQuestion&) {
  return absl::UnimplementedError("coverage");
}

}  // namespace decree
