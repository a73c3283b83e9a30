#include "core/projections/stacking/stacking_projection.h"

namespace decree {
namespace {

class StackingProjection final : public Projection {
 public:
  absl::string_view Name() const override { return "stacking"; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    RecordOnStreams(event, "k/", out);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewStackingProjection() {
  return std::make_unique<StackingProjection>();
}

}  // namespace decree
