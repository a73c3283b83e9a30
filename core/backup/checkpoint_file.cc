#include "core/backup/checkpoint_file.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/merkle/sha256.h"

namespace decree {
namespace {

constexpr absl::string_view kAudit = "audit";
constexpr absl::string_view kKeyName = "vkey";
constexpr size_t kEpochDigits = 4, kSizeDigits = 20;

bool IsDigits(absl::string_view text, size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsEpoch(absl::string_view name) {
  return absl::ConsumePrefix(&name, "epoch-") && IsDigits(name, kEpochDigits);
}

// Empty where the folder is not there.
absl::StatusOr<std::vector<std::string>> NamesIn(const PlainFiles& files, const std::string& dir) {
  absl::StatusOr<std::vector<std::string>> names = files.List(dir);
  if (absl::IsNotFound(names.status())) return std::vector<std::string>();
  if (names.ok()) std::sort(names->begin(), names->end());
  return names;
}

}  // namespace

bool IsCheckpointPath(absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  return parts.size() == 3 && parts[0] == kAudit && IsEpoch(parts[1]) &&
         (parts[2] == kKeyName || IsDigits(parts[2], kSizeDigits));
}

absl::StatusOr<std::vector<std::string>> CheckpointPaths(const PlainFiles& files,
                                                         const std::string& store_dir) {
  std::vector<std::string> paths;
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> epochs,
                          NamesIn(files, absl::StrCat(store_dir, "/", kAudit)));
  for (const std::string& epoch : epochs) {
    if (!IsEpoch(epoch)) continue;
    DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                            NamesIn(files, absl::StrCat(store_dir, "/", kAudit, "/", epoch)));
    for (const std::string& name : names) {
      std::string path = absl::StrCat(kAudit, "/", epoch, "/", name);
      if (IsCheckpointPath(path)) paths.push_back(std::move(path));
    }
  }
  return paths;
}

absl::StatusOr<std::string> NewestCheckpointPath(const PlainFiles& files,
                                                 const std::string& store_dir) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> paths, CheckpointPaths(files, store_dir));
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    if (!absl::EndsWith(*path, kKeyName)) return absl::StrCat(store_dir, "/", *path);
  }
  return std::string();
}

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
