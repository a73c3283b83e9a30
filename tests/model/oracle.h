// The oracle answers what state a measure is in by following core/SEMANTICS.md word for word,
// slowly: it selects the visible acts, then paints every instant of the window in every possible
// reading.
//
// It exists to be compared with the fast path (core/query over core/projections) and shares no code
// with it; it uses the plain values of core/model only. It keeps nothing between questions.
//
// Left out: authorizations and transactions (nothing is matched), so `applies` is yes or no in each
// reading. The parts: oracle_visible.h (steps 1 to 6 and the order), oracle_paint.h (the fold).
#ifndef DECREE_TESTS_MODEL_ORACLE_H_
#define DECREE_TESTS_MODEL_ORACLE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/model/edtf_date.h"
#include "core/model/event.h"
#include "core/model/view.h"

namespace decree::oracle {

// Positions are unique and rise with the record; a repair, a dispute and a confirmation come after
// the event that they target.
struct Record {
  uint64_t position = 0;
  int64_t recorded_us = 0;
  Event event;
};

struct Question {
  std::string measure;
  CivilWindow window;
  View view;
};

// Of a list of clauses: the record that wrote it out, 0 for none, then those that change it, oldest
// first.
using Words = std::vector<uint64_t>;

struct StateSet {
  Possible<Answer> applies;  // kNo and kYes only; both: undetermined
  Possible<Force> force;
  Possible<Legality> legality;
  Possible<Enforcement> enforcement;
  Commitment commitment = Commitment::kNone;
  Evidence evidence = Evidence::kNone;
  // Positions of the records that gave the terms in effect (own or inherited) under some reading;
  // of a corrected act the last repair that made its body; of a rival the dispute. 0: none in
  // effect.
  std::set<uint64_t> terms_from;
  // Likewise of the scope. Where one part of it is decided: whose words are shown of it; those of
  // the next step where nothing is put, but no exclusions of later acts under an include. 0: none.
  std::set<Words> include_from, exclude_from;
  std::optional<Words> include_shown, exclude_shown;
  // Likewise of the terms, where none are put: those of the next step.
  std::optional<uint64_t> terms_coming;
};

// Aborts when more than 16 boundaries are open at one instant: the history is beyond brute force.
StateSet Ask(const std::vector<Record>& all, const Question& question);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_ORACLE_H_
