// Under which views a past decision is read again.
#ifndef DECREE_CORE_RECORD_DECISION_VIEW_READER_H_
#define DECREE_CORE_RECORD_DECISION_VIEW_READER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/log/record_log.h"
#include "core/model/past_decision.h"
#include "core/query/questions.h"

namespace decree {

// A view that names no knownBy is that of the day decided. One that names no recordedBy is what the
// store held by the end of that day (with `formerly`: or other systems are said to have held);
// without that, where it held nothing yet (a record made afterwards), all that it holds. Not safe
// for concurrent use.
class DecisionViewReader {
 public:
  // `now`: beyond what it records nothing is looked at. All must outlive the reader.
  DecisionViewReader(const RecordLog& log, const View& now, const Clock& clock)
      : log_(log), now_(now), clock_(clock) {}

  // Errors: InvalidArgument `view.knownBy: …`.
  absl::StatusOr<DecisionViews> ViewsOf(const PastDecision& decision);

 private:
  struct Held {
    View view;
    std::string store_begins;  // as AnswerHeader::store_begins
  };

  // What was recorded by when the decision says, or by the end of the day decided.
  absl::StatusOr<Held> HeldBy(const PastDecision& decision);
  // No more than is looked at now.
  Held Within(Held held) const;
  const View& AllRecorded() const { return now_; }

  const RecordLog& log_;
  const View& now_;
  const Clock& clock_;
  std::map<std::pair<std::string, bool>, Held> held_by_;  // decisions of a day come together
};

}  // namespace decree

#endif  // DECREE_CORE_RECORD_DECISION_VIEW_READER_H_
