// Rechecked decisions as they come, as CSV and for people.
#ifndef DECREE_TOOLS_TEXT_RECHECK_H_
#define DECREE_TOOLS_TEXT_RECHECK_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "core/decree.h"
#include "tools/text/answers.h"
#include "tools/text/page.h"
#include "tools/text/rows.h"
#include "tools/words/recheck_totals.h"

namespace decree::tools {

// A decision a line; `line` is that of the file, from 1.
class RecheckCsv {
 public:
  RecheckCsv(std::ostream& out, CsvForm form);
  void Add(uint64_t line, const PastDecision& decision, const RecheckRow& row);
  // A line that could not be read or checked.
  void AddRefused(uint64_t line, const std::string& id, const std::string& why);

 private:
  std::ostream& out_;
  const CsvForm form_;
};

// The decisions that do not stand, and what all of them come to.
class RecheckText {
 public:
  // The store must outlive it.
  RecheckText(const Page& page, Record& record) : page_(page), namer_(record) {}
  void Add(const PastDecision& decision, const RecheckRow& row);
  void End(const AnswerHeader& header, const RecheckTotals& totals);

 private:
  const Page page_;
  EventNamer namer_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_RECHECK_H_
