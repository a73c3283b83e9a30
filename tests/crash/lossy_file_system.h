// A LossyFileSystem writes to the machine's files but remembers what was not synced, and can take
// it away again: LosePower() leaves what a medium may hold after a power cut. It can also fail at
// one operation, or from it on.
//
// Its Sync does not reach the medium, which makes the tests fast. Writes, syncs, and changes of
// directories count as operations, from 1; openings for reading and reads count apart, as reads.
// Safe for concurrent use, except LosePower().
#ifndef DECREE_TESTS_CRASH_LOSSY_FILE_SYSTEM_H_
#define DECREE_TESTS_CRASH_LOSSY_FILE_SYSTEM_H_

#include <rocksdb/file_system.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace decree {

class LossyFileSystem : public rocksdb::FileSystemWrapper {
 public:
  // kPowerCut: every operation fails. kShortWrite: half of the bytes are written, then the disk is
  // full; operations that write no bytes find it full. kReadError: counted in reads. kKill: the
  // process gets SIGKILL instead. kLostWrite: the bytes are not written, and nobody is told.
  enum class Fault {
    kNone,
    kPowerCut,
    kError,
    kNoSpace,
    kShortWrite,
    kReadError,
    kKill,
    kLostWrite
  };
  enum class Times { kOnce, kAlways };  // kPowerCut is for always

  LossyFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  void SetFault(Fault fault, uint64_t operation, Times times = Times::kOnce) {
    fault_ = fault;
    fault_operation_ = operation;
    times_ = fault == Fault::kPowerCut ? Times::kAlways : times;
  }
  // From here on a sync succeeds and makes nothing lasting, as a medium that lies does.
  void DropSyncs() { drops_syncs_ = true; }
  uint64_t operations() const { return operations_; }
  uint64_t reads() const { return reads_; }

  // To be called when nothing is open any more. `seed` 0 takes away all that was not synced; others
  // leave a random part of it: cut or torn tails, old, new or torn slots, entries made or undone.
  void LosePower(uint64_t seed);

  const char* Name() const override { return "LossyFileSystem"; }
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomRWFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  // For the files that this file system hands out.
  rocksdb::IOStatus Operate();
  // As Operate, of a write: how many of `bytes` reach the file although it failed.
  rocksdb::IOStatus OperateWrite(size_t bytes, size_t& written);
  rocksdb::IOStatus OperateRead();
  void Wrote(const std::string& path, uint64_t end);
  void Overwrote(const std::string& path, uint64_t offset, std::string before);
  void Synced(const std::string& path);
  void DirectorySynced(const std::string& path);

 private:
  struct Overwrite {
    uint64_t offset = 0;
    std::string before;
  };
  struct FileState {
    uint64_t synced_bytes = 0;
    uint64_t written_bytes = 0;
    std::vector<Overwrite> unsynced;
  };
  // A change of a directory that its next sync makes lasting.
  struct EntryChange {
    std::string path;
    std::optional<std::string> before;  // the content that was there under this name
    std::string renamed_from;           // of a folder that got this name
    bool is_folder_made = false;        // undone, all that is in it goes too
  };

  rocksdb::IOStatus Fail(uint64_t operation);  // with mutex_ held
  void RenamedFolder(const std::string& from, const std::string& to);

  void UndoEntries(uint64_t seed, std::mt19937_64& random);
  void UndoOverwrites(const std::string& path, const FileState& state, uint64_t seed,
                      std::mt19937_64& random);
  void CutTail(const std::string& path, const FileState& state, uint64_t seed,
               std::mt19937_64& random);

  std::mutex mutex_;
  std::map<std::string, FileState> files_;
  std::vector<EntryChange> entries_;
  uint64_t operations_ = 0;
  uint64_t reads_ = 0;
  Times times_ = Times::kOnce;
  Fault fault_ = Fault::kNone;
  uint64_t fault_operation_ = 0;
  bool drops_syncs_ = false;
};

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_LOSSY_FILE_SYSTEM_H_
