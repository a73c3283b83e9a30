#include "core/query/state/resolve.h"

#include <algorithm>
#include <optional>

#include "core/query/state/facet_sweep.h"
#include "core/query/walks/fold_over_time.h"

namespace decree {
namespace {

void AddBoundaries(const std::vector<FoldAct>& acts, const CivilWindow& window,
                   std::vector<int64_t>& out) {
  for (const FoldAct& act : acts) {
    if (act.is_left_out) continue;
    for (const Reading& reading : act.readings) {
      const ActRecord& r = reading.record;
      const int64_t published = r.kind == EventKind::kEnacted ? PublicationDay(r) : kAxisMin;
      for (const int64_t at :
           {r.from_earliest, r.from_latest, r.to_earliest, r.to_latest, published}) {
        if (at > window.first_civil_us && at <= window.last_civil_us) out.push_back(at);
      }
    }
  }
}

template <typename Outcome, typename Value>
void Unite(const std::vector<Outcome>& more, Value Outcome::*value, std::vector<Outcome>& into) {
  for (const Outcome& outcome : more) {
    const auto same = std::find_if(into.begin(), into.end(), [&](const Outcome& other) {
      return other.*value == outcome.*value;
    });
    if (same == into.end()) {
      into.push_back(outcome);
    } else if (outcome.decider > same->decider) {
      *same = outcome;
    }
  }
}

// The act whose evidence counts: what decided force, else the newest of the firmest commitment.
const VisibleAct* EvidenceAct(const Fold& fold, const Resolved& resolved) {
  if (resolved.force.size() == 1 && resolved.force[0].force != Force::kPending) {
    if (const VisibleAct* act = DeciderOf(fold, resolved.force[0])) return act;
  }
  return resolved.commitment_act;
}

bool Holds(const VisibleStrand& strand, const VisibleAct& act) {
  const auto at = std::lower_bound(
      strand.acts.begin(), strand.acts.end(), act,
      [](const VisibleAct& a, const VisibleAct& b) { return PaintsBefore(a.record, b.record); });
  return at != strand.acts.end() && at->record.position == act.record.position;
}

// Whether everything known of the measure is retracted. What only speaks of other events does not
// count.
bool IsAllRetracted(const VisibleStrand& own, const View& view, uint64_t left_out) {
  const bool any_left = std::any_of(own.acts.begin(), own.acts.end(), [&](const VisibleAct& act) {
    return act.record.position != left_out &&
           InfoOf(act.record.kind).family != EventFamily::kRecord;
  });
  return !any_left &&
         std::any_of(own.hidden.begin(), own.hidden.end(), [&](const HiddenAct& hidden) {
           return hidden.why == HiddenWhy::kRetracted &&
                  InfoOf(hidden.record.kind).family != EventFamily::kRecord &&
                  IsKnown(hidden.record.published_us, hidden.record.published_offset_min, view);
         });
}

}  // namespace

Possible<Force> Resolved::force_values() const {
  Possible<Force> values;
  for (const ForceOutcome& outcome : force) values.Add(outcome.force);
  return values;
}

Possible<Legality> Resolved::legality_values() const {
  Possible<Legality> values;
  for (const LegalityOutcome& outcome : legality) values.Add(outcome.legality);
  return values;
}

Possible<Enforcement> Resolved::enforcement_values() const {
  Possible<Enforcement> values;
  for (const EnforcementOutcome& outcome : enforcement) values.Add(outcome.enforcement);
  return values;
}

Possible<Answer> AppliesGiven(const std::vector<ForceOutcome>& force,
                              const std::vector<LegalityOutcome>& legality,
                              const std::vector<EnforcementOutcome>& enforcement) {
  bool force_yes = false, force_no = false;
  for (const ForceOutcome& o : force) (o.force == Force::kInForce ? force_yes : force_no) = true;
  bool legal_yes = false, legal_no = false;
  for (const LegalityOutcome& o : legality) {
    const bool is_void = o.legality == Legality::kHeldUnlawful || o.legality == Legality::kAnnulled;
    (is_void ? legal_no : legal_yes) = true;
  }
  bool enforced_yes = false, enforced_no = false;
  for (const EnforcementOutcome& o : enforcement) {
    (o.enforcement == Enforcement::kWaived ? enforced_no : enforced_yes) = true;
  }
  Possible<Answer> answer;
  if (force_yes && legal_yes && enforced_yes) answer.Add(Answer::kYes);
  if (force_no || legal_no || enforced_no) answer.Add(Answer::kNo);
  return answer;
}

std::vector<int64_t> BoundariesIn(const Fold& fold, const CivilWindow& window) {
  std::vector<int64_t> at;
  if (window.first_civil_us == window.last_civil_us) return at;
  if (fold.IsOverTime()) {
    return fold.over_time->BoundariesIn(window.first_civil_us, window.last_civil_us);
  }
  AddBoundaries(fold.acts, window, at);
  for (const std::vector<FoldAct>& instrument : fold.instruments)
    AddBoundaries(instrument, window, at);
  std::sort(at.begin(), at.end());
  at.erase(std::unique(at.begin(), at.end()), at.end());
  return at;
}

Commitment CommitmentOf(const VisibleStrand& own, const VisibleAct** decider, uint64_t left_out) {
  Commitment best = Commitment::kNone;
  const VisibleAct* newest_withdrawn = nullptr;
  *decider = nullptr;
  // Newest first: the first of the highest level is the one, and nothing is above enacted.
  for (auto act = own.acts.rbegin(); act != own.acts.rend(); ++act) {
    if (act->record.position == left_out) continue;
    if (act->record.kind == EventKind::kWithdrawn && newest_withdrawn == nullptr) {
      newest_withdrawn = &*act;
    }
    const Commitment level = LevelOf(act->record.kind);
    if (level == Commitment::kNone || level <= best) continue;
    if (level < Commitment::kEnacted && newest_withdrawn != nullptr) continue;
    best = level;
    *decider = &*act;
    if (best == Commitment::kEnacted) break;
  }
  if (best == Commitment::kNone && newest_withdrawn != nullptr) {
    *decider = newest_withdrawn;
    return Commitment::kWithdrawn;
  }
  return best;
}

Evidence EvidenceOf(const VisibleAct& act, const Fold& fold) {
  bool confirmed = false;
  for (size_t i = 0; i < fold.strands.size(); ++i) {
    const Speakers& speakers = fold.speakers[i];
    if (speakers.is_empty()) continue;
    if (speakers.Dispute(act)) return Evidence::kDisputed;
    // A link counts among acts of one measure or instrument; a `confirmed` stands where its target
    // does.
    confirmed = confirmed || (speakers.Confirm(act) && Holds(*fold.strands[i], act));
  }
  if (act.record.Has(kActOfficial)) return Evidence::kOfficial;
  if (!act.record.Has(kActUnofficial)) return Evidence::kUnsourced;
  return act.record.Has(kActTwoPublishers) || confirmed ? Evidence::kReported
                                                        : Evidence::kSingleSource;
}

Resolved Resolve(const Fold& fold, const VisibleStrand& own, const CivilWindow& window,
                 const View& view, FacetsInTurn* in_turn) {
  Resolved out;
  std::vector<int64_t> instants = BoundariesIn(fold, window);
  instants.insert(instants.begin(), window.first_civil_us);
  Possible<Answer> previous;
  std::optional<FacetsInTurn> own_facets;
  if (in_turn == nullptr) own_facets.emplace(fold, instants.size());
  FacetsInTurn& facets = in_turn != nullptr ? *in_turn : *own_facets;
  for (const int64_t t : instants) {
    facets.MoveTo(t);
    const Possible<Answer> applies =
        AppliesGiven(facets.force(), facets.legality(), facets.enforcement());
    if (!previous.empty() && previous.decided() && !(applies == previous) &&
        out.changes_at_civil_us == kAxisMin) {
      out.changes_at_civil_us = t;
    }
    previous = applies;
    out.applies.Add(applies);
    for (const ForceOutcome& outcome : facets.force()) AddOutcome(fold, outcome, out.force);
    Unite(facets.legality(), &LegalityOutcome::legality, out.legality);
    Unite(facets.enforcement(), &EnforcementOutcome::enforcement, out.enforcement);
    if (in_turn != nullptr) continue;
    facets.AddGiven(Given::kTerms, out.terms);
    facets.AddGiven(Given::kInclude, out.include);
    facets.AddGiven(Given::kExclude, out.exclude);
  }
  if (in_turn != nullptr) {
    out.terms = facets.GivenNow(Given::kTerms);
    out.include = facets.GivenNow(Given::kInclude);
    out.exclude = facets.GivenNow(Given::kExclude);
  }
  out.commitment = fold.IsOverTime() ? fold.over_time->CommitmentOf(fold, &out.commitment_act)
                                     : CommitmentOf(own, &out.commitment_act, fold.left_out);
  if (const VisibleAct* act = EvidenceAct(fold, out)) {
    out.evidence = EvidenceOf(*act, fold);
  } else if (IsAllRetracted(own, view, fold.left_out)) {
    out.evidence = Evidence::kRetracted;
  }
  return out;
}

}  // namespace decree
