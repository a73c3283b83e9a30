// A Stopwatch adds up the stretches between Start and Stop, so that a bench can prepare its input
// in between without counting it.
#ifndef DECREE_BENCH_STOPWATCH_H_
#define DECREE_BENCH_STOPWATCH_H_

#include <chrono>

namespace decree::bench {

class Stopwatch {
 public:
  void Start() { started_ = Clock::now(); }
  void Stop() { elapsed_ += Clock::now() - started_; }
  double seconds() const { return std::chrono::duration<double>(elapsed_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point started_;
  Clock::duration elapsed_{};
};

}  // namespace decree::bench

#endif  // DECREE_BENCH_STOPWATCH_H_
