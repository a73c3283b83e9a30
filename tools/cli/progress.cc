#include "tools/cli/progress.h"

#include <algorithm>
#include <iostream>
#include <utility>

namespace decree::cli {
namespace {

constexpr std::chrono::milliseconds kFirst{400};
constexpr std::chrono::milliseconds kInterval{100};
constexpr size_t kBarColumns = 30;
constexpr char kWipe[] = "\r\x1b[K";

}  // namespace

ProgressBar::ProgressBar(const Terminal& terminal, std::string label, uint64_t total)
    : terminal_(terminal),
      label_(std::move(label)),
      total_(total),
      next_(std::chrono::steady_clock::now() + kFirst) {}

void ProgressBar::Show(uint64_t done) {
  if (!terminal_.is_terminal) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kInterval;
  shown_ = true;
  std::cerr << kWipe << Printable(label_) << ' ';
  if (total_ == 0) {
    std::cerr << done;
  } else {
    const uint64_t percent = std::min<uint64_t>(100, done * 100 / total_);
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

Stopwatch::Stopwatch(const Terminal& terminal, std::string label) : label_(std::move(label)) {
  if (terminal.is_terminal) thread_ = std::thread([this] { Tick(); });
}

Stopwatch::~Stopwatch() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_one();
  thread_.join();
}

void Stopwatch::Tick() {
  const auto start = std::chrono::steady_clock::now();
  std::unique_lock<std::mutex> lock(mutex_);
  bool shown = false;
  while (!stopped_.wait_for(lock, std::chrono::seconds(1), [this] { return stop_; })) {
    const auto passed = std::chrono::steady_clock::now() - start;
    std::cerr << kWipe << Printable(label_) << ' '
              << std::chrono::duration_cast<std::chrono::seconds>(passed).count() << " s"
              << std::flush;
    shown = true;
  }
  if (shown) std::cerr << kWipe << std::flush;
}

}  // namespace decree::cli
