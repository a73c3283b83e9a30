// Apart from the rest of audit_input, so that programs without a store are linked without one.
#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/cli/audit_verbs/audit_input.h"

namespace decree::tools {

absl::StatusOr<std::unique_ptr<AuditedStore>> OpenToAudit(const Session& session) {
  if (session.open_record) {
    return absl::InvalidArgumentError(
        "an altered record has no checkpoints; audit the store itself");
  }
  auto store = AuditedStore::Open(session.store_dir);
  if (store.ok() || !absl::IsNotFound(store.status())) return store;
  return absl::NotFoundError(absl::StrCat("there is no store at \"", session.store_dir,
                                          "\"; name one with --store DIR or $DECREE_STORE"));
}

}  // namespace decree::tools
