// What a verb is given besides its own arguments: where the store is, the view, the form of the
// answer.
#ifndef DECREE_TOOLS_CLI_SESSION_H_
#define DECREE_TOOLS_CLI_SESSION_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/decree.h"
#include "tools/cli/stored.h"
#include "tools/text/page.h"
#include "tools/text/rows.h"
#include "tools/text/terminal.h"

namespace decree::tools {

struct Session {
  std::string store_dir;
  // When set, questions are asked of this record instead of the store, and nothing can be changed.
  std::function<absl::StatusOr<std::unique_ptr<Record>>()> open_record;
  ViewText view;
  QuestionLimits limits;  // the deadline that --timeout sets
  bool json = false;
  bool csv = false;
  CsvForm csv_form = CsvForm::kExact;
  std::shared_ptr<Stored> stored = std::make_shared<Stored>();
  Terminal out;
  Terminal err;
};

// Standard output.
Page PageOf(const Session& session);

// Beside a running writer if there is one; never creates anything.
absl::StatusOr<std::unique_ptr<Record>> OpenToAsk(const Session& session);
// The store itself, for what an altered record has none of.
absl::StatusOr<std::unique_ptr<Decree>> OpenToRead(const Session& session);
// The same, also where acknowledged events are lost: for the verb that names what is.
absl::StatusOr<std::unique_ptr<Decree>> OpenToInspect(const Session& session);
// Takes the lock.
absl::StatusOr<std::unique_ptr<Decree>> OpenToChange(const Session& session);
absl::StatusOr<std::unique_ptr<Decree>> OpenToAppend(
    const Session& session);  // creates it if need be

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_SESSION_H_
