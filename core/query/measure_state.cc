#include "core/query/measure_state.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/zone.h"
#include "core/query/state_words.h"

namespace decree {
namespace {

constexpr char kControls[] = "controls";

AppliesBy DefaultAppliesBy(MeasureClass measure_class) {
  return measure_class == MeasureClass::kExportControl ||
                 measure_class == MeasureClass::kExportBan ||
                 measure_class == MeasureClass::kListing
             ? AppliesBy::kExport
             : AppliesBy::kEntry;
}

// Matches acts that a scope limits against what was asked, ahead of the fold.
class MatchedPartials final : public PartialMatcher {
 public:
  void Add(const VisibleAct* act, Match match) { matches_[act] = match; }
  Match MatchOf(const VisibleAct& act) const override {
    const auto found = matches_.find(&act);
    return found == matches_.end() ? Match::kPart : found->second;
  }

 private:
  std::map<const VisibleAct*, Match> matches_;
};

PartialMatcher::Match PartialOf(const ScopeVerdict& verdict) {
  if (verdict.include == ClauseMatch::kNo || verdict.exclude == ClauseMatch::kWhole) {
    return PartialMatcher::Match::kNone;
  }
  return verdict.include == ClauseMatch::kWhole && verdict.exclude == ClauseMatch::kNo
             ? PartialMatcher::Match::kWhole
             : PartialMatcher::Match::kPart;
}

bool IsListed(const MeasureState& state) {
  if (state.applies != Answer::kNo) return true;
  const bool pending = state.force.Has(Force::kPending);
  return pending && state.commitment != Commitment::kNone &&
         state.commitment != Commitment::kWithdrawn;
}

}  // namespace

const std::vector<ScopeClause>* ClausesOf(const Event* body, bool include) {
  if (body == nullptr || !body->scope) return nullptr;
  const auto& clauses = include ? body->scope->include : body->scope->exclude;
  return clauses ? &*clauses : nullptr;
}

bool MatchesGlob(absl::string_view pattern, absl::string_view text) {
  size_t p = 0, t = 0, star = absl::string_view::npos, retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
    } else if (star != absl::string_view::npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

absl::StatusOr<CivilWindow> WindowFor(const std::string& effective_on, absl::string_view issuer) {
  return ParseWindow(effective_on, ZoneOfJurisdiction(issuer));
}

absl::StatusOr<LoadedMeasure> StateBuilder::Load(const std::string& slug) {
  LoadedMeasure measure;
  measure.slug = slug;
  const std::string entity = absl::StrCat("m/", slug);
  DECREE_ASSIGN_OR_RETURN(const Strand strand, strands_.Load(kControls, entity));
  measure.is_recorded = !strand.acts.empty() || !strand.sides.empty();
  DECREE_ASSIGN_OR_RETURN(measure.own, See(strand, entity, strands_, sight_));
  std::vector<std::string> ties;
  for (const VisibleAct& act : measure.own.acts) {
    const EventFamily family = InfoOf(act.record.kind).family;
    if (family != EventFamily::kCommitment && family != EventFamily::kForce) continue;
    for (const std::string& tie : act.ties) {
      if (std::find(ties.begin(), ties.end(), tie) == ties.end()) ties.push_back(tie);
    }
  }
  for (const std::string& tie : ties) {
    NamedStrand instrument{absl::StrCat("i/", tie), {}};
    DECREE_ASSIGN_OR_RETURN(const Strand acts, strands_.Load(kControls, instrument.name));
    DECREE_ASSIGN_OR_RETURN(instrument.strand, See(acts, instrument.name, strands_, sight_));
    measure.instruments.push_back(std::move(instrument));
  }
  DECREE_RETURN_IF_ERROR(FillFacts(measure));
  return measure;
}

absl::Status StateBuilder::FillFacts(LoadedMeasure& measure) {
  std::vector<const VisibleAct*> by_stated;
  for (const VisibleAct& act : measure.own.acts) {
    if (act.record.kind != EventKind::kDisputed) by_stated.push_back(&act);
  }
  std::sort(by_stated.begin(), by_stated.end(), [](const VisibleAct* a, const VisibleAct* b) {
    return StatedBefore(a->record, b->record);
  });
  MeasureFacts& facts = measure.facts;
  for (const VisibleAct* act : by_stated) {
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act->body));
    const EventFamily family = InfoOf(act->record.kind).family;
    if (!body->title.empty() && (family == EventFamily::kCommitment ||
                                 family == EventFamily::kForce || facts.title.empty())) {
      // The measure's name comes from its first act; later titles name the act.
      if (facts.title.empty()) facts.title = body->title;
    }
    if (facts.issuer.empty() && body->actor &&
        (family == EventFamily::kCommitment || family == EventFamily::kForce)) {
      facts.issuer = body->actor->jurisdiction;
    }
    if (!body->program.empty()) facts.program = body->program;
    if (body->measure_class != MeasureClass::kUnset) facts.measure_class = body->measure_class;
    if (body->applies_by != AppliesBy::kUnset) facts.applies_by = body->applies_by;
    if (!body->authorizes.empty()) facts.authorizes = body->authorizes;
  }
  if (facts.issuer.empty()) {
    for (const VisibleAct* act : by_stated) {
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act->body));
      if (body->actor && facts.issuer.empty()) facts.issuer = body->actor->jurisdiction;
    }
  }
  if (facts.program.empty()) facts.program = measure.slug;
  if (facts.applies_by == AppliesBy::kUnset)
    facts.applies_by = DefaultAppliesBy(facts.measure_class);
  return absl::OkStatus();
}

