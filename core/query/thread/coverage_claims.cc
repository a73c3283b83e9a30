#include "core/query/thread/coverage_claims.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
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

// Where a claim begins, by one of its bounds.
struct Beginning {
  int64_t at = kAxisMax;
  size_t order = 0;  // newest first
  std::string from, id;
};

// Of the claims of one domain gone through so far, those that begin first.
struct FirstToBegin {
  Beginning earliest, latest;
};

// Whichever of the newer claims begins first ends the claim, and is named.
void CutAt(const FirstToBegin& newer, CoverageClaim& claim) {
  std::vector<const Beginning*> ends;
  if (newer.earliest.at < claim.to_earliest) ends.push_back(&newer.earliest);
  if (newer.latest.at < claim.to_latest) ends.push_back(&newer.latest);
  std::sort(ends.begin(), ends.end(),
            [](const Beginning* a, const Beginning* b) { return a->order < b->order; });
  for (const Beginning* end : ends) {
    claim.row.to = end->from;
    std::vector<std::string>& because = claim.row.because;
    if (because.back() != end->id) because.push_back(end->id);
  }
  claim.to_earliest = std::min(claim.to_earliest, newer.earliest.at);
  claim.to_latest = std::min(claim.to_latest, newer.latest.at);
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
                          See(strand, entity, context_.strands, context_.filter));
  std::vector<CoverageClaim> claims;                     // newest first
  absl::flat_hash_map<std::string, FirstToBegin> newer;  // by domain
  for (auto act = seen.acts.rbegin(); act != seen.acts.rend(); ++act) {
    if (act->record.kind != EventKind::kCoverageSet || act->lifted_by != 0) continue;
    DECREE_ASSIGN_OR_RETURN(CoverageClaim claim, ClaimOf(*act));
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
    FirstToBegin& first = newer[claim.row.domain];
    const Beginning own_earliest = {claim.from_earliest, claims.size(), claim.row.from,
                                    claim.row.because.front()};
    Beginning own_latest = own_earliest;
    own_latest.at = claim.from_latest;
    CutAt(first, claim);
    if (own_earliest.at < first.earliest.at) first.earliest = own_earliest;
    if (own_latest.at < first.latest.at) first.latest = own_latest;
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

}  // namespace decree
