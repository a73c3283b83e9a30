// Which authorizations carve a measure's state out. Who names a measure is found among all that was
// ever said (side entries lead there); whether it still does is decided on the authorization's
// acts.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/projections/projection_names.h"
#include "core/query/measure_state.h"

namespace decree {
namespace {

// Authorizations kept loaded while the measures they name are looked at.
constexpr size_t kAuthorizationsKeptMax = 1'024;

bool MatchesAny(const std::vector<std::string>& patterns, absl::string_view slug) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return MatchesGlob(pattern, slug); });
}

}  // namespace

absl::Status StateBuilder::FindPatternGivers() {
  pattern_givers_.emplace();
  DECREE_ASSIGN_OR_RETURN(const PreparedStrand* const strand, prepared_.Of(kControls, "a/*"));
  std::map<std::string, size_t> index;
  for (const SideEntry& side : strand->strand().sides) {
    if (side.kind != SideKind::kAuthorizes || !sight_.Records(side.position)) continue;
    const auto [it, is_new] = index.emplace(side.text, pattern_givers_->size());
    if (is_new) pattern_givers_->push_back({side.text, {}});
    std::vector<std::string>& patterns = (*pattern_givers_)[it->second].patterns;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(side.position));
    for (const std::string& pattern : body->authorizes) {
      if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) {
        patterns.push_back(pattern);
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> StateBuilder::AuthorizationsNaming(
    const std::string& slug) {
  if (!pattern_givers_) DECREE_RETURN_IF_ERROR(FindPatternGivers());
  std::vector<std::string> named;
  const auto add = [&named](const std::string& authorization) {
    if (std::find(named.begin(), named.end(), authorization) == named.end()) {
      named.push_back(authorization);
    }
  };
  DECREE_ASSIGN_OR_RETURN(const PreparedStrand* const strand,
                          prepared_.Of(kControls, absl::StrCat("a/", slug)));
  for (const SideEntry& side : strand->strand().sides) {
    if (side.kind == SideKind::kAuthorizes && sight_.Records(side.position)) add(side.text);
  }
  for (const PatternGiver& giver : *pattern_givers_) {
    if (MatchesAny(giver.patterns, slug)) add(giver.slug);
  }
  return named;
}

absl::StatusOr<const LoadedMeasure*> StateBuilder::LoadAuthorization(const std::string& slug) {
  const auto found = authorizations_.find(slug);
  if (found != authorizations_.end()) return &found->second;
  if (authorizations_.size() >= kAuthorizationsKeptMax) authorizations_.clear();
  DECREE_ASSIGN_OR_RETURN(LoadedMeasure authorization, Load(slug));
  return &authorizations_.emplace(slug, std::move(authorization)).first->second;
}

absl::StatusOr<std::vector<LoadedMeasure>> StateBuilder::AuthorizationsOf(const std::string& slug) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> candidates, AuthorizationsNaming(slug));
  std::vector<LoadedMeasure> authorizations;
  for (const std::string& candidate : candidates) {
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure* const authorization, LoadAuthorization(candidate));
    if (authorization->facts.measure_class != MeasureClass::kAuthorization) continue;
    if (!MatchesAny(authorization->facts.authorizes, slug)) continue;
    authorizations.push_back(*authorization);
  }
  return authorizations;
}

absl::Status StateBuilder::ApplyAuthorizations(const LoadedMeasure& measure,
                                               const std::string& effective_on,
                                               const CivilWindow& window, const AskedFacts& facts,
                                               MeasureState& state) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> candidates,
                          AuthorizationsNaming(measure.slug));
  for (const std::string& candidate : candidates) {
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure* const authorization, LoadAuthorization(candidate));
    if (authorization->facts.measure_class != MeasureClass::kAuthorization) continue;
    if (!MatchesAny(authorization->facts.authorizes, measure.slug)) continue;
    // A text is read on the clock of the authorization's own issuer.
    const StateParts parts = {.reasons = false, .because = true, .fold = nullptr};
    DECREE_ASSIGN_OR_RETURN(const MeasureState carve,
                            effective_on.empty()
                                ? StateOver(*authorization, window, facts, parts)
                                : StateOf(*authorization, effective_on, facts, parts));
    if (carve.applies == Answer::kNo) continue;
    const Scope scope = carve.scope.value_or(Scope{});
    DECREE_ASSIGN_OR_RETURN(
        const ScopeVerdict verdict,
        MatchScope(scope.include ? &*scope.include : nullptr,
                   scope.exclude ? &*scope.exclude : nullptr, facts, window, memberships_));
    const PartialMatcher::Match match = PartialOf(verdict);
    if (match == PartialMatcher::Match::kNone) continue;
    const bool asked_but_open =
        facts.any() && verdict.include == ClauseMatch::kOpen && !verdict.scope_missing;
    if (match == PartialMatcher::Match::kPart && !asked_but_open) {
      state.reasons.push_back(absl::StrCat("an authorization carves out a part: ", candidate));
      continue;
    }
    const bool certain = carve.applies == Answer::kYes && match == PartialMatcher::Match::kWhole;
    state.reasons.insert(
        state.reasons.begin(),
        absl::StrCat(certain ? "carved out by " : "possibly carved out by ", candidate));
    for (const std::string& id : carve.because) {
      if (std::find(state.because.begin(), state.because.end(), id) == state.because.end()) {
        state.because.push_back(id);
      }
    }
    if (certain) {
      state.applies = Answer::kNo;
    } else if (state.applies == Answer::kYes) {
      state.applies = Answer::kUndetermined;
    }
  }
  return absl::OkStatus();
}

}  // namespace decree
