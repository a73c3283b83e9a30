// Work done in a child process, so that an abort is an outcome and not the end of the harness. The
// parent must have no threads: it never opens a log itself.
#ifndef DECREE_TESTS_CRASH_CHILD_PROCESS_H_
#define DECREE_TESTS_CRASH_CHILD_PROCESS_H_

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "core/base/assert.h"

namespace decree {

// What a child process ended with, and what it wrote to its output.
struct Ended {
  int status = 0;
  std::string text;
  bool aborted() const { return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT; }
  bool killed() const { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }
  bool answered() const { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }
};

inline void WriteText(int output, const std::string& text) {
  [[maybe_unused]] const ssize_t written = ::write(output, text.data(), text.size());
}

// A child under way; its output must be read to its end with WaitFor.
struct Running {
  pid_t pid = -1;
  int output = -1;
};

// Enough for a child on a machine that is busy with other things: only one that hangs is ended.
inline constexpr unsigned kChildSecondsMax = 600;

// Runs `work` in a child, which exits with what it returns, or is ended after `seconds_max`. Its
// standard error is dropped: RocksDB says there where its assertion failed, which is expected.
inline Running StartChild(const std::function<int(int output)>& work, unsigned seconds_max) {
  int ends[2];
  DECREE_ASSERT(::pipe(ends) == 0);
  const pid_t pid = ::fork();
  DECREE_ASSERT(pid >= 0);
  if (pid == 0) {
    ::close(ends[0]);
    ::alarm(seconds_max);
    const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(null, STDERR_FILENO);
    ::_exit(work(ends[1]));
  }
  ::close(ends[1]);
  return {pid, ends[0]};
}

inline Ended WaitFor(const Running& child) {
  Ended ended;
  char buffer[4096];
  for (ssize_t count = 0; (count = ::read(child.output, buffer, sizeof(buffer))) > 0;) {
    ended.text.append(buffer, static_cast<size_t>(count));
  }
  ::close(child.output);
  ::waitpid(child.pid, &ended.status, 0);
  return ended;
}

inline Ended InChild(const std::function<int(int output)>& work,
                     unsigned seconds_max = kChildSecondsMax) {
  return WaitFor(StartChild(work, seconds_max));
}

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_CHILD_PROCESS_H_
