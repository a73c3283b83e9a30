#include "core/store/slot_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/store/file_seam.h"
#include "core/store/plain_files.h"
#include "core/store/rocksdb_status.h"

namespace decree {
namespace {

using rocksdb::FileOptions;
using rocksdb::IOOptions;

constexpr size_t kSlotFileBytesMax = 1u << 20;

class RandomSlotFile : public SlotFile {
 public:
  RandomSlotFile(std::string path, std::unique_ptr<rocksdb::FSRandomRWFile> file)
      : path_(std::move(path)), file_(std::move(file)) {}
  ~RandomSlotFile() override { file_->Close(IOOptions(), nullptr).PermitUncheckedError(); }

  absl::Status Write(uint64_t offset, absl::string_view bytes) override {
    return FromRocksdb(file_->Write(offset, ToSlice(bytes), IOOptions(), nullptr), path_);
  }
  absl::Status Sync() override { return FromRocksdb(file_->Sync(IOOptions(), nullptr), path_); }

 private:
  const std::string path_;
  const std::unique_ptr<rocksdb::FSRandomRWFile> file_;
};

class RandomSlotReader : public SlotReader {
 public:
  RandomSlotReader(std::string path, std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : path_(std::move(path)), file_(std::move(file)) {}

  absl::Status Read(uint64_t offset, absl::Span<char> into) const override {
    rocksdb::Slice read;
    const rocksdb::IOStatus status =
        file_->Read(offset, into.size(), IOOptions(), &read, into.data(), nullptr);
    if (!status.ok()) return FromRocksdb(status, path_);
    if (read.size() != into.size()) {
      return absl::InternalError(absl::StrCat(path_, ": ends before byte ", offset + into.size()));
    }
    // Where the file lies in memory it may give that instead of a copy.
    if (read.data() != into.data()) std::copy_n(read.data(), read.size(), into.data());
    return absl::OkStatus();
  }

 private:
  const std::string path_;
  const std::unique_ptr<rocksdb::FSRandomAccessFile> file_;
};

std::shared_ptr<rocksdb::FileSystem> SharedFileSystemOf(const std::shared_ptr<FileSeam>& files) {
  return files == nullptr ? rocksdb::FileSystem::Default() : files->file_system;
}

rocksdb::IOStatus WriteZeroes(rocksdb::FileSystem& fs, const std::string& path, size_t size) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  rocksdb::IOStatus status = fs.NewWritableFile(path, FileOptions(), &file, nullptr);
  if (!status.ok()) return status;
  status = file->Append(std::string(size, '\0'), IOOptions(), nullptr);
  if (status.ok()) status = file->Fsync(IOOptions(), nullptr);
  const rocksdb::IOStatus closed = file->Close(IOOptions(), nullptr);
  return status.ok() ? closed : status;
}

}  // namespace

absl::Status CreateSlotFile(const std::string& dir, const std::string& name, size_t size,
                            const std::shared_ptr<FileSeam>& files) {
  const std::string path = absl::StrCat(dir, "/", name);
  rocksdb::FileSystem& fs = *SharedFileSystemOf(files);
  rocksdb::IOStatus status = WriteZeroes(fs, path, size);
  if (!status.ok()) return FromRocksdb(status, path);
  std::unique_ptr<rocksdb::FSDirectory> directory;
  status = fs.NewDirectory(dir, IOOptions(), &directory, nullptr);
  if (status.ok()) status = directory->Fsync(IOOptions(), nullptr);
  return FromRocksdb(status, path);
}

absl::StatusOr<std::unique_ptr<SlotFile>> OpenSlotFile(const std::string& path,
                                                       const std::shared_ptr<FileSeam>& files) {
  std::unique_ptr<rocksdb::FSRandomRWFile> file;
  const rocksdb::IOStatus status =
      SharedFileSystemOf(files)->NewRandomRWFile(path, FileOptions(), &file, nullptr);
  if (!status.ok()) return FromRocksdb(status, path);
  return std::unique_ptr<SlotFile>(std::make_unique<RandomSlotFile>(path, std::move(file)));
}

absl::StatusOr<std::unique_ptr<SlotReader>> OpenSlotReader(const std::string& path) {
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  const rocksdb::IOStatus status =
      rocksdb::FileSystem::Default()->NewRandomAccessFile(path, FileOptions(), &file, nullptr);
  if (!status.ok()) return FromRocksdb(status, path);
  return std::unique_ptr<SlotReader>(std::make_unique<RandomSlotReader>(path, std::move(file)));
}

absl::StatusOr<std::string> ReadSlotFile(const std::string& path) {
  DECREE_ASSIGN_OR_RETURN(const bool is_there, IsThere(path));
  if (!is_there) return absl::NotFoundError(absl::StrCat(path, ": there is no such file"));
  std::ifstream in(path, std::ios::binary);
  std::string content;
  std::array<char, 1 << 14> piece;
  do {
    in.read(piece.data(), piece.size());
    content.append(piece.data(), static_cast<size_t>(in.gcount()));
    if (content.size() > kSlotFileBytesMax) {
      return absl::DataLossError(absl::StrCat(path, ": holds more than ", kSlotFileBytesMax,
                                              " bytes; it is no slot file"));
    }
  } while (in.good());
  // What could not be read must not look like what is not there: `eof` alone is the end.
  if (!in.is_open() || in.bad()) {
    return absl::InternalError(absl::StrCat(path, ": cannot be read by this process"));
  }
  return content;
}

}  // namespace decree
