#include "core/append/ownership_warnings.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/model/decimal.h"
#include "core/model/parts_per_million.h"
#include "core/names/party_name.h"
#include "core/projections/event_reader.h"
#include "core/query/scope/scope_match.h"

namespace decree {
namespace {

constexpr size_t kOwnershipsWarnedMax = 1'024;
constexpr size_t kOwnersNamedMax = 5;

// The sum of what is certain at the instant, where it is more than there is; "" else.
std::string TooMuch(const std::string& owned, int64_t civil_us, Memberships& memberships) {
  const auto owners = memberships.OwnersOf(FoldedName(owned), {civil_us, civil_us});
  if (!owners.ok()) return "";
  int64_t sum_ppm = 0;
  std::vector<std::string> named;
  for (const OwnershipLink& link : **owners) {
    if (link.least_ppm == 0) continue;
    sum_ppm += link.least_ppm;
    named.push_back(absl::StrCat(link.owner, " ", FormatRatePpm(link.least_ppm)));
  }
  if (sum_ppm <= kWholePpm) return "";
  if (named.size() > kOwnersNamedMax) {
    named.resize(kOwnersNamedMax);
    named.emplace_back("…");
  }
  return absl::StrCat("on ", FormatCivil(civil_us), " the owners on record hold ",
                      FormatRatePpm(sum_ppm), " of \"", owned, "\" together (",
                      absl::StrJoin(named, ", "),
                      "); who sold has a \"membershipEnded\", or a new share");
}

}  // namespace

void AddOwnershipWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
                          std::vector<AppendWarning>& warnings) {
  EventReader reader(context.log);
  Memberships memberships(context.strands, context.filter);
  std::set<std::pair<std::string, int64_t>> told;
  size_t looked_at = 0;
  for (size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i].event();
    const bool may_start =
        event.membership ? IsOwnership(*event.membership) : event.kind == EventKind::kCorrected;
    if (!may_start) continue;
    if (++looked_at > kOwnershipsWarnedMax) return;
    const absl::StatusOr<Position> position = context.log.Find(event.id);
    if (!position.ok()) continue;
    const absl::StatusOr<const Event*> body = reader.Body(*position);
    if (!body.ok() || (*body)->kind != EventKind::kMembershipStarted || !(*body)->membership ||
        !IsOwnership(*(*body)->membership)) {
      continue;
    }
    ActRecord record = MakeActRecord(**body, *position);
    SetDefaultFrom(record);
    const std::string& owned = (*body)->membership->group;
    if (!told.emplace(FoldedName(owned), record.from_latest).second) continue;
    const std::string why = TooMuch(owned, record.from_latest, memberships);
    if (!why.empty()) warnings.push_back({i, absl::StrCat("event \"", event.id, "\": ", why)});
  }
}

}  // namespace decree
