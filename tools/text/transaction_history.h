// The history of a transaction's answer, in the three forms.
#ifndef DECREE_TOOLS_TEXT_TRANSACTION_HISTORY_H_
#define DECREE_TOOLS_TEXT_TRANSACTION_HISTORY_H_

#include <string>

#include "core/codec/json_writer.h"
#include "core/decree.h"
#include "tools/cli/session.h"

namespace decree::cli {

// `{"decision","policy","added",…,"duty":{"added",…},"missing","measures"}`: the added duty stands
// where a screening has it, and where a decision to recheck has it.
void WriteTransactionAnswer(JsonWriter& json, const TransactionAnswer& answer);

// What the rows of a history along this axis are.
std::string HeadingOf(Axis axis, const AnswerHeader& header);

// Asks, prints, and returns the exit status.
int AskTransactionHistory(const Session& session, const TransactionHistoryQuestion& question);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_TRANSACTION_HISTORY_H_
