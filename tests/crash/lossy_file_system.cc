#include "tests/crash/lossy_file_system.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "tests/crash/failing_files.h"

namespace decree {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

std::optional<std::string> Content(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

std::string FolderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().lexically_normal().string();
}

class LossyWritableFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  LossyWritableFile(LossyFileSystem& fs, std::string path,
                    std::unique_ptr<rocksdb::FSWritableFile> file, uint64_t bytes)
      : FSWritableFileOwnerWrapper(std::move(file)),
        fs_(fs),
        path_(std::move(path)),
        bytes_(bytes) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    size_t written = data.size();
    IOStatus failed = fs_.OperateWrite(data.size(), written);
    if (written == 0) return failed;
    IOStatus status = target()->Append(rocksdb::Slice(data.data(), written), options, debug);
    bytes_ += written;
    fs_.Wrote(path_, bytes_);
    return failed.ok() ? status : failed;
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    if (IOStatus failed = fs_.Operate(); !failed.ok()) return failed;
    fs_.Synced(path_);
    return IOStatus::OK();
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  LossyFileSystem& fs_;
  const std::string path_;
  uint64_t bytes_;
};

class LossyRandomRWFile : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  LossyRandomRWFile(LossyFileSystem& fs, std::string path,
                    std::unique_ptr<rocksdb::FSRandomRWFile> file)
      : FSRandomRWFileOwnerWrapper(std::move(file)), fs_(fs), path_(std::move(path)) {}

  IOStatus Write(uint64_t offset, const rocksdb::Slice& data, const IOOptions& options,
                 IODebugContext* debug) override {
    size_t written = data.size();
    IOStatus failed = fs_.OperateWrite(data.size(), written);
    if (written == 0) return failed;
    std::string before(written, '\0');
    rocksdb::Slice read;
    Read(offset, written, options, &read, before.data(), debug).PermitUncheckedError();
    fs_.Overwrote(path_, offset, std::string(read.data(), read.size()));
    IOStatus status = FSRandomRWFileOwnerWrapper::Write(
        offset, rocksdb::Slice(data.data(), written), options, debug);
    return failed.ok() ? status : failed;
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    if (IOStatus failed = fs_.Operate(); !failed.ok()) return failed;
    fs_.Synced(path_);
    return IOStatus::OK();
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  LossyFileSystem& fs_;
  const std::string path_;
};

class LossyDirectory : public rocksdb::FSDirectory {
 public:
  LossyDirectory(LossyFileSystem& fs, std::string path) : fs_(fs), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    if (IOStatus failed = fs_.Operate(); !failed.ok()) return failed;
    fs_.DirectorySynced(path_);
    return IOStatus::OK();
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  LossyFileSystem& fs_;
  const std::string path_;
};

}  // namespace

IOStatus LossyFileSystem::Fail(uint64_t operation) {
  const bool is_now =
      times_ == Times::kAlways ? operation >= fault_operation_ : operation == fault_operation_;
  if (!is_now) return IOStatus::OK();
  switch (fault_) {
    case Fault::kPowerCut:
      return IOStatus::IOError("the power is off");
    case Fault::kError:
    case Fault::kReadError:
      return IOStatus::IOError("injected");
    case Fault::kNoSpace:
    case Fault::kShortWrite:
      return IOStatus::NoSpace("injected");
    case Fault::kKill:
      ::kill(::getpid(), SIGKILL);
      return IOStatus::IOError("killed");
    case Fault::kLostWrite:  // OperateWrite drops the bytes
    case Fault::kNone:
      break;
  }
  return IOStatus::OK();
}

IOStatus LossyFileSystem::Operate() {
  std::lock_guard lock(mutex_);
  ++operations_;
  return fault_ == Fault::kReadError ? IOStatus::OK() : Fail(operations_);
}

IOStatus LossyFileSystem::OperateWrite(size_t bytes, size_t& written) {
  IOStatus failed = Operate();
  written = bytes;
  if (!failed.ok()) written = fault_ == Fault::kShortWrite ? bytes / 2 : 0;
  std::lock_guard lock(mutex_);
  if (fault_ == Fault::kLostWrite && operations_ >= fault_operation_) written = 0;
  return failed;
}

IOStatus LossyFileSystem::OperateRead() {
  std::lock_guard lock(mutex_);
  ++reads_;
  return fault_ == Fault::kReadError ? Fail(reads_) : IOStatus::OK();
}

void LossyFileSystem::Wrote(const std::string& path, uint64_t end) {
  std::lock_guard lock(mutex_);
  files_[path].written_bytes = end;
}

