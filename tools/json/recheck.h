// Rechecked decisions as one JSON object, a decision at a time, and what they come to.
#ifndef DECREE_TOOLS_JSON_RECHECK_H_
#define DECREE_TOOLS_JSON_RECHECK_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "core/codec/json_writer.h"
#include "core/decree.h"
#include "tools/words/recheck_totals.h"

namespace decree::tools {

class RecheckJson {
 public:
  explicit RecheckJson(std::ostream& out);

  // `line`: of the file that the decision stands in, from 1.
  void Add(uint64_t line, const PastDecision& decision, const RecheckRow& row);
  // A line that could not be read or checked.
  void AddRefused(uint64_t line, const std::string& id, const std::string& why);
  void End(const AnswerHeader& header, const RecheckTotals& totals);

 private:
  std::ostream& out_;
  JsonWriter json_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_JSON_RECHECK_H_
