// Questions about the answers that transactions get: when the answer for one changed, and whether
// decisions that were taken still hold. Plain structs; rates and amounts are exact texts, as in
// core/query/screen_answer.h.
#ifndef DECREE_CORE_QUERY_TRANSACTION_ANSWERS_H_
#define DECREE_CORE_QUERY_TRANSACTION_ANSWERS_H_

#include <optional>
#include <string>
#include <vector>

#include "core/query/change_answers.h"
#include "core/query/screen_answer.h"

namespace decree {

// What is compared of a screening: decision, policy, added duty and missing facts.
struct TransactionAnswer {
  ScreenDecision decision = ScreenDecision::kUndetermined;
  std::optional<LicencePolicy> policy;
  DutySum added;
  std::vector<std::string> missing;
  std::vector<std::string> measures;  // that apply, or may; sorted; not compared
  // Why there is no answer: the stacking rules of a cycle. Then the decision is undetermined and
  // the added duty unknown.
  std::string trouble;
};

// When did the answer for a transaction change? Along `known` and `recorded` it is the answer on
// the transaction's date; along `effective` the view stays and that date moves.
struct TransactionHistoryQuestion {
  Transaction transaction;  // `on` is needed for known and recorded; its dates may be "today"
  std::vector<Axis> axes;   // empty: all three (effective alone when no date is given)
  ViewText view;
  QuestionLimits limits;
};
struct TransactionStart {
  Axis axis = Axis::kKnown;
  TransactionAnswer answer;  // before the first change: nothing seen, or before any boundary
};
struct TransactionChange {
  Axis axis = Axis::kKnown;
  std::string at;            // as HistoryChange::at
  Position position = 0;     // recorded only: the first position at which it holds
  TransactionAnswer answer;  // from here on
  // The fields that differ from before: "decision", "policy", "added", "missing".
  std::vector<std::string> changed;
  std::vector<std::string> because;  // ids of the events that brought the change
};
struct TransactionHistoryAnswer {
  AnswerHeader header;
  Transaction transaction;
  std::vector<TransactionStart> starts;    // one an axis asked
  std::vector<TransactionChange> changes;  // by axis, then ascending
  std::vector<std::string> notes;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_TRANSACTION_ANSWERS_H_
