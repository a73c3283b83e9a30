// The point question: which measures apply to one line of trade on one day, under one view, with
// their rates. The same answers as `as-of` with the same filters, as plain numbers, for programs
// that ask by the million; words and reasons come from `as-of` and `explain`.
#ifndef DECREE_CORE_QUERY_ANSWERS_POINT_QUESTION_H_
#define DECREE_CORE_QUERY_ANSWERS_POINT_QUESTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/asked_date.h"
#include "core/model/product_code.h"
#include "core/model/view.h"
#include "core/query/answers/question_limits.h"

namespace decree {

// What compiled answers look at stands first: in an array of a million questions every line of the
// processor's caches that is read for nothing shows.
struct alignas(64) PointQuestion {
  std::string issuer;       // jurisdiction of the measures; empty: any
  std::string origin;       // as AsOfQuestion; empty: not asked
  std::string destination;  // likewise
  ProductCode product;      // kAny with no code: not asked
  CivilWindow window;       // of effective_on; Decree::MakePointQuestion reads it
  View view;
  AskedDate effective_on;  // required
  // Of what is asked by the slow path, and of bringing the answers up to date.
  QuestionLimits limits;
};

inline constexpr int64_t kRateNotPlain = -1;  // no terms, several, or more than one ad valorem rate

struct PointHit {
  // Number of the measure among this store's compiled answers; Record::MeasureOf gives its slug.
  uint32_t measure = 0;
  Answer applies = Answer::kYes;  // never kNo
  Possible<Force> force;
  int64_t rate_ppm = kRateNotPlain;  // of a plain ad valorem tariff
  friend bool operator==(const PointHit&, const PointHit&) = default;
};

// Reuse one for many questions: its buffer stays.
struct PointAnswer {
  uint64_t head = 0;           // the position the answer rests on
  std::vector<PointHit> hits;  // each measure once, in no order
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ANSWERS_POINT_QUESTION_H_
