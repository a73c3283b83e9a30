// The questions of answer bundles, as words of the command line. A bundle comes from outside, so
// its words are held to a list: questions and their own flags, nothing that names a file or a
// store, and nothing that means another thing tomorrow.
#ifndef DECREE_TOOLS_CLI_ASKED_WORDS_H_
#define DECREE_TOOLS_CLI_ASKED_WORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/proof/proven_answer.h"

namespace decree::tools {

// "as-of, screen, … or coverage".
std::string VerbsOfBundles();

// The words without --json and with words like `today` as a day by that clock. Errors:
// InvalidArgument for what a bundle cannot hold.
absl::StatusOr<std::vector<std::string>> WordsForBundle(const std::vector<std::string>& words,
                                                        int64_t now_utc_us);

// What the verb prints with --json. Errors: InvalidArgument for words that WordsForBundle would
// refuse or change, and with the verb's own text.
absl::StatusOr<std::string> AskWithJson(const OpenRecord& open,
                                        const std::vector<std::string>& words);
// What it prints for people.
absl::StatusOr<std::string> AskForPeople(const OpenRecord& open,
                                         const std::vector<std::string>& words);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_ASKED_WORDS_H_
