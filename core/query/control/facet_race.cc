#include "core/query/control/facet_race.h"

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "core/query/walks/force_choices.h"

namespace decree {
namespace {

using Fate = FacetFate::Fate;

constexpr std::array<const char*, kGivenCount> kGivenNames = {"terms", "include", "exclude"};

bool IsLater(const VisibleAct& a, const VisibleAct& b) { return PaintsBefore(b.record, a.record); }

}  // namespace

FacetRace::FacetRace(const Fold& fold, const Resolved& resolved, const ComposedLists& lists,
                     const CivilWindow& window)
    : fold_(fold), resolved_(resolved), lists_(lists), window_(window) {
  RunForce();
  RunGiven(Given::kTerms, resolved.terms);
  RunGiven(Given::kInclude, resolved.include);
  RunGiven(Given::kExclude, resolved.exclude);
  RunRulings();
  RunEnforcement();
}

const std::vector<FacetFate>& FacetRace::Of(const VisibleAct& act) const {
  static const std::vector<FacetFate> kNone;
  const auto found = fates_.find(&act);
  return found == fates_.end() ? kNone : found->second;
}

void FacetRace::Set(const VisibleAct& act, const char* facet, Fate fate, const VisibleAct* by,
                    bool by_rank) {
  std::vector<FacetFate>& fates = fates_[&act];
  const auto known = std::find_if(fates.begin(), fates.end(), [facet](const FacetFate& one) {
    return absl::string_view(one.facet) == facet;
  });
  if (known == fates.end()) {
    fates.push_back({facet, fate, by, by_rank});
  } else if (fate < known->fate) {
    *known = {facet, fate, by, by_rank};
  }
}

void FacetRace::RunForce() {
  absl::flat_hash_set<const VisibleAct*> winners;
  const auto win = [&](int index, Fate fate) {
    if (index < 0) return;
    const FoldAct& folded = fold_.acts[static_cast<size_t>(index)];
    winners.insert(folded.act);
    Set(*folded.act, "force", fate);
    for (const VisibleAct* const mover : {folded.start_moved_by, folded.end_moved_by}) {
      if (mover != nullptr) Set(*mover, "force", Fate::kContributes);
    }
  };
  for (const ForceOutcome& outcome : resolved_.force) {
    win(outcome.decider, Fate::kDecides);
    if (outcome.base != outcome.decider) win(outcome.base, Fate::kContributes);
    if (outcome.instrument_end != nullptr) Set(*outcome.instrument_end, "force", Fate::kDecides);
  }
  const VisibleAct* nearest = nullptr;  // above a loser, whatever came of it
  for (auto act = fold_.acts.rbegin(); act != fold_.acts.rend(); ++act) {
    const bool has_effect = AtAnEnd(
        [&](int64_t at) { return (ForceChoicesOf(*act, at) & ~(kNoChoice | kHasEnded)) != 0; });
    if (!has_effect) continue;
    if (!winners.contains(act->act)) {
      const VisibleAct* by = nullptr;  // the latest of them
      for (const VisibleAct* const winner : winners) {
        const bool beats = IsLater(*winner, *act->act);
        if (beats && (by == nullptr || IsLater(*winner, *by))) by = winner;
      }
      Set(*act->act, "force", Fate::kLoses, by != nullptr ? by : nearest);
    }
    nearest = act->act;
  }
}

void FacetRace::RunGiven(Given given, const std::vector<uint64_t>& bodies) {
  const char* const facet = kGivenNames[static_cast<size_t>(given)];
  absl::flat_hash_set<uint64_t> written, changing;
  for (const uint64_t body : bodies) {
    const std::vector<uint64_t> parts = lists_.PartsOf(body);
    for (size_t i = 0; i < parts.size(); ++i) (i == 0 ? written : changing).insert(parts[i]);
  }
  const VisibleAct* putting = nullptr;  // what surely puts, over the whole window
  for (auto act = fold_.acts.rbegin(); act != fold_.acts.rend(); ++act) {
    Covering first = GivingAt(*act, given, window_.first_civil_us);
    const Covering last = GivingAt(*act, given, window_.last_civil_us);
    if (changing.contains(act->act->body)) Set(*act->act, facet, Fate::kContributes);
    // Whose words show, whoever puts them.
    if (written.contains(act->act->body)) Set(*act->act, facet, Fate::kDecides);
    if (!first.may_cover && !last.may_cover) {
      const bool changes =
          given != Given::kTerms &&
          act->act->record.Has(given == Given::kInclude ? kActChangesInclude : kActChangesExclude);
      const bool covers =
          changes && AtAnEnd([&](int64_t at) { return CoveringAt(*act, at).may_cover; });
      if (covers && !changing.contains(act->act->body)) {
        Set(*act->act, facet, Fate::kLoses, putting);
      }
      continue;
    }
    if (putting == nullptr) {
      Set(*act->act, facet, Fate::kContributes);
      if (!first.may_miss && !last.may_miss) putting = act->act;
      continue;
    }
    Set(*act->act, facet, Fate::kLoses, putting);
  }
}

void FacetRace::RunRulings() {
  const VisibleAct* decider = nullptr;
  for (const LegalityOutcome& outcome : resolved_.legality) {
    if (outcome.decider < 0) continue;
    const VisibleAct* const act = fold_.acts[static_cast<size_t>(outcome.decider)].act;
    Set(*act, "legality", Fate::kDecides);
    if (decider == nullptr || IsLater(*act, *decider)) decider = act;
  }
  for (const FoldAct& act : fold_.acts) {
    if (!IsRuling(act.act->record.kind)) continue;
    if (!AtAnEnd([&](int64_t at) { return CoveringAt(act, at).may_cover; })) continue;
    const bool is_outranked = decider != nullptr && decider != act.act &&
                              decider->record.kind == EventKind::kStayed &&
                              IsLater(*act.act, *decider);
    const bool is_beaten = decider != nullptr && IsLater(*decider, *act.act);
    Set(*act.act, "legality", Fate::kLoses, is_beaten || is_outranked ? decider : nullptr,
        is_outranked);
  }
}

void FacetRace::RunEnforcement() {
  const VisibleAct* decider = nullptr;
  for (const EnforcementOutcome& outcome : resolved_.enforcement) {
    if (outcome.decider < 0) continue;
    const VisibleAct* const act = fold_.acts[static_cast<size_t>(outcome.decider)].act;
    Set(*act, "enforcement", Fate::kDecides);
    if (decider == nullptr || IsLater(*act, *decider)) decider = act;
  }
  for (const FoldAct& act : fold_.acts) {
    if (!SaysEnforcement(act.act->record.kind) || decider == nullptr) continue;
    if (!AtAnEnd([&](int64_t at) { return CoveringAt(act, at).may_cover; })) continue;
    if (IsLater(*decider, *act.act)) Set(*act.act, "enforcement", Fate::kLoses, decider);
  }
}

}  // namespace decree
