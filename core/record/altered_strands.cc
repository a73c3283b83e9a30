#include "core/record/altered_strands.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/status_macros.h"

namespace decree {

absl::StatusOr<Strand> AlteredStrands::Load(absl::string_view projection,
                                            absl::string_view entity) const {
  DECREE_ASSIGN_OR_RETURN(Strand base, base_->Load(projection, entity));
  DECREE_ASSIGN_OR_RETURN(Strand drafts, drafts_.Load(projection, entity));
  Strand out;
  for (const ActRecord& act : base.acts) {
    // Where the base is applied further meanwhile, a chunk just sealed may come with its old tail.
    const bool again = !out.acts.empty() && act.position <= out.acts.back().position;
    if (IsKept(act.position) && !again) out.acts.push_back(act);
  }
  std::move(drafts.acts.begin(), drafts.acts.end(), std::back_inserter(out.acts));
  for (SideEntry& side : base.sides) {
    // What repairs a left-out event is left out with it.
    if (IsKept(side.position)) out.sides.push_back(std::move(side));
  }
  std::move(drafts.sides.begin(), drafts.sides.end(), std::back_inserter(out.sides));
  return out;
}

absl::StatusOr<std::vector<RepairEntry>> AlteredStrands::Repairs(uint64_t root) const {
  DECREE_ASSIGN_OR_RETURN(std::vector<RepairEntry> repairs, base_->Repairs(root));
  const auto gone = [this](const RepairEntry& repair) { return !IsKept(repair.position); };
  repairs.erase(std::remove_if(repairs.begin(), repairs.end(), gone), repairs.end());
  DECREE_ASSIGN_OR_RETURN(std::vector<RepairEntry> drafts, drafts_.Repairs(root));
  std::move(drafts.begin(), drafts.end(), std::back_inserter(repairs));
  return repairs;
}

absl::StatusOr<std::vector<std::string>> AlteredStrands::Entities(absl::string_view projection,
                                                                  absl::string_view prefix) const {
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> base, base_->Entities(projection, prefix));
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> drafts,
                          drafts_.Entities(projection, prefix));
  std::vector<std::string> names;
  std::set_union(base.begin(), base.end(), drafts.begin(), drafts.end(), std::back_inserter(names));
  // The views follow the log, so while it has not grown they hold nothing beyond `size_`.
  if (without_.empty() && base_log_.Head().size == size_) return names;
  std::vector<std::string> kept;
  for (std::string& name : names) {
    DECREE_ASSIGN_OR_RETURN(const Strand strand, Load(projection, name));
    if (!strand.acts.empty() || !strand.sides.empty()) kept.push_back(std::move(name));
  }
  return kept;
}

}  // namespace decree
