#include "tools/text/progress.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr std::chrono::milliseconds kFirst{100};
constexpr std::chrono::milliseconds kInterval{100};
constexpr size_t kBarColumns = 30;
constexpr char kWipe[] = "\r\x1b[K";

}  // namespace

ProgressBar::ProgressBar(const Terminal& terminal, std::string label, uint64_t total)
    : terminal_(terminal),
      label_(std::move(label)),
      total_(total),
      next_(std::chrono::steady_clock::now() + kFirst) {}

void ProgressBar::Show(uint64_t done, uint64_t total) {
  if (!terminal_.is_terminal) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kInterval;
  shown_ = true;
  std::cerr << kWipe << Printable(label_) << ' ';
  if (total == 0) {
    std::cerr << done;
  } else {
    const uint64_t percent = std::min<uint64_t>(100, done * 100 / total);
    const size_t filled = static_cast<size_t>(percent) * kBarColumns / 100;
    std::cerr << '[' << std::string(filled, '#') << std::string(kBarColumns - filled, '.') << "] "
              << percent << '%';
  }
  std::cerr << std::flush;
}

void ProgressBar::Wipe() {
  if (shown_) std::cerr << kWipe << std::flush;
  shown_ = false;
}

}  // namespace decree::tools
