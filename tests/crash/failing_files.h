// Files open for reading whose reads a LossyFileSystem counts and can make fail.
#ifndef DECREE_TESTS_CRASH_FAILING_FILES_H_
#define DECREE_TESTS_CRASH_FAILING_FILES_H_

#include <memory>
#include <utility>

#include "tests/crash/lossy_file_system.h"

namespace decree {

class FailingRandomAccessFile : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  FailingRandomAccessFile(LossyFileSystem& fs, std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), fs_(fs) {}
  rocksdb::IOStatus Read(uint64_t offset, size_t n, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* debug) const override {
    if (rocksdb::IOStatus failed = fs_.OperateRead(); !failed.ok()) return failed;
    return FSRandomAccessFileOwnerWrapper::Read(offset, n, options, result, scratch, debug);
  }
  rocksdb::IOStatus MultiRead(rocksdb::FSReadRequest* requests, size_t count,
                              const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* debug) override {
    if (rocksdb::IOStatus failed = fs_.OperateRead(); !failed.ok()) return failed;
    return FSRandomAccessFileOwnerWrapper::MultiRead(requests, count, options, debug);
  }

 private:
  LossyFileSystem& fs_;
};

class FailingSequentialFile : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  FailingSequentialFile(LossyFileSystem& fs, std::unique_ptr<rocksdb::FSSequentialFile> file)
      : FSSequentialFileOwnerWrapper(std::move(file)), fs_(fs) {}
  rocksdb::IOStatus Read(size_t n, const rocksdb::IOOptions& options, rocksdb::Slice* result,
                         char* scratch, rocksdb::IODebugContext* debug) override {
    if (rocksdb::IOStatus failed = fs_.OperateRead(); !failed.ok()) return failed;
    return FSSequentialFileOwnerWrapper::Read(n, options, result, scratch, debug);
  }

 private:
  LossyFileSystem& fs_;
};

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_FAILING_FILES_H_
