#include "core/proof/audited_store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/audit/partial_log.h"
#include "core/audit/proof_strands.h"
#include "core/backup/restore.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/check/store_parts.h"
#include "core/merkle/subset_proof.h"
#include "core/projections/projection_list.h"
#include "core/projections/views.h"
#include "core/record/fixed_record.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

constexpr uint64_t kCacheBytes = 64ull << 20;
constexpr uint64_t kMarkBytesMax = 4'096;
constexpr size_t kNewOriginLine = 3;  // of the mark, from 0: after what was signed before

// Gathers what a trace asks for: records with all that they repair or speak of, and rows.
class BundleFiller {
 public:
  BundleFiller(const EventLog& log, uint64_t size, const std::vector<StreamRow>& rows)
      : log_(log), size_(size), rows_(rows) {}

  absl::Status Fill(const ReadingTrace& trace) {
    for (const std::string& prefix : trace.prefixes()) AddPrefix(prefix);
    for (const std::string& name : trace.names()) DECREE_RETURN_IF_ERROR(AddName(name));
    for (const Position position : trace.positions()) {
      DECREE_RETURN_IF_ERROR(AddRecord(position));
    }
    return absl::OkStatus();
  }

  absl::Status Give(AnswerBundle& bundle) const {
    std::vector<uint64_t> indexes;
    for (const auto& [position, record] : records_) {
      bundle.records.push_back(record);
      indexes.push_back(position - 1);
    }
    // Subtrees from the log's own proofs would cost one read each; the leaves are read once.
    DECREE_ASSIGN_OR_RETURN(bundle.records_proof, RecordsProof(indexes));
    const std::vector<uint64_t> row_indexes(row_indexes_.begin(), row_indexes_.end());
    for (const uint64_t index : row_indexes) bundle.rows.push_back({index, rows_[index]});
    const std::vector<Hash256> leaves = LeavesOf(rows_);
    DECREE_ASSIGN_OR_RETURN(bundle.rows_proof,
                            SubsetProof(row_indexes, rows_.size(), ReaderOf(leaves)));
    return absl::OkStatus();
  }

 private:
  static bool IsBelow(const StreamRow& row, absl::string_view name) { return row.name < name; }

  void AddRow(int64_t index) {
    if (index >= 0 && index < static_cast<int64_t>(rows_.size())) {
      row_indexes_.insert(static_cast<uint64_t>(index));
    }
  }

  // Its rows and their neighbours.
  void AddPrefix(const std::string& prefix) {
    auto at = std::lower_bound(rows_.begin(), rows_.end(), prefix, IsBelow);
    AddRow(at - rows_.begin() - 1);
    for (; at != rows_.end() && absl::StartsWith(at->name, prefix); ++at)
      AddRow(at - rows_.begin());
    AddRow(at - rows_.begin());
  }

  absl::Status AddName(const std::string& name) {
    const auto at = std::lower_bound(rows_.begin(), rows_.end(), name, IsBelow);
    AddRow(at - rows_.begin());
    if (at == rows_.end() || at->name != name) {
      AddRow(at - rows_.begin() - 1);  // nothing stands between these two
      return absl::OkStatus();
    }
    if (at->length == 0) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const std::vector<Position> positions, log_.StreamPositions(name));
    for (const Position position : positions) DECREE_RETURN_IF_ERROR(AddRecord(position));
    return absl::OkStatus();
  }

  absl::Status AddRecord(Position position) {
    while (position != 0 && position <= size_ && !records_.contains(position)) {
      if (records_.size() == kBundleRecordsMax) {
        return absl::ResourceExhaustedError(
            absl::StrCat("the answer rests on more than ", kBundleRecordsMax,
                         " events, more than a bundle may hold; ask about fewer measures"));
      }
      DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_.Read(position));
      records_.emplace(position, RecordBytes(record));
      position = record.target;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<Hash256>> RecordsProof(const std::vector<uint64_t>& indexes) const;

  const EventLog& log_;
  const uint64_t size_;
  const std::vector<StreamRow>& rows_;
  std::map<Position, std::string> records_;
  std::set<uint64_t> row_indexes_;
};

// The log gives hashes of whole trees and of paths. A complete subtree's hash is on the path of the
// first leaf of its sibling, or is the root of a tree that ends with it.
absl::StatusOr<std::vector<Hash256>> BundleFiller::RecordsProof(
    const std::vector<uint64_t>& indexes) const {
  const NodeReader read = [this](uint32_t level, uint64_t index) -> absl::StatusOr<Hash256> {
    const uint64_t width = uint64_t{1} << level;
    const uint64_t begin = index << level;
    if (index == 0) return log_.RootAt(width);
    // In the tree that ends where the subtree does, its last leaf's path passes through it: the
    // subtree's root is the fold of the leaf with the first `level` hashes.
    const Position last = begin + width;
    DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_.Read(last));
    DECREE_ASSIGN_OR_RETURN(const std::vector<Hash256> path, log_.InclusionProof(last, last));
    Sha256 sha;
    Hash256 hash = record.leaf;
    for (uint32_t i = 0; i < level; ++i) hash = sha.Node(path[i], hash);
    return hash;
  };
  return SubsetProof(indexes, size_, read);
}