void LossyFileSystem::Overwrote(const std::string& path, uint64_t offset, std::string before) {
  std::lock_guard lock(mutex_);
  files_[path].unsynced.push_back({offset, std::move(before)});
}

void LossyFileSystem::Synced(const std::string& path) {
  std::lock_guard lock(mutex_);
  if (drops_syncs_) return;
  FileState& state = files_[path];
  state.synced_bytes = state.written_bytes;
  state.unsynced.clear();
}

void LossyFileSystem::DirectorySynced(const std::string& path) {
  std::lock_guard lock(mutex_);
  if (drops_syncs_) return;
  const std::string folder = std::filesystem::path(path).lexically_normal().string();
  std::erase_if(entries_,
                [&](const EntryChange& change) { return FolderOf(change.path) == folder; });
}

IOStatus LossyFileSystem::NewWritableFile(const std::string& path,
                                          const rocksdb::FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* file,
                                          IODebugContext* debug) {
  if (IOStatus failed = Operate(); !failed.ok()) return failed;
  std::optional<std::string> before = Content(path);
  std::unique_ptr<rocksdb::FSWritableFile> made;
  IOStatus status = target()->NewWritableFile(path, options, &made, debug);
  if (!status.ok()) return status;
  std::lock_guard lock(mutex_);
  files_[path] = FileState();
  entries_.push_back({path, std::move(before), "", false});
  *file = std::make_unique<LossyWritableFile>(*this, path, std::move(made), 0);
  return status;
}

IOStatus LossyFileSystem::ReopenWritableFile(const std::string& path,
                                             const rocksdb::FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* file,
                                             IODebugContext* debug) {
  if (IOStatus failed = Operate(); !failed.ok()) return failed;
  std::unique_ptr<rocksdb::FSWritableFile> made;
  IOStatus status = target()->ReopenWritableFile(path, options, &made, debug);
  if (!status.ok()) return status;
  const uint64_t bytes = Content(path).value_or("").size();
  std::lock_guard lock(mutex_);
  if (!files_.contains(path)) files_[path] = {bytes, bytes, {}};
  *file = std::make_unique<LossyWritableFile>(*this, path, std::move(made), bytes);
  return status;
}

IOStatus LossyFileSystem::NewRandomRWFile(const std::string& path,
                                          const rocksdb::FileOptions& options,
                                          std::unique_ptr<rocksdb::FSRandomRWFile>* file,
                                          IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSRandomRWFile> made;
  IOStatus status = target()->NewRandomRWFile(path, options, &made, debug);
  if (!status.ok()) return status;
  const uint64_t bytes = Content(path).value_or("").size();
  std::lock_guard lock(mutex_);
  if (!files_.contains(path)) files_[path] = {bytes, bytes, {}};
  *file = std::make_unique<LossyRandomRWFile>(*this, path, std::move(made));
  return status;
}

IOStatus LossyFileSystem::NewRandomAccessFile(const std::string& path,
                                              const rocksdb::FileOptions& options,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                              IODebugContext* debug) {
  if (IOStatus failed = OperateRead(); !failed.ok()) return failed;
  std::unique_ptr<rocksdb::FSRandomAccessFile> made;
  IOStatus status = target()->NewRandomAccessFile(path, options, &made, debug);
  if (status.ok()) *file = std::make_unique<FailingRandomAccessFile>(*this, std::move(made));
  return status;
}

IOStatus LossyFileSystem::NewSequentialFile(const std::string& path,
                                            const rocksdb::FileOptions& options,
                                            std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                            IODebugContext* debug) {
  if (IOStatus failed = OperateRead(); !failed.ok()) return failed;
  std::unique_ptr<rocksdb::FSSequentialFile> made;
  IOStatus status = target()->NewSequentialFile(path, options, &made, debug);
  if (status.ok()) *file = std::make_unique<FailingSequentialFile>(*this, std::move(made));
  return status;
}

IOStatus LossyFileSystem::NewDirectory(const std::string& path, const IOOptions&,
                                       std::unique_ptr<rocksdb::FSDirectory>* directory,
                                       IODebugContext*) {
  *directory = std::make_unique<LossyDirectory>(*this, path);
  return IOStatus::OK();
}

IOStatus LossyFileSystem::CreateDirIfMissing(const std::string& path, const IOOptions& options,
                                             IODebugContext* debug) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return IOStatus::OK();
  if (IOStatus failed = Operate(); !failed.ok()) return failed;
  IOStatus status = target()->CreateDirIfMissing(path, options, debug);
  if (!status.ok()) return status;
  std::lock_guard lock(mutex_);
  entries_.push_back({path, std::nullopt, "", true});
  return status;
}

