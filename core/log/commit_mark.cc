#include "core/log/commit_mark.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/key_layout.h"
#include "core/log/little_endian.h"
#include "core/merkle/proof.h"

namespace decree {
namespace {

constexpr size_t kMarkBytes = kLogPrefixBytes + 8;

absl::Status Mixed(absl::string_view why) {
  return absl::DataLossError(absl::StrCat(
      "the files of its database (db) are not of one log: ", why, "; restore a backup"));
}

}  // namespace

void PutCommitMark(const CommitMark& mark, LogBatch& batch) {
  std::string value = EncodeLogPrefix(mark.recorded);
  AppendLe<uint64_t>(value, mark.acknowledged);
  batch.Put(LogTable::kMeta, kCommitKey, value);
}

absl::StatusOr<std::optional<CommitMark>> ReadCommitMark(const LogDatabase& database) {
  DECREE_ASSIGN_OR_RETURN(const auto value, database.Get(LogTable::kMeta, kCommitKey));
  if (!value.has_value()) return std::optional<CommitMark>();
  if (value->size() != kMarkBytes) {
    return absl::DataLossError("the mark of the last commit does not read; restore a backup");
  }
  CommitMark mark;
  mark.recorded = *DecodeLogPrefix(absl::string_view(*value).substr(0, kLogPrefixBytes));
  mark.acknowledged = GetLe<uint64_t>(value->data() + kLogPrefixBytes);
  return std::optional<CommitMark>(mark);
}

absl::Status CheckCommitMark(const CommitMark& mark, const StoreId& store, const LogEnd& end,
                             MerkleSource& source) {
  const LogPrefix& recorded = mark.recorded;
  if (recorded.log != store) return Mixed("the last commit is of another store");
  if (recorded.position > end.position || recorded.position == 0) {
    return Mixed(absl::StrCat("the last commit ended at position ", recorded.position,
                              ", the events end at ", end.position));
  }
  DECREE_ASSIGN_OR_RETURN(const Hash256 root, TreeRoot(recorded.position, source.Reader()));
  if (root != recorded.root) {
    return Mixed(absl::StrCat("the first ", recorded.position, " events give the root ",
                              ToHex(root), ", the last commit gave ", ToHex(recorded.root)));
  }
  if (recorded.position == end.position) return absl::OkStatus();
  // What came after must rest on what was there: the mark's last leaf leads to the whole's root.
  DECREE_ASSIGN_OR_RETURN(const Hash256 whole, TreeRoot(end.position, source.Reader()));
  const uint64_t leaf = recorded.position - 1;
  DECREE_ASSIGN_OR_RETURN(const std::vector<Hash256> path,
                          InclusionProof(leaf, end.position, source.Reader()));
  DECREE_ASSIGN_OR_RETURN(const Hash256 hash, source.Node(0, leaf));
  if (VerifyInclusion(hash, leaf, end.position, path, whole).ok()) return absl::OkStatus();
  return Mixed(absl::StrCat("position ", recorded.position, " is not part of the whole"));
}

}  // namespace decree