class CheckedStore final : public AuditedStore {
 public:
  CheckedStore(std::string dir, std::unique_ptr<EventLog> log, std::shared_ptr<FileSeam> files)
      : dir_(std::move(dir)),
        log_(std::move(log)),
        files_(std::move(files)),
        projections_(AllProjections()) {}

  absl::StatusOr<MadeCheckpoint> MakeCheckpoint(const SigningKey& key,
                                                const CheckpointOptions& options) override {
    CheckpointOptions settled = options;
    settled.files = files_.seam();
    DECREE_ASSIGN_OR_RETURN(settled.new_epoch, HeedRestore(key, options));
    DECREE_ASSIGN_OR_RETURN(MadeCheckpoint made,
                            decree::MakeCheckpoint(*log_, AuditDir(), key, settled));
    // From here on the newest epoch says under which origin the store signs.
    DECREE_RETURN_IF_ERROR(files_.Remove(MarkPath()));
    return made;
  }

  absl::StatusOr<SignedCheckpoint> Newest() override {
    DECREE_ASSIGN_OR_RETURN(const CheckpointFolder folder,
                            CheckpointFolder::Open(AuditDir(), files_.seam()));
    DECREE_ASSIGN_OR_RETURN(std::optional<SignedCheckpoint> newest, folder.Newest());
    DECREE_RETURN_IF_ERROR(folder.MakeDurable());
    if (newest) return *std::move(newest);
    return absl::NotFoundError(
        "this store has no checkpoint yet; make a key and sign one: decree audit keygen --origin "
        "NAME --key FILE, then decree audit checkpoint --key FILE");
  }

  absl::StatusOr<GrowthProof> ProveGrowth(uint64_t old_size) override {
    DECREE_ASSIGN_OR_RETURN(const SignedCheckpoint newest, Newest());
    DECREE_ASSIGN_OR_RETURN(const Hash256 root, log_->RootAt(newest.checkpoint.size));
    if (root != newest.checkpoint.root) {
      return absl::DataLossError(absl::StrCat(
          "the log in '", dir_, "/log' does not give the newest checkpoint in '", AuditDir(),
          "': it is another log, or has grown otherwise; run `decree doctor`"));
    }
    GrowthProof proof;
    proof.old_size = old_size;
    proof.note = newest.note;
    DECREE_ASSIGN_OR_RETURN(proof.hashes, log_->ConsistencyProof(old_size, newest.checkpoint.size));
    return proof;
  }

