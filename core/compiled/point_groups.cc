#include "core/compiled/point_groups.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/compiled/measure/point_entry.h"
#include "core/names/party_name.h"
#include "core/projections/projection_names.h"

namespace decree {
namespace {

constexpr size_t kAnswersMax = 65'536;

}  // namespace

absl::Status PointGroups::Reload(const StrandReader& strands) {
  groups_of_.clear();
  groups_of_party_.clear();
  members_.reset();
  answers_.clear();
  const auto add = [&](const std::string& text, absl::string_view group) {
    const MemberSide who = ReadMemberSide(text);
    if (who.is_ownership()) return;
    std::vector<std::string> names = {std::string(group)};
    if (!who.kind.empty()) names.push_back(absl::StrCat(group, ":", who.kind));
    for (std::vector<std::string>* const groups :
         {&groups_of_[who.member], &groups_of_party_[FoldedName(who.member)]}) {
      for (const std::string& name : names) {
        if (std::find(groups->begin(), groups->end(), name) == groups->end()) {
          groups->push_back(name);
        }
      }
    }
  };
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> entities,
                          strands.Entities(kMembership, "g/"));
  for (const std::string& entity : entities) {
    const absl::string_view group = absl::string_view(entity).substr(2);
    DECREE_ASSIGN_OR_RETURN(const Strand strand, strands.Load(kMembership, entity));
    for (const SideEntry& side : strand.sides) {
      if (side.kind == SideKind::kMember) add(side.text, group);
      if (side.kind != SideKind::kRepaired) continue;
      DECREE_ASSIGN_OR_RETURN(const std::vector<RepairEntry> repairs, strands.Repairs(side.number));
      for (const RepairEntry& repair : repairs) {
        for (const SideEntry& of_repair : repair.sides) {
          if (of_repair.kind == SideKind::kMember) add(of_repair.text, group);
        }
      }
    }
  }
  return absl::OkStatus();
}

std::vector<std::string> PointGroups::GroupsNear(const std::string& given) const {
  std::vector<std::string> groups;
  const std::lock_guard lock(mutex_);
  if (!members_) {
    // In one order, for of very many only the first are compared.
    std::vector<const std::string*> names;
    names.reserve(groups_of_.size());
    for (const auto& [name, of_name] : groups_of_) names.push_back(&name);
    std::sort(names.begin(), names.end(),
              [](const std::string* a, const std::string* b) { return *a < *b; });
    members_.emplace();
    for (const std::string* const name : names) members_->Add(*name);
  }
  for (const NearIndex::Found& found : members_->Near(given)) {
    const std::vector<std::string>& of_member = groups_of_.at(*found.name);
    groups.insert(groups.end(), of_member.begin(), of_member.end());
  }
  return groups;
}

absl::Status PointGroups::AddPlaces(const std::string& asked, const CivilWindow& window,
                                    const View& view, const StrandReader& strands,
                                    AskedPlaces& places) const {
  if (asked.empty()) return absl::OkStatus();
  places.push_back({PlaceNumber(asked), PlaceMatch::kYes});
  if (groups_of_.empty()) return absl::OkStatus();
  const auto groups = groups_of_.find(asked);
  if (groups == groups_of_.end()) return absl::OkStatus();
  for (const std::string& group : groups->second) {
    const uint32_t place = PlaceNumber(group);
    if (IsHashedPlace(place)) {  // what is filed there asks by the slow path in any case
      places.push_back({place, PlaceMatch::kOpen});
      continue;
    }
    const Asked key{group, asked, window.first_civil_us, window.last_civil_us, view.known_by_us};
    const std::lock_guard lock(mutex_);
    const auto known = answers_.find(key);
    if (known != answers_.end()) {
      places.push_back({place, known->second});
      continue;
    }
    const ViewFilter filter{view, {}};
    Memberships memberships(strands, filter);
    DECREE_ASSIGN_OR_RETURN(const Memberships::Answer answer,
                            memberships.IsMember(group, asked, window));
    const PlaceMatch match = !answer.may_be_in   ? PlaceMatch::kNo
                             : answer.may_be_out ? PlaceMatch::kOpen
                                                 : PlaceMatch::kYes;
    if (answers_.size() >= kAnswersMax) answers_.clear();
    answers_.emplace(key, match);
    places.push_back({place, match});
  }
  return absl::OkStatus();
}

}  // namespace decree
