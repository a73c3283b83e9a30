// What peers are given: rectangles of the answers that the library has compiled. Those are held
// against `as-of` by the benches that use them, so every way to ask must agree.
#ifndef DECREE_BENCH_COMPILED_RECTANGLES_H_
#define DECREE_BENCH_COMPILED_RECTANGLES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bench/peers/rectangles.h"

namespace decree::bench {

// Makes the compiled answers of the store in `dir` anew, as closing a written store does; the
// seconds it took.
double CompileAnswersAnew(const std::string& dir);

struct CompiledRectangles {
  std::vector<Rectangle> rectangles;        // of key 0
  std::map<std::string, uint32_t> numbers;  // of measures, by slug, as the rectangles have them
};

// Of a store whose compiled answers are made, if need be.
CompiledRectangles ReadCompiledRectangles(const std::string& dir);

}  // namespace decree::bench

#endif  // DECREE_BENCH_COMPILED_RECTANGLES_H_
