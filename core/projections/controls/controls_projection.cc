#include "core/projections/controls/controls_projection.h"

namespace decree {
namespace {

// Leads from what an act names to its measure: from what an authorization authorizes ("a/<slug>",
// or "a/*" for globs) and from an instrument ("n/<instrument>"). A superset: whether it still names
// the measure in a view is the query's to decide.
void RecordReferences(const Event& event, uint64_t position, std::vector<EntityRecord>& out) {
  if (event.measure.empty()) return;
  if (event.instrument) {
    EntityRecord tied;
    tied.entity = "n/" + event.instrument->id;
    tied.sides.push_back({SideKind::kTie, position, 0, event.measure});
    out.push_back(std::move(tied));
  }
  for (const std::string& pattern : event.authorizes) {
    const bool is_glob = pattern.find_first_of("*?") != std::string::npos;
    EntityRecord record;
    record.entity = is_glob ? "a/*" : "a/" + pattern;
    record.sides.push_back({SideKind::kAuthorizes, position, 0, event.measure});
    out.push_back(std::move(record));
  }
}

class ControlsProjection final : public Projection {
 public:
  absl::string_view Name() const override { return "controls"; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    RecordOnStreams(event, "m/", out);
    RecordOnStreams(event, "i/", out);
    RecordReferences(*event.event, event.position, out);
    if (event.merged != nullptr) RecordReferences(*event.merged, event.position, out);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewControlsProjection() {
  return std::make_unique<ControlsProjection>();
}

}  // namespace decree
