// Rechecked decisions as they come: for people, as JSON and as CSV. Nothing is held but the totals.
#ifndef DECREE_TOOLS_TEXT_RECHECK_H_
#define DECREE_TOOLS_TEXT_RECHECK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/codec/json_writer.h"
#include "core/decree.h"
#include "tools/cli/session.h"
#include "tools/text/changes.h"

namespace decree::cli {

struct RecheckTotals {
  uint64_t decisions = 0, flipped = 0, standing = 0, wrong = 0, late = 0, refused = 0;
  // Of the flipped, by currency; nullopt: more digits than fit.
  std::map<std::string, std::optional<std::string>> change;
};

class RecheckPrinter {
 public:
  // Both must outlive it.
  RecheckPrinter(const Session& session, Decree& store) : session_(session), namer_(store) {}

  void Begin();
  void Show(uint64_t line, const PastDecision& decision, const RecheckRow& row);
  // A line that could not be read or checked; standard error has told of it already.
  void ShowRefused(uint64_t line, const std::string& id, const std::string& why);
  void End(const AnswerHeader& header);

 private:
  void Count(const PastDecision& decision, const RecheckRow& row);
  void WriteJson(uint64_t line, const PastDecision& decision, const RecheckRow& row);
  void WriteCsv(uint64_t line, const PastDecision& decision, const RecheckRow& row) const;
  void WriteText(const PastDecision& decision, const RecheckRow& row);

  const Session& session_;
  EventNamer namer_;
  JsonWriter json_;
  RecheckTotals totals_;
};

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_RECHECK_H_
