// The postings of the point table: reading them, and adding to them.
#include <algorithm>
#include <cstring>

#include "core/base/sort_once.h"
#include "core/base/status_macros.h"
#include "core/compiled/point_table.h"
#include "core/compiled/table_keys.h"
#include "core/projections/strand.h"

namespace decree {
namespace {

constexpr char kPostingFamily = 'p';

std::string StoredKey(const PostingKey& key) {
  std::string out(1, kPostingFamily);
  AppendBigEndian(key.origin, out);
  AppendBigEndian(key.destination, out);
  AppendBigEndian(key.part, out);
  return out;
}

absl::Status AppendMeasures(absl::string_view bytes, std::vector<uint32_t>& out) {
  if (bytes.size() % sizeof(uint32_t) != 0) {
    return absl::DataLossError("the image of the point questions does not read; delete it");
  }
  const size_t before = out.size();
  out.resize(before + bytes.size() / sizeof(uint32_t));
  if (!bytes.empty()) std::memcpy(out.data() + before, bytes.data(), bytes.size());
  return absl::OkStatus();
}

}  // namespace

absl::Status PointTable::ReadPostings(
    absl::Span<const PostingKey> keys,
    const std::function<void(size_t, std::vector<uint32_t>)>& found) const {
  std::vector<std::string> stored;
  stored.reserve(keys.size());
  for (const PostingKey& key : keys) stored.push_back(StoredKey(key));
  absl::Status status;
  DECREE_RETURN_IF_ERROR(
      store_->MultiGet(stored, [&](size_t index, const std::optional<absl::string_view>& value) {
        std::vector<uint32_t> measures;
        if (value) status.Update(AppendMeasures(*value, measures));
        found(index, std::move(measures));
      }));
  return status;
}

absl::StatusOr<std::vector<uint32_t>> PointTable::ReadPostings(
    const PostingProbes::Range& range) const {
  std::string first = StoredKey(range.first);
  first.resize(range.of_kind ? 1 + 4 + 4 + 1 : 1 + 4);
  std::vector<uint32_t> measures;
  absl::Status status;
  DECREE_RETURN_IF_ERROR(
      store_->Scan(first, PrefixEnd(first), [&](absl::string_view, absl::string_view value) {
        status = AppendMeasures(value, measures);
        return status.ok();
      }));
  DECREE_RETURN_IF_ERROR(status);
  SortOnce(measures);
  return measures;
}

void PointUpdate::AddPostings(uint32_t measure, const CompiledMeasure& compiled) {
  for (const PostingKey& key : compiled.postings) postings_.emplace_back(key, measure);
}

absl::Status PointUpdate::WritePostings() {
  std::sort(postings_.begin(), postings_.end());
  std::vector<PostingKey> keys;
  std::vector<std::vector<uint32_t>> lists;
  for (const auto& [key, measure] : postings_) {
    if (keys.empty() || keys.back() != key) {
      keys.push_back(key);
      lists.emplace_back();
      if (KindOf(key.part) <= kPartyKind) {
        systems_ |= uint64_t{1} << (kPostingKindsFrom + KindOf(key.part));
      }
    }
    lists.back().push_back(measure);
  }
  postings_.clear();
  std::vector<size_t> added(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) added[i] = lists[i].size();
  DECREE_RETURN_IF_ERROR(
      table_.ReadPostings(keys, [&](size_t index, const std::vector<uint32_t>& known) {
        lists[index].insert(lists[index].end(), known.begin(), known.end());
      }));
  for (size_t i = 0; i < keys.size(); ++i) {
    const size_t known = lists[i].size() - added[i];
    SortOnce(lists[i]);
    if (lists[i].size() == known) continue;  // nothing that did not stand there
    std::string bytes(lists[i].size() * sizeof(uint32_t), '\0');
    std::memcpy(bytes.data(), lists[i].data(), bytes.size());
    writes_.Put(StoredKey(keys[i]), std::move(bytes));
  }
  return absl::OkStatus();
}

}  // namespace decree
