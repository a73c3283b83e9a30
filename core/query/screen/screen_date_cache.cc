#include "core/query/screen/screen_date_cache.h"

#include <algorithm>
#include <deque>

#include "core/base/status_macros.h"
#include "core/query/screen/possible_parties.h"
#include "core/query/state/distinct.h"
#include "core/query/state/facet_sweep.h"
#include "core/query/state/next_step.h"
#include "core/query/world/stacking_rules.h"

namespace decree {

class LawsAhead {
 public:
  // The fold must outlive it.
  LawsAhead(const Fold& fold, int64_t last_civil_us);

  size_t size() const { return instants_.size(); }

 private:
  friend class ScreenDateCache;
  const std::vector<int64_t> instants_;  // ascending
  FacetsInTurn facets_;
  std::deque<LawAhead> laws_;  // of the first instants
};

Tri TriOf(const Possible<Answer>& applies) {
  if (!applies.decided()) return Tri::kOpen;
  return applies.value() == Answer::kYes ? Tri::kYes : Tri::kNo;
}

Possible<Answer> OperatesOf(const Resolved& resolved) {
  Possible<Answer> operates;
  for (const ForceOutcome& force : resolved.force) {
    for (const EnforcementOutcome& enforcement : resolved.enforcement) {
      const bool yes =
          force.force == Force::kInForce && enforcement.enforcement == Enforcement::kEnforced;
      operates.Add(yes ? Answer::kYes : Answer::kNo);
    }
  }
  return operates;
}

namespace {

std::vector<int64_t> InstantsFrom(const Fold& fold, int64_t last_civil_us) {
  std::vector<int64_t> instants = BoundariesIn(fold, {last_civil_us, kAxisMax - 1});
  instants.insert(instants.begin(), last_civil_us);
  return instants;
}

}  // namespace

absl::StatusOr<CivilWindow> ScreenDateCache::WindowOf(const CachedMeasure& measure) {
  if (const std::optional<CivilWindow> everywhere = on_.WithoutZone()) return *everywhere;
  auto window = windows_.find(measure.zone);
  if (window == windows_.end()) {
    DECREE_ASSIGN_OR_RETURN(const CivilWindow on, on_.In(measure.zone));
    window = windows_.emplace(measure.zone, on).first;
  }
  return window->second;
}

absl::StatusOr<std::shared_ptr<DateFold>> ScreenDateCache::FoldOf(CachedMeasure& measure,
                                                                  AppliesBy applies_by,
                                                                  const LimitedActs& limited) {
  std::shared_ptr<DateFold>& kept = folds_[{&measure, applies_by}][limited];
  if (kept != nullptr) return kept;
  ++folds_made_;
  auto made = std::make_shared<DateFold>();
  made->measure = &measure;
  DECREE_ASSIGN_OR_RETURN(made->on, WindowOf(measure));
  made->applies_by = applies_by;
  made->limited = limited;
  const LoadedMeasure& loaded = measure.loaded;
  const View& view = view_cache_.filter().view;
  std::shared_ptr<const Fold>& whole = measure.fold;
  const bool is_limited = !measure.limited.empty();
  if (is_limited || whole == nullptr) {
    made->fold = std::make_shared<const Fold>(MakeFold(
        loaded.own, loaded.instruments, view.floor, &made->limited, &view_cache_.events().lists()));
    if (!is_limited) whole = made->fold;
  } else {
    made->fold = whole;
  }
  made->resolved = Resolve(*made->fold, loaded.own, made->on, view);
  const Resolved& resolved = made->resolved;
  const StateParts parts = {.reasons = with_reasons_, .because = true, .fold = nullptr};
  DECREE_ASSIGN_OR_RETURN(made->state, view_cache_.builder().StateOfFold(
                                           loaded, *made->fold, resolved, made->on, parts));
  made->in_force.value = TriOf(resolved.applies);
  made->operates.value = TriOf(OperatesOf(resolved));
  if (made->in_force.is_open()) AppendNew(made->state.reasons, made->in_force.reasons);
  const ShownLists shown =
      ShownListsOf(*made->fold, loaded.own, made->on, resolved.include, resolved.exclude);
  made->shown_include = shown.include;
  made->shown_exclude = shown.exclude;
  kept = std::move(made);
  return kept;
}

size_t ScreenDateCache::nodes() const {
  size_t nodes = 0;
  for (const auto& [measures, cache] : outcomes_) nodes += cache.size();
  return nodes;
}

CompiledScope* ScreenDateCache::CompiledScopeOf(const std::vector<ScopeClause>* include,
                                                const std::vector<ScopeClause>* exclude,
                                                const CivilWindow& on, AppliesBy applies_by) {
  std::unique_ptr<CompiledScope>& scope =
      compiled_scopes_[{include, exclude, on.first_civil_us, on.last_civil_us, applies_by}];
  if (scope == nullptr) {
    scope = std::make_unique<CompiledScope>(
        include, exclude, on, applies_by, view_cache_.builder().memberships(), view_cache_.lists());
  }
  return scope.get();
}

LawsAhead::LawsAhead(const Fold& fold, int64_t last_civil_us)
    : instants_(InstantsFrom(fold, last_civil_us)), facets_(fold, instants_.size()) {}

size_t ScreenDateCache::AheadCount(DateFold& fold) const {
  if (fold.ahead == nullptr) {
    fold.ahead = std::make_shared<LawsAhead>(*fold.fold, fold.on.last_civil_us);
  }
  return fold.ahead->size();
}

absl::StatusOr<const LawAhead*> ScreenDateCache::AheadOf(DateFold& fold, size_t index) {
  AheadCount(fold);
  LawsAhead& ahead = *fold.ahead;
  while (ahead.laws_.size() <= index) {
    DECREE_RETURN_IF_ERROR(CheckLimits(view_cache_.context().limits, 0));
    LawAhead law;
    law.at = ahead.instants_[ahead.laws_.size()];
    FacetsInTurn& facets = ahead.facets_;
    facets.MoveTo(law.at);
    law.applies = AppliesGiven(facets.force(), facets.legality(), facets.enforcement());
    for (const ForceOutcome& outcome : facets.force()) law.force.Add(outcome.force);
    law.include = facets.GivenNow(Given::kInclude);
    law.exclude = facets.GivenNow(Given::kExclude);
    for (const uint64_t body : facets.GivenNow(Given::kTerms)) {
      if (body == 0) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const event, view_cache_.events().Body(body));
      if (event->terms) law.terms.push_back(&*event->terms);
    }
    ahead.laws_.push_back(std::move(law));
  }
  return &ahead.laws_[index];
}

