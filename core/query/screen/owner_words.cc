#include "core/query/screen/owner_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/model/decimal.h"
#include "core/query/state/distinct.h"

namespace decree {
namespace {

constexpr size_t kEventsToldMax = 10;  // of one link

std::string HowMuch(const OwnershipLink& link) {
  if (link.is_share_unknown) return " may own a share, it is not recorded which, of ";
  if (link.least_ppm == link.most_ppm) {
    return absl::StrCat(" owns ", FormatRatePpm(link.least_ppm), " of ");
  }
  if (link.least_ppm == 0) return absl::StrCat(" may own ", FormatRatePpm(link.most_ppm), " of ");
  return absl::StrCat(" owns ", FormatRatePpm(link.least_ppm), " to ", FormatRatePpm(link.most_ppm),
                      " of ");
}

}  // namespace

absl::Status TellOwners(const std::vector<OwnershipLink>& links, EventReader& events,
                        std::vector<std::string>& reasons, std::vector<std::string>& because) {
  std::vector<std::string> told;
  for (const OwnershipLink& link : links) {
    if (told.size() == kOwnershipLinksToldMax) {
      told.emplace_back("more links of ownership bear on it");
      break;
    }
    std::vector<std::string> ids;
    for (const uint64_t position : link.events) {
      if (ids.size() == kEventsToldMax) break;
      DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events.At(position));
      ids.push_back(read->event.id);
    }
    AppendNew(ids, because);
    told.push_back(absl::StrCat(link.owner, HowMuch(link), link.owned, " (",
                                ids.empty() ? "as given" : absl::StrJoin(ids, ", "), ")"));
  }
  AppendNew(told, reasons);
  return absl::OkStatus();
}

}  // namespace decree
