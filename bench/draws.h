// Seeded draws that are the same on every machine and library: the engine is fixed by the standard,
// and no distribution of the library is used.
#ifndef DECREE_BENCH_DRAWS_H_
#define DECREE_BENCH_DRAWS_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace decree::bench {

class Draws {
 public:
  explicit Draws(uint64_t seed) : engine_(seed) {}

  double Unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }  // [0, 1)
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(engine_() % static_cast<uint64_t>(high - low + 1));
  }
  bool Chance(double probability) { return Unit() < probability; }
  double Exponential(double mean) { return -mean * std::log1p(-Unit()); }

  template <typename T>
  void Shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[static_cast<size_t>(engine_() % i)]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

// Ranks 0 .. count-1 with probability proportional to 1 / (rank + 1)^exponent.
class Zipf {
 public:
  Zipf(size_t count, double exponent) {
    double sum = 0;
    for (size_t rank = 0; rank < count; ++rank) {
      sum += std::pow(static_cast<double>(rank + 1), -exponent);
      cumulated_.push_back(sum);
    }
  }
  size_t Draw(Draws& draws) const {
    const double at = draws.Unit() * cumulated_.back();
    const auto found = std::upper_bound(cumulated_.begin(), cumulated_.end(), at);
    return std::min(static_cast<size_t>(found - cumulated_.begin()), cumulated_.size() - 1);
  }

 private:
  std::vector<double> cumulated_;
};

}  // namespace decree::bench

#endif  // DECREE_BENCH_DRAWS_H_
