// One measure before one transaction: whether it is in force on the date, whether its scope reaches
// the transaction, whether an authorization takes the transaction out, and which terms it would
// bring. Each in three values that know which facts are missing.
#ifndef DECREE_CORE_QUERY_SCREENED_MEASURE_H_
#define DECREE_CORE_QUERY_SCREENED_MEASURE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/transaction.h"
#include "core/query/kleene.h"
#include "core/query/measure_state.h"
#include "core/query/transaction_match.h"

namespace decree {

// How the acts that a scope limits bear on the transaction.
class LimitedActs final : public PartialMatcher {
 public:
  void Set(const VisibleAct* act, Match match) { matches_[act] = match; }
  Match MatchOf(const VisibleAct& act) const override {
    const auto found = matches_.find(&act);
    return found == matches_.end() ? Match::kPart : found->second;
  }

 private:
  std::map<const VisibleAct*, Match> matches_;
};

// A measure folded for one transaction. The LoadedMeasure it was made from must outlive it.
struct TransactionFold {
  CivilWindow on;
  AppliesBy applies_by = AppliesBy::kEntry;
  LimitedActs limited;
  Fold fold;           // acts whose limit is open are left out
  Resolved resolved;   // of `fold`
  MeasureState state;  // `applies` says nothing of the transaction yet
  Kleene in_force;     // in force, not void, not waived
  Kleene reach;        // the scope reaches the transaction
  std::vector<uint64_t> terms_bodies;
};

struct ScreenedMeasure {
  MeasureState state;  // `applies`: to this transaction
  Kleene in_force, reach, applies;
  Kleene carved = Kleene::No();      // taken out by an authorization
  std::vector<std::string> carvers;  // those that do, or may
  std::vector<std::string> carver_because;
  std::vector<Terms> terms;                // every reading; empty: none is given
  std::vector<std::string> terms_because;  // the events that give them, repairs included
  bool spared = false;  // below a de-minimis share, or under a licence exception claimed
  std::string spared_why;
};

// What is coming for a measure that reaches the transaction.
struct Coming {
  std::string from, latest;  // `latest` where the change is open over a stretch
  MeasureState then;         // after it; for a plan: as it stands
  bool is_plan = false;      // not law: announced, threatened …
  Commitment commitment = Commitment::kNone;
  std::optional<Terms> terms;
  std::vector<std::string> because;
};

// The date that an authorization is read by: its own, else that of the measure.
AppliesBy AppliesByOf(const LoadedMeasure& authorization, const TransactionFold& measure);

class Screener {
 public:
  // All must outlive it.
  Screener(StateBuilder& builder, const Transaction& transaction,
           const std::vector<RelatedCode>& related_codes)
      : builder_(builder), transaction_(transaction), related_codes_(related_codes) {}

  absl::StatusOr<ScreenedMeasure> Screen(const LoadedMeasure& measure, const TransactionFold& fold);
  absl::StatusOr<TransactionFold> FoldOf(const LoadedMeasure& measure, AppliesBy applies_by);
  // The next change of the law after the date asked, then the newest plan; either may be missing.
  absl::StatusOr<std::vector<Coming>> ComingFor(const LoadedMeasure& measure,
                                                const TransactionFold& fold);

  const std::vector<std::string>& notes() const { return notes_; }

 private:
  absl::StatusOr<Kleene> Match(const TransactionReading& reading,
                               const std::vector<ScopeClause>* include,
                               const std::vector<ScopeClause>* exclude);
  absl::StatusOr<Kleene> MatchBodies(const TransactionReading& reading,
                                     const std::vector<uint64_t>& include,
                                     const std::vector<uint64_t>& exclude,
                                     const MeasureState& state);
  absl::StatusOr<std::vector<const VisibleAct*>> MatchLimited(const LoadedMeasure& measure,
                                                              const TransactionReading& reading,
                                                              LimitedActs& limited, Kleene& open);
  absl::Status UniteOpenActs(const LoadedMeasure& measure,
                             const std::vector<const VisibleAct*>& open, const Kleene& why,
                             TransactionFold& fold, Resolved& united);
  absl::Status CarveOut(const LoadedMeasure& measure, const TransactionFold& fold,
                        ScreenedMeasure& screened);
  Kleene Spare(ScreenedMeasure& screened) const;
  absl::StatusOr<std::vector<std::string>> ChangingAt(const Fold& fold, int64_t at);
  absl::StatusOr<std::optional<Coming>> NextChange(const LoadedMeasure& measure,
                                                   const TransactionFold& fold);
  absl::StatusOr<std::optional<Coming>> NewestPlan(const LoadedMeasure& measure,
                                                   const TransactionFold& fold);
  TransactionReading ReadingOf(const LoadedMeasure& measure, const TransactionFold& fold) const;

  StateBuilder& builder_;
  const Transaction& transaction_;
  const std::vector<RelatedCode>& related_codes_;
  std::vector<std::string> notes_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREENED_MEASURE_H_
