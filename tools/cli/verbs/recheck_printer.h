// Rechecked decisions as they come, in the form that was chosen. Nothing is held but the totals.
#ifndef DECREE_TOOLS_CLI_VERBS_RECHECK_PRINTER_H_
#define DECREE_TOOLS_CLI_VERBS_RECHECK_PRINTER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "core/decree.h"
#include "tools/cli/session.h"
#include "tools/json/recheck.h"
#include "tools/text/recheck.h"

namespace decree::cli {

class RecheckPrinter {
 public:
  // Both must outlive it.
  RecheckPrinter(const Session& session, Decree& store);

  void Show(uint64_t line, const PastDecision& decision, const RecheckRow& row);
  // A line that could not be read or checked; standard error has told of it already.
  void ShowRefused(uint64_t line, const std::string& id, const std::string& why);
  void End(const AnswerHeader& header);

 private:
  // One of them.
  std::optional<RecheckJson> json_;
  std::optional<RecheckCsv> csv_;
  std::optional<RecheckText> text_;
  RecheckTotals totals_;
};

}  // namespace decree::cli

#endif  // DECREE_TOOLS_CLI_VERBS_RECHECK_PRINTER_H_
