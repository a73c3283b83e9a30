// Which authorizations carve a measure's state out. Who names a measure is found among all that was
// ever said (side entries lead there); whether it still does is decided on the authorization's
// acts.

#include "core/query/state/authorizations.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/projections/projection_names.h"
#include "core/query/state/measure_state.h"
#include "core/query/state/state_words.h"

namespace decree {
namespace {

// Authorizations kept loaded while the measures they name are looked at.
constexpr size_t kAuthorizationsKeptMax = 16'384;

}  // namespace

bool NamesMeasure(const Event& event, absl::string_view slug) {
  return std::any_of(event.authorizes.begin(), event.authorizes.end(),
                     [&](const std::string& pattern) { return MatchesGlob(pattern, slug); });
}

absl::StatusOr<AuthorizationPatterns*> PatternsThrough(uint64_t position, RepairedStrands& strands,
                                                       EventReader& events) {
  AuthorizationPatterns& patterns = strands.patterns();
  if (position <= patterns.read_through) return &patterns;
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand, strands.Of(kControls, "a/*"));
  const std::vector<SideEntry>& sides = strand->strand().sides;
  auto side = std::upper_bound(
      sides.begin(), sides.end(), patterns.read_through,
      [](uint64_t through, const SideEntry& entry) { return through < entry.position; });
  const SideEntry* last = nullptr;  // an event leaves an entry for each of its patterns
  for (; side != sides.end() && side->position <= position; ++side) {
    if (side->kind != SideKind::kAuthorizes) continue;
    if (last != nullptr && last->position == side->position && last->text == side->text) continue;
    last = &*side;
    DECREE_RETURN_IF_ERROR(strands.CheckMayGoOn());
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(side->position));
    patterns.Add(side->position, side->text, body->authorizes);
  }
  patterns.read_through = position;
  return &patterns;
}

absl::StatusOr<const StateBuilder::Naming*> StateBuilder::AuthorizationsNaming(
    const std::string& slug) {
  if (naming_.measure == slug) return &naming_;
  naming_ = {};
  DECREE_ASSIGN_OR_RETURN(AuthorizationPatterns* const patterns,
                          PatternsThrough(filter_.view.position_max, repaired_, events_));
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand,
                          repaired_.Of(kControls, absl::StrCat("a/", slug)));
  absl::flat_hash_set<std::string> known;
  const auto add = [&](const std::string& authorization) {
    if (known.insert(authorization).second) naming_.slugs.push_back(authorization);
  };
  for (const SideEntry& side : strand->strand().sides) {
    if (side.kind != SideKind::kAuthorizes || !filter_.Records(side.position)) continue;
    naming_.events.insert(side.position);
    add(side.text);
  }
  const std::vector<AuthorizationPatterns::Fit>& fits = patterns->Fitting(slug);
  for (const AuthorizationPatterns::Fit& fit : fits) naming_.events.insert(fit.position);
  for (const std::string& giver : patterns->SlugsOf(fits, filter_)) add(giver);
  naming_.measure = slug;
  return &naming_;
}

absl::StatusOr<bool> StateBuilder::Authorizes(const LoadedMeasure& authorization,
                                              const Naming& naming) {
  const MeasureAttributes& attributes = authorization.attributes;
  if (attributes.measure_class != MeasureClass::kAuthorization || attributes.authorizes_body == 0) {
    return false;
  }
  if (naming.events.contains(attributes.authorizes_body)) return true;
  DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(attributes.authorizes_body));
  return NamesMeasure(*body, naming.measure);
}

absl::StatusOr<StateBuilder::KeptAuthorization*> StateBuilder::LoadAuthorization(
    const std::string& slug) {
  const auto found = authorizations_.find(slug);
  if (found != authorizations_.end()) return found->second.get();
  if (authorizations_.size() >= kAuthorizationsKeptMax) authorizations_.clear();
  auto kept = std::make_unique<KeptAuthorization>();
  DECREE_ASSIGN_OR_RETURN(kept->measure, Load(slug));
  kept->moves_with_window = MovesWithWindow(kept->measure);
  return (authorizations_[slug] = std::move(kept)).get();
}

