// One measure before one transaction: whether it is in force on the date, whether its scope reaches
// the transaction, whether an authorization takes the transaction out, and which terms it would
// bring. Each in three values that know which facts are missing.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREENED_MEASURE_H_
#define DECREE_CORE_QUERY_SCREEN_SCREENED_MEASURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/transaction.h"
#include "core/model/view.h"
#include "core/query/scope/code_digits.h"
#include "core/query/scope/kleene.h"
#include "core/query/scope/outcome_cache.h"
#include "core/query/scope/transaction_match.h"
#include "core/query/screen/owner_words.h"
#include "core/query/screen/screen_date_cache.h"

namespace decree {

inline Answer AnswerOf(Tri value) {
  if (value == Tri::kOpen) return Answer::kUndetermined;
  return value == Tri::kYes ? Answer::kYes : Answer::kNo;
}

// The date cache must outlive it.
struct ScreenedMeasure {
  std::shared_ptr<DateFold> on_date;  // the transaction's own where acts with an open limit move it
  Kleene in_force;                    // in force, not void, not waived
  Kleene reach;                       // the scope reaches the transaction
  std::vector<OwnershipLink> owners;  // that this rests on

  // What follows is filled by Screener::Screen.
  Kleene applies;
  std::vector<std::string> reasons, because;  // of `applies`
  // Whether it is collected, where it is a duty: void or not (DateFold::operates).
  Kleene collected = Kleene::No();
  Kleene carved = Kleene::No();          // taken out by an authorization
  Kleene carved_in_fact = Kleene::No();  // by one that operates
  std::vector<std::string> carvers;      // those that do, or may
  std::vector<std::string> carver_because;
  std::vector<OwnershipLink> carver_owners;
  std::vector<Terms> terms;                // every reading; empty: none is given
  std::vector<std::string> terms_because;  // the events that give them, repairs included
  CodeDigits code_digits;                  // of a base duty
  bool spared = false;  // below a de-minimis share, or under a licence exception claimed
  std::string spared_why;

  // Before the transaction; what it makes of it is above.
  const MeasureState& state() const { return on_date->state; }
  const std::string& slug() const { return on_date->state.measure; }
  CachedMeasure& measure() const { return *on_date->measure; }
};

// The state as the transaction makes it.
MeasureState StateFor(const ScreenedMeasure& measure);

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
AppliesBy AppliesByOf(const CachedMeasure& authorization, const ScreenedMeasure& measure);

// The transaction as compiled scopes read it, and what they were asked on the way to its outcome.
struct CompiledScreening {
  const CompiledTransaction& transaction;
  MatchTrail trail;
};

class Screener {
 public:
  // All must outlive it. `compiled`: where only the outcome is wanted, no notes; else nullptr.
  Screener(ScreenDateCache& date_cache, const Transaction& transaction,
           const std::vector<RelatedCode>& related_codes, CompiledScreening* compiled)
      : date_cache_(date_cache),
        view_cache_(date_cache.view_cache()),
        transaction_(transaction),
        related_codes_(related_codes),
        compiled_(compiled) {}

  // Whether it is in force and reaches the transaction; the rest is empty.
  absl::StatusOr<ScreenedMeasure> ReachOf(CachedMeasure& measure, AppliesBy applies_by);
  // Whether it applies, what takes the transaction out, and its terms.
  absl::Status Screen(ScreenedMeasure& measure);
  // The next change of the law after the date asked, then the newest plan; either may be missing.
  absl::StatusOr<std::vector<Coming>> ComingFor(const ScreenedMeasure& measure);

  struct Excluded {
    std::string by;        // the event that wrote the exclusion; empty: none keeps it out
    std::string disputes;  // " (disputed by …)"
  };
  // What keeps out a measure in force that does not reach the transaction.
  absl::StatusOr<Excluded> ExcludedBy(const ScreenedMeasure& measure);

  const std::vector<std::string>& notes() const { return notes_; }

 private:
  // An act whose limit is open, and why.
  struct OpenActs {
    std::vector<const VisibleAct*> acts;
    Kleene why = Kleene::Yes();
  };

  TransactionReading ReadingOf(const DateFold& fold) const {
    return {transaction_,    related_codes_,     fold.on,
            fold.applies_by, fold.measure->zone, fold.measure->is_authorization()};
  }
  absl::StatusOr<Kleene> Match(const TransactionReading& reading,
                               const std::vector<ScopeClause>* include,
                               const std::vector<ScopeClause>* exclude);
  absl::StatusOr<const std::vector<ScopeClause>*> Clauses(uint64_t body, bool is_include);
  absl::StatusOr<Kleene> MatchBodies(const TransactionReading& reading,
                                     const std::vector<uint64_t>& include,
                                     const std::vector<uint64_t>& exclude, const DateFold& fold);
  absl::Status MatchLimited(const CachedMeasure& measure, const TransactionReading& reading,
                            LimitedActs& limited, OpenActs& open);
  absl::Status UniteOpenActs(const OpenActs& open, ScreenedMeasure& screened);
  absl::Status CarveOut(ScreenedMeasure& screened);
  // Of what is void: whether it is collected all the same.
  absl::StatusOr<Kleene> CollectedOf(const ScreenedMeasure& screened);
  absl::Status TakeTerms(ScreenedMeasure& screened);
  absl::Status TakeCodeDigits(ScreenedMeasure& screened);
  Kleene TestExemptions(ScreenedMeasure& screened) const;
  absl::StatusOr<std::optional<Coming>> NextChange(const ScreenedMeasure& measure);
  absl::StatusOr<std::optional<Coming>> NewestPlan(const ScreenedMeasure& measure);

  ScreenDateCache& date_cache_;
  ScreenViewCache& view_cache_;
  const Transaction& transaction_;
  const std::vector<RelatedCode>& related_codes_;
  CompiledScreening* const compiled_;
  std::vector<std::string> notes_;
  std::vector<OwnershipLink> owners_;  // of the measure that is looked at
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREENED_MEASURE_H_
