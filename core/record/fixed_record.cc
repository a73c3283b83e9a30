#include "core/record/fixed_record.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace decree {
namespace {

class FixedRecord final : public RecordQuestions {
 public:
  FixedRecord(PinnedRecord pinned, const Clock& clock, const ProjectionList& projections)
      : RecordQuestions(clock, projections, kScreeningBytesMax),
        pinned_(WithoutNames(std::move(pinned))) {}

 private:
  static PinnedRecord WithoutNames(PinnedRecord pinned) {
    pinned.knows_names = false;
    return pinned;
  }
  CompiledAnswers& Compiled() override { return compiled_; }
  absl::StatusOr<const RecordLog*> LogNow() override { return pinned_.log; }
  absl::StatusOr<PinnedRecord> PinRecord() override { return pinned_; }

  const PinnedRecord pinned_;
  CompiledAnswers compiled_;
};

}  // namespace

std::unique_ptr<Record> MakeFixedRecord(PinnedRecord pinned, const Clock& clock,
                                        const ProjectionList& projections) {
  return std::make_unique<FixedRecord>(std::move(pinned), clock, projections);
}

}  // namespace decree
