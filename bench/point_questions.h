// Point questions as the benches ask them: of the library, of `as-of`, and of peers that hold
// rectangles.
#ifndef DECREE_BENCH_POINT_QUESTIONS_H_
#define DECREE_BENCH_POINT_QUESTIONS_H_

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "bench/generator.h"
#include "bench/peers/rectangles.h"
#include "core/decree.h"

namespace decree::bench {

inline constexpr size_t kPointQuestions = 20'000;

// The same questions, three times.
struct AskedPoints {
  std::vector<AsOfQuestion> texts;
  std::vector<PointQuestion> points;
  std::vector<RectangleQuestion> rectangles;
};

// Half ask what is known now, half what was known at a past date; 60% ask for that same day. The
// first `few_days` of them share eight days and views.
AskedPoints DrawPointQuestions(const Corpus& corpus, Decree& store, size_t count,
                               size_t few_days = 0);

// Of the compiled answers of the store, made if need be; the keys come from the scopes as
// generated.
std::vector<Rectangle> KeyedRectangles(const Corpus& corpus, const std::string& store);

Hits HitsOf(const PointAnswer& answer);

struct Latencies {
  double p50_us = 0, p99_us = 0;
};

template <typename Ask>
Latencies TimeEach(size_t questions, const Ask& ask) {
  std::vector<double> us;
  us.reserve(questions);
  for (size_t i = 0; i < questions; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    ask(i);
    const auto end = std::chrono::steady_clock::now();
    us.push_back(std::chrono::duration<double, std::micro>(end - begin).count());
  }
  std::sort(us.begin(), us.end());
  return {us[us.size() / 2], us[us.size() * 99 / 100]};
}

}  // namespace decree::bench

#endif  // DECREE_BENCH_POINT_QUESTIONS_H_
