#include "core/projections/observations/observations_projection.h"

namespace decree {
namespace {

class ObservationsProjection final : public Projection {
 public:
  absl::string_view Name() const override { return "observations"; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    RecordOnStreams(event, "s/", out);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewObservationsProjection() {
  return std::make_unique<ObservationsProjection>();
}

}  // namespace decree