  absl::StatusOr<RecordProof> ProveRecord(absl::string_view id) override {
    DECREE_ASSIGN_OR_RETURN(const SignedCheckpoint newest, Newest());
    const absl::StatusOr<Position> position = log_->Find(id);
    if (absl::IsNotFound(position.status())) {
      return absl::NotFoundError(absl::StrCat("event \"", id, "\" is not recorded in this store"));
    }
    DECREE_RETURN_IF_ERROR(position.status());
    const LogCheckpoint& checkpoint = newest.checkpoint;
    if (*position > checkpoint.size) {
      return absl::OutOfRangeError(absl::StrCat("event \"", id, "\" is at position ", *position,
                                                ", after the newest checkpoint (", checkpoint.size,
                                                "); make another one"));
    }
    RecordProof proof;
    DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_->Read(*position));
    proof.record = RecordBytes(record);
    proof.index = *position - 1;
    proof.note = newest.note;
    DECREE_ASSIGN_OR_RETURN(proof.hashes, log_->InclusionProof(*position, checkpoint.size));
    DECREE_RETURN_IF_ERROR(
        VerifyInclusion(record.leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root));
    return proof;
  }

  absl::Status Verify(const LogCheckpoint& checkpoint, const Progress& progress) override {
    return VerifyLog(*log_, checkpoint, progress);
  }

  absl::StatusOr<AnswerBundle> Export(const std::vector<std::string>& words,
                                      const AskInWords& ask) override {
    DECREE_ASSIGN_OR_RETURN(const CheckpointFolder folder,
                            CheckpointFolder::Open(AuditDir(), files_.seam()));
    DECREE_ASSIGN_OR_RETURN(const SignedCheckpoint newest, Newest());
    const LogCheckpoint& checkpoint = newest.checkpoint;
    DECREE_ASSIGN_OR_RETURN(const StreamTable table,
                            StreamsAt(checkpoint, *log_, folder.Streams()));
    const std::vector<StreamRow> rows = table.Rows();
    AnswerBundle bundle;
    bundle.question = words;
    bundle.note = newest.note;
    ReadingTrace trace;
    DECREE_ASSIGN_OR_RETURN(bundle.answer, AskTraced(words, ask, checkpoint.size, rows, trace));
    BundleFiller filler(*log_, checkpoint.size, rows);
    DECREE_RETURN_IF_ERROR(filler.Fill(trace));
    DECREE_RETURN_IF_ERROR(filler.Give(bundle));
    // What others would refuse is not given away.
    const absl::Status verified = VerifyAnswer(bundle, *folder.key(), ask).status();
    if (verified.ok()) return bundle;
    return Prefixed("this answer cannot be proven: ", verified);
  }

 private:
  // Whether an epoch begins. A store that was restored behind what was signed would fork it under
  // the former origin. Before anything is signed under the new one, the mark names that too: a
  // process that dies before the mark is gone can be followed by another with the same key.
  absl::StatusOr<bool> HeedRestore(const SigningKey& key, const CheckpointOptions& options) const {
    const auto mark = files_.ReadAll(MarkPath(), kMarkBytesMax);
    if (absl::IsNotFound(mark.status())) return options.new_epoch;
    DECREE_RETURN_IF_ERROR(mark.status());
    const std::vector<std::string> lines = absl::StrSplit(*mark, '\n');
    const std::string& name = key.verifier().name();
    DECREE_ASSIGN_OR_RETURN(const CheckpointFolder folder,
                            CheckpointFolder::Open(AuditDir(), files_.seam()));
    if (lines.size() > kNewOriginLine && lines[kNewOriginLine] == name) {
      return folder.key() != key.verifier();
    }
    if (!options.new_epoch || name == lines[0]) {
      return absl::FailedPreconditionError(absl::StrCat(
          "this store was restored behind what \"", lines[0],
          "\" has signed: begin a new epoch (--new-epoch) with a key of another origin"));
    }
    const std::vector<std::string>& used = folder.origins();
    if (std::find(used.begin(), used.end(), name) != used.end()) return true;  // refused for that
    const std::string told = absl::StrCat(
        absl::StrJoin(lines.begin(), lines.begin() + std::min(lines.size(), kNewOriginLine), "\n"),
        "\n", name, "\n");
    DECREE_RETURN_IF_ERROR(
        files_.Make(MarkPath(), [&](const PlainFiles::Sink& sink) { return sink(told); }));
    DECREE_RETURN_IF_ERROR(files_.SyncFolder(dir_));
    return true;
  }

  std::string MarkPath() const { return dir_ + "/" + kNewEpochName; }
  std::string AuditDir() const { return dir_ + "/audit"; }

  absl::StatusOr<std::string> AskTraced(const std::vector<std::string>& words,
                                        const AskInWords& ask, uint64_t size,
                                        const std::vector<StreamRow>& rows, ReadingTrace& trace) {
    DECREE_ASSIGN_OR_RETURN(
        const std::unique_ptr<Views> views,
        Views::Open(dir_ + "/views", *log_, projections_, /*read_only=*/true, kCacheBytes));
    DECREE_ASSIGN_OR_RETURN(const Views::Pinned pinned, views->Pin());
    const TracedLog log(*log_, size, trace);
    const StoredStrands stored(*pinned.store, size, pinned.unapplied);
    const auto strands = std::make_shared<TracedStrands>(stored, *log_, rows, trace);
    const auto open = [&] {
      return MakeFixedRecord({&log, pinned.store, strands, size, {}}, SystemClock(), projections_);
    };
    return ask(open, words);
  }

  const std::string dir_;
  const std::unique_ptr<EventLog> log_;
  const PlainFiles files_;
  const ProjectionList projections_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<AuditedStore>> AuditedStore::Open(const std::string& dir,
                                                                 std::shared_ptr<FileSeam> files) {
  DECREE_ASSIGN_OR_RETURN(const bool has_log, HasLog(dir));
  if (!has_log) {
    return absl::NotFoundError(absl::StrCat(dir, ": no store here; `decree append` makes one"));
  }
  LogOptions options;
  options.read_only = true;
  options.block_cache_bytes = kCacheBytes;
  DECREE_ASSIGN_OR_RETURN(std::unique_ptr<EventLog> log, EventLog::Open(dir + "/log", options));
  return std::unique_ptr<AuditedStore>(
      std::make_unique<CheckedStore>(dir, std::move(log), std::move(files)));
}

}  // namespace decree
