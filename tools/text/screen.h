// The screening of a transaction as one JSON object, and as a page for a person in a hurry; its
// parts, for whoever answers about transactions.
#ifndef DECREE_TOOLS_TEXT_SCREEN_H_
#define DECREE_TOOLS_TEXT_SCREEN_H_

#include <optional>
#include <string>

#include "core/codec/json_writer.h"
#include "core/decree.h"
#include "tools/cli/session.h"

namespace decree::cli {

// `"transaction":{…}` without its date. A field that may be repeated is a list.
void WriteTransaction(JsonWriter& json, const Transaction& transaction);
// "added":"unknown","addedMin":"10%","addedMax":null
void WriteSum(JsonWriter& json, const std::string& name, const DutySum& sum);
std::string SumInWords(const DutySum& sum, const std::string& currency);
std::string DecisionInWords(ScreenDecision decision, const std::optional<LicencePolicy>& policy);
Ink InkOf(ScreenDecision decision);

void PrintScreenJson(const ScreenAnswer& answer, Commitment floor);
void PrintScreenTable(const Session& session, const ScreenAnswer& answer);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_SCREEN_H_
