#include "core/query/questions.h"

namespace decree {

absl::StatusOr<ObservationsAnswer> AnswerObservations(const QuestionContext&,
                                                      const ObservationsQuestion&) {
  return absl::UnimplementedError("observations");
}

}  // namespace decree