absl::StatusOr<Fold> StateBuilder::FoldOf(const LoadedMeasure& measure, const AskedFacts& facts,
                                          const CivilWindow& window) {
  MatchedPartials partials;
  const auto match_strand = [&](const VisibleStrand& strand) -> absl::Status {
    for (const VisibleAct& act : strand.acts) {
      if (!IsLimitedByScope(act.record)) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act.body));
      DECREE_ASSIGN_OR_RETURN(
          const ScopeVerdict verdict,
          MatchScope(ClausesOf(body, true), ClausesOf(body, false), facts, window, memberships_));
      partials.Add(&act, PartialOf(verdict));
    }
    return absl::OkStatus();
  };
  DECREE_RETURN_IF_ERROR(match_strand(measure.own));
  for (const NamedStrand& instrument : measure.instruments) {
    DECREE_RETURN_IF_ERROR(match_strand(instrument.strand));
  }
  return MakeFold(measure.own, measure.instruments, sight_.view.floor, &partials);
}

absl::Status StateBuilder::FillTerms(const LoadedMeasure& measure, const Resolved& resolved,
                                     MeasureState& state) {
  std::vector<Terms> found;
  bool some_reading_gives_none = false;
  for (const uint64_t position : resolved.terms) {
    if (position == 0) {
      some_reading_gives_none = true;
      continue;
    }
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(position));
    if (body->terms && std::find(found.begin(), found.end(), *body->terms) == found.end()) {
      found.push_back(*body->terms);
    }
  }
  if (found.empty()) {
    // Nothing is put yet: show the plan's terms, said to be planned.
    for (const VisibleAct& act : measure.own.acts) {
      if (!act.record.Has(kActGivesTerms) || act.record.kind == EventKind::kDisputed) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act.body));
      state.terms = body->terms;
      state.terms_planned = true;
    }
    return absl::OkStatus();
  }
  if (found.size() == 1) {
    state.terms = found.front();
    state.terms_planned = some_reading_gives_none;
  } else {
    state.terms_possible = std::move(found);
  }
  return absl::OkStatus();
}

absl::Status StateBuilder::FillWords(const LoadedMeasure& measure, const Fold& fold,
                                     const Resolved& resolved, const CivilWindow& window,
                                     MeasureState& state) {
  StateWords words(events_, fold, measure.own, window);
  DECREE_ASSIGN_OR_RETURN(state.effective, words.IntervalOf(resolved));
  DECREE_RETURN_IF_ERROR(words.AddReasons(resolved, state.reasons));
  DECREE_RETURN_IF_ERROR(words.AddBecause(resolved, state.because));
  return FillTerms(measure, resolved, state);
}

absl::StatusOr<MeasureState> StateBuilder::StateOf(const LoadedMeasure& measure,
                                                   const std::string& effective_on,
                                                   const AskedFacts& facts) {
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(effective_on, measure.facts.issuer));
  return StateWithin(measure, effective_on, window, facts);
}

absl::StatusOr<MeasureState> StateBuilder::StateOver(const LoadedMeasure& measure,
                                                     const CivilWindow& window,
                                                     const AskedFacts& facts) {
  return StateWithin(measure, "", window, facts);
}

absl::StatusOr<MeasureState> StateBuilder::StateWithin(const LoadedMeasure& measure,
                                                       const std::string& effective_on,
                                                       const CivilWindow& window,
                                                       const AskedFacts& facts) {
  DECREE_ASSIGN_OR_RETURN(const Fold fold, FoldOf(measure, facts, window));
  const Resolved resolved = Resolve(fold, measure.own, window, sight_.view);
  DECREE_ASSIGN_OR_RETURN(MeasureState state, StateOfFold(measure, fold, resolved, window));
  if (state.measure_class != MeasureClass::kAuthorization) {
    DECREE_RETURN_IF_ERROR(ApplyAuthorizations(measure, effective_on, window, facts, state));
  }
  state.listed_by_default = IsListed(state);
  return state;
}

