#include "core/compiled/point_table.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/compiled/table_keys.h"
#include "core/names/party_name.h"
#include "core/projections/strand.h"

namespace decree {
namespace {

constexpr char kBucketFamily = 'b';
constexpr char kApartFamily = 'a';
constexpr char kSlugFamily = 'n';    // number -> slug
constexpr char kNumberFamily = 's';  // slug -> number
constexpr char kStateKey[] = "z";
constexpr size_t kEntriesLoadedMin = 10'000;
constexpr size_t kStateBytes = 4 + 8 + 8 + 8 + sizeof(StoreId) + sizeof(Hash256) + 8;  // and a slug

static_assert(sizeof(PointEntry) == kPointEntryBytes);

uint32_t ReadBigEndian(absl::string_view bytes) {
  uint32_t value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

std::string NumberKey(char family, uint32_t number) {
  std::string key(1, family);
  AppendBigEndian(number, key);
  return key;
}

// Lists of other systems' measures are long and hardly asked for: one key a measure.
bool IsSplit(const PointKey& key) { return key.part >= kOtherSystemsPart; }

std::string WholeIssuersKey(const PointKey& key) {
  std::string out(1, kBucketFamily);
  AppendBigEndian(key.origin, out);
  AppendBigEndian(key.part, out);
  return out;
}

std::string BucketKey(const PointKey& key) {
  std::string out = WholeIssuersKey(key);
  AppendBigEndian(key.issuer, out);
  return out;
}

std::string SplitKey(const PointKey& key, uint32_t measure) {
  std::string out = BucketKey(key);
  AppendBigEndian(measure, out);
  return out;
}

std::string EncodeEntries(absl::Span<const PointEntry> entries) {
  std::string out(entries.size() * kPointEntryBytes, '\0');
  if (!entries.empty()) std::memcpy(out.data(), entries.data(), out.size());
  return out;
}

absl::Status AppendEntries(absl::string_view bytes, std::vector<PointEntry>& out) {
  if (bytes.size() % kPointEntryBytes != 0) {
    return absl::DataLossError("the image of the point questions does not read; delete it");
  }
  const size_t before = out.size();
  out.resize(before + bytes.size() / kPointEntryBytes);
  if (!bytes.empty()) std::memcpy(out.data() + before, bytes.data(), bytes.size());
  return absl::OkStatus();
}

// With the version of Unicode, since names of parties are filed by their folded form.
uint32_t RulesVersion() { return kPointRulesVersion | UnicodeVersionNumber() << 8; }

std::string EncodeState(const PointTableState& state) {
  std::string out(kStateBytes, '\0');
  char* to = out.data();
  const auto put = [&to](const void* from, size_t bytes) {
    std::memcpy(to, from, bytes);
    to += bytes;
  };
  const uint32_t version = RulesVersion();
  put(&version, 4);
  put(&state.followed, 8);
  put(&state.measures, 8);
  put(&state.systems, 8);
  put(state.log.data(), state.log.size());
  put(state.root.data(), state.root.size());
  put(&state.goal, 8);
  return out + state.done_through;
}

}  // namespace

absl::StatusOr<std::optional<PointTableState>> PointTable::State() const {
  DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_->Get(kStateKey));
  uint32_t version = 0;
  if (!bytes || bytes->size() < kStateBytes) return std::optional<PointTableState>();
  std::memcpy(&version, bytes->data(), 4);
  if (version != RulesVersion()) return std::optional<PointTableState>();
  PointTableState state;
  const char* from = bytes->data() + 4;
  std::memcpy(&state.followed, from, 8);
  std::memcpy(&state.measures, from + 8, 8);
  std::memcpy(&state.systems, from + 16, 8);
  std::memcpy(state.log.data(), from + 24, state.log.size());
  std::memcpy(state.root.data(), from + 24 + state.log.size(), state.root.size());
  std::memcpy(&state.goal, from + 24 + state.log.size() + state.root.size(), 8);
  state.done_through = bytes->substr(kStateBytes);
  return std::optional<PointTableState>(state);
}

absl::Status PointTable::Read(
    absl::Span<const PointKey> keys,
    const std::function<void(size_t, std::vector<PointEntry>)>& found) const {
  std::vector<std::string> single;
  std::vector<size_t> places;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].issuer != 0 && !IsSplit(keys[i])) {
      single.push_back(BucketKey(keys[i]));
      places.push_back(i);
      continue;
    }
    const std::string first = keys[i].issuer == 0 ? WholeIssuersKey(keys[i]) : BucketKey(keys[i]);
    std::vector<PointEntry> entries;
    absl::Status status;
    DECREE_RETURN_IF_ERROR(
        store_->Scan(first, PrefixEnd(first), [&](absl::string_view, absl::string_view value) {
          status = AppendEntries(value, entries);
          return status.ok();
        }));
    DECREE_RETURN_IF_ERROR(status);
    found(i, std::move(entries));
  }
  absl::Status status;
  DECREE_RETURN_IF_ERROR(
      store_->MultiGet(single, [&](size_t index, const std::optional<absl::string_view>& value) {
        std::vector<PointEntry> entries;
        if (value) status.Update(AppendEntries(*value, entries));
        found(places[index], std::move(entries));
      }));
  return status;
}

