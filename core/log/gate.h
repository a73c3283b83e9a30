// A Gate counts the calls that are inside an object, so that closing it can wait for them. A call
// that is inside may enter again; once closing has begun, nobody else enters. No errors.
#ifndef DECREE_CORE_LOG_GATE_H_
#define DECREE_CORE_LOG_GATE_H_

#include <atomic>
#include <cstdint>

namespace decree {

class Gate {
 public:
  // False once Close was called. Each true must be followed by one Leave.
  bool Enter() {
    if ((state_.fetch_add(1, std::memory_order_acquire) & kClosed) == 0) return true;
    Leave();
    return false;
  }

  void Leave() {
    if (state_.fetch_sub(1, std::memory_order_acq_rel) == (kClosed | 1)) state_.notify_all();
  }

  // Waits until all have left. False when it was closed already.
  bool Close() {
    if ((state_.fetch_or(kClosed, std::memory_order_acq_rel) & kClosed) != 0) return false;
    for (uint64_t state = state_.load(std::memory_order_acquire); state != kClosed;
         state = state_.load(std::memory_order_acquire)) {
      state_.wait(state, std::memory_order_acquire);
    }
    return true;
  }

 private:
  static constexpr uint64_t kClosed = uint64_t{1} << 63;
  std::atomic<uint64_t> state_{0};
};

// Enters for the life of the object, if it may.
class GateEntry {
 public:
  explicit GateEntry(Gate& gate) : gate_(gate), entered_(gate.Enter()) {}
  ~GateEntry() {
    if (entered_) gate_.Leave();
  }
  GateEntry(const GateEntry&) = delete;
  GateEntry& operator=(const GateEntry&) = delete;
  bool entered() const { return entered_; }

 private:
  Gate& gate_;
  const bool entered_;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_GATE_H_
