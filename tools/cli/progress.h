// Progress on a terminal (stderr): nothing is written anywhere else.
#ifndef DECREE_TOOLS_CLI_PROGRESS_H_
#define DECREE_TOOLS_CLI_PROGRESS_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "tools/cli/terminal.h"

namespace decree::cli {

// A bar; shown after a moment of work, wiped when done. One thread only.
class ProgressBar {
 public:
  ProgressBar(const Terminal& terminal, std::string label, uint64_t total);
  ~ProgressBar() { Wipe(); }
  void Show(uint64_t done);
  void Wipe();  // so that something else can be printed

 private:
  const Terminal terminal_;
  const std::string label_;
  const uint64_t total_;  // 0: unknown
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

// Seconds passed, for work that cannot say how far it is.
class Stopwatch {
 public:
  Stopwatch(const Terminal& terminal, std::string label);
  ~Stopwatch();

 private:
  void Tick();

  const std::string label_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace decree::cli

#endif  // DECREE_TOOLS_CLI_PROGRESS_H_
