#include "core/audit/proven_record.h"

#include <algorithm>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/audit/bearing_names.h"
#include "core/audit/record_check.h"
#include "core/base/status_macros.h"
#include "core/merkle/subset_proof.h"

namespace decree {
namespace {

absl::Status BundleRefused(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("the bundle ", why));
}

// The signer is convicted: a signed table that leaves out what a signed event joins.
absl::Status FalseTable(absl::string_view name) {
  return BundleRefused(
      absl::StrCat("shows that the signed table of streams is false: events join '", name,
                   "', it has no row for that; keep the bundle"));
}

// What the records here say of one name.
struct Tally {
  uint64_t length = 0;
  Position last = 0;
  Hash256 last_leaf{};
  uint64_t bearing = 0;
  bool has_gap = false;
};

bool NameIsBelow(const IndexedRow& row, absl::string_view name) { return row.row.name < name; }

}  // namespace

absl::StatusOr<ProvenRecord> ProvenRecord::Verify(const AnswerBundle& bundle,
                                                  const VerifierKey& key,
                                                  const BundleChecks& checks) {
  ProvenRecord proven;
  if (checks.signature) {
    DECREE_ASSIGN_OR_RETURN(const SignedCheckpoint opened, OpenCheckpoint(bundle.note, key));
    proven.checkpoint_ = opened.checkpoint;
  } else {
    DECREE_ASSIGN_OR_RETURN(const SignedNote note, ParseSignedNote(bundle.note));
    DECREE_ASSIGN_OR_RETURN(proven.checkpoint_, ParseLogCheckpoint(note.text));
  }
  DECREE_RETURN_IF_ERROR(proven.TakeRecords(bundle, checks));
  DECREE_RETURN_IF_ERROR(proven.TakeRows(bundle, checks));
  DECREE_RETURN_IF_ERROR(proven.CountNames(checks));
  return proven;
}

absl::Status ProvenRecord::TakeRecords(const AnswerBundle& bundle, const BundleChecks& checks) {
  Sha256 sha;
  std::vector<IndexedLeaf> leaves;
  for (const std::string& bytes : bundle.records) {
    absl::StatusOr<ReadRecord> read = ReadRecordBytes(bytes);
    if (!read.ok()) {
      return BundleRefused(
          absl::StrCat("holds what is no sound record: ", read.status().message()));
    }
    LogRecord& record = read->record;
    const bool ascends = leaves.empty() || record.position > leaves.back().index + 1;
    if (record.position > checkpoint_.size || !ascends) {
      return BundleRefused(absl::StrCat("holds position ", record.position,
                                        " out of order, or beyond its checkpoint"));
    }
    leaves.push_back({record.position - 1, record.leaf});
    const Position position = record.position;
    records_.emplace_hint(records_.end(), position, std::move(record));
  }
  if (!checks.inclusion) return absl::OkStatus();
  const absl::Status included =
      VerifySubset(leaves, checkpoint_.size, bundle.records_proof, checkpoint_.root);
  if (included.ok()) return absl::OkStatus();
  return BundleRefused(
      absl::StrCat("holds records that the signed log does not: ", included.message()));
}

absl::Status ProvenRecord::TakeRows(const AnswerBundle& bundle, const BundleChecks& checks) {
  Sha256 sha;
  std::vector<IndexedLeaf> leaves;
  for (const IndexedRow& row : bundle.rows) {
    const bool ascends =
        rows_.empty() || (row.index > rows_.back().index && row.row.name > rows_.back().row.name);
    if (!ascends || row.index >= checkpoint_.stream_rows) {
      return BundleRefused(absl::StrCat("names the stream '", row.row.name, "' out of order"));
    }
    leaves.push_back({row.index, sha.Leaf(EncodeStreamRow(row.row))});
    rows_.push_back(row);
  }
  if (!checks.inclusion) return absl::OkStatus();
  const absl::Status included =
      VerifySubset(leaves, checkpoint_.stream_rows, bundle.rows_proof, checkpoint_.stream_root);
  if (included.ok()) return absl::OkStatus();
  return BundleRefused(
      absl::StrCat("names streams that are not in the signed table: ", included.message()));
}

absl::Status ProvenRecord::CountNames(const BundleChecks& checks) {
  absl::btree_map<std::string, Tally> tallies;
  RepairMerger repairs([this](uint64_t at) -> absl::StatusOr<LogRecord> {
    const auto found = records_.find(at);
    if (found != records_.end()) return found->second;
    return BundleRefused(absl::StrCat("lacks position ", at, ", which one of its events repairs"));
  });
  for (const auto& [position, record] : records_) {
    for (const StreamVersion& stream : record.streams) {
      Tally& tally = tallies[stream.stream];
      tally.has_gap = tally.has_gap || stream.version != tally.length + 1;
      ++tally.length;
      tally.last = position;
      tally.last_leaf = record.leaf;
    }
    DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> names, BearingNames(record, repairs));
    for (const std::string& name : names) ++tallies[name].bearing;
  }
  for (const auto& [name, tally] : tallies) named_.insert(name);
  for (const IndexedRow& indexed : rows_) {
    const StreamRow& row = indexed.row;
    const Tally& tally = tallies[row.name];
    const bool complete = !tally.has_gap && tally.length == row.length && tally.last == row.last &&
                          tally.last_leaf == row.last_leaf && tally.bearing == row.bearing;
    if (complete || !checks.completeness) complete_.insert(row.name);
  }
  return absl::OkStatus();
}

bool ProvenRecord::AreNeighbours(const IndexedRow* before, const IndexedRow* after) const {
  if (before == nullptr && after == nullptr) return checkpoint_.stream_rows == 0;
  if (before == nullptr) return after->index == 0;
  if (after == nullptr) return before->index + 1 == checkpoint_.stream_rows;
  return before->index + 1 == after->index;
}

absl::Status ProvenRecord::CheckComplete(absl::string_view name) const {
  if (complete_.contains(name)) return absl::OkStatus();
  const auto at = std::lower_bound(rows_.begin(), rows_.end(), name, NameIsBelow);
  if (at != rows_.end() && at->row.name == name) {
    return BundleRefused(absl::StrCat("lacks events of '", name, "': the signed table has ",
                                      at->row.length, " and ", at->row.bearing,
                                      " that bear on it"));
  }
  const IndexedRow* const before = at == rows_.begin() ? nullptr : &*(at - 1);
  const IndexedRow* const after = at == rows_.end() ? nullptr : &*at;
  if (!AreNeighbours(before, after)) {
    return BundleRefused(absl::StrCat("does not prove which events '", name, "' has"));
  }
  return named_.contains(name) ? FalseTable(name) : absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ProvenRecord::NamesWith(absl::string_view prefix) const {
  std::vector<std::string> names;
  auto at = std::lower_bound(rows_.begin(), rows_.end(), prefix, NameIsBelow);
  const IndexedRow* before = at == rows_.begin() ? nullptr : &*(at - 1);
  for (; at != rows_.end() && absl::StartsWith(at->row.name, prefix); ++at) {
    if (!AreNeighbours(before, &*at)) break;
    names.push_back(at->row.name);
    before = &*at;
  }
  const IndexedRow* const after = at == rows_.end() ? nullptr : &*at;
  if (!AreNeighbours(before, after)) {
    return BundleRefused(absl::StrCat("does not prove which names start with '", prefix, "'"));
  }
  for (auto name = named_.lower_bound(prefix);
       name != named_.end() && absl::StartsWith(*name, prefix); ++name) {
    if (!std::binary_search(names.begin(), names.end(), *name)) return FalseTable(*name);
  }
  return names;
}

}  // namespace decree
