// Progress on a terminal (stderr): nothing is written anywhere else.
#ifndef DECREE_TOOLS_TEXT_PROGRESS_H_
#define DECREE_TOOLS_TEXT_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <string>

#include "tools/text/terminal.h"

namespace decree::tools {

// A bar with a percentage; shown after a moment of work, wiped when done. One thread only.
class ProgressBar {
 public:
  // `total` steps; 0: unknown, or told with each call of Show.
  ProgressBar(const Terminal& terminal, std::string label, uint64_t total = 0);
  ~ProgressBar() { Wipe(); }
  void Show(uint64_t done) { Show(done, total_); }
  void Show(uint64_t done, uint64_t total);
  void Wipe();  // so that something else can be printed

 private:
  const Terminal terminal_;
  const std::string label_;
  const uint64_t total_;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_PROGRESS_H_
