#include "core/projections/threads/threads_projection.h"

namespace decree {
namespace {

class ThreadsProjection final : public Projection {
 public:
  absl::string_view Name() const override { return "threads"; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    RecordOnStreams(event, "t/", out);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewThreadsProjection() { return std::make_unique<ThreadsProjection>(); }

}  // namespace decree
