#include "core/store/manifest_tail.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/base/crc32c.h"
#include "core/base/status_macros.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

constexpr uint64_t kManifestBytesMax = 256ull << 20;
constexpr uint64_t kCurrentBytesMax = 4096;

// RocksDB's log format: blocks of 32 KiB; each fragment of a record has a header of checksum (4),
// length (2) and type (1). A block's last bytes are zero where no header fits.
constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kHeaderBytes = 7;
enum FragmentType : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

// The checksum as RocksDB stores it.
uint32_t Masked(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8u; }

}  // namespace

size_t SoundManifestBytes(absl::string_view text) {
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

absl::StatusOr<std::optional<SoundManifest>> FindTornManifest(
    const std::string& dir, const std::shared_ptr<FileSeam>& files) {
  const PlainFiles plain(files);
  DECREE_ASSIGN_OR_RETURN(const std::string current,
                          plain.ReadAll(dir + "/CURRENT", kCurrentBytesMax));
  SoundManifest manifest;
  manifest.name = std::string(absl::StripSuffix(current, "\n"));
  if (!absl::StartsWith(manifest.name, "MANIFEST-") || absl::StrContains(manifest.name, "/")) {
    return std::optional<SoundManifest>();
  }
  DECREE_ASSIGN_OR_RETURN(manifest.bytes,
                          plain.ReadAll(absl::StrCat(dir, "/", manifest.name), kManifestBytesMax));
  const size_t sound = SoundManifestBytes(manifest.bytes);
  manifest.torn_bytes = manifest.bytes.size() - sound;
  manifest.bytes.resize(sound);
  if (sound == 0 || manifest.torn_bytes == 0) return std::optional<SoundManifest>();
  return std::optional<SoundManifest>(std::move(manifest));
}

absl::Status PutSoundManifest(const std::string& dir, const SoundManifest& manifest,
                              const std::shared_ptr<FileSeam>& files) {
  const PlainFiles plain(files);
  DECREE_RETURN_IF_ERROR(
      plain.Make(absl::StrCat(dir, "/", manifest.name),
                 [&](const PlainFiles::Sink& sink) { return sink(manifest.bytes); }));
  return plain.SyncFolder(dir);
}

}  // namespace decree
