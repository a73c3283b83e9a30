#include "core/query/coverage_claims.h"

#include <algorithm>
#include <tuple>

#include "core/base/status_macros.h"

namespace decree {
namespace {

constexpr char kCoverage[] = "coverage";
constexpr char kPrefix[] = "c/";

std::string EndText(const Bound& to) {
  const bool exact = to.earliest_civil_us == to.latest_civil_us;
  return to.is_through && exact ? FormatCivil(to.earliest_civil_us) : to.text;
}

std::string StartText(const VisibleAct& act, const Event& body) {
  if (body.effective && body.effective->from) return body.effective->from->text;
  if (act.record.from_earliest != act.record.from_latest && body.stated) return body.stated->text;
  return FormatCivil(act.record.from_earliest);
}

}  // namespace

bool HoldsIn(const CivilWindow& window, CoverageClaim& claim) {
  claim.row.certain =
      claim.from_latest <= window.first_civil_us && claim.to_earliest > window.last_civil_us;
  return claim.from_earliest <= window.last_civil_us && claim.to_latest > window.first_civil_us;
}

absl::StatusOr<std::vector<std::string>> CoverageClaims::Issuers() const {
  DECREE_ASSIGN_OR_RETURN(std::vector<std::string> names,
                          context_.strands.Entities(kCoverage, kPrefix));
  for (std::string& name : names) name.erase(0, sizeof(kPrefix) - 1);
  return names;
}

absl::StatusOr<std::vector<CoverageClaim>> CoverageClaims::Of(const std::string& issuer) {
  const std::string entity = kPrefix + issuer;
  DECREE_ASSIGN_OR_RETURN(const Strand strand, context_.strands.Load(kCoverage, entity));
  DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                          See(strand, entity, context_.strands, context_.sight));
  std::vector<CoverageClaim> claims;  // newest first
  for (auto act = seen.acts.rbegin(); act != seen.acts.rend(); ++act) {
    if (act->record.kind != EventKind::kCoverageSet || act->lifted_by != 0) continue;
    DECREE_ASSIGN_OR_RETURN(CoverageClaim claim, ClaimOf(*act));
    for (const CoverageClaim& newer : claims) {
      if (newer.row.domain == claim.row.domain) CutAt(newer, claim);
    }
    claims.push_back(std::move(claim));
  }
  std::erase_if(claims,
                [](const CoverageClaim& claim) { return claim.to_latest <= claim.from_earliest; });
  for (const HiddenAct& hidden : seen.hidden) {
    if (hidden.record.kind == EventKind::kCoverageSet && hidden.why == HiddenWhy::kNotKnown) {
      ++not_known_;
    }
  }
  std::stable_sort(
      claims.begin(), claims.end(), [](const CoverageClaim& a, const CoverageClaim& b) {
        return std::tie(a.row.domain, a.from_latest) < std::tie(b.row.domain, b.from_latest);
      });
  return claims;
}

absl::StatusOr<CoverageClaim> CoverageClaims::ClaimOf(const VisibleAct& act) {
  DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act.body));
  CoverageClaim claim;
  if (body->coverage) {
    claim.row.issuer = body->coverage->issuer;
    claim.row.domain = body->coverage->domain;
    claim.row.sources = body->coverage->sources;
  }
  claim.row.from = StartText(act, *body);
  if (body->effective && body->effective->to) claim.row.to = EndText(*body->effective->to);
  claim.from_earliest = act.record.from_earliest;
  claim.from_latest = act.record.from_latest;
  claim.to_earliest = act.record.to_earliest;
  claim.to_latest = act.record.to_latest;
  for (const uint64_t position : {act.record.position, act.repair}) {
    if (position == 0) continue;
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events_.At(position));
    claim.row.because.push_back(read->event.id);
  }
  return claim;
}

void CoverageClaims::CutAt(const CoverageClaim& newer, CoverageClaim& claim) {
  if (newer.from_latest < claim.to_latest || newer.from_earliest < claim.to_earliest) {
    claim.row.to = newer.row.from;
    claim.row.because.push_back(newer.row.because.front());
  }
  claim.to_earliest = std::min(claim.to_earliest, newer.from_earliest);
  claim.to_latest = std::min(claim.to_latest, newer.from_latest);
}

}  // namespace decree
