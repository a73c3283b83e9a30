#include "core/store/torn_tail.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/base/crc32c.h"
#include "core/base/status_macros.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

constexpr uint64_t kManifestBytesMax = 256ull << 20;
constexpr uint64_t kWalReadBytesMax = 1ull << 30;
constexpr uint64_t kCurrentBytesMax = 4096;

// RocksDB's log format: blocks of 32 KiB; each fragment of a record has a header of checksum (4),
// length (2) and type (1). A block's last bytes are zero where no header fits.
constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kHeaderBytes = 7;
enum FragmentType : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

// The checksum as RocksDB stores it.
uint32_t Masked(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8u; }

absl::StatusOr<SoundPart> SoundPartOf(const PlainFiles& files, const std::string& dir,
                                      const std::string& name, uint64_t bytes_max) {
  SoundPart part;
  part.name = name;
  DECREE_ASSIGN_OR_RETURN(part.bytes, files.ReadAll(absl::StrCat(dir, "/", name), bytes_max));
  const size_t sound = SoundBytes(part.bytes);
  part.torn_bytes = part.bytes.size() - sound;
  part.bytes.resize(sound);
  return part;
}

}  // namespace

size_t SoundBytes(absl::string_view text) {
  size_t sound = 0;
  bool is_inside = false;  // a record has begun and not ended
  for (size_t at = 0; at < text.size();) {
    const size_t left_in_block = kBlockBytes - at % kBlockBytes;
    if (left_in_block < kHeaderBytes) {
      at += left_in_block;
      if (!is_inside) sound = std::min(at, text.size());
      continue;
    }
    if (text.size() - at < kHeaderBytes) break;
    uint32_t checksum = 0;
    uint16_t length = 0;
    std::memcpy(&checksum, text.data() + at, sizeof(checksum));
    std::memcpy(&length, text.data() + at + 4, sizeof(length));
    const auto type = static_cast<uint8_t>(text[at + 6]);
    if (kHeaderBytes + length > std::min(left_in_block, text.size() - at)) break;
    if (Masked(Crc32c(text.substr(at + 6, 1 + length))) != checksum) break;
    const bool begins = type == kFull || type == kFirst;
    if (begins == is_inside || type < kFull || type > kLast) break;
    is_inside = type == kFirst || type == kMiddle;
    at += kHeaderBytes + length;
    if (!is_inside) sound = at;
  }
  return sound;
}

absl::StatusOr<std::optional<SoundPart>> FindTornManifest(const std::string& dir,
                                                          const std::shared_ptr<FileSeam>& files) {
  const PlainFiles plain(files);
  DECREE_ASSIGN_OR_RETURN(const std::string current,
                          plain.ReadAll(dir + "/CURRENT", kCurrentBytesMax));
  const std::string name(absl::StripSuffix(current, "\n"));
  if (!absl::StartsWith(name, "MANIFEST-") || absl::StrContains(name, "/")) {
    return std::optional<SoundPart>();
  }
  DECREE_ASSIGN_OR_RETURN(SoundPart part, SoundPartOf(plain, dir, name, kManifestBytesMax));
  if (part.bytes.empty() || part.torn_bytes == 0) return std::optional<SoundPart>();
  return std::optional<SoundPart>(std::move(part));
}

absl::StatusOr<std::optional<SoundPart>> FindTornWal(const std::string& dir,
                                                     const std::shared_ptr<FileSeam>& files) {
  const PlainFiles plain(files);
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> names, plain.List(dir));
  std::map<uint64_t, std::string> wals;  // by number
  for (const std::string& name : names) {
    uint64_t number = 0;
    absl::string_view digits = name;
    if (absl::ConsumeSuffix(&digits, ".log") && absl::SimpleAtoi(digits, &number)) {
      wals[number] = name;
    }
  }
  for (auto wal = wals.rbegin(); wal != wals.rend(); ++wal) {
    DECREE_ASSIGN_OR_RETURN(SoundPart part, SoundPartOf(plain, dir, wal->second, kWalReadBytesMax));
    if (part.bytes.empty() && part.torn_bytes == 0) continue;
    if (part.torn_bytes == 0) break;
    return std::optional<SoundPart>(std::move(part));
  }
  return std::optional<SoundPart>();
}

absl::Status PutSoundPart(const std::string& dir, const SoundPart& part,
                          const std::shared_ptr<FileSeam>& files) {
  const PlainFiles plain(files);
  DECREE_RETURN_IF_ERROR(
      plain.Make(absl::StrCat(dir, "/", part.name),
                 [&](const PlainFiles::Sink& sink) { return sink(part.bytes); }));
  return plain.SyncFolder(dir);
}

}  // namespace decree
