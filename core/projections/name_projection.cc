#include "core/projections/name_projection.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/codec/event_codec.h"
#include "core/model/place/place.h"
#include "core/model/unit_count.h"
#include "core/projections/projection_names.h"

namespace decree {
namespace {

constexpr absl::string_view kTag = "tag:";

void Add(absl::string_view prefix, absl::string_view name, std::set<std::string>& names) {
  if (name.empty() || name.find('\0') != absl::string_view::npos) return;
  names.insert(absl::StrCat(prefix, name));
}

void AddTags(const std::optional<std::vector<ScopeClause>>& clauses, std::set<std::string>& names) {
  if (!clauses) return;
  for (const ScopeClause& clause : *clauses) {
    for (absl::string_view product : clause.product) {
      if (absl::ConsumePrefix(&product, kTag)) Add(kTagPrefix, product, names);
    }
  }
}

class NameProjection final : public Projection {
 public:
  absl::string_view Name() const override { return kNameProjection; }
  uint32_t RulesVersion() const override { return 1; }

  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    // What does not read names nothing; whether that matters is for others to say.
    const absl::StatusOr<Event> named = DecodeEvent(event.body, DecodedParts::kNames);
    if (!named.ok()) return absl::OkStatus();
    for (const std::string& name : NamesIn(*named)) {
      if (out.size() >= kRecordsPerEventMax) break;
      EntityRecord& record = out.emplace_back();
      record.entity = name;
      record.sides.push_back({SideKind::kNamed, event.position, 0, ""});
    }
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> MakeNameProjection() { return std::make_unique<NameProjection>(); }

std::set<std::string> NamesIn(const Event& event) {
  std::set<std::string> names;
  for (const Event* at = &event; at != nullptr; at = at->replacement.get()) {
    if (at->actor && !IsListedPlace(at->actor->jurisdiction)) {
      Add(kPlacePrefix, at->actor->jurisdiction, names);
    }
    const bool joins = at->membership && !IsOwnership(*at->membership);
    if (joins && IsUserAssignedCode(at->membership->member)) {
      Add(kPlacePrefix, at->membership->member, names);
    }
    if (at->scope) {
      for (const ScopeList& one : kScopeLists) AddTags((*at->scope).*one.list, names);
    }
    if (!at->terms || !at->terms->tariff) continue;
    Add(kFactPrefix, at->terms->tariff->value_share, names);
    if (!at->terms->tariff->specific) continue;
    Add(kFactPrefix, UnitCountOf(at->terms->tariff->specific->per).unit, names);
  }
  return names;
}

}  // namespace decree
