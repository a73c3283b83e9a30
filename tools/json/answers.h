// The answers to questions as JSON: one object each, without a line end. The names in it are part
// of the interface, and the same wherever the answer goes.
//
// Long answers are written out row by row. An output that fails is left to the caller, who finds
// `out` failed.
#ifndef DECREE_TOOLS_JSON_ANSWERS_H_
#define DECREE_TOOLS_JSON_ANSWERS_H_

#include <ostream>

#include "core/codec/json_writer.h"
#include "core/decree.h"

namespace decree::tools {

// `floor` is that of the view asked about.
void WriteJson(std::ostream& out, const AsOfAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const ExplainAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const TransactionExplanation& answer, Commitment floor);
void WriteJson(std::ostream& out, const ScreenAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const HistoryAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const TransactionHistoryAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const DiffAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const OutlookAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const TimelineAnswer& answer, Commitment floor);
// Of as many tallies as moves.
void WriteJson(std::ostream& out, const ReplayAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const ObservationsAnswer& answer, Commitment floor);
void WriteJson(std::ostream& out, const CoverageAnswer& answer, Commitment floor);
// One event as it is stored: {"position","recorded","leaf","streams","target","event"}.
void WriteJson(std::ostream& out, const StoredEvent& stored);

// {"events":[…]}, an event at a time, then "formerly" and "storeBegins" where they say something.
// Nothing is written before the first one, so that a question that is refused writes nothing.
class EventsJson {
 public:
  explicit EventsJson(std::ostream& out);
  void Add(const StoredEvent& stored);
  void End(const AnswerHeader& header);

 private:
  std::ostream& out_;
  JsonWriter json_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_JSON_ANSWERS_H_
