#include "core/store/plain_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/store/file_seam.h"
#include "core/store/rocksdb_status.h"

namespace decree {
namespace {

using rocksdb::FileOptions;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

constexpr size_t kPieceBytes = 1 << 20;

rocksdb::FileSystem& FileSystemOf(const std::shared_ptr<FileSeam>& files) {
  return files == nullptr ? *rocksdb::FileSystem::Default() : *files->file_system;
}

class RandomSource : public FileSource {
 public:
  RandomSource(std::string path, uint64_t size, std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : path_(std::move(path)), size_(size), file_(std::move(file)) {}

  const std::string& path() const override { return path_; }
  uint64_t size() const override { return size_; }

  absl::Status Read(const std::function<absl::Status(absl::string_view)>& visit) const override {
    std::string buffer(std::min<uint64_t>(kPieceBytes, size_), '\0');
    for (uint64_t at = 0; at < size_;) {
      rocksdb::Slice piece;
      const size_t wanted = std::min<uint64_t>(buffer.size(), size_ - at);
      const IOStatus status = file_->Read(at, wanted, IOOptions(), &piece, buffer.data(), nullptr);
      if (!status.ok()) return FromRocksdb(status, path_);
      if (piece.empty()) {
        return absl::DataLossError(
            absl::StrCat(path_, ": ends after ", at, " of ", size_, " bytes"));
      }
      at += piece.size();
      DECREE_RETURN_IF_ERROR(visit(ToView(piece)));
    }
    return absl::OkStatus();
  }

 private:
  const std::string path_;
  const uint64_t size_;
  const std::unique_ptr<rocksdb::FSRandomAccessFile> file_;
};

absl::Status WriteThrough(rocksdb::FileSystem& fs, const std::string& path,
                          const std::function<absl::Status(const PlainFiles::Sink&)>& produce) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  IOStatus status = fs.NewWritableFile(path, FileOptions(), &file, nullptr);
  if (!status.ok()) return FromRocksdb(status, path);
  const absl::Status produced = produce([&](absl::string_view piece) {
    return FromRocksdb(file->Append(ToSlice(piece), IOOptions(), nullptr), path);
  });
  if (produced.ok()) status = file->Fsync(IOOptions(), nullptr);
  const IOStatus closed = file->Close(IOOptions(), nullptr);
  DECREE_RETURN_IF_ERROR(produced);
  return FromRocksdb(status.ok() ? closed : status, path);
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileSource>> PlainFiles::Open(const std::string& path) const {
  rocksdb::FileSystem& fs = FileSystemOf(files_);
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  IOStatus status = fs.NewRandomAccessFile(path, FileOptions(), &file, nullptr);
  if (!status.ok()) return FromRocksdb(status, path);
  uint64_t size = 0;
  status = fs.GetFileSize(path, IOOptions(), &size, nullptr);
  if (!status.ok()) return FromRocksdb(status, path);
  return std::unique_ptr<FileSource>(std::make_unique<RandomSource>(path, size, std::move(file)));
}

absl::StatusOr<std::string> PlainFiles::ReadAll(const std::string& path, uint64_t bytes_max) const {
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<FileSource> source, Open(path));
  if (source->size() > bytes_max) {
    return absl::DataLossError(
        absl::StrCat(path, ": has ", source->size(), " bytes, at most ", bytes_max, " are read"));
  }
  std::string content;
  DECREE_RETURN_IF_ERROR(source->Read([&](absl::string_view piece) {
    content.append(piece.data(), piece.size());
    return absl::OkStatus();
  }));
  return content;
}

absl::Status PlainFiles::Make(const std::string& path,
                              const std::function<absl::Status(const Sink& sink)>& produce) const {
  rocksdb::FileSystem& fs = FileSystemOf(files_);
  const std::string temporary = absl::StrCat(path, kTemporaryEnding);
  absl::Status status = WriteThrough(fs, temporary, produce);
  if (status.ok()) {
    status = FromRocksdb(fs.RenameFile(temporary, path, IOOptions(), nullptr), path);
  }
  if (!status.ok()) fs.DeleteFile(temporary, IOOptions(), nullptr).PermitUncheckedError();
  return status;
}

absl::Status PlainFiles::MakeFolder(const std::string& dir) const {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(dir, error);
  if (std::filesystem::is_directory(status)) return absl::OkStatus();
  // What cannot be looked at is not absent; else a disk that fails would be climbed for ever.
  if (status.type() == std::filesystem::file_type::none) return SystemCallError(dir, error.value());
  if (const std::string above = FolderAbove(dir); above != dir) {
    DECREE_RETURN_IF_ERROR(MakeFolder(above));
  }
  return FromRocksdb(FileSystemOf(files_).CreateDirIfMissing(dir, IOOptions(), nullptr), dir);
}

absl::Status PlainFiles::SyncFolder(const std::string& dir) const {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  IOStatus status = FileSystemOf(files_).NewDirectory(dir, IOOptions(), &directory, nullptr);
  if (status.ok()) status = directory->Fsync(IOOptions(), nullptr);
  return FromRocksdb(status, dir);
}

absl::Status PlainFiles::SyncFile(const std::string& path) const {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const absl::Status failed = SystemCallError(path, errno);
    return errno == ENOENT ? absl::NotFoundError(failed.message()) : failed;
  }
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failed == 0) return absl::OkStatus();
  return SystemCallError(path, failed);
}

absl::StatusOr<std::vector<std::string>> PlainFiles::List(const std::string& dir) const {
  std::vector<std::string> names;
  rocksdb::FileSystem& fs = FileSystemOf(files_);
  const IOStatus status = fs.GetChildren(dir, IOOptions(), &names, nullptr);
  // It says so too of a folder that may not be read, and of a file: neither is an empty folder.
  if (status.IsNotFound()) {
    DECREE_ASSIGN_OR_RETURN(const bool is_there, IsThere(dir));
    if (is_there) {
      return absl::InternalError(
          absl::StrCat(dir, ": is no folder, or may not be read by this process"));
    }
  }
  if (!status.ok()) return FromRocksdb(status, dir);
  std::erase_if(names, [](const std::string& name) { return name == "." || name == ".."; });
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<bool> IsThere(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return absl::InternalError(absl::StrCat(path, ": cannot be looked at: ", std::strerror(errno)));
}

std::string FolderAbove(const std::string& path) {
  std::error_code error;
  std::filesystem::path whole = std::filesystem::absolute(path, error).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.parent_path().string();
}

absl::Status PlainFiles::Rename(const std::string& from, const std::string& to) const {
  return FromRocksdb(FileSystemOf(files_).RenameFile(from, to, IOOptions(), nullptr), from);
}

absl::Status PlainFiles::Remove(const std::string& path) const {
  rocksdb::FileSystem& fs = FileSystemOf(files_);
  if (fs.FileExists(path, IOOptions(), nullptr).IsNotFound()) return IsThere(path).status();
  return FromRocksdb(fs.DeleteFile(path, IOOptions(), nullptr), path);
}

}  // namespace decree
