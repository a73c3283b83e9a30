#include "core/log/merkle_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/group_format.h"
#include "core/log/key_layout.h"

namespace decree {
namespace {

constexpr uint64_t kTileLeaves = uint64_t{1} << kStoredLevelMin;

}  // namespace

absl::Status MerkleSource::LoadTile(uint64_t tile) {
  tile_ = UINT64_MAX;
  leaves_.clear();
  const Position first = tile * kTileLeaves + 1;
  const auto cursor = database_.NewCursor(LogTable::kGroups, false);
  for (cursor->SeekForPrev(GroupKey(first)); cursor->Valid() && leaves_.size() < kTileLeaves;
       cursor->Next()) {
    DECREE_ASSIGN_OR_RETURN(const GroupView group,
                            GroupView::Parse(cursor->value(), ReadBigEndian(cursor->key())));
    if (group.first() >= first + kTileLeaves) break;
    for (Position position = std::max(first + leaves_.size(), group.first());
         position <= group.last() && leaves_.size() < kTileLeaves; ++position) {
      if (position != first + leaves_.size()) break;  // a gap: what was read so far stands
      leaves_.push_back(group.Leaf(static_cast<uint32_t>(position - group.first())));
    }
  }
  DECREE_RETURN_IF_ERROR(cursor->status());
  tile_ = tile;
  return absl::OkStatus();
}

absl::StatusOr<Hash256> MerkleSource::Node(uint32_t level, uint64_t index) {
  if (level >= kStoredLevelMin) {
    DECREE_ASSIGN_OR_RETURN(const auto value,
                            database_.Get(LogTable::kMeta, NodeKey(level, index)));
    Hash256 hash;
    if (!value.has_value() || value->size() != hash.size()) {
      return absl::DataLossError(
          absl::StrCat("the Merkle node of level ", level, ", index ", index, " is missing"));
    }
    std::memcpy(hash.data(), value->data(), hash.size());
    return hash;
  }
  const uint64_t begin = index << level;
  const uint64_t width = uint64_t{1} << level;
  const uint64_t tile = begin / kTileLeaves;
  const uint64_t offset = begin % kTileLeaves;
  if (tile != tile_ || leaves_.size() < offset + width) DECREE_RETURN_IF_ERROR(LoadTile(tile));
  if (leaves_.size() < offset + width) {
    return absl::DataLossError(
        absl::StrCat("position ", tile * kTileLeaves + leaves_.size() + 1, " is missing"));
  }
  std::vector<Hash256> row(leaves_.begin() + static_cast<ptrdiff_t>(offset),
                           leaves_.begin() + static_cast<ptrdiff_t>(offset + width));
  for (; row.size() > 1; row.resize(row.size() / 2)) {
    for (size_t i = 0; i < row.size() / 2; ++i) row[i] = sha_.Node(row[2 * i], row[2 * i + 1]);
  }
  return row[0];
}

absl::StatusOr<RightEdge> MerkleSource::Edge(uint64_t size) {
  std::vector<Hash256> roots;
  for (const TreeNode& node : EdgeNodes(size)) {
    DECREE_ASSIGN_OR_RETURN(const Hash256 hash, Node(node.level, node.index));
    roots.push_back(hash);
  }
  return RightEdge(size, std::move(roots));
}

NodeReader MerkleSource::Reader() {
  return [this](uint32_t level, uint64_t index) { return Node(level, index); };
}

}  // namespace decree