absl::StatusOr<std::vector<std::string>> StateBuilder::AuthorizationsOf(const std::string& slug) {
  DECREE_ASSIGN_OR_RETURN(const Naming* const naming, AuthorizationsNaming(slug));
  std::vector<std::string> authorizations;
  for (const std::string& candidate : naming->slugs) {
    DECREE_RETURN_IF_ERROR(repaired_.CheckMayGoOn());
    DECREE_ASSIGN_OR_RETURN(KeptAuthorization* const kept, LoadAuthorization(candidate));
    DECREE_ASSIGN_OR_RETURN(const bool authorizes, Authorizes(kept->measure, *naming));
    if (authorizes) authorizations.push_back(candidate);
  }
  return authorizations;
}

absl::Status StateBuilder::ApplyAuthorizations(const LoadedMeasure& measure, const AskedDate& on,
                                               const CivilWindow& window, const AskedFacts& facts,
                                               const StateParts& parts, MeasureState& state) {
  Carving carving{parts, {state.because.begin(), state.because.end()}, {}, state};
  DECREE_ASSIGN_OR_RETURN(const Naming* const naming, AuthorizationsNaming(measure.slug));
  absl::flat_hash_map<std::string, CivilWindow> windows;  // by issuer
  for (const std::string& candidate : naming->slugs) {
    DECREE_RETURN_IF_ERROR(repaired_.CheckMayGoOn());
    DECREE_ASSIGN_OR_RETURN(KeptAuthorization* const kept, LoadAuthorization(candidate));
    DECREE_ASSIGN_OR_RETURN(const bool authorizes, Authorizes(kept->measure, *naming));
    if (!authorizes) continue;
    const std::string& issuer = kept->measure.attributes.issuer;
    const auto [asked, is_new] = windows.try_emplace(issuer);
    if (is_new) {
      DECREE_ASSIGN_OR_RETURN(asked->second, WindowFor(on, issuer));
    }
    DECREE_RETURN_IF_ERROR(CarveOut(*kept, asked->second, facts, window, carving));
  }
  // The one looked at last first.
  state.reasons.insert(state.reasons.begin(), carving.reasons.rbegin(), carving.reasons.rend());
  return absl::OkStatus();
}

absl::Status StateBuilder::CarveOut(KeptAuthorization& kept, const CivilWindow& asked,
                                    const AskedFacts& facts, const CivilWindow& window,
                                    Carving& carving) {
  MeasureState& state = carving.state;
  const LoadedMeasure& authorization = kept.measure;
  if (!kept.fold || kept.moves_with_window) {
    DECREE_ASSIGN_OR_RETURN(kept.fold, FoldOf(authorization, facts, asked));
  }
  const Fold& fold = *kept.fold;
  const Resolved resolved = Resolve(fold, authorization.own, asked, filter_.view);
  if (resolved.applies.decided() && resolved.applies.value() == Answer::kNo) {
    return absl::OkStatus();
  }
  const StateParts parts = {.reasons = false, .because = true, .fold = &fold};
  DECREE_ASSIGN_OR_RETURN(const MeasureState carve,
                          StateOfFold(authorization, fold, resolved, asked, parts));
  const Scope scope = carve.scope.value_or(Scope{});
  DECREE_ASSIGN_OR_RETURN(
      const ScopeVerdict verdict,
      MatchScope(scope.include ? &*scope.include : nullptr,
                 scope.exclude ? &*scope.exclude : nullptr, facts, window, memberships_));
  const PartialMatcher::Match match = PartialOf(verdict);
  if (match == PartialMatcher::Match::kNone) return absl::OkStatus();
  std::string disputes;
  if (carving.parts.reasons && carve.evidence == Evidence::kDisputed) {
    DECREE_ASSIGN_OR_RETURN(disputes, DisputesInWords(0, authorization.own, events_));
  }
  const bool asked_but_open =
      facts.any() && verdict.include == ClauseMatch::kOpen && !verdict.scope_missing;
  if (match == PartialMatcher::Match::kPart && !asked_but_open) {
    if (carving.parts.reasons) {
      state.reasons.push_back(
          absl::StrCat("an authorization carves out a part: ", authorization.slug, disputes));
    }
    return absl::OkStatus();
  }
  const bool certain = carve.applies == Answer::kYes && match == PartialMatcher::Match::kWhole;
  if (carving.parts.reasons) {
    carving.reasons.push_back(absl::StrCat(certain ? "carved out by " : "possibly carved out by ",
                                           authorization.slug, disputes));
  }
  for (const std::string& id : carve.because) {
    if (carving.because.insert(id).second) state.because.push_back(id);
  }
  if (certain) {
    state.applies = Answer::kNo;
  } else if (state.applies == Answer::kYes) {
    state.applies = Answer::kUndetermined;
  }
  return absl::OkStatus();
}

}  // namespace decree
