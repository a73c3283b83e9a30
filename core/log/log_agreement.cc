#include "core/log/log_agreement.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/log_folder.h"
#include "core/merkle/proof.h"

namespace decree {
namespace {

absl::Status OtherRoot(const std::string& dir, const LogHead& head, const Hash256& root) {
  return absl::DataLossError(absl::StrCat(
      "the log in '", dir, "': its first ", head.size, " events give the root ", ToHex(root),
      ", not ", ToHex(head.root), " as acknowledged: the head file (", dir,
      "/head) and the database (", LogDatabaseDir(dir),
      ") are of two histories, or the database is damaged; put back both from one copy, or restore "
      "a backup"));
}

}  // namespace

absl::Status LostPositions(const std::string& dir, Position first, Position last) {
  return absl::DataLossError(absl::StrCat("the log in '", dir,
                                          "' has lost the acknowledged positions ", first, " to ",
                                          last, "; run `decree doctor`, then restore a backup"));
}

absl::Status OfTwoStores(const std::string& dir) {
  return absl::DataLossError(absl::StrCat(
      "the log in '", dir, "': head file and database are of two different stores (", dir,
      "/head, ", LogDatabaseDir(dir),
      "): put back the one that was exchanged, both from one copy, or restore a backup"));
}

absl::Status CheckAgainstHead(const std::string& dir, const LogHead& head, const LogEnd& end,
                              MerkleSource& source) {
  if (end.position < head.size) return LostPositions(dir, end.position + 1, head.size);
  DECREE_ASSIGN_OR_RETURN(const Hash256 root, TreeRoot(head.size, source.Reader()));
  return root == head.root ? absl::OkStatus() : OtherRoot(dir, head, root);
}

absl::Status CheckMark(const std::string& dir, const CommitMark& mark, const StoreId& store,
                       const LogEnd& end, MerkleSource& source) {
  absl::Status fits = CheckCommitMark(mark, store, end, source);
  if (fits.ok()) return fits;
  return absl::Status(fits.code(), absl::StrCat("the log in '", dir, "': ", fits.message()));
}

absl::Status HoldTogether(const std::string& dir, const HeadSlot& slot,
                          const LogDatabase& database) {
  DECREE_ASSIGN_OR_RETURN(const auto mark, ReadCommitMark(database));
  DECREE_ASSIGN_OR_RETURN(const LogEnd end, ReadLogEnd(database));
  MerkleSource source(database);
  if (!TreeRoot(slot.head.size, source.Reader()).ok()) return absl::OkStatus();
  DECREE_RETURN_IF_ERROR(CheckAgainstHead(dir, slot.head, end, source));
  if (!mark.has_value() || !TreeRoot(end.position, source.Reader()).ok()) return absl::OkStatus();
  return CheckMark(dir, *mark, slot.store, end, source);
}

absl::Status CheckHeadOfMark(const std::string& dir, const HeadSlot& slot, const CommitMark& mark) {
  if (mark.recorded.position != slot.head.size || mark.recorded.root == slot.head.root) {
    return absl::OkStatus();
  }
  return OtherRoot(dir, slot.head, mark.recorded.root);
}

absl::StatusOr<bool> HeadIsOlder(const std::string& dir, const std::optional<CommitMark>& mark,
                                 Position acknowledged) {
  if (!mark.has_value() || mark->acknowledged <= acknowledged) return false;
  DECREE_ASSIGN_OR_RETURN(const std::optional<HeadSlot> slot, ReadSettledHead(dir));
  return slot.has_value() && slot->head.size < mark->acknowledged;
}

absl::Status CheckMarked(const std::string& dir, const LogDatabase& database,
                         const StoreId& store) {
  DECREE_ASSIGN_OR_RETURN(const auto mark, ReadCommitMark(database));
  if (!mark.has_value()) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const LogEnd end, ReadLogEnd(database));
  MerkleSource source(database);
  DECREE_RETURN_IF_ERROR(CheckMark(dir, *mark, store, end, source));
  DECREE_ASSIGN_OR_RETURN(const bool is_older, HeadIsOlder(dir, mark, 0));
  if (!is_older) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("the log in '", dir, "': its head file (", dir,
                   "/head) is an older copy: the database knows ", mark->acknowledged,
                   " positions to have been acknowledged. Nothing is lost; the next opening ",
                   "for writing (e.g. `decree projections rebuild`) makes the head anew"));
}

}  // namespace decree
