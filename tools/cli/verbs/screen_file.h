// screen --file: a CSV of transactions in, a CSV of decisions out; row by row in bounded memory, on
// all cores, in order.
#ifndef DECREE_TOOLS_CLI_VERBS_SCREEN_FILE_H_
#define DECREE_TOOLS_CLI_VERBS_SCREEN_FILE_H_

#include <string>
#include <vector>

#include "tools/cli/session.h"

namespace decree::tools {

struct ScreenFileArguments {
  std::string file;                          // "-": standard input
  std::string out;                           // empty: standard output
  std::string on;                            // for rows without their own
  std::vector<std::string> ignored_columns;  // that are not read
  CsvForm form = CsvForm::kExact;
};

// Columns are the fields of core/model/transaction.h; `knownBy` and `recordedBy` are a row's own
// view; what nothing on record reads is refused, unless it is ignored. Rows that cannot be read are
// reported as FILE:LINE on stderr and come out with their id alone; then the exit status is
// kRefused.
int ScreenFile(const Session& session, const ScreenFileArguments& arguments);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_VERBS_SCREEN_FILE_H_
