#include "core/fixed_record.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace decree {
namespace {

absl::Status OnlyAnswers(absl::string_view verb) {
  return absl::FailedPreconditionError(
      absl::StrCat("this record only answers questions; ", verb, " the store itself"));
}

class FixedRecord final : public RecordQuestions {
 public:
  FixedRecord(PinnedRecord pinned, const Clock& clock, const ProjectionList& projections)
      : RecordQuestions(clock, projections, kScreeningBytesMax),
        pinned_(std::move(pinned)),
        image_(*pinned_.log, nullptr, 0) {}

  absl::StatusOr<Appended> Append(absl::Span<const NewEvent>, const AppendOptions&) override {
    return OnlyAnswers("append to");
  }
  absl::StatusOr<KeptDocument> KeepDocument(const std::string&) override {
    return OnlyAnswers("keep documents in");
  }
  absl::StatusOr<std::string> Document(absl::string_view) override {
    return OnlyAnswers("read documents of");
  }
  absl::StatusOr<DoctorReport> Doctor(const DoctorOptions&) override {
    return OnlyAnswers("check");
  }
  absl::StatusOr<RebuildReport> Rebuild(const Progress&) override { return OnlyAnswers("rebuild"); }
  absl::Status Close() override { return absl::OkStatus(); }

 private:
  PointImage& Image() override { return image_; }
  absl::StatusOr<const EventLog*> LogNow() override { return pinned_.log; }
  absl::StatusOr<PinnedRecord> PinRecord() override { return pinned_; }

  const PinnedRecord pinned_;
  PointImage image_;
};

}  // namespace

std::unique_ptr<Decree> MakeFixedRecord(PinnedRecord pinned, const Clock& clock,
                                        const ProjectionList& projections) {
  return std::make_unique<FixedRecord>(std::move(pinned), clock, projections);
}

}  // namespace decree
