#include "core/log/stream_index.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/little_endian.h"

namespace decree {
namespace {

constexpr size_t kTailHeaderBytes = 10;

void AppendPositions(absl::string_view bytes, std::vector<Position>& out) {
  for (size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    out.push_back(GetLe<uint64_t>(bytes.data() + at));
  }
}

}  // namespace

absl::StatusOr<StreamTail> ParseStreamTail(absl::string_view value) {
  const absl::Status damaged = absl::DataLossError("the stream index holds a damaged entry");
  if (value.size() < kTailHeaderBytes) return damaged;
  StreamTail tail;
  tail.sealed = GetLe<uint64_t>(value.data());
  const size_t name_bytes = GetLe<uint16_t>(value.data() + 8);
  value.remove_prefix(kTailHeaderBytes);
  if (value.size() < name_bytes || (value.size() - name_bytes) % 8 != 0) return damaged;
  if (tail.sealed % kStreamChunkPositions != 0) return damaged;
  tail.name = std::string(value.substr(0, name_bytes));
  AppendPositions(value.substr(name_bytes), tail.positions);
  tail.stored = tail.positions.size();
  if (tail.stored >= kStreamChunkPositions) return damaged;
  return tail;
}

void PutStreamTail(const Key16& key, StreamTail& tail, LogBatch& batch) {
  const auto as_bytes = [](const Position* positions, size_t count) {
    return absl::string_view(reinterpret_cast<const char*>(positions), count * 8);
  };
  size_t begin = 0;
  for (; tail.positions.size() - begin >= kStreamChunkPositions; begin += kStreamChunkPositions) {
    const uint32_t chunk = static_cast<uint32_t>(tail.sealed / kStreamChunkPositions);
    batch.Put(LogTable::kStreams, StreamKey(key, chunk),
              as_bytes(tail.positions.data() + begin, kStreamChunkPositions));
    tail.sealed += kStreamChunkPositions;
  }
  tail.positions.erase(tail.positions.begin(),
                       tail.positions.begin() + static_cast<ptrdiff_t>(begin));
  tail.stored = tail.positions.size();
  std::string value;
  AppendLe<uint64_t>(value, tail.sealed);
  AppendLe<uint16_t>(value, static_cast<uint16_t>(tail.name.size()));
  value.append(tail.name);
  const absl::string_view open = as_bytes(tail.positions.data(), tail.positions.size());
  value.append(open.data(), open.size());
  batch.Put(LogTable::kStreams, StreamKey(key, kOpenChunk), value);
}

absl::StatusOr<std::vector<Position>> ReadStream(const LogDatabase& database, const Key16& key,
                                                 absl::string_view name, Position size) {
  // The open chunk first: the sealed ones that it counts were there before it.
  DECREE_ASSIGN_OR_RETURN(const auto value,
                          database.Get(LogTable::kStreams, StreamKey(key, kOpenChunk)));
  std::vector<Position> positions;
  if (!value.has_value()) return positions;
  DECREE_ASSIGN_OR_RETURN(const StreamTail tail, ParseStreamTail(*value));
  if (tail.name != name) {
    return absl::InternalError(
        absl::StrCat("streams '", name, "' and '", tail.name, "' share a 16-byte hash"));
  }
  positions.reserve(tail.length());
  for (uint64_t chunk = 0; chunk < tail.sealed / kStreamChunkPositions; ++chunk) {
    DECREE_ASSIGN_OR_RETURN(
        const auto sealed,
        database.Get(LogTable::kStreams, StreamKey(key, static_cast<uint32_t>(chunk))));
    if (!sealed.has_value() || sealed->size() != 8 * kStreamChunkPositions) {
      return absl::DataLossError(absl::StrCat("stream '", name, "': chunk ", chunk,
                                              " of its index is missing or damaged"));
    }
    AppendPositions(*sealed, positions);
  }
  positions.insert(positions.end(), tail.positions.begin(), tail.positions.end());
  const auto beyond = std::upper_bound(positions.begin(), positions.end(), size);
  positions.erase(beyond, positions.end());
  return positions;
}

}  // namespace decree
