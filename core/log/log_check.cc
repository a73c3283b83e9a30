#include "core/log/log_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/log/group_format.h"
#include "core/log/id_index.h"
#include "core/log/key_layout.h"
#include "core/log/merkle_source.h"
#include "core/log/stream_index.h"
#include "core/log/thread_sha.h"
#include "core/merkle/right_edge.h"

namespace decree {
namespace {

// A running digest of a list of positions: equal lists, equal digests; 1 in 2^64 otherwise.
uint64_t Fold(uint64_t digest, Position position) {
  uint64_t mixed = digest ^ (position + 0x9E3779B97F4A7C15u);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

struct StreamSeen {
  std::string name;
  uint64_t length = 0;
  uint64_t digest = 0;
};

class Checker {
 public:
  Checker(const LogDatabase& database, const LogHead& head, const Progress& progress)
      : database_(database), head_(head), progress_(progress) {}

  std::vector<LogFinding> Run() {
    if (absl::Status files = database_.VerifyFiles(); !files.ok()) {
      Add(absl::StrCat("a file is damaged: ", files.message(), "; restore it from a backup"));
    }
    CheckGroups();
    if (next_ <= head_.size) {
      Add(absl::StrCat("positions ", next_, " to ", head_.size, " are missing or unreadable"));
    } else if (edge_.Root(sha_) != head_.root) {
      Add(absl::StrCat("the records give the root ", ToHex(edge_.Root(sha_)), ", the head says ",
                       ToHex(head_.root)));
    }
    if (next_ > head_.size) {
      CheckIdCount();
      CheckStreams();
    }
    return std::move(findings_);
  }

 private:
  void Add(std::string what) {
    if (!Full()) findings_.push_back({std::move(what)});
  }
  bool Full() const { return findings_.size() >= kFindingsMax; }

  void CheckGroups() {
    const auto cursor = database_.NewCursor(LogTable::kGroups, true);
    for (cursor->SeekToFirst(); cursor->Valid() && next_ <= head_.size && !Full(); cursor->Next()) {
      const auto group = GroupView::Parse(cursor->value(), ReadBigEndian(cursor->key()));
      if (!group.ok()) return Add(std::string(group.status().message()));
      if (group->first() != next_) {
        return Add(absl::StrCat("position ", next_, " is followed by ", group->first()));
      }
      CheckGroup(*group);
      if (progress_) progress_(next_ - 1, head_.size);
    }
    if (!cursor->status().ok()) Add(std::string(cursor->status().message()));
  }

  void CheckGroup(const GroupView& group) {
    if (group.recorded_us() < recorded_us_) {
      Add(absl::StrCat("position ", group.first(), " was recorded before the one ahead of it"));
    }
    recorded_us_ = group.recorded_us();
    expected_ids_.clear();
    LogRecord record;
    for (uint32_t i = 0; i < group.events() && next_ <= head_.size && !Full(); ++i, ++next_) {
      // A damaged record is named; its leaf still counts, so that the root stays comparable.
      if (absl::Status read = group.Read(i, sha_, true, record); read.ok()) {
        CheckRecord(record);
      } else {
        Add(std::string(read.message()));
      }
      std::vector<TreeNode> completed;
      edge_.Append(sha_, group.Leaf(i), kStoredLevelMin, &completed);
      for (const TreeNode& node : completed) CheckNode(node);
    }
    CheckIds();
  }

  void CheckNode(const TreeNode& node) {
    MerkleSource source(database_);
    const auto stored = source.Node(node.level, node.index);
    if (!stored.ok()) {
      Add(std::string(stored.status().message()));
    } else if (*stored != node.hash) {
      Add(absl::StrCat("the Merkle node of level ", node.level, ", index ", node.index,
                       " is not the hash of its leaves"));
    }
  }

  void CheckRecord(const LogRecord& record) {
    if (record.target >= record.position) {
      Add(absl::StrCat("position ", record.position, " targets ", record.target));
    }
    std::string value;
    AppendLe<uint64_t>(value, record.position);
    for (const StreamVersion& use : record.streams) {
      const Key16 key = Key16Of(sha_, use.stream);
      value.append(key.bytes.data(), key.bytes.size());
      StreamSeen& seen = streams_[key];
      if (seen.length == 0) seen.name = use.stream;
      ++seen.length;
      seen.digest = Fold(seen.digest, record.position);
      if (seen.name != use.stream || seen.length != use.version) {
        Add(absl::StrCat("position ", record.position, " claims version ", use.version,
                         " of the stream '", use.stream, "', the records before give ",
                         seen.length));
      }
    }
    if (!expected_ids_.emplace(Key16Of(sha_, record.id), std::move(value)).second) {
      Add(absl::StrCat("position ", record.position, " repeats the id '", record.id, "'"));
    }
  }

  // Holds the id index against the records of one group.
  void CheckIds() {
    std::vector<absl::string_view> keys;
    std::vector<const std::string*> values;
    for (const auto& [key, value] : expected_ids_) {
      keys.push_back(key.view());
      values.push_back(&value);
    }
    std::vector<bool> sound(keys.size(), false);
    const absl::Status read =
        database_.MultiGet(LogTable::kIds, keys, [&](size_t i, absl::string_view stored) {
          sound[i] = stored == absl::string_view(*values[i]);
        });
    if (!read.ok()) Add(std::string(read.message()));
    for (size_t i = 0; i < sound.size(); ++i) {
      if (sound[i]) continue;
      Add(absl::StrCat("the id index has no or a wrong entry for position ",
                       IdPosition(*values[i])));
    }
  }

  // All records' ids are there; as many entries as records then means no others.
  void CheckIdCount() {
    const auto cursor = database_.NewCursor(LogTable::kIds, true);
    uint64_t count = 0;
    for (cursor->SeekToFirst(); cursor->Valid(); cursor->Next()) {
      if (!IsIdValue(cursor->value())) {
        Add("the id index holds a damaged entry");
      } else if (IdPosition(cursor->value()) <= head_.size) {
        ++count;
      }
    }
    if (!cursor->status().ok()) Add(std::string(cursor->status().message()));
    if (count != head_.size) {
      Add(absl::StrCat("the id index has ", count, " entries for ", head_.size, " events"));
    }
  }

  void CheckStreams() {
    for (const auto& [key, seen] : streams_) {
      if (Full()) return;
      const auto positions = ReadStream(database_, key, seen.name, head_.size);
      if (!positions.ok()) {
        Add(std::string(positions.status().message()));
        continue;
      }
      uint64_t digest = 0;
      for (const Position position : *positions) digest = Fold(digest, position);
      if (positions->size() != seen.length || digest != seen.digest) {
        Add(absl::StrCat("the index of the stream '", seen.name, "' lists ", positions->size(),
                         " positions, the records give ", seen.length, " or others"));
      }
    }
    const auto cursor = database_.NewCursor(LogTable::kStreams, true);
    for (cursor->SeekToFirst(); cursor->Valid() && !Full(); cursor->Next()) {
      CheckStreamEntry(cursor->key(), cursor->value());
    }
    if (!cursor->status().ok()) Add(std::string(cursor->status().message()));
  }

  // An entry of a stream that no record joins must lie beyond the head as a whole.
  void CheckStreamEntry(absl::string_view stored_key, absl::string_view value) {
    Key16 key;
    if (stored_key.size() != key.bytes.size() + 4) return Add("the stream index has a bent key");
    std::copy_n(stored_key.data(), key.bytes.size(), key.bytes.data());
    if (streams_.contains(key)) return;
    if (ReadBigEndian(stored_key.substr(key.bytes.size())) != kOpenChunk) return;
    const auto tail = ParseStreamTail(value);
    if (!tail.ok()) return Add(std::string(tail.status().message()));
    const auto positions = ReadStream(database_, key, tail->name, head_.size);
    if (positions.ok() && positions->empty()) return;
    Add(absl::StrCat("the stream index lists '", tail->name, "', which no record joins"));
  }

  const LogDatabase& database_;
  const LogHead& head_;
  const Progress& progress_;
  Sha256 sha_;
  RightEdge edge_;
  Position next_ = 1;
  int64_t recorded_us_ = INT64_MIN;
  std::map<Key16, std::string> expected_ids_;  // of one group
  absl::flat_hash_map<Key16, StreamSeen> streams_;
  std::vector<LogFinding> findings_;
};

}  // namespace

absl::StatusOr<std::vector<LogFinding>> CheckLog(const LogDatabase& database, const LogHead& head,
                                                 const Progress& progress) {
  return Checker(database, head, progress).Run();
}

}  // namespace decree
