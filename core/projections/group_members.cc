#include "core/projections/group_members.h"

#include <algorithm>

#include "core/base/status_macros.h"
#include "core/projections/projection_names.h"

namespace decree {
namespace {

bool TellsOfMember(const std::vector<SideEntry>& sides) {
  return std::any_of(sides.begin(), sides.end(), [](const SideEntry& side) {
    return side.kind == SideKind::kMember && !ReadMemberSide(side.text).is_ownership();
  });
}

}  // namespace

absl::StatusOr<bool> HasGroupMembers(const StrandReader& strands, absl::string_view entity) {
  DECREE_ASSIGN_OR_RETURN(const Strand strand, strands.Load(kMembership, entity));
  if (TellsOfMember(strand.sides)) return true;
  for (const SideEntry& side : strand.sides) {
    if (side.kind != SideKind::kRepaired) continue;
    DECREE_ASSIGN_OR_RETURN(const std::vector<RepairEntry> repairs, strands.Repairs(side.number));
    for (const RepairEntry& repair : repairs) {
      if (TellsOfMember(repair.sides)) return true;
    }
  }
  return false;
}

}  // namespace decree
