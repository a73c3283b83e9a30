// The verbs' way to a store, in a program that has none: questions are asked of bundles.
#include "tools/cli/session.h"

namespace decree::tools {
namespace {

absl::Status NoStore() {
  return absl::FailedPreconditionError("this program opens no store; use decree for that");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Record>> OpenToAsk(const Session& session) {
  if (session.open_record) return session.open_record();
  return NoStore();
}

absl::StatusOr<std::unique_ptr<Decree>> OpenToRead(const Session&) { return NoStore(); }
absl::StatusOr<std::unique_ptr<Decree>> OpenToInspect(const Session&) { return NoStore(); }
absl::StatusOr<std::unique_ptr<Decree>> OpenToChange(const Session&) { return NoStore(); }
absl::StatusOr<std::unique_ptr<Decree>> OpenToAppend(const Session&) { return NoStore(); }

}  // namespace decree::tools
