// Why a transaction gets its answer, in the three forms.
#ifndef DECREE_TOOLS_TEXT_TRANSACTION_EXPLANATION_H_
#define DECREE_TOOLS_TEXT_TRANSACTION_EXPLANATION_H_

#include "core/decree.h"
#include "tools/cli/session.h"

namespace decree::cli {

// Asks, prints, and returns the exit status.
int ExplainOneTransaction(const Session& session, const ScreenQuestion& question);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_TRANSACTION_EXPLANATION_H_
