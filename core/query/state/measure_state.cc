#include "core/query/state/measure_state.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/zone.h"
#include "core/projections/projection_names.h"
#include "core/query/state/distinct.h"
#include "core/query/state/next_step.h"
#include "core/query/state/since.h"
#include "core/query/state/state_words.h"
#include "core/query/walks/fold_over_time.h"

namespace decree {
namespace {

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

bool IsListed(const MeasureState& state) {
  if (state.lapsed) return false;
  return IsListed(state.applies, state.commitment, state.force);
}

}  // namespace

bool IsListed(Answer applies, Commitment commitment, const Possible<Force>& force) {
  if (applies != Answer::kNo) return true;
  return force.Has(Force::kPending) && commitment != Commitment::kNone &&
         commitment != Commitment::kWithdrawn;
}

bool MovesWithWindow(const LoadedMeasure& measure) {
  const auto has_limited = [](const VisibleStrand& strand) {
    return std::any_of(strand.acts.begin(), strand.acts.end(),
                       [](const VisibleAct& act) { return IsLimitedByScope(act.record); });
  };
  return has_limited(measure.own) ||
         std::any_of(measure.instruments.begin(), measure.instruments.end(),
                     [&](const NamedStrand& instrument) { return has_limited(instrument.strand); });
}

PartialMatcher::Match PartialOf(const ScopeVerdict& verdict) {
  if (verdict.include == ClauseMatch::kNo || verdict.exclude == ClauseMatch::kWhole) {
    return PartialMatcher::Match::kNone;
  }
  return verdict.include == ClauseMatch::kWhole && verdict.exclude == ClauseMatch::kNo
             ? PartialMatcher::Match::kWhole
             : PartialMatcher::Match::kPart;
}

const std::vector<ScopeClause>* ClausesOf(const Event* body, bool include) {
  if (body == nullptr || !body->scope) return nullptr;
  const auto& clauses = include ? body->scope->include : body->scope->exclude;
  return clauses ? &*clauses : nullptr;
}

absl::StatusOr<CivilWindow> WindowFor(const AskedDate& on, absl::string_view issuer) {
  return on.In(ZoneOfJurisdiction(issuer));
}

std::vector<std::string> TiesOf(const VisibleStrand& own) {
  std::vector<std::string> ties;
  absl::flat_hash_set<absl::string_view> told;
  for (const VisibleAct& act : own.acts) {
    if (act.ties.empty()) continue;
    const EventFamily family = InfoOf(act.record.kind).family;
    if (family != EventFamily::kCommitment && family != EventFamily::kForce) continue;
    for (const std::string& tie : act.ties) {
      if (told.insert(tie).second) ties.push_back(tie);
    }
  }
  return ties;
}

absl::StatusOr<LoadedMeasure> StateBuilder::Load(const std::string& slug) {
  DECREE_ASSIGN_OR_RETURN(LoadedMeasure measure, LoadActs(slug));
  DECREE_RETURN_IF_ERROR(FillAttributes(measure));
  return measure;
}

absl::StatusOr<LoadedMeasure> StateBuilder::LoadActs(const std::string& slug) {
  if (own_repaired_ != nullptr) own_repaired_->Forget();
  LoadedMeasure measure;
  measure.slug = slug;
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand,
                          repaired_.Of(kControls, absl::StrCat("m/", slug)));
  measure.is_recorded = !strand->is_empty();
  measure.own = strand->SeenBy(filter_);
  for (std::string& tie : TiesOf(measure.own)) {
    NamedStrand instrument{absl::StrCat("i/", tie), {}};
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const acts,
                            repaired_.Of(kControls, instrument.name));
    instrument.strand = acts->SeenBy(filter_);
    measure.instruments.push_back(std::move(instrument));
  }
  return measure;
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
  return MakeFold(measure.own, measure.instruments, filter_.view.floor, &partials,
                  &events_.lists());
}

absl::Status StateBuilder::FillTerms(const LoadedMeasure& measure, const Fold& fold,
                                     const Resolved& resolved, const CivilWindow& window,
                                     MeasureState& state) {
  DistinctTerms distinct;
  bool some_reading_gives_none = false;
  for (const uint64_t position : resolved.terms) {
    if (position == 0) {
      some_reading_gives_none = true;
      continue;
    }
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(position));
    if (body->terms) distinct.Add(*body->terms);
  }
  std::vector<Terms> found = distinct.Take();
  const bool is_coming = found.empty();
  if (is_coming) {
    // Nothing is put yet: those of the next step, said to be planned.
    DistinctTerms coming;
    for (const uint64_t position : ComingBodies(fold, measure.own, window, Given::kTerms)) {
      if (position == 0) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(position));
      if (body->terms) coming.Add(*body->terms);
    }
    found = coming.Take();
    if (found.empty()) return absl::OkStatus();
    some_reading_gives_none = true;
  }
  if (found.size() == 1) {
    state.terms = found.front();
    state.terms_planned = some_reading_gives_none;
  } else {
    state.terms_possible = std::move(found);
    state.terms_planned = is_coming;
  }
  return absl::OkStatus();
}

