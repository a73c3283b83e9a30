// Screening one transaction: may it go, under which measures, at which duty, with which licence.
// Plain structs, as in core/query/answers/answers.h; rates and amounts are exact texts ("8.75%",
// "2.5% + 0.5 USD/kg", "1250.00"). The rules are in core/SEMANTICS.md, "Screening".
#ifndef DECREE_CORE_QUERY_ANSWERS_SCREEN_ANSWER_H_
#define DECREE_CORE_QUERY_ANSWERS_SCREEN_ANSWER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/model/terms.h"
#include "core/model/transaction.h"
#include "core/query/answers/answers.h"

namespace decree {

struct ScreenQuestion {
  Transaction transaction;  // `on` is required; its dates may be "today"
  ViewText view;
  QuestionLimits limits;
};

enum class ScreenDecision : uint8_t {
  kAllowed = 0,
  kLicenceRequired = 1,
  kProhibited = 2,
  kUndetermined = 3
};
absl::string_view NameOf(ScreenDecision value);

// A measure that reaches the transaction, or may.
struct ScreenRow {
  MeasureState state;                // `applies`: to this transaction
  std::vector<std::string> missing;  // facts that keep it undetermined
};

struct DutyLine {
  std::string measure, program;
  bool is_base = false;              // of class base_duty: not in `added`
  Answer counts = Answer::kYes;      // kUndetermined: whether it counts is open
  std::string rate;                  // "unknown" where it is a range
  std::string rate_min, rate_max;    // where `rate` is unknown; an empty maximum: no end is known
  std::string amount;                // in the value's currency; "" when it cannot be told
  std::string amount_rounded;        // to the currency's minor unit; "" where it has none on record
  std::string why;                   // why it counts, and what cut it
  std::vector<std::string> because;  // event ids, stacking rules included
};
struct RejectedDuty {
  std::string measure, program, why;
  std::vector<std::string> because;
};
// A sum of duties.
struct DutySum {
  std::string rate;                // "" where there is none to sum (base duties not on record)
  std::string rate_min, rate_max;  // where `rate` is "unknown"; an empty maximum: no end is known
  std::string amount, amount_rounded;
};
// What is collected in fact: measures in force, enforced and not waived, void or not.
struct CollectedDuty {
  DutySum added, base;
  std::vector<DutyLine> lines;
};
struct DutyAnswer {
  DutySum added, base;                     // `base`: measures of class base_duty
  std::optional<CollectedDuty> collected;  // where it differs from what is due
  std::string currency;
  std::vector<DutyLine> lines;         // base duties first, then by measure
  std::vector<RejectedDuty> rejected;  // that reach the transaction and do not count
};

// What is coming: a change of the law that is already known, or a plan that is not law.
struct PendingRow {
  std::string measure;
  std::string from, latest;  // "" unknown; `latest`: the change is open from `from` until then
  std::string force;         // of the measure on the date asked: pending, suspended, inForce …
  bool is_plan = false;      // not law; else a change of the law, after which it stands so:
  Answer then_applies = Answer::kNo;
  std::string then;        // what changes: a force, a legality, an enforcement, "terms" or "scope"
  std::string commitment;  // announced, enacted …
  std::optional<Terms> terms;  // those that would hold
  std::vector<std::string> because;
};

// Whether the record claims to watch an issuer that the transaction concerns; once a domain.
struct ScreenCoverage {
  struct Stretch {
    std::string from, to;  // empty: open
  };

  std::string issuer, domain;  // domain "" where nothing is claimed
  Answer monitored = Answer::kNo;
  std::string since;                          // of the claim that holds, else of the first
  std::vector<std::string> sources, because;  // likewise
  std::vector<Stretch> stretches;             // of all claims, oldest first
};

// A name that somebody was given by and that nearly is one that a scope lists; it decides nothing.
// How names are compared is in core/names/near_name.h.
inline constexpr size_t kPossiblePartiesMax = 10;
struct PossibleParty {
  std::string given, listed;  // as given, as the scope has it
  std::string measure;        // whose scope lists it
  int score = 0;              // 1 to 99: how near, in hundredths
  friend bool operator==(const PossibleParty&, const PossibleParty&) = default;
};

struct ScreenAnswer {
  AnswerHeader header;  // effective_on: the transaction's `on`
  Transaction transaction;
  std::vector<std::string> warnings;  // to be told first: a tag that nothing on record uses
  ScreenDecision decision = ScreenDecision::kUndetermined;
  std::optional<LicencePolicy> policy;  // the strictest that certainly applies
  std::vector<std::string> reasons;     // of the decision, most important first
  std::vector<std::string> because;     // event ids of the measures that make it or leave it open
  DutyAnswer duty;
  std::vector<ScreenRow> measures;   // sorted by slug
  std::vector<PendingRow> pending;   // sorted by measure, then by date
  std::vector<std::string> missing;  // facts that can still change decision, policy or duty
  // Stacking rules that exclude each other in a circle: what is due is unknown, and so is the
  // decision, unless something prohibits the transaction. The reasons say it as well.
  std::string trouble;
  std::vector<ScreenCoverage> coverage;
  // Nearest first, then by the names; at most kPossiblePartiesMax. The notes say it as well.
  std::vector<PossibleParty> possible_parties;
  std::vector<std::string> notes;
};

// What is told of the parties that a transaction names: placeholders, and names nearly listed.
std::vector<std::string> PartyNotes(const Transaction& transaction,
                                    const std::vector<PossibleParty>& possible);

// The answer without the words, for programs that screen by the million.
struct ScreenOutcome {
  ScreenDecision decision = ScreenDecision::kUndetermined;
  std::optional<LicencePolicy> policy;  // as ScreenAnswer::policy
  DutySum added;
  std::vector<std::string> measures;  // that apply, or may; sorted
  std::vector<std::string> pending;   // measures of which something is coming; sorted
  std::vector<std::string> missing;   // as ScreenAnswer::missing
  std::string trouble;                // as ScreenAnswer::trouble
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ANSWERS_SCREEN_ANSWER_H_
