#include "core/projections/codes/codes_projection.h"

namespace decree {
namespace {

class CodesProjection final : public Projection {
 public:
  absl::string_view Name() const override { return "codes"; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    RecordOnStreams(event, "x/", out);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewCodesProjection() { return std::make_unique<CodesProjection>(); }

}  // namespace decree
