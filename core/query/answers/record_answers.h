// Questions about the record itself: what is monitored, and what was observed. Plain structs, as in
// core/query/answers/answers.h: dates as people read them, numbers as decimal strings with the
// digits given.
#ifndef DECREE_CORE_QUERY_ANSWERS_RECORD_ANSWERS_H_
#define DECREE_CORE_QUERY_ANSWERS_RECORD_ANSWERS_H_

#include <string>
#include <vector>

#include "core/query/answers/answers.h"

namespace decree {

// Which issuers and domains the record claims to watch, by `coverageSet` events. "No measure found"
// and "not monitored" differ.
struct CoverageQuestion {
  std::string issuer;  // empty: all
  AskedDate on;        // EDTF or "today"; none: every claim, whenever it held
  ViewText view;
  QuestionLimits limits;
};
struct CoverageRow {
  std::string issuer, domain;        // domain as recorded, e.g. "tariff", "exportControl"
  std::string from, to;              // of the claim; empty: open
  std::vector<std::string> sources;  // watched gazettes and feeds
  bool certain = true;               // false: `on` touches an imprecise boundary
  std::vector<std::string> because;  // event ids
};
struct CoverageAnswer {
  AnswerHeader header;
  std::vector<CoverageRow> rows;         // by issuer, then domain
  std::vector<std::string> unmonitored;  // issuers with measures on record and no claim
  std::vector<std::string> notes;
};

// A series of observed values, oldest first, with what the values and their stated changes say of
// each other.
struct ObservationsQuestion {
  std::string series;  // empty: the list of series only
  ViewText view;
  QuestionLimits limits;
};
struct ObservationRow {
  std::string period, value, unit, change;  // as recorded; value and change are decimal strings
  std::string implied_previous;  // the value of the period before that value and change imply
  std::string finding;           // empty: consistent, or nothing to compare with
  std::string id;                // of the event
  Evidence evidence = Evidence::kNone;
};
struct ObservationsAnswer {
  AnswerHeader header;
  std::string series;
  std::vector<std::string> all_series;  // sorted
  std::vector<ObservationRow> rows;     // by period
  std::vector<std::string> notes;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ANSWERS_RECORD_ANSWERS_H_
