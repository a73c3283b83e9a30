// Work that may run away is done in a child process, which ends with it or is ended.
#ifndef DECREE_BENCH_GROWTH_TIMED_CHILD_H_
#define DECREE_BENCH_GROWTH_TIMED_CHILD_H_

#include <functional>
#include <optional>
#include <vector>

namespace decree::bench {

// Hands one figure to the parent.
using TellFigure = std::function<void(double)>;

// Runs `work` in a child process and gives the figures that it told. A child that tells nothing for
// `seconds_max` is killed, so that fewer came than were expected. Ends the program where the child
// failed by itself. Not with other threads running.
std::vector<double> InChild(double seconds_max, const std::function<void(const TellFigure&)>& work);

// Processor seconds of this process so far, of all its threads.
double ProcessorSeconds();

}  // namespace decree::bench

#endif  // DECREE_BENCH_GROWTH_TIMED_CHILD_H_
