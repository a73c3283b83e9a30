#include "tests/crash/kill_at_call.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>

namespace decree {
namespace {

std::atomic<uint64_t> calls_made{0};
std::atomic<uint64_t> call_of_the_end{0};

void Count() {
  const uint64_t call = calls_made.fetch_add(1) + 1;
  if (call == call_of_the_end.load()) ::kill(::getpid(), SIGKILL);
}

// The C library's function of this name.
template <typename Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

void KillAtCall(uint64_t call) {
  call_of_the_end = 0;
  calls_made = 0;
  call_of_the_end = call;
}

uint64_t CallsMade() { return calls_made; }

}  // namespace decree

extern "C" {

ssize_t write(int file, const void* bytes, size_t count) {
  decree::Count();
  static auto* const next = decree::Next<decltype(write)>("write");
  return next(file, bytes, count);
}
ssize_t writev(int file, const iovec* pieces, int count) {
  decree::Count();
  static auto* const next = decree::Next<decltype(writev)>("writev");
  return next(file, pieces, count);
}
ssize_t pwrite(int file, const void* bytes, size_t count, off_t offset) {
  decree::Count();
  static auto* const next = decree::Next<decltype(pwrite)>("pwrite");
  return next(file, bytes, count, offset);
}
int fsync(int file) {
  decree::Count();
  static auto* const next = decree::Next<decltype(fsync)>("fsync");
  return next(file);
}
int fdatasync(int file) {
  decree::Count();
  static auto* const next = decree::Next<decltype(fdatasync)>("fdatasync");
  return next(file);
}
int fallocate(int file, int mode, off_t offset, off_t bytes) {
  decree::Count();
  static auto* const next = decree::Next<decltype(fallocate)>("fallocate");
  return next(file, mode, offset, bytes);
}
int ftruncate(int file, off_t bytes) noexcept {
  decree::Count();
  static auto* const next = decree::Next<decltype(ftruncate)>("ftruncate");
  return next(file, bytes);
}
int rename(const char* from, const char* to) noexcept {
  decree::Count();
  static auto* const next = decree::Next<decltype(rename)>("rename");
  return next(from, to);
}
int link(const char* from, const char* to) noexcept {
  decree::Count();
  static auto* const next = decree::Next<decltype(link)>("link");
  return next(from, to);
}
int unlink(const char* path) noexcept {
  decree::Count();
  static auto* const next = decree::Next<decltype(unlink)>("unlink");
  return next(path);
}
int mkdir(const char* path, mode_t mode) noexcept {
  decree::Count();
  static auto* const next = decree::Next<decltype(mkdir)>("mkdir");
  return next(path, mode);
}

}  // extern "C"