absl::Status StateBuilder::FillScope(const LoadedMeasure& measure, const Fold& fold,
                                     const Resolved& resolved, const CivilWindow& window,
                                     MeasureState& state) {
  Scope scope;
  const ShownLists shown =
      ShownListsOf(fold, measure.own, window, resolved.include, resolved.exclude);
  for (const bool include : {true, false}) {
    const uint64_t position = include ? shown.include : shown.exclude;
    if (position == 0) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(position));
    const std::vector<ScopeClause>* clauses = ClausesOf(body, include);
    if (clauses != nullptr) (include ? scope.include : scope.exclude) = *clauses;
  }
  if (scope.include || scope.exclude) state.scope = std::move(scope);
  return absl::OkStatus();
}

absl::Status StateBuilder::FillWords(const LoadedMeasure& measure, const Fold& fold,
                                     const Resolved& resolved, const CivilWindow& window,
                                     const StateParts& parts, MeasureState& state) {
  StateWords words(events_, fold, measure.own, window);
  DECREE_ASSIGN_OR_RETURN(std::vector<IntervalText> intervals, words.IntervalOf(resolved));
  if (!intervals.empty()) {
    state.effective = std::move(intervals.front());
    state.effective_rivals.assign(std::make_move_iterator(intervals.begin() + 1),
                                  std::make_move_iterator(intervals.end()));
  }
  if (parts.reasons) DECREE_RETURN_IF_ERROR(words.AddReasons(resolved, state.reasons));
  if (parts.because) DECREE_RETURN_IF_ERROR(words.AddBecause(resolved, state.because));
  if (parts.reasons) {
    DECREE_ASSIGN_OR_RETURN(const Since since, SinceWhen(fold, resolved, window, events_));
    if (since.force_civil_us != kAxisMin) state.force_since = FormatCivil(since.force_civil_us);
    state.has_returned = since.has_returned;
    state.is_renewed = since.is_renewed;
    if (since.terms_civil_us != kAxisMin) state.terms_since = FormatCivil(since.terms_civil_us);
  }
  DECREE_RETURN_IF_ERROR(FillTerms(measure, fold, resolved, window, state));
  return FillScope(measure, fold, resolved, window, state);
}

absl::StatusOr<MeasureState> StateBuilder::StateOf(const LoadedMeasure& measure,
                                                   const AskedDate& on, const AskedFacts& facts,
                                                   const StateParts& parts) {
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(on, measure.attributes.issuer));
  std::optional<Fold> made;
  if (parts.fold == nullptr) {
    DECREE_ASSIGN_OR_RETURN(made, FoldOf(measure, facts, window));
  }
  const Fold& fold = parts.fold != nullptr ? *parts.fold : *made;
  const Resolved resolved = parts.resolved != nullptr
                                ? *parts.resolved
                                : Resolve(fold, measure.own, window, filter_.view, parts.facets);
  DECREE_ASSIGN_OR_RETURN(MeasureState state, StateOfFold(measure, fold, resolved, window, parts));
  if (state.measure_class != MeasureClass::kAuthorization) {
    DECREE_RETURN_IF_ERROR(ApplyAuthorizations(measure, on, window, facts, parts, state));
  }
  state.listed_by_default = IsListed(state);
  return state;
}

absl::StatusOr<MeasureState> StateBuilder::StateOfFold(const LoadedMeasure& measure,
                                                       const Fold& fold, const Resolved& resolved,
                                                       const CivilWindow& window,
                                                       const StateParts& parts) {
  MeasureState state;
  state.measure = measure.slug;
  state.title = measure.attributes.title;
  state.issuer = measure.attributes.issuer;
  state.program = measure.attributes.program;
  state.measure_class = measure.attributes.measure_class;
  state.applies_by = measure.attributes.applies_by;
  state.applies = resolved.applies.decided() ? resolved.applies.value() : Answer::kUndetermined;
  state.commitment = resolved.commitment;
  state.force = resolved.force_values();
  state.legality = resolved.legality_values();
  state.enforcement = resolved.enforcement_values();
  state.evidence = resolved.evidence;
  state.lapsed = state.force.decided() && state.force.value() == Force::kPending &&
                 HasLapsed(fold, window.first_civil_us);
  DECREE_RETURN_IF_ERROR(FillWords(measure, fold, resolved, window, parts, state));
  state.listed_by_default = IsListed(state);
  return state;
}

absl::StatusOr<bool> StateBuilder::InScope(const LoadedMeasure& measure, const AskedDate& on,
                                           const AskedFacts& facts, MeasureState& state) {
  if (!facts.any()) return true;
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(on, measure.attributes.issuer));
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