// The acts that begin or end at the instant, and the repairs that made them do so.
absl::StatusOr<std::vector<std::string>> ScreenDateCache::ChangingAt(const Fold& fold, int64_t at) {
  std::vector<std::string> ids;
  const auto add = [&](const std::vector<FoldAct>& acts) -> absl::Status {
    for (const FoldAct& act : acts) {
      const bool changes =
          std::any_of(act.readings.begin(), act.readings.end(), [at](const Reading& reading) {
            const ActRecord& r = reading.record;
            return r.from_earliest == at || r.from_latest == at || r.to_earliest == at ||
                   r.to_latest == at;
          });
      if (!changes) continue;
      for (const uint64_t position : {act.act->record.position, act.act->repair}) {
        if (position == 0) continue;
        DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, view_cache_.events().At(position));
        ids.push_back(read->event.id);
      }
    }
    return absl::OkStatus();
  };
  DECREE_RETURN_IF_ERROR(add(fold.acts));
  for (const std::vector<FoldAct>& instrument : fold.instruments) {
    DECREE_RETURN_IF_ERROR(add(instrument));
  }
  return ids;
}

absl::StatusOr<const StateAhead*> ScreenDateCache::StateAheadOf(DateFold& fold, size_t index) {
  const auto found = fold.states_ahead.find(index);
  if (found != fold.states_ahead.end()) return &found->second;
  DECREE_ASSIGN_OR_RETURN(const LawAhead* const law, AheadOf(fold, index));
  const CivilWindow then_on{law->at, law->at};
  const LoadedMeasure& loaded = fold.measure->loaded;
  const Resolved resolved = Resolve(*fold.fold, loaded.own, then_on, view_cache_.filter().view);
  StateAhead then;
  DECREE_ASSIGN_OR_RETURN(then.state,
                          view_cache_.builder().StateOfFold(loaded, *fold.fold, resolved, then_on));
  DECREE_ASSIGN_OR_RETURN(then.because, ChangingAt(*fold.fold, law->at));
  if (then.because.empty()) then.because = then.state.because;
  return &fold.states_ahead.emplace(index, std::move(then)).first->second;
}

const VisibleAct* ScreenDateCache::PlanOf(DateFold& fold) const {
  if (fold.plan) return *fold.plan;
  const LoadedMeasure& loaded = fold.measure->loaded;
  const Fold lowered = MakeFold(loaded.own, loaded.instruments, Commitment::kReported,
                                &fold.limited, &view_cache_.events().lists());
  const FoldAct* next = nullptr;     // the first to begin, of several the newest
  const FoldAct* undated = nullptr;  // the newest that says no day
  const auto begins = [](const FoldAct& act) { return act.readings.front().record.from_latest; };
  for (const FoldAct& act : lowered.acts) {
    if (!act.is_live_plan) continue;
    const bool has_day = act.act->record.has_interval() && begins(act) != kAxisMax;
    // Above the floor of the question it counts already; begun without an enacting act it lapsed.
    const bool counts = LevelOf(act.act->record.kind) >= view_cache_.filter().view.floor;
    if (!has_day) {
      const ActRecord& record = act.readings.front().record;
      const bool is_over =
          Happened(record.to_earliest, record.to_latest, fold.on.first_civil_us) == Tri::kYes;
      if ((!counts || !record.has_interval()) && !is_over) undated = &act;
    } else if (!counts && begins(act) > fold.on.first_civil_us) {
      if (next == nullptr || begins(act) <= begins(*next)) next = &act;
    }
  }
  if (next == nullptr) next = undated;
  fold.plan = next == nullptr ? nullptr : next->act;
  if (next != nullptr) fold.plan_postponed_by = next->start_moved_by;
  return *fold.plan;
}

absl::StatusOr<const std::vector<StackRule>*> ScreenDateCache::Rules() {
  if (!rules_) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<DatedRule>* const seen, view_cache_.StackRules());
    DECREE_ASSIGN_OR_RETURN(std::vector<StackRule> rules, StackRulesOn(on_, *seen));
    for (StackRule& rule : rules) {
      if (rule.effect != StackingEffect::kCappedBy) continue;
      DECREE_ASSIGN_OR_RETURN(rule.needs_program, view_cache_.HasDutyOf(rule.program));
    }
    rules_ = std::move(rules);
  }
  return &*rules_;
}

PossibleParties& ScreenDateCache::possible_parties() {
  if (possible_parties_ == nullptr) possible_parties_ = std::make_shared<PossibleParties>(*this);
  return *possible_parties_;
}

size_t ScreenDateCache::party_names() const {
  return possible_parties_ == nullptr ? 0 : possible_parties_->size();
}

}  // namespace decree
