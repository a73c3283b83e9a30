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
#include "core/log/log_prefix.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr char kKeyFile[] = "vkey";
constexpr char kStreamsFile[] = "streams";
constexpr char kLogFile[] = "log";
constexpr absl::string_view kEpochPrefix = "epoch-";
constexpr size_t kEpochDigits = 4;
constexpr size_t kSizeDigits = 20;
constexpr size_t kKeyBytesMax = 4'096;
constexpr size_t kLogBytesMax = 4'096;
constexpr uint64_t kStreamsBytesMax = uint64_t{1} << 34;

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

}  // namespace

std::string KeptEpoch::KeyPath() const { return absl::StrCat(dir, "/", kKeyFile); }

std::string KeptEpoch::CheckpointPath(uint64_t size) const {
  return absl::StrFormat("%s/%0*d", dir, static_cast<int>(kSizeDigits), size);
}

std::string KeptEpoch::StreamsPath() const { return absl::StrCat(dir, "/", kStreamsFile); }

absl::StatusOr<std::vector<KeptEpoch>> ListEpochs(const std::string& dir) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers,
                          NumbersIn(dir, kEpochPrefix, kEpochDigits));
  std::vector<KeptEpoch> epochs;
  for (const uint64_t number : numbers) {
    KeptEpoch epoch;
    epoch.number = static_cast<uint32_t>(number);
    epoch.dir = absl::StrCat(dir, "/", EpochName(number));
    DECREE_ASSIGN_OR_RETURN(epoch.sizes, NumbersIn(epoch.dir, "", kSizeDigits));
    if (!epoch.sizes.empty()) epochs.push_back(std::move(epoch));
  }
  return epochs;
}

absl::StatusOr<VerifierKey> ReadEpochKey(const PlainFiles& files, const KeptEpoch& epoch) {
  const std::string path = epoch.KeyPath();
  const absl::StatusOr<std::string> text = files.ReadAll(path, kKeyBytesMax);
  if (!text.ok()) return Damaged(path, text.status());
  absl::StatusOr<VerifierKey> key = VerifierKey::Parse(absl::StripSuffix(*text, "\n"));
  if (!key.ok()) return Damaged(path, key.status());
  if (*text == key->Format() + "\n") return key;
  return Damaged(path, absl::DataLossError("it is not in the one form that is written"));
}

absl::StatusOr<SignedCheckpoint> ReadCheckpoint(const PlainFiles& files, const KeptEpoch& epoch,
                                                uint64_t size, const VerifierKey& key) {
  const std::string path = epoch.CheckpointPath(size);
  const absl::StatusOr<std::string> note = files.ReadAll(path, kNoteBytesMax);
  if (!note.ok()) return Damaged(path, note.status());
  absl::StatusOr<SignedCheckpoint> opened = OpenCheckpoint(*note, key);
  if (!opened.ok()) return Damaged(path, opened.status());
  if (opened->checkpoint.size == size) return opened;
  return Damaged(path,
                 absl::DataLossError(absl::StrCat("it is of size ", opened->checkpoint.size)));
}

absl::StatusOr<std::optional<StoreId>> ReadSignedLog(const PlainFiles& files,
                                                     const std::string& dir) {
  const std::string path = absl::StrCat(dir, "/", kLogFile);
  const absl::StatusOr<std::string> text = files.ReadAll(path, kLogBytesMax);
  if (absl::IsNotFound(text.status())) return std::optional<StoreId>();
  if (!text.ok()) return Damaged(path, text.status());
  const std::optional<StoreId> log = ParseStoreId(absl::StripSuffix(*text, "\n"));
  if (log.has_value() && *text == StoreIdText(*log) + "\n") return log;
  return Damaged(path, absl::DataLossError("it is no id of a log"));
}

std::string SignedOfAnother(const std::string& dir, const std::string& log_dir) {
  return absl::StrCat("what was signed (", dir, ") is of another log than the one in '", log_dir,
                      "': put back the one that was exchanged, or restore a backup; to sign this ",
                      "log, take that folder away first");
}

absl::StatusOr<std::string> ReadStreams(const PlainFiles& files, const KeptEpoch& epoch) {
  return files.ReadAll(epoch.StreamsPath(), kStreamsBytesMax);
}

