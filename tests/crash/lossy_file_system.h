// A LossyFileSystem writes to the machine's files but remembers what was not synced, and can take
// it away again: LosePower() leaves what a medium may hold after a power cut. It can also fail from
// a given operation on, or at one operation only.
//
// Its Sync does not reach the medium, which makes the tests fast. Writes, syncs, and changes of
// directories count as operations, from 1. Safe for concurrent use, except LosePower().
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
  enum class Fault { kNone, kPowerCut, kErrorOnce, kNoSpaceOnce };

  LossyFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  void SetFault(Fault fault, uint64_t operation) {
    fault_ = fault;
    fault_operation_ = operation;
  }
  uint64_t operations() const { return operations_; }

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
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  // For the files that this file system hands out.
  rocksdb::IOStatus Operate();
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
  };

  void UndoEntries(uint64_t seed, std::mt19937_64& random);
  void UndoOverwrites(const std::string& path, const FileState& state, uint64_t seed,
                      std::mt19937_64& random);
  void CutTail(const std::string& path, const FileState& state, uint64_t seed,
               std::mt19937_64& random);

  std::mutex mutex_;
  std::map<std::string, FileState> files_;
  std::vector<EntryChange> entries_;
  uint64_t operations_ = 0;
  Fault fault_ = Fault::kNone;
  uint64_t fault_operation_ = 0;
};

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_LOSSY_FILE_SYSTEM_H_
