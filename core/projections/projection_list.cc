#include "core/projections/projection_list.h"

#include <array>
#include <memory>
#include <utility>

#include "core/projections/name_projection.h"
#include "core/projections/projection_names.h"

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

// A name is part of every stored key and is never changed. A projection whose rules change gets a
// higher version, and is rebuilt.
struct ProjectionRules {
  absl::string_view name;
  uint32_t version = 1;
  absl::string_view streams;  // a letter each: "mi" is of m/… and of i/…
  bool references = false;    // what its acts name leads to their measure
};
constexpr std::array kProjections = {
    ProjectionRules{"codes", 2, "x"},           // splits, merges and renamings of codes
    ProjectionRules{kControls, 2, "mi", true},  // what can change the state of a measure
    ProjectionRules{"coverage", 2, "c"},        // what is monitored of each issuer
    ProjectionRules{kMembership, 2, "g"},       // who joined a group and who left
    ProjectionRules{"observations", 2, "s"},    // series of values
    ProjectionRules{kStacking, 2, "k"},         // how the duties of programmes stand together
    ProjectionRules{"threads", 2, "t"},         // the moves of a negotiation
};

class StreamProjection final : public Projection {
 public:
  explicit StreamProjection(const ProjectionRules& rules) : rules_(rules) {}

  absl::string_view Name() const override { return rules_.name; }
  uint32_t RulesVersion() const override { return rules_.version; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    for (const char stream : rules_.streams) {
      const char prefix[] = {stream, '/'};
      RecordOnStreams(event, absl::string_view(prefix, sizeof(prefix)), out);
    }
    if (!rules_.references) return absl::OkStatus();
    RecordReferences(*event.event, event.position, out);
    if (event.merged != nullptr) RecordReferences(*event.merged, event.position, out);
    return absl::OkStatus();
  }

 private:
  const ProjectionRules& rules_;
};

}  // namespace

ProjectionList AllProjections() {
  ProjectionList list;
  for (const ProjectionRules& rules : kProjections) {
    list.push_back(std::make_unique<StreamProjection>(rules));
  }
  list.push_back(MakeNameProjection());
  return list;
}

}  // namespace decree
