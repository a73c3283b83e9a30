// Seeded random draws that are the same on every machine and library: the engine is fixed by the
// standard, and no distribution of the library is used.
#ifndef DECREE_TESTS_MODEL_DRAWS_H_
#define DECREE_TESTS_MODEL_DRAWS_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace decree::oracle {

class Draws {
 public:
  explicit Draws(uint64_t seed) : engine_(seed) {}

  // 0 .. limit-1; the slight bias of the remainder does not matter here.
  uint64_t Below(uint64_t limit) { return engine_() % limit; }
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(Below(static_cast<uint64_t>(high - low + 1)));
  }
  bool Percent(uint64_t chance) { return Below(100) < chance; }

  template <typename T>
  const T& OneOf(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_DRAWS_H_