absl::StatusOr<std::vector<PointEntry>> PointTable::AnswersOf(uint32_t measure) const {
  DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                          store_->Get(NumberKey(kApartFamily, measure)));
  std::vector<PointEntry> entries;
  if (bytes) DECREE_RETURN_IF_ERROR(AppendEntries(*bytes, entries));
  return entries;
}

absl::StatusOr<std::string> PointTable::SlugOf(uint32_t measure) const {
  DECREE_ASSIGN_OR_RETURN(std::optional<std::string> slug,
                          store_->Get(NumberKey(kSlugFamily, measure)));
  if (!slug) return absl::NotFoundError(absl::StrCat("no measure has the number ", measure));
  return *std::move(slug);
}

absl::StatusOr<std::optional<uint32_t>> PointTable::NumberOf(const std::string& slug) const {
  DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> number,
                          store_->Get(absl::StrCat(std::string(1, kNumberFamily), slug)));
  if (!number || number->size() != 4) return std::optional<uint32_t>();
  return std::optional<uint32_t>(ReadBigEndian(*number));
}

absl::Status PointTable::ForEach(
    const std::function<void(const PointKey&, absl::Span<const PointEntry>)>& visit) const {
  const std::string first(1, kBucketFamily);
  absl::Status status;
  std::vector<PointEntry> entries;
  DECREE_RETURN_IF_ERROR(
      store_->Scan(first, PrefixEnd(first), [&](absl::string_view key, absl::string_view value) {
        entries.clear();
        status = AppendEntries(value, entries);
        if (!status.ok()) return false;
        visit({ReadBigEndian(key.substr(9)), ReadBigEndian(key.substr(1)),
               ReadBigEndian(key.substr(5))},
              entries);
        return true;
      }));
  return status;
}

absl::StatusOr<uint32_t> PointUpdate::NumberFor(const std::string& slug, PointTableState& state) {
  const auto fresh = new_numbers_.find(slug);
  if (fresh != new_numbers_.end()) return fresh->second;
  if (!is_empty_ && state.measures != 0) {
    DECREE_ASSIGN_OR_RETURN(const std::optional<uint32_t> known, table_.NumberOf(slug));
    if (known) return *known;
  }
  const auto number = static_cast<uint32_t>(state.measures++);
  new_numbers_.emplace(slug, number);
  return number;
}

absl::StatusOr<std::vector<PointEntry>> PointUpdate::EntriesOf(const PointKey& key,
                                                               Bucket& bucket) const {
  std::vector<PointEntry> entries;
  if (!is_empty_) {
    DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                            table_.store().Get(BucketKey(key)));
    if (bytes) DECREE_RETURN_IF_ERROR(AppendEntries(*bytes, entries));
  }
  if (!bucket.replaced.empty()) {
    entries.erase(std::remove_if(entries.begin(), entries.end(),
                                 [&](const PointEntry& entry) {
                                   return bucket.replaced.contains(entry.measure);
                                 }),
                  entries.end());
  }
  const auto old = static_cast<ptrdiff_t>(entries.size());
  std::sort(bucket.added.begin(), bucket.added.end());
  entries.insert(entries.end(), bucket.added.begin(), bucket.added.end());
  std::inplace_merge(entries.begin(), entries.begin() + old, entries.end());
  return entries;
}

