#include "core/backup/backup_manifest.h"

#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/backup/checkpoint_file.h"
#include "core/base/status_macros.h"
#include "core/documents/document_store.h"
#include "core/merkle/sha256.h"

namespace decree {
namespace {

constexpr absl::string_view kFirstWords = "decree backup ";
constexpr size_t kNameBytesMax = 128;

// A name of one file: no folder, not hidden.
bool IsPlainName(absl::string_view name) {
  if (name.empty() || name.size() > kNameBytesMax || name[0] == '.') return false;
  for (const char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '-' && c != '_') {
      return false;
    }
  }
  return true;
}

template <typename Bytes>
bool HexTo(absl::string_view hex, Bytes& to) {
  if (hex.size() != 2 * to.size()) return false;
  if (hex.find_first_not_of("0123456789abcdef") != absl::string_view::npos) return false;
  const std::string bytes = absl::HexStringToBytes(hex);
  std::memcpy(to.data(), bytes.data(), to.size());
  return true;
}

bool ReadFile(absl::string_view value, BackupManifest& manifest) {
  const std::vector<absl::string_view> parts = absl::StrSplit(value, ' ');
  BackupFile file;
  if (parts.size() != 3 || !IsSha256Hex(parts[0]) || !absl::SimpleAtoi(parts[1], &file.bytes) ||
      !IsBackupPath(parts[2]) || manifest.files.size() == kBackupFilesMax) {
    return false;
  }
  file.sha256 = std::string(parts[0]);
  file.path = std::string(parts[2]);
  // Ascending: so no path comes twice.
  if (!manifest.files.empty() && manifest.files.back().path >= file.path) return false;
  manifest.files.push_back(std::move(file));
  return true;
}

// One line between the first and the last, in the order in which they are written.
bool ReadLine(absl::string_view line, size_t number, BackupManifest& manifest) {
  switch (number) {
    case 2:
      return absl::ConsumePrefix(&line, "store ") && HexTo(line, manifest.store);
    case 3:
      return absl::ConsumePrefix(&line, "size ") && absl::SimpleAtoi(line, &manifest.head.size);
    case 4:
      return absl::ConsumePrefix(&line, "root ") && HexTo(line, manifest.head.root);
    case 5:
      return absl::ConsumePrefix(&line, "recorded ") &&
             absl::SimpleAtoi(line, &manifest.head.recorded_us);
    case 6:
      return absl::ConsumePrefix(&line, "made ") && absl::SimpleAtoi(line, &manifest.made_us);
    default:
      return absl::ConsumePrefix(&line, "file ") && ReadFile(line, manifest);
  }
}

}  // namespace

uint64_t BackupManifest::Bytes() const {
  uint64_t bytes = 0;
  for (const BackupFile& file : files) bytes += file.bytes;
  return bytes;
}

bool IsBackupPath(absl::string_view path) {
  if (path == "log/head" || path == "log/needs-doctor") return true;
  if (IsCheckpointPath(path)) return true;
  if (absl::ConsumePrefix(&path, "log/db/")) return IsPlainName(path);
  return absl::ConsumePrefix(&path, "documents/") && IsSha256Hex(path);
}

std::string EncodeManifest(const BackupManifest& manifest) {
  std::string text = absl::StrCat(kFirstWords, kBackupFormat, "\n");
  const absl::string_view store(reinterpret_cast<const char*>(manifest.store.data()),
                                manifest.store.size());
  absl::StrAppend(&text, "store ", absl::BytesToHexString(store), "\n");
  absl::StrAppend(&text, "size ", manifest.head.size, "\nroot ", ToHex(manifest.head.root), "\n");
  absl::StrAppend(&text, "recorded ", manifest.head.recorded_us, "\nmade ", manifest.made_us, "\n");
  for (const BackupFile& file : manifest.files) {
    absl::StrAppend(&text, "file ", file.sha256, " ", file.bytes, " ", file.path, "\n");
  }
  Sha256 sha;
  absl::StrAppend(&text, "end ", ToHex(sha.Plain(text)), "\n");
  return text;
}

absl::StatusOr<BackupManifest> ParseManifest(absl::string_view text) {
  absl::string_view first = text.substr(0, text.find('\n'));
  uint32_t format = 0;
  if (!absl::ConsumePrefix(&first, kFirstWords) || !absl::SimpleAtoi(first, &format)) {
    return absl::DataLossError("line 1: it is no manifest of a backup");
  }
  if (format > kBackupFormat) {
    return absl::UnimplementedError(absl::StrCat("the backup has format ", format,
                                                 ", this program knows up to ", kBackupFormat));
  }
  // "end " and 64 digits and a line feed.
  constexpr size_t kEndBytes = 69;
  Sha256 sha;
  const size_t end = text.size() < kEndBytes ? 0 : text.size() - kEndBytes;
  if (text.substr(end) != absl::StrCat("end ", ToHex(sha.Plain(text.substr(0, end))), "\n")) {
    return absl::DataLossError("the last line: its hash is not that of the lines before");
  }
  BackupManifest manifest;
  size_t number = 1;
  absl::string_view rest = text.substr(0, end);
  for (size_t next = rest.find('\n') + 1; next < rest.size();) {
    const size_t stop = rest.find('\n', next);
    ++number;
    if (stop == absl::string_view::npos ||
        !ReadLine(rest.substr(next, stop - next), number, manifest)) {
      return absl::DataLossError(absl::StrCat("line ", number, ": it does not read"));
    }
    next = stop + 1;
  }
  if (number < 6) return absl::DataLossError("it ends too early");
  return manifest;
}

}  // namespace decree
