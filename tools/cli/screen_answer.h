// The screening of a transaction as one JSON object, and as a page for a person in a hurry.
#ifndef DECREE_TOOLS_CLI_SCREEN_ANSWER_H_
#define DECREE_TOOLS_CLI_SCREEN_ANSWER_H_

#include "core/decree.h"
#include "tools/cli/session.h"

namespace decree::cli {

void PrintScreenJson(const ScreenAnswer& answer, Commitment floor);
void PrintScreenTable(const Session& session, const ScreenAnswer& answer);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_CLI_SCREEN_ANSWER_H_
