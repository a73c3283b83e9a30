// The claims of what is monitored. A later claim (in paint order) for the same issuer and domain
// replaces an earlier one from its start on, also beyond its own end: a claim that ends says that
// the watch ends.
#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/questions.h"

namespace decree {
namespace {

constexpr char kProjection[] = "coverage";

struct Claim {
  CoverageRow row;
  int64_t from_earliest = 0, from_latest = 0;
  int64_t to_earliest = kAxisMax, to_latest = kAxisMax;
};

std::string EndText(const Bound& to) {
  const bool exact = to.earliest_civil_us == to.latest_civil_us;
  return to.is_through && exact ? FormatCivil(to.earliest_civil_us) : to.text;
}

std::string StartText(const VisibleAct& act, const Event& body) {
  if (body.effective && body.effective->from) return body.effective->from->text;
  if (act.record.from_earliest != act.record.from_latest && body.stated) return body.stated->text;
  return FormatCivil(act.record.from_earliest);
}

class ClaimReader {
 public:
  ClaimReader(const QuestionContext& context, EventReader& events)
      : context_(context), events_(events) {}

  // The claims of one issuer that hold for some time, each cut where a later one begins.
  absl::StatusOr<std::vector<Claim>> ClaimsOf(const std::string& entity) {
    DECREE_ASSIGN_OR_RETURN(const Strand strand, context_.strands.Load(kProjection, entity));
    DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                            See(strand, entity, context_.strands, context_.sight));
    std::vector<Claim> claims;  // newest first
    for (auto act = seen.acts.rbegin(); act != seen.acts.rend(); ++act) {
      if (act->record.kind != EventKind::kCoverageSet || act->lifted_by != 0) continue;
      DECREE_ASSIGN_OR_RETURN(Claim claim, ClaimOf(*act));
      for (const Claim& newer : claims) {
        if (newer.row.domain == claim.row.domain) CutAt(newer, claim);
      }
      claims.push_back(std::move(claim));
    }
    claims.erase(
        std::remove_if(claims.begin(), claims.end(),
                       [](const Claim& claim) { return claim.to_latest <= claim.from_earliest; }),
        claims.end());
    for (const HiddenAct& hidden : seen.hidden) {
      if (hidden.record.kind == EventKind::kCoverageSet && hidden.why == HiddenWhy::kNotKnown) {
        ++not_known_;
      }
    }
    return claims;
  }

  int not_known() const { return not_known_; }

 private:
  absl::StatusOr<Claim> ClaimOf(const VisibleAct& act) {
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act.body));
    Claim claim;
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

  static void CutAt(const Claim& newer, Claim& claim) {
    if (newer.from_latest < claim.to_latest || newer.from_earliest < claim.to_earliest) {
      claim.row.to = newer.row.from;
      claim.row.because.push_back(newer.row.because.front());
    }
    claim.to_earliest = std::min(claim.to_earliest, newer.from_earliest);
    claim.to_latest = std::min(claim.to_latest, newer.from_latest);
  }

  const QuestionContext& context_;
  EventReader& events_;
  int not_known_ = 0;
};

// Whether the claim may hold in the window; sets `certain` when it holds in all of it.
bool HoldsIn(const CivilWindow& window, Claim& claim) {
  claim.row.certain =
      claim.from_latest <= window.first_civil_us && claim.to_earliest > window.last_civil_us;
  return claim.from_earliest <= window.last_civil_us && claim.to_latest > window.first_civil_us;
}

// Issuers of the measures that the view knows.
absl::StatusOr<std::set<std::string>> IssuersOfMeasures(const QuestionContext& context,
                                                        EventReader& events) {
  std::set<std::string> issuers;
  StateBuilder builder(context.strands, events, context.sight);
  DECREE_ASSIGN_OR_RETURN(const auto entities, context.strands.Entities("controls", "m/"));
  for (const std::string& entity : entities) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder.Load(entity.substr(2)));
    if (!measure.own.acts.empty() && !measure.facts.issuer.empty()) {
      issuers.insert(measure.facts.issuer);
    }
  }
  return issuers;
}

}  // namespace

absl::StatusOr<CoverageAnswer> AnswerCoverage(const QuestionContext& context,
                                              const CoverageQuestion& question) {
  if (!question.on.empty()) {
    const absl::StatusOr<CivilWindow> window = WindowFor(question.on, "");
    if (!window.ok())
      return absl::InvalidArgumentError(absl::StrCat("on: ", window.status().message()));
  }
  CoverageAnswer answer;
  answer.header = context.header;
  EventReader events(context.log);
  ClaimReader reader(context, events);
  DECREE_ASSIGN_OR_RETURN(const auto entities, context.strands.Entities(kProjection, "c/"));
  std::set<std::string> monitored;
  for (const std::string& entity : entities) {
    if (!question.issuer.empty() && entity.substr(2) != question.issuer) continue;
    DECREE_ASSIGN_OR_RETURN(std::vector<Claim> claims, reader.ClaimsOf(entity));
    std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return std::tie(a.row.domain, a.from_latest) < std::tie(b.row.domain, b.from_latest);
    });
    for (Claim& claim : claims) {
      if (!question.on.empty()) {
        DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(question.on, claim.row.issuer));
        if (!HoldsIn(window, claim)) continue;
      }
      monitored.insert(claim.row.issuer);
      answer.rows.push_back(std::move(claim.row));
    }
  }
  DECREE_ASSIGN_OR_RETURN(const std::set<std::string> issuers, IssuersOfMeasures(context, events));
  for (const std::string& issuer : issuers) {
    if (!question.issuer.empty() && issuer != question.issuer) continue;
    if (!monitored.contains(issuer)) answer.unmonitored.push_back(issuer);
  }
  if (reader.not_known() > 0) {
    answer.notes.push_back(absl::StrCat("this view does not know ", reader.not_known(),
                                        " claims that were published later"));
  }
  if (!question.issuer.empty() && answer.rows.empty() && answer.unmonitored.empty()) {
    answer.notes.push_back(absl::StrCat("no claim of coverage and no measure of ", question.issuer,
                                        " is on record in this view"));
  }
  return answer;
}

}  // namespace decree