absl::StatusOr<MeasureState> StateBuilder::StateOfFold(const LoadedMeasure& measure,
                                                       const Fold& fold, const Resolved& resolved,
                                                       const CivilWindow& window) {
  MeasureState state;
  state.measure = measure.slug;
  state.title = measure.facts.title;
  state.issuer = measure.facts.issuer;
  state.program = measure.facts.program;
  state.measure_class = measure.facts.measure_class;
  state.applies_by = measure.facts.applies_by;
  state.applies = resolved.applies.decided() ? resolved.applies.value() : Answer::kUndetermined;
  state.commitment = resolved.commitment;
  state.force = resolved.force_values();
  state.legality = resolved.legality_values();
  state.enforcement = resolved.enforcement_values();
  state.evidence = resolved.evidence;
  DECREE_RETURN_IF_ERROR(FillWords(measure, fold, resolved, window, state));
  Scope scope;
  for (const bool include : {true, false}) {
    const std::vector<uint64_t>& bodies = include ? resolved.include : resolved.exclude;
    const Event* body = nullptr;
    for (const uint64_t position : bodies) {
      if (position == 0 || body != nullptr) continue;
      DECREE_ASSIGN_OR_RETURN(body, events_.Body(position));
    }
    if (body == nullptr) {
      // Nothing is put yet: the plan's scope.
      for (const VisibleAct& act : measure.own.acts) {
        const bool gives = act.record.Has(include ? kActGivesInclude : kActGivesExclude);
        if (!gives || IsLimitedByScope(act.record)) continue;
        DECREE_ASSIGN_OR_RETURN(body, events_.Body(act.body));
      }
    }
    const std::vector<ScopeClause>* clauses = ClausesOf(body, include);
    if (clauses != nullptr) (include ? scope.include : scope.exclude) = *clauses;
  }
  if (scope.include || scope.exclude) state.scope = std::move(scope);
  state.listed_by_default = IsListed(state);
  return state;
}

absl::StatusOr<std::vector<LoadedMeasure>> StateBuilder::AuthorizationsOf(const std::string& slug) {
  std::vector<std::string> candidates;
  for (const std::string& entity : {absl::StrCat("a/", slug), std::string("a/*")}) {
    DECREE_ASSIGN_OR_RETURN(const Strand strand, strands_.Load(kControls, entity));
    for (const SideEntry& side : strand.sides) {
      if (side.kind != SideKind::kAuthorizes || !sight_.Records(side.position)) continue;
      if (std::find(candidates.begin(), candidates.end(), side.text) == candidates.end()) {
        candidates.push_back(side.text);
      }
    }
  }
  std::vector<LoadedMeasure> authorizations;
  for (const std::string& candidate : candidates) {
    DECREE_ASSIGN_OR_RETURN(LoadedMeasure authorization, Load(candidate));
    if (authorization.facts.measure_class != MeasureClass::kAuthorization) continue;
    const auto& names = authorization.facts.authorizes;
    const bool named = std::any_of(names.begin(), names.end(), [&](const std::string& pattern) {
      return MatchesGlob(pattern, slug);
    });
    if (named) authorizations.push_back(std::move(authorization));
  }
  return authorizations;
}

absl::Status StateBuilder::ApplyAuthorizations(const LoadedMeasure& measure,
                                               const std::string& effective_on,
                                               const CivilWindow& window, const AskedFacts& facts,
                                               MeasureState& state) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<LoadedMeasure> authorizations,
                          AuthorizationsOf(measure.slug));
  for (const LoadedMeasure& authorization : authorizations) {
    const std::string& candidate = authorization.slug;
    // A text is read on the clock of the authorization's own issuer.
    DECREE_ASSIGN_OR_RETURN(const MeasureState carve,
                            effective_on.empty() ? StateOver(authorization, window, facts)
                                                 : StateOf(authorization, effective_on, facts));
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

absl::StatusOr<bool> StateBuilder::InScope(const LoadedMeasure& measure,
                                           const std::string& effective_on, const AskedFacts& facts,
                                           MeasureState& state) {
  if (!facts.any()) return true;
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(effective_on, measure.facts.issuer));
  return InScopeOver(window, facts, state);
}

absl::StatusOr<bool> StateBuilder::InScopeOver(const CivilWindow& window, const AskedFacts& facts,
                                               MeasureState& state) {
  if (!facts.any()) return true;
  const Scope scope = state.scope.value_or(Scope{});
  DECREE_ASSIGN_OR_RETURN(
      const ScopeVerdict verdict,
      MatchScope(scope.include ? &*scope.include : nullptr,
                 scope.exclude ? &*scope.exclude : nullptr, facts, window, memberships_));
  if (verdict.include == ClauseMatch::kNo || verdict.exclude == ClauseMatch::kWhole) return false;
  if (verdict.exclude == ClauseMatch::kPart) {
    state.reasons.push_back("its exclusions may take out a part of what was asked");
  }
  if (verdict.include == ClauseMatch::kOpen || verdict.exclude == ClauseMatch::kOpen) {
    if (state.applies == Answer::kYes) state.applies = Answer::kUndetermined;
    state.reasons.push_back(verdict.scope_missing
                                ? "the match is undetermined: no scope is recorded in this view"
                                : "the match is undetermined");
    state.reasons.insert(state.reasons.end(), verdict.notes.begin(), verdict.notes.end());
    state.listed_by_default = IsListed(state);
  }
  return true;
}

}  // namespace decree
