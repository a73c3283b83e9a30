// Questions about the answers that transactions get: when the answer for one changed, and whether
// decisions that were taken still hold. Plain structs; rates and amounts are exact texts, as in
// core/query/answers/screen_answer.h.
#ifndef DECREE_CORE_QUERY_ANSWERS_TRANSACTION_ANSWERS_H_
#define DECREE_CORE_QUERY_ANSWERS_TRANSACTION_ANSWERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/model/past_decision.h"
#include "core/query/answers/change_answers.h"
#include "core/query/answers/screen_answer.h"

namespace decree {

// What is compared of a screening: decision, policy, added duty and missing facts.
struct TransactionAnswer {
  ScreenDecision decision = ScreenDecision::kUndetermined;
  std::optional<LicencePolicy> policy;
  DutySum added;
  std::vector<std::string> missing;
  std::vector<std::string> measures;  // that apply, or may; sorted; not compared
  std::string trouble;                // as ScreenAnswer::trouble
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
// Fields: "decision", "policy", "added", "missing".
struct TransactionChange : AxisChange {
  TransactionAnswer answer;  // from here on
};
struct TransactionHistoryAnswer {
  AnswerHeader header;
  Transaction transaction;
  std::vector<TransactionStart> starts;    // one an axis asked
  std::vector<TransactionChange> changes;  // by axis, then ascending
  std::vector<std::string> notes;
};

// Do past decisions still hold? Of each: what the record said under its own view, what everything
// published by the day decided says, and what is said now.
struct RecheckQuestion {
  std::vector<PastDecision> decisions;
  ViewText view;  // of the answer now; the others see no more than it records
  QuestionLimits limits;
};
// What is to be thought of a decision in hindsight; the first that is true.
enum class RecheckVerdict : uint8_t {
  kCorrectAsKnownThen,   // as everything published by the day decided has it
  kKnowableNotRecorded,  // not so, and the store lacked something that was public
  kCorrectNow,           // not so, but as the record has it now
  kIncorrect
};
absl::string_view NameOf(RecheckVerdict value);  // "correctAsKnownThen" …

struct RecheckRow {
  std::string id;
  absl::Status trouble;  // why this decision cannot be checked; nothing else is set then
  std::string known_by;  // its own view: as said, else the day decided
  Position recorded_by = 0;
  std::string formerly;      // where that view reads claims: by when, as said, instead
  std::string store_begins;  // as AnswerHeader::store_begins, of that view
  TransactionAnswer then, known_then, now;
  bool is_reproduced = false;        // its own view gives the answer that was decided
  bool is_flipped = false;           // the answer now is another than under its own view
  std::vector<std::string> because;  // of a flip: ids of the events seen since that made it
  bool is_correct_as_known_then = false, is_knowable_not_recorded = false, is_correct_now = false;
  RecheckVerdict verdict = RecheckVerdict::kIncorrect;
  // Additional duty on the value stated, by the decision and now, and its change ("-5000"); empty
  // where it cannot be told (no value; an open duty).
  std::string amount_decided, amount_now, amount_change;
};
struct RecheckAnswer {
  AnswerHeader header;
  std::vector<RecheckRow> rows;  // as the decisions
};

// Why the answer for a transaction is what it is, measure by measure.
struct ClauseVerdict {
  bool is_exclude = false;
  size_t index = 0;        // in the list of its scope
  std::string brought_by;  // the event that wrote the clause
  Answer holds = Answer::kNo;
  std::vector<std::string> failing, open;  // dimensions: "product", "destination" …
};
struct ExplainedAuthorization {
  std::string measure;
  Answer in_force = Answer::kNo, reaches = Answer::kNo;
  Answer carves = Answer::kNo;  // both: takes the transaction out
  std::vector<std::string> reasons, because;
};
struct ExplainedMeasure {
  ScreenRow row;                 // as Screen has it
  Answer reaches = Answer::kNo;  // its scope, the transaction
  std::string scope_from;        // the event that gives the scope; empty: none is recorded
  std::string excluded_by;       // the event whose exclusion takes the transaction out; empty: none
  std::vector<ClauseVerdict> clauses;
  std::vector<ExplainedAuthorization> authorizations;  // that name it
  std::string stacking;            // how it stands among the duties; empty: it is none of them
  std::vector<ExplainedAct> acts;  // paint order, newest first
};
struct TransactionExplanation {
  ScreenAnswer screen;
  // Those that reach it, and those that nearly do: all dimensions of a clause hold but one, or it
  // is excluded. By slug.
  std::vector<ExplainedMeasure> measures;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ANSWERS_TRANSACTION_ANSWERS_H_
