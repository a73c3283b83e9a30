// What the audit verbs share: keys and notes as they are given on the command line.
#ifndef DECREE_TOOLS_CLI_AUDIT_VERBS_AUDIT_INPUT_H_
#define DECREE_TOOLS_CLI_AUDIT_VERBS_AUDIT_INPUT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/proof/audited_store.h"
#include "tools/cli/session.h"

namespace decree::tools {

// Errors: NotFound as OpenToAsk; InvalidArgument on an altered record.
absl::StatusOr<std::unique_ptr<AuditedStore>> OpenToAudit(const Session& session);

// A key as `--vkey` gives it; `origin` may be empty, else it must be the key's name.
absl::StatusOr<VerifierKey> PinnedKey(const std::string& vkey, const std::string& origin);

// A key file: refused when others may read it.
absl::StatusOr<SigningKey> ReadSigningKey(const std::string& path);

// The exit status of a file that cannot be written where the command line says: usage.
int FailedToWrite(const absl::Status& status);

// The exit status of a check that failed: what came from outside is refused (3), a store at fault
// is 4.
int FailedCheck(const absl::Status& status);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_AUDIT_VERBS_AUDIT_INPUT_H_
