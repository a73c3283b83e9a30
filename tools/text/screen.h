// The outcome of a screening in words, for whoever answers about transactions.
#ifndef DECREE_TOOLS_TEXT_SCREEN_H_
#define DECREE_TOOLS_TEXT_SCREEN_H_

#include <optional>
#include <string>

#include "core/decree.h"
#include "tools/text/terminal.h"

namespace decree::cli {

std::string SumInWords(const DutySum& sum, const std::string& currency);
std::string DecisionInWords(ScreenDecision decision, const std::optional<LicencePolicy>& policy);
Ink InkOf(ScreenDecision decision);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_SCREEN_H_
