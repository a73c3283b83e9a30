#include "core/projections/membership/membership_projection.h"

namespace decree {
namespace {

class MembershipProjection final : public Projection {
 public:
  absl::string_view Name() const override { return "membership"; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    RecordOnStreams(event, "g/", out);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewMembershipProjection() {
  return std::make_unique<MembershipProjection>();
}

}  // namespace decree