absl::Status PointUpdate::Replace(uint32_t measure, const CompiledMeasure& compiled) {
  for (const PointKey& key : compiled.keys) {
    if (IsSplit(key)) {
      writes_.Delete(SplitKey(key, measure));
      buckets_.try_emplace(key);  // so that it counts as changed
      continue;
    }
    buckets_[key].replaced.insert(measure);
  }
  std::map<PointKey, std::vector<PointEntry>> split;
  for (const FiledEntry& filed : compiled.entries) {
    if (IsSplit(filed.key)) {
      systems_ |= uint64_t{1} << (filed.key.part - kOtherSystemsPart);
      split[filed.key].push_back(filed.entry);
      continue;
    }
    buckets_[filed.key].added.push_back(filed.entry);
  }
  for (const auto& [key, entries] : split) {
    writes_.Put(SplitKey(key, measure), EncodeEntries(entries));
  }
  if (compiled.apart.empty()) {
    writes_.Delete(NumberKey(kApartFamily, measure));
  } else {
    writes_.Put(NumberKey(kApartFamily, measure), EncodeEntries(compiled.apart));
  }
  AddPostings(measure, compiled);
  return absl::OkStatus();
}

void PointUpdate::File(uint32_t measure, CompiledMeasure&& compiled) {
  filed_.insert(filed_.end(), compiled.entries.begin(), compiled.entries.end());
  AddPostings(measure, compiled);
  if (!compiled.apart.empty()) {
    writes_.Put(NumberKey(kApartFamily, measure), EncodeEntries(compiled.apart));
  }
}

void PointUpdate::SortFiled() { std::sort(filed_.begin(), filed_.end()); }

void PointUpdate::Take(PointUpdate&& other) {
  const auto sorted = static_cast<ptrdiff_t>(filed_.size());
  if (filed_.empty()) {
    filed_ = std::move(other.filed_);
  } else {
    filed_.insert(filed_.end(), other.filed_.begin(), other.filed_.end());
    std::inplace_merge(filed_.begin(), filed_.begin() + sorted, filed_.end());
  }
  postings_.insert(postings_.end(), other.postings_.begin(), other.postings_.end());
  for (auto& entry : other.writes_.entries) writes_.entries.push_back(std::move(entry));
}

absl::StatusOr<std::vector<PointKey>> PointUpdate::Finish(PointTableState& state) {
  if (!std::is_sorted(filed_.begin(), filed_.end())) SortFiled();
  std::vector<PointEntry> run;
  for (size_t i = 0; i < filed_.size(); ++i) {
    const FiledEntry& filed = filed_[i];
    run.push_back(filed.entry);
    const bool is_last = i + 1 == filed_.size() || filed_[i + 1].key != filed.key ||
                         (IsSplit(filed.key) && filed_[i + 1].entry.measure != filed.entry.measure);
    if (!is_last) continue;
    if (IsSplit(filed.key)) {
      systems_ |= uint64_t{1} << (filed.key.part - kOtherSystemsPart);
      writes_.Put(SplitKey(filed.key, filed.entry.measure), EncodeEntries(run));
    } else {
      std::vector<PointEntry>& added = buckets_[filed.key].added;
      added.insert(added.end(), run.begin(), run.end());
    }
    run.clear();
  }
  filed_.clear();
  std::vector<PointKey> changed;
  changed.reserve(buckets_.size());
  for (auto& [key, bucket] : buckets_) {
    changed.push_back(key);
    if (IsSplit(key)) continue;
    DECREE_ASSIGN_OR_RETURN(const std::vector<PointEntry> entries, EntriesOf(key, bucket));
    if (entries.empty()) {
      writes_.Delete(BucketKey(key));
    } else {
      writes_.Put(BucketKey(key), EncodeEntries(entries));
    }
    bucket = {};
  }
  for (const auto& [slug, number] : new_numbers_) {
    std::string bytes;
    AppendBigEndian(number, bytes);
    writes_.Put(absl::StrCat(std::string(1, kNumberFamily), slug), std::move(bytes));
    writes_.Put(NumberKey(kSlugFamily, number), slug);
  }
  DECREE_RETURN_IF_ERROR(WritePostings());
  state.systems |= systems_;
  writes_.Put(kStateKey, EncodeState(state));
  const bool is_bulk = writes_.entries.size() >= kEntriesLoadedMin;
  DECREE_RETURN_IF_ERROR(is_bulk ? table_.store().Load(std::move(writes_))
                                 : table_.store().Write(writes_));
  writes_ = {};
  buckets_.clear();
  new_numbers_.clear();
  return changed;
}

}  // namespace decree
