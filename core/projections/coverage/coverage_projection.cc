#include "core/projections/coverage/coverage_projection.h"

namespace decree {
namespace {

class CoverageProjection final : public Projection {
 public:
  absl::string_view Name() const override { return "coverage"; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    RecordOnStreams(event, "c/", out);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewCoverageProjection() {
  return std::make_unique<CoverageProjection>();
}

}  // namespace decree
