#include "core/projections/strand.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

// The first byte of a key names its family; schema/FORMAT.md lists them.
constexpr char kStrandFamily = 's';
constexpr char kSideFamily = 'l';
constexpr char kEntityFamily = 'e';
constexpr char kRepairFamily = 'r';
constexpr char kCheckpointFamily = 'c';
constexpr size_t kChunkSuffixBytes = 1 + 4;     // after the entity's name: NUL, chunk
constexpr size_t kSideSuffixBytes = 1 + 8 + 2;  // NUL, position, ordinal

constexpr size_t kRangeRecordsMax = 16'384;

std::string Prefix(char family, absl::string_view projection) {
  std::string key(1, family);
  absl::StrAppend(&key, projection);
  key.push_back('\0');
  return key;
}

template <typename Integer>
void AppendBigEndian(Integer value, std::string& key) {
  for (int shift = static_cast<int>(sizeof(Integer)) * 8 - 8; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

absl::Status DamagedChunk() {
  return absl::DataLossError("strand chunk: stored bytes do not read; rebuild the projections");
}

}  // namespace

std::string StrandKey(absl::string_view projection, absl::string_view entity, uint32_t chunk) {
  std::string key = Prefix(kStrandFamily, projection);
  absl::StrAppend(&key, entity);
  key.push_back('\0');
  AppendBigEndian(chunk, key);
  return key;
}

std::string SideKeyPrefix(absl::string_view projection, absl::string_view entity) {
  std::string key = Prefix(kSideFamily, projection);
  absl::StrAppend(&key, entity);
  key.push_back('\0');
  return key;
}

std::string SideKey(absl::string_view projection, absl::string_view entity, uint64_t position,
                    uint16_t ordinal) {
  std::string key = SideKeyPrefix(projection, entity);
  AppendBigEndian(position, key);
  AppendBigEndian(ordinal, key);
  return key;
}

std::string EntityKeyPrefix(absl::string_view projection) {
  return Prefix(kEntityFamily, projection);
}

std::string EntityKey(absl::string_view projection, absl::string_view entity) {
  return absl::StrCat(EntityKeyPrefix(projection), entity);
}

std::string RepairKeyPrefix(uint64_t root) {
  std::string key(1, kRepairFamily);
  AppendBigEndian(root, key);
  return key;
}

std::string RepairKey(uint64_t root, uint64_t position) {
  std::string key = RepairKeyPrefix(root);
  AppendBigEndian(position, key);
  return key;
}

std::string CheckpointKey(absl::string_view projection) {
  return Prefix(kCheckpointFamily, projection);
}

std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<uint8_t>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  return end;
}

std::string EncodeChunk(const std::vector<ActRecord>& records, int64_t stated_max_before) {
  DECREE_ASSERT(!records.empty() && records.size() <= kRecordsPerChunk);
  ChunkHeader header;
  header.records = static_cast<uint32_t>(records.size());
  header.published_min = kAxisMax;
  header.stated_max_ever = stated_max_before;
  header.from_min = kAxisMax;
  header.to_max = kAxisMin;
  for (const ActRecord& record : records) {
    header.published_min = std::min(header.published_min, record.published_us);
    header.stated_max_ever = std::max(header.stated_max_ever, record.stated_us);
    header.from_min = std::min(header.from_min, record.from_earliest);
    header.to_max = std::max(header.to_max, record.to_latest);
  }
  std::string out(kChunkHeaderBytes, '\0');
  std::memcpy(out.data(), &header.records, 4);
  std::memcpy(out.data() + 8, &header.published_min, 8);
  std::memcpy(out.data() + 16, &header.stated_max_ever, 8);
  std::memcpy(out.data() + 24, &header.from_min, 8);
  std::memcpy(out.data() + 32, &header.to_max, 8);
  out.reserve(out.size() + records.size() * kActRecordBytes);
  for (const ActRecord& record : records) AppendActRecord(record, out);
  return out;
}

absl::StatusOr<ChunkHeader> DecodeChunkHeader(absl::string_view bytes) {
  if (bytes.size() < kChunkHeaderBytes) return DamagedChunk();
  ChunkHeader header;
  std::memcpy(&header.records, bytes.data(), 4);
  std::memcpy(&header.published_min, bytes.data() + 8, 8);
  std::memcpy(&header.stated_max_ever, bytes.data() + 16, 8);
  std::memcpy(&header.from_min, bytes.data() + 24, 8);
  std::memcpy(&header.to_max, bytes.data() + 32, 8);
  if (header.records == 0 || header.records > kRecordsPerChunk ||
      bytes.size() != kChunkHeaderBytes + header.records * kActRecordBytes) {
    return DamagedChunk();
  }
  return header;
}

absl::StatusOr<std::vector<ActRecord>> DecodeChunk(absl::string_view bytes) {
  DECREE_ASSIGN_OR_RETURN(const ChunkHeader header, DecodeChunkHeader(bytes));
  std::vector<ActRecord> records;
  records.reserve(header.records);
  for (uint32_t i = 0; i < header.records; ++i) {
    records.push_back(ReadActRecord(bytes.data() + kChunkHeaderBytes + i * kActRecordBytes));
    if (!IsValidEventKind(static_cast<uint8_t>(records.back().kind))) return DamagedChunk();
  }
  return records;
}

