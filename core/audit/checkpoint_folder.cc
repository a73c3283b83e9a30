#include "core/audit/checkpoint_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr char kKeyFile[] = "vkey";
constexpr char kStreamsFile[] = "streams";
constexpr absl::string_view kEpochPrefix = "epoch-";
constexpr size_t kEpochDigits = 4;
constexpr size_t kSizeDigits = 20;
constexpr size_t kKeyBytesMax = 4'096;
constexpr size_t kStreamsBytesMax = size_t{1} << 34;

// The number that a name is, written with so many digits; nullopt for other names.
std::optional<uint64_t> NumberOf(absl::string_view name, size_t digits) {
  uint64_t number = 0;
  const bool plain = name.size() == digits && std::all_of(name.begin(), name.end(), [](char c) {
                       return c >= '0' && c <= '9';
                     });
  if (!plain || !absl::SimpleAtoi(name, &number) || number == 0) return std::nullopt;
  return number;
}

absl::StatusOr<std::vector<uint64_t>> NumbersIn(const std::string& dir, absl::string_view prefix,
                                                size_t digits) {
  std::vector<uint64_t> numbers;
  std::error_code error;
  fs::directory_iterator it(dir, error);
  if (error == std::errc::no_such_file_or_directory) return numbers;
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    const std::string name = it->path().filename().string();
    absl::string_view rest = name;
    if (!absl::ConsumePrefix(&rest, prefix)) continue;
    if (const auto number = NumberOf(rest, digits)) numbers.push_back(*number);
  }
  if (error) return absl::InternalError(absl::StrCat("cannot list ", dir, ": ", error.message()));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::string EpochName(uint64_t epoch) {
  return absl::StrFormat("%s%0*d", kEpochPrefix, static_cast<int>(kEpochDigits), epoch);
}

absl::Status Damaged(const std::string& path, const absl::Status& why) {
  return absl::DataLossError(absl::StrCat(
      path, " does not read: ", why.message(),
      "; restore it from a backup: nothing is signed without knowing what was signed before"));
}

absl::StatusOr<VerifierKey> ReadKey(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadBounded(path, kKeyBytesMax);
  if (!text.ok()) return Damaged(path, text.status());
  absl::StatusOr<VerifierKey> key = VerifierKey::Parse(absl::StripSuffix(*text, "\n"));
  if (!key.ok()) return Damaged(path, key.status());
  return key;
}

}  // namespace

std::string CheckpointFolder::EpochDir() const {
  return absl::StrCat(dir_, "/", EpochName(epoch_));
}

absl::StatusOr<CheckpointFolder> CheckpointFolder::Open(const std::string& dir) {
  CheckpointFolder folder(dir);
  DECREE_RETURN_IF_ERROR(folder.Read());
  return folder;
}

absl::Status CheckpointFolder::Read() {
  DECREE_ASSIGN_OR_RETURN(const std::vector<uint64_t> epochs,
                          NumbersIn(dir_, kEpochPrefix, kEpochDigits));
  for (const uint64_t number : epochs) {
    const std::string dir = absl::StrCat(dir_, "/", EpochName(number));
    const std::string path = absl::StrCat(dir, "/", kKeyFile);
    DECREE_ASSIGN_OR_RETURN(std::vector<uint64_t> sizes, NumbersIn(dir, "", kSizeDigits));
    std::error_code ignored;
    // A crash while an epoch begins leaves a folder without a key, in which nothing was signed.
    if (sizes.empty() && !fs::exists(path, ignored)) continue;
    DECREE_ASSIGN_OR_RETURN(VerifierKey key, ReadKey(path));
    origins_.push_back(key.name());
    key_ = std::move(key);
    sizes_ = std::move(sizes);
    epoch_ = static_cast<uint32_t>(number);
  }
  return absl::OkStatus();
}

absl::StatusOr<SignedCheckpoint> CheckpointFolder::At(uint64_t size) const {
  const bool known = key_ && std::binary_search(sizes_.begin(), sizes_.end(), size);
  if (!known) {
    return absl::NotFoundError(absl::StrCat("this store has signed no checkpoint of size ", size));
  }
  const std::string path =
      absl::StrFormat("%s/%0*d", EpochDir(), static_cast<int>(kSizeDigits), size);
  const absl::StatusOr<std::string> note = ReadBounded(path, kNoteBytesMax);
  if (!note.ok()) return Damaged(path, note.status());
  absl::StatusOr<SignedCheckpoint> opened = OpenCheckpoint(*note, *key_);
  if (!opened.ok()) return Damaged(path, opened.status());
  if (opened->checkpoint.size == size) return opened;
  return Damaged(path,
                 absl::DataLossError(absl::StrCat("it is of size ", opened->checkpoint.size)));
}

absl::StatusOr<std::optional<SignedCheckpoint>> CheckpointFolder::Newest() const {
  if (sizes_.empty()) return std::optional<SignedCheckpoint>();
  DECREE_ASSIGN_OR_RETURN(SignedCheckpoint newest, At(sizes_.back()));
  return std::optional<SignedCheckpoint>(std::move(newest));
}

std::string CheckpointFolder::Streams() const {
  if (epoch_ == 0) return "";
  return ReadBounded(absl::StrCat(EpochDir(), "/", kStreamsFile), kStreamsBytesMax).value_or("");
}

absl::Status CheckpointFolder::Begin(const VerifierKey& key) {
  ++epoch_;
  sizes_.clear();
  DECREE_RETURN_IF_ERROR(MakeFolderDurably(EpochDir()));
  DECREE_RETURN_IF_ERROR(
      WriteDurably(absl::StrCat(EpochDir(), "/", kKeyFile), key.Format() + "\n"));
  key_ = key;
  origins_.push_back(key.name());
  return absl::OkStatus();
}

absl::Status CheckpointFolder::Keep(const SignedCheckpoint& checkpoint, absl::string_view streams) {
  const uint64_t size = checkpoint.checkpoint.size;
  if (epoch_ == 0 || size == 0 || (!sizes_.empty() && size <= sizes_.back())) {
    return absl::FailedPreconditionError(
        absl::StrCat("a checkpoint of size ", size, " does not follow on what was signed"));
  }
  DECREE_RETURN_IF_ERROR(WriteDurably(absl::StrCat(EpochDir(), "/", kStreamsFile), streams));
  DECREE_RETURN_IF_ERROR(
      WriteDurably(absl::StrFormat("%s/%0*d", EpochDir(), static_cast<int>(kSizeDigits), size),
                   checkpoint.note));
  sizes_.push_back(size);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<FileLock>> LockCheckpoints(const std::string& dir) {
  DECREE_RETURN_IF_ERROR(MakeFolderDurably(dir));
  return FileLock::Take(dir + "/lock");
}

}  // namespace decree
