// append --check: everything that is wrong with files of events, in one run, and nothing stored.
#ifndef DECREE_TOOLS_CLI_VERBS_APPEND_CHECK_H_
#define DECREE_TOOLS_CLI_VERBS_APPEND_CHECK_H_

#include <string>
#include <vector>

#include "tools/cli/session.h"

namespace decree::tools {

// `is_strict`: what is warned of would be refused. Exit status: kAnswered, or kRefused where
// something of it would be refused.
int CheckFiles(const Session& session, const std::vector<std::string>& files, bool is_strict);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_VERBS_APPEND_CHECK_H_
