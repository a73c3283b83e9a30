// What screening keeps of one date asked: each measure's fold and what comes after, made once and
// held against every transaction. Acts that a scope limits count for some transactions and not for
// others: a measure has a fold for each way they fall.
//
// Not safe for concurrent use.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREEN_DATE_CACHE_H_
#define DECREE_CORE_QUERY_SCREEN_SCREEN_DATE_CACHE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "absl/status/statusor.h"
#include "core/model/asked_date.h"
#include "core/query/duty/duty_stack.h"
#include "core/query/scope/compiled_scope.h"
#include "core/query/scope/kleene.h"
#include "core/query/scope/outcome_cache.h"
#include "core/query/screen/screen_view_cache.h"
#include "core/query/state/resolve.h"

namespace decree {

// How the acts that a scope limits bear on the transaction.
class LimitedActs final : public PartialMatcher {
 public:
  void Set(const VisibleAct* act, Match match) { matches_[act] = match; }
  Match MatchOf(const VisibleAct& act) const override {
    const auto found = matches_.find(&act);
    return found == matches_.end() ? Match::kPart : found->second;
  }
  friend bool operator<(const LimitedActs& a, const LimitedActs& b) {
    return a.matches_ < b.matches_;
  }

 private:
  std::map<const VisibleAct*, Match> matches_;
};

// The law at one instant from the date asked on.
struct LawAhead {
  int64_t at = 0;
  Possible<Answer> applies;
  Possible<Force> force;
  std::vector<uint64_t> include, exclude;  // bodies; 0: nothing given under some reading
  std::vector<const Terms*> terms;

  bool decided() const { return applies.decided() && terms.size() < 2; }
};

// The law at the end of the date and at the boundaries after it, one after the other.
class LawsAhead;

// The same measure after a change, as answers tell it.
struct StateAhead {
  MeasureState state;
  std::vector<std::string> because;
};

// A measure over the date asked, read by one of the dates of a transaction, with its limited acts
// fallen one way.
struct DateFold {
  CachedMeasure* measure = nullptr;
  CivilWindow on;
  AppliesBy applies_by = AppliesBy::kEntry;
  LimitedActs limited;
  std::shared_ptr<const Fold> fold;  // acts whose limit is open are left out
  Resolved resolved;                 // of the fold over the date, whatever the transaction
  MeasureState state;                // `applies` says nothing of the transaction yet
  // The bodies of the scope that is shown: what is put first, else the plan's; 0: none.
  uint64_t shown_include = 0, shown_exclude = 0;
  Kleene in_force;  // in force, not void, not waived
  Kleene operates;  // in force, enforced and not waived, void or not

  // Made when first asked for: the law at the end of the date and at the boundaries after it, as
  // far as it was looked at, and the newest plan that is no law (nullptr: none).
  std::shared_ptr<LawsAhead> ahead;
  std::map<size_t, StateAhead> states_ahead;  // by index of `ahead`
  std::optional<const VisibleAct*> plan;
  const VisibleAct* plan_postponed_by =
      nullptr;  // who moved the start of that plan; nullptr: nobody
};

class PossibleParties;

class ScreenDateCache {
 public:
  // `with_reasons`: states say why; outcomes do not need it. The view cache must outlive it.
  ScreenDateCache(ScreenViewCache& view_cache, AskedDate on, bool with_reasons = true)
      : view_cache_(view_cache), on_(std::move(on)), with_reasons_(with_reasons) {}

  // The date asked on the clock of the measure's issuer.
  absl::StatusOr<CivilWindow> WindowOf(const CachedMeasure& measure);
  // Only limited acts whose match is decided are in `limited`.
  absl::StatusOr<std::shared_ptr<DateFold>> FoldOf(CachedMeasure& measure, AppliesBy applies_by,
                                                   const LimitedActs& limited);

  // How many instants there are to look at; the first is the end of the date.
  size_t AheadCount(DateFold& fold) const;
  // The pointer is valid as long as the fold is.
  absl::StatusOr<const LawAhead*> AheadOf(DateFold& fold, size_t index);
  absl::StatusOr<const StateAhead*> StateAheadOf(DateFold& fold, size_t index);
  const VisibleAct* PlanOf(DateFold& fold) const;

  // The stacking rules of the date, knowing which of their programmes are duties on record.
  absl::StatusOr<const std::vector<StackRule>*> Rules();

  // Compiled when first asked for; the clauses must stay where they are.
  CompiledScope* CompiledScopeOf(const std::vector<ScopeClause>* include,
                                 const std::vector<ScopeClause>* exclude, const CivilWindow& on,
                                 AppliesBy applies_by);
  // Names nearly listed on the date (core/query/screen/possible_parties.h).
  PossibleParties& possible_parties();
  // The outcomes of transactions that the same measures may reach; the list is the view cache's.
  OutcomeCache& OutcomesAmong(const MeasureList& measures) { return outcomes_[&measures]; }
  // Folds made so far, and nodes of the outcome caches.
  size_t folds() const { return folds_made_; }
  size_t nodes() const;
  size_t party_names() const;  // texts looked for among those that are nearly listed

  ScreenViewCache& view_cache() { return view_cache_; }
  const AskedDate& on() const { return on_; }

 private:
  absl::StatusOr<std::vector<std::string>> ChangingAt(const Fold& fold, int64_t at);

  ScreenViewCache& view_cache_;
  const AskedDate on_;
  const bool with_reasons_;
  absl::flat_hash_map<std::string, CivilWindow> windows_;  // by zone
  using FoldsByLimit = std::map<LimitedActs, std::shared_ptr<DateFold>>;
  absl::node_hash_map<std::pair<const CachedMeasure*, AppliesBy>, FoldsByLimit> folds_;
  std::optional<std::vector<StackRule>> rules_;
  size_t folds_made_ = 0;
  using ScopeKey = std::tuple<const std::vector<ScopeClause>*, const std::vector<ScopeClause>*,
                              int64_t, int64_t, AppliesBy>;
  absl::flat_hash_map<ScopeKey, std::unique_ptr<CompiledScope>> compiled_scopes_;
  absl::node_hash_map<const MeasureList*, OutcomeCache> outcomes_;
  std::shared_ptr<PossibleParties> possible_parties_;  // made when first asked for
};

Tri TriOf(const Possible<Answer>& applies);
// In force, enforced and not waived, void or not; kYes and kNo only.
Possible<Answer> OperatesOf(const Resolved& resolved);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREEN_DATE_CACHE_H_
