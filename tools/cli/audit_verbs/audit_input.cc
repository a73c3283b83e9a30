#include "tools/cli/audit_verbs/audit_input.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/audit/audit_files.h"
#include "tools/cli/exit_status.h"

namespace decree::tools {
namespace {

constexpr size_t kKeyFileBytesMax = 4'096;

}  // namespace

absl::StatusOr<VerifierKey> PinnedKey(const std::string& vkey, const std::string& origin) {
  absl::StatusOr<VerifierKey> key = VerifierKey::Parse(vkey);
  if (!key.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("--vkey: ", key.status().message()));
  }
  if (origin.empty() || origin == key->name()) return key;
  return absl::InvalidArgumentError(
      absl::StrCat("--origin: the key is of the log \"", key->name(), "\", not \"", origin, "\""));
}

absl::StatusOr<SigningKey> ReadSigningKey(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadSecret(path, kKeyFileBytesMax);
  if (!text.ok()) return text.status();
  absl::StatusOr<SigningKey> key = SigningKey::Parse(absl::StripSuffix(*text, "\n"));
  if (key.ok()) return key;
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", key.status().message()));
}

int FailedToWrite(const absl::Status& status) {
  const bool is_place = absl::IsInternal(status);  // no room is told as such
  return Fail(is_place ? absl::InvalidArgumentError(status.message()) : status, Stage::kAsk);
}

int FailedCheck(const absl::Status& status) { return Fail(status, Stage::kAppend); }

}  // namespace decree::tools