IOStatus LossyFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const IOOptions& options, IODebugContext* debug) {
  if (IOStatus failed = Operate(); !failed.ok()) return failed;
  const bool is_folder = std::filesystem::is_directory(from);
  std::optional<std::string> before = is_folder ? std::nullopt : Content(to);
  IOStatus status = target()->RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  std::lock_guard lock(mutex_);
  if (is_folder) {
    RenamedFolder(from, to);
    return status;
  }
  files_[to] = files_[from];
  files_.erase(from);
  std::erase_if(entries_, [&](const EntryChange& change) { return change.path == from; });
  entries_.push_back({to, std::move(before), "", false});
  return status;
}

IOStatus LossyFileSystem::DeleteFile(const std::string& path, const IOOptions& options,
                                     IODebugContext* debug) {
  if (IOStatus failed = Operate(); !failed.ok()) return failed;
  std::optional<std::string> before = Content(path);
  IOStatus status = target()->DeleteFile(path, options, debug);
  if (!status.ok()) return status;
  std::lock_guard lock(mutex_);
  const auto state = files_.find(path);
  if (before.has_value() && state != files_.end()) {
    // Undone, it comes back with what the medium has of it.
    before->resize(std::min<uint64_t>(before->size(), state->second.synced_bytes));
  }
  files_.erase(path);
  entries_.push_back({path, std::move(before), "", false});
  return status;
}

void LossyFileSystem::RenamedFolder(const std::string& from, const std::string& to) {
  const auto moved = [&](const std::string& path) {
    return path.compare(0, from.size() + 1, from + "/") == 0 ? to + path.substr(from.size()) : path;
  };
  std::map<std::string, FileState> files;
  for (auto& [path, state] : files_) files[moved(path)] = std::move(state);
  files_ = std::move(files);
  for (EntryChange& change : entries_) change.path = moved(change.path);
  entries_.push_back({to, std::nullopt, from, false});
}

void LossyFileSystem::LosePower(uint64_t seed) {
  std::mt19937_64 random(seed);
  for (const auto& [path, state] : files_) {
    if (!Content(path).has_value()) continue;
    UndoOverwrites(path, state, seed, random);
    CutTail(path, state, seed, random);
  }
  UndoEntries(seed, random);
  files_.clear();
  entries_.clear();
}

void LossyFileSystem::UndoOverwrites(const std::string& path, const FileState& state, uint64_t seed,
                                     std::mt19937_64& random) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  for (auto it = state.unsynced.rbegin(); it != state.unsynced.rend(); ++it) {
    // All of the old bytes, none, or (torn) the first part of them: at the 16th byte or a later
    // one.
    size_t undone = it->before.size();
    if (seed != 0 && random() % 3 == 0) continue;
    if (seed != 0 && random() % 2 == 0) undone = std::min<size_t>(undone, 16 * (random() % 8));
    file.seekp(static_cast<std::streamoff>(it->offset));
    file.write(it->before.data(), static_cast<std::streamsize>(undone));
  }
}

void LossyFileSystem::CutTail(const std::string& path, const FileState& state, uint64_t seed,
                              std::mt19937_64& random) {
  const uint64_t size = std::filesystem::file_size(path);
  if (size <= state.synced_bytes) return;
  uint64_t kept = state.synced_bytes;
  if (seed != 0) kept += random() % (size - state.synced_bytes + 1);
  std::filesystem::resize_file(path, kept);
  if (seed == 0 || kept == state.synced_bytes || random() % 2 == 0) return;
  // A torn tail: some block of what was kept never reached the medium.
  const uint64_t torn = state.synced_bytes + random() % (kept - state.synced_bytes);
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(torn));
  const std::string zeroes(std::min<uint64_t>(512, kept - torn), '\0');
  file.write(zeroes.data(), static_cast<std::streamsize>(zeroes.size()));
}

void LossyFileSystem::UndoEntries(uint64_t seed, std::mt19937_64& random) {
  // Journaling file systems keep directory changes in order: a last part of them is undone.
  const size_t kept = seed == 0 ? 0 : random() % (entries_.size() + 1);
  for (size_t i = entries_.size(); i-- > kept;) {
    const EntryChange* change = &entries_[i];
    if (!change->renamed_from.empty()) {
      std::error_code ignored;
      std::filesystem::rename(change->path, change->renamed_from, ignored);
    } else if (change->before.has_value()) {
      std::ofstream(change->path, std::ios::binary | std::ios::trunc) << *change->before;
    } else if (change->is_folder_made) {
      std::error_code ignored;
      std::filesystem::remove_all(change->path, ignored);
    } else {
      std::error_code ignored;
      std::filesystem::remove(change->path, ignored);
    }
  }
}

}  // namespace decree
