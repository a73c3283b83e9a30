// The answers to questions for people: as CSV, a row a line under a line of names, and as text.
#ifndef DECREE_TOOLS_TEXT_ANSWERS_H_
#define DECREE_TOOLS_TEXT_ANSWERS_H_

#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "core/decree.h"
#include "tools/text/page.h"
#include "tools/text/rows.h"

namespace decree::tools {

void WriteCsv(std::ostream& out, const AsOfAnswer& answer, CsvForm form);
void WriteCsv(std::ostream& out, const ExplainAnswer& answer, CsvForm form);
void WriteCsv(std::ostream& out, const TransactionExplanation& answer, CsvForm form);
void WriteCsv(std::ostream& out, const HistoryAnswer& answer, CsvForm form);
void WriteCsv(std::ostream& out, const TransactionHistoryAnswer& answer, CsvForm form);
void WriteCsv(std::ostream& out, const DiffAnswer& answer, CsvForm form);
void WriteCsv(std::ostream& out, const OutlookAnswer& answer, CsvForm form);
void WriteCsv(std::ostream& out, const TimelineAnswer& answer, CsvForm form);
void WriteCsv(std::ostream& out, const ObservationsAnswer& answer, CsvForm form);
void WriteCsv(std::ostream& out, const CoverageAnswer& answer, CsvForm form);

// Says what an event is where an answer names only its id. Asks the store once an event.
class EventNamer {
 public:
  explicit EventNamer(Record& record) : record_(record) {}
  // "by m70-foreign (suspended: Controls of October suspended)", ids after each other.
  std::string By(const std::vector<std::string>& ids);

 private:
  Record& record_;
  std::map<std::string, std::string> names_;
};

// `is_all`: what does not apply was asked for too.
void WriteText(const Page& page, const AsOfAnswer& answer, bool is_all);
void WriteText(const Page& page, const ExplainAnswer& answer);
void WriteText(const Page& page, const TransactionExplanation& answer);
void WriteText(const Page& page, const ScreenAnswer& answer);
void WriteText(const Page& page, const HistoryAnswer& answer, EventNamer& namer);
void WriteText(const Page& page, const TransactionHistoryAnswer& answer, EventNamer& namer);
void WriteText(const Page& page, const DiffAnswer& answer, EventNamer& namer);
void WriteText(const Page& page, const OutlookAnswer& answer, EventNamer& namer);
void WriteText(const Page& page, const TimelineAnswer& answer);
// `goes_on`: asked between two moves; false ends it.
void WriteText(const Page& page, const ReplayAnswer& answer, const std::function<bool()>& goes_on);
void WriteText(const Page& page, const ObservationsAnswer& answer);
void WriteText(const Page& page, const CoverageAnswer& answer);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_ANSWERS_H_
