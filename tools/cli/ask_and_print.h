// What nearly every question does between its arguments and its exit status: open the store, ask,
// and print the answer in the form that was chosen.
#ifndef DECREE_TOOLS_CLI_ASK_AND_PRINT_H_
#define DECREE_TOOLS_CLI_ASK_AND_PRINT_H_

#include <type_traits>

#include "tools/cli/exit_status.h"
#include "tools/cli/session.h"

namespace decree::cli {

template <typename Ask>
using AnswerTo = typename std::invoke_result_t<const Ask&, Decree&>::value_type;

// `ask(store)` gives a StatusOr of the answer; `json(answer)` and `csv(answer, form)` print it for
// programs, `table(answer, store)` for people. Returns the exit status.
template <typename Ask, typename Json, typename Table>
int AskAndPrint(const Session& session, const Ask& ask, const Json& json,
                void (*csv)(const AnswerTo<Ask>&, CsvForm), const Table& table) {
  const auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  const auto answer = ask(**store);
  if (!answer.ok()) return Fail(answer.status(), Stage::kAsk);
  if (session.json) {
    json(*answer);
  } else if (session.csv) {
    csv(*answer, session.csv_form);
  } else {
    table(*answer, **store);
  }
  return kAnswered;
}

}  // namespace decree::cli

#endif  // DECREE_TOOLS_CLI_ASK_AND_PRINT_H_