absl::StatusOr<CheckpointFolder> CheckpointFolder::Open(const std::string& dir,
                                                        std::shared_ptr<FileSeam> files) {
  CheckpointFolder folder(dir, std::move(files));
  DECREE_RETURN_IF_ERROR(folder.Read());
  return folder;
}

absl::Status CheckpointFolder::Read() {
  DECREE_ASSIGN_OR_RETURN(std::vector<KeptEpoch> epochs, ListEpochs(dir_));
  DECREE_ASSIGN_OR_RETURN(log_, ReadSignedLog(files_, dir_));
  for (KeptEpoch& epoch : epochs) {
    DECREE_ASSIGN_OR_RETURN(VerifierKey key, ReadEpochKey(files_, epoch));
    origins_.push_back(key.name());
    key_ = std::move(key);
    epoch_ = std::move(epoch);
  }
  return absl::OkStatus();
}

absl::StatusOr<SignedCheckpoint> CheckpointFolder::At(uint64_t size) const {
  if (key_ && std::binary_search(sizes().begin(), sizes().end(), size)) {
    return ReadCheckpoint(files_, epoch_, size, *key_);
  }
  return absl::NotFoundError(absl::StrCat("this store has signed no checkpoint of size ", size));
}

absl::StatusOr<std::optional<SignedCheckpoint>> CheckpointFolder::Newest() const {
  if (sizes().empty()) return std::optional<SignedCheckpoint>();
  DECREE_ASSIGN_OR_RETURN(SignedCheckpoint newest, At(sizes().back()));
  return std::optional<SignedCheckpoint>(std::move(newest));
}

std::string CheckpointFolder::Streams() const {
  if (epoch_.number == 0) return "";
  return ReadStreams(files_, epoch_).value_or("");
}

absl::Status CheckpointFolder::MakeDurable() const {
  if (epoch_.number == 0) return absl::OkStatus();
  // The names; what they name was synced before it got them.
  for (const std::string& folder : {epoch_.dir, dir_, FolderAbove(dir_)}) {
    DECREE_RETURN_IF_ERROR(files_.SyncFolder(folder));
  }
  return absl::OkStatus();
}

absl::Status CheckpointFolder::Put(const std::string& path, absl::string_view bytes) const {
  return files_.Make(path, [&](const PlainFiles::Sink& sink) { return sink(bytes); });
}

absl::Status CheckpointFolder::NameLog(const StoreId& log) {
  if (log_ == log) return absl::OkStatus();
  DECREE_RETURN_IF_ERROR(Put(absl::StrCat(dir_, "/", kLogFile), StoreIdText(log) + "\n"));
  log_ = log;
  return files_.SyncFolder(dir_);
}

absl::Status CheckpointFolder::Begin(const VerifierKey& key) {
  ++epoch_.number;
  epoch_.dir = absl::StrCat(dir_, "/", EpochName(epoch_.number));
  epoch_.sizes.clear();
  DECREE_RETURN_IF_ERROR(files_.MakeFolder(epoch_.dir));
  DECREE_RETURN_IF_ERROR(Put(epoch_.KeyPath(), key.Format() + "\n"));
  key_ = key;
  origins_.push_back(key.name());
  return MakeDurable();
}

absl::Status CheckpointFolder::Keep(const SignedCheckpoint& checkpoint, absl::string_view streams) {
  const uint64_t size = checkpoint.checkpoint.size;
  if (epoch_.number == 0 || size == 0 || (!sizes().empty() && size <= sizes().back())) {
    return absl::FailedPreconditionError(
        absl::StrCat("a checkpoint of size ", size, " does not follow on what was signed"));
  }
  DECREE_RETURN_IF_ERROR(Put(epoch_.StreamsPath(), streams));
  DECREE_RETURN_IF_ERROR(files_.SyncFolder(epoch_.dir));
  DECREE_RETURN_IF_ERROR(Put(epoch_.CheckpointPath(size), checkpoint.note));
  epoch_.sizes.push_back(size);
  return MakeDurable();
}

absl::StatusOr<std::unique_ptr<FileLock>> LockCheckpoints(const std::string& dir,
                                                          const std::shared_ptr<FileSeam>& files) {
  DECREE_RETURN_IF_ERROR(PlainFiles(files).MakeFolder(dir));
  return FileLock::Take(dir + "/lock");
}

}  // namespace decree
