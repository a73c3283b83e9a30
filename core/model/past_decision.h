// A decision that was taken about a transaction, as its taker kept it: the basis it rested on and
// what was answered. It is read from one JSON object (core/codec/decision_from_json.h).
#ifndef DECREE_CORE_MODEL_PAST_DECISION_H_
#define DECREE_CORE_MODEL_PAST_DECISION_H_

#include <string>

#include "core/model/transaction.h"

namespace decree {

struct PastDecision {
  std::string id;       // the taker's name for it
  std::string decided;  // EDTF or RFC 3339: when it was taken
  // The view it was taken under, as people type it; empty: not said.
  std::string known_by, recorded_by, floor;
  Transaction transaction;      // its value and currency are those stated with the decision
  std::string decision, added;  // the answer: "allowed", "25%"; `added` may be empty
  bool formerly = false;        // of its view: with claims of when other systems recorded events
};

// By when events were recorded that it could rest on, as --recorded-by takes it.
inline std::string RecordedByOf(const PastDecision& decision) {
  if (!decision.recorded_by.empty()) return decision.recorded_by;
  // A year alone would be taken for a position.
  const bool is_year = decision.decided.size() == 4 &&
                       decision.decided.find_first_not_of("0123456789") == std::string::npos;
  return is_year ? decision.decided + "-12-31" : decision.decided;
}

}  // namespace decree

#endif  // DECREE_CORE_MODEL_PAST_DECISION_H_
