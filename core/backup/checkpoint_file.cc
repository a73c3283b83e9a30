#include "core/backup/checkpoint_file.h"

#include <cstring>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"
#include "core/merkle/sha256.h"

namespace decree {

absl::StatusOr<SignedHead> ParseCheckpointFile(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  SignedHead head;
  if (lines.size() < 4 || lines[0].empty()) {
    return absl::InvalidArgumentError("it is no checkpoint: it begins with origin, size and root");
  }
  head.origin = std::string(lines[0]);
  if (!absl::SimpleAtoi(lines[1], &head.size)) {
    return absl::InvalidArgumentError("line 2 is no size");
  }
  std::string root;
  if (!absl::Base64Unescape(lines[2], &root) || root.size() != head.root.size()) {
    return absl::InvalidArgumentError("line 3 is no root: give 32 bytes as base64");
  }
  std::memcpy(head.root.data(), root.data(), root.size());
  return head;
}

absl::Status CheckContinues(const EventLog& log, const SignedHead& signed_head) {
  const uint64_t size = log.Head().size;
  if (signed_head.size > size) {
    return absl::FailedPreconditionError(absl::StrCat(
        "it holds ", size, " events, yet a checkpoint of \"", signed_head.origin,
        "\" was signed for ", signed_head.size, ": going on from here would fork what was signed"));
  }
  DECREE_ASSIGN_OR_RETURN(const Hash256 root, log.RootAt(signed_head.size));
  if (root == signed_head.root) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("its first ", signed_head.size, " events give the root ", ToHex(root),
                   ", the checkpoint of \"", signed_head.origin, "\" was signed for ",
                   ToHex(signed_head.root), ": another history"));
}

}  // namespace decree
