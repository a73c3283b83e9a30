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
  bool formerly = false;  // of its view: with claims of when other systems recorded events
};

// By when events were recorded that it could rest on.
inline const std::string& RecordedByOf(const PastDecision& decision) {
  return decision.recorded_by.empty() ? decision.decided : decision.recorded_by;
}

}  // namespace decree

#endif  // DECREE_CORE_MODEL_PAST_DECISION_H_
