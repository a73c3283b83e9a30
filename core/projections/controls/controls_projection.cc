#include "core/projections/controls/controls_projection.h"

namespace decree {
namespace {

class ControlsProjection final : public Projection {
 public:
  absl::string_view Name() const override { return "controls"; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    RecordOnStreams(event, "m/", out);
    RecordOnStreams(event, "i/", out);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewControlsProjection() { return std::make_unique<ControlsProjection>(); }

}  // namespace decree