absl::Status StoredStrands::CheckApplied(absl::string_view first, absl::string_view last) const {
  if (unapplied_ == nullptr) return absl::OkStatus();
  for (const UnappliedEvent& event : *unapplied_) {
    if (event.position > last_) break;
    for (const std::string& entity : event.entities) {
      if (entity >= first && entity <= last) return RestsOn(entity, event);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Strand> StoredStrands::Load(absl::string_view projection,
                                           absl::string_view entity) const {
  DECREE_RETURN_IF_ERROR(CheckApplied(entity, entity));
  Strand strand;
  absl::Status status;
  const std::string first = StrandKey(projection, entity, 0);
  std::string last = StrandKey(projection, entity, kTailChunk);
  last.push_back('\0');
  DECREE_RETURN_IF_ERROR(store_.Scan(first, last, [&](absl::string_view, absl::string_view value) {
    absl::StatusOr<std::vector<ActRecord>> records = DecodeChunk(value);
    if (!records.ok()) {
      status = records.status();
      return false;
    }
    strand.acts.insert(strand.acts.end(), records->begin(), records->end());
    return true;
  }));
  DECREE_RETURN_IF_ERROR(status);
  while (!strand.acts.empty() && strand.acts.back().position > last_) strand.acts.pop_back();
  const std::string sides = SideKeyPrefix(projection, entity);
  DECREE_RETURN_IF_ERROR(
      store_.Scan(sides, PrefixEnd(sides), [&](absl::string_view, absl::string_view value) {
        absl::StatusOr<SideEntry> side = DecodeSideEntry(value);
        if (!side.ok()) {
          status = side.status();
          return false;
        }
        if (side->position <= last_) strand.sides.push_back(*std::move(side));
        return true;
      }));
  DECREE_RETURN_IF_ERROR(status);
  return strand;
}

absl::StatusOr<StrandRange> StrandReader::LoadRange(absl::string_view projection,
                                                    const std::string& first,
                                                    const std::string&) const {
  StrandRange range;
  range.through = first;
  DECREE_ASSIGN_OR_RETURN(range.strands[first], Load(projection, first));
  return range;
}

absl::StatusOr<StrandRange> StoredStrands::LoadRange(absl::string_view projection,
                                                     const std::string& first,
                                                     const std::string& last) const {
  // Singly, so that only what asks for such an entity meets it.
  if (!CheckApplied(first, last).ok()) return StrandReader::LoadRange(projection, first, last);
  StrandRange range;
  range.through = last;
  absl::Status status;
  size_t records = 0;
  const size_t name_at = Prefix(kStrandFamily, projection).size();
  std::string end = StrandKey(projection, last, kTailChunk);
  end.push_back('\0');
  DECREE_RETURN_IF_ERROR(store_.Scan(
      StrandKey(projection, first, 0), end, [&](absl::string_view key, absl::string_view value) {
        std::string entity(key.substr(name_at, key.size() - name_at - kChunkSuffixBytes));
        auto strand = range.strands.find(entity);
        if (strand == range.strands.end()) {
          if (records >= kRangeRecordsMax) {
            range.through = range.strands.rbegin()->first;
            return false;
          }
          strand = range.strands.emplace(std::move(entity), Strand()).first;
        }
        absl::StatusOr<std::vector<ActRecord>> acts = DecodeChunk(value);
        if (!acts.ok()) {
          status = acts.status();
          return false;
        }
        records += acts->size();
        std::vector<ActRecord>& into = strand->second.acts;
        into.insert(into.end(), acts->begin(), acts->end());
        while (!into.empty() && into.back().position > last_) into.pop_back();
        return true;
      }));
  DECREE_RETURN_IF_ERROR(status);
  DECREE_RETURN_IF_ERROR(store_.Scan(
      SideKeyPrefix(projection, first), PrefixEnd(SideKeyPrefix(projection, range.through)),
      [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<SideEntry> side = DecodeSideEntry(value);
        if (!side.ok()) {
          status = side.status();
          return false;
        }
        if (side->position > last_) return true;
        const std::string entity(key.substr(name_at, key.size() - name_at - kSideSuffixBytes));
        range.strands[entity].sides.push_back(*std::move(side));
        return true;
      }));
  DECREE_RETURN_IF_ERROR(status);
  return range;
}

absl::StatusOr<std::vector<RepairEntry>> StoredStrands::Repairs(uint64_t root) const {
  std::vector<RepairEntry> repairs;
  absl::Status status;
  const std::string prefix = RepairKeyPrefix(root);
  DECREE_RETURN_IF_ERROR(
      store_.Scan(prefix, PrefixEnd(prefix), [&](absl::string_view, absl::string_view value) {
        absl::StatusOr<RepairEntry> entry = DecodeRepairEntry(value);
        if (!entry.ok()) {
          status = entry.status();
          return false;
        }
        if (entry->position <= last_) repairs.push_back(*std::move(entry));
        return true;
      }));
  DECREE_RETURN_IF_ERROR(status);
  return repairs;
}

absl::StatusOr<std::vector<std::string>> StoredStrands::Entities(absl::string_view projection,
                                                                 absl::string_view prefix) const {
  std::vector<std::string> names;
  const std::string family = EntityKeyPrefix(projection);
  const std::string first = absl::StrCat(family, prefix);
  DECREE_RETURN_IF_ERROR(
      store_.Scan(first, PrefixEnd(first), [&](absl::string_view key, absl::string_view) {
        names.emplace_back(key.substr(family.size()));
        return true;
      }));
  return names;
}

}  // namespace decree
