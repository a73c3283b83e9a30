#include "core/query/screen/screen_coverage.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/scope_dimensions.h"
#include "core/query/thread/coverage_claims.h"

namespace decree {
namespace {

absl::Status CoverageOf(const std::string& issuer, CoverageClaims& claims, ScreenAnswer& answer) {
  DECREE_ASSIGN_OR_RETURN(std::vector<CoverageClaim> all, claims.Of(issuer));
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(answer.transaction.on, issuer));
  bool any = false;
  ScreenCoverage* row = nullptr;  // of the domain
  for (CoverageClaim& claim : all) {
    if (row == nullptr || row->domain != claim.row.domain) {
      row = &answer.coverage.emplace_back();
      row->issuer = issuer;
      row->domain = claim.row.domain;
    }
    decree::Answer monitored = decree::Answer::kNo;
    if (HoldsIn(window, claim)) {
      monitored = claim.row.certain ? decree::Answer::kYes : decree::Answer::kUndetermined;
    }
    const bool is_first = row->stretches.empty();
    const bool says_more =
        monitored != decree::Answer::kNo && row->monitored != decree::Answer::kYes;
    if (is_first || says_more) {
      row->monitored = monitored;
      row->since = claim.row.from;
      row->sources = claim.row.sources;
      row->because = claim.row.because;
    }
    any = any || monitored != decree::Answer::kNo;
    row->stretches.push_back({claim.row.from, claim.row.to});
  }
  if (all.empty()) answer.coverage.push_back({issuer, "", decree::Answer::kNo, "", {}, {}, {}});
  if (!any) {
    answer.notes.push_back(absl::StrCat(
        issuer, " is not monitored on this date: that no measure of it is found means little"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status TakeCoverage(ScreenViewCache& view_cache, ScreenAnswer& answer) {
  const Transaction& t = answer.transaction;
  const std::vector<std::string> places = PlacesOf(t);
  std::set<std::string> issuers(places.begin(), places.end());
  for (const ScreenRow& row : answer.measures) {
    if (!row.state.issuer.empty()) issuers.insert(row.state.issuer);
  }
  CoverageClaims claims(view_cache.context(), view_cache.events());
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> claimed, claims.Issuers());
  std::set<std::string> groups;
  for (const std::string& group : claimed) {
    DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(t.on, group));
    for (const std::string& place : issuers) {
      DECREE_ASSIGN_OR_RETURN(const Memberships::Answer member,
                              view_cache.builder().memberships().IsMember(group, place, window));
      if (member.may_be_in) groups.insert(group);
    }
  }
  issuers.merge(groups);
  for (const std::string& issuer : issuers) {
    DECREE_RETURN_IF_ERROR(CoverageOf(issuer, claims, answer));
  }
  return absl::OkStatus();
}

}  // namespace decree
