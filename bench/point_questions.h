// Point questions as traders ask them, drawn from a corpus, and how long they take one by one.
#ifndef DECREE_BENCH_POINT_QUESTIONS_H_
#define DECREE_BENCH_POINT_QUESTIONS_H_

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

#include "bench/generator.h"
#include "bench/peers/rectangles.h"
#include "core/decree.h"

namespace decree::bench {

inline constexpr size_t kPointQuestions = 20'000;

struct Asked {
  std::vector<AsOfQuestion> texts;
  std::vector<PointQuestion> points;
  std::vector<RectangleQuestion> rectangles;
};

// Half ask what is known now, half what was known at a past date; 60% ask for that same day.
Asked DrawPointQuestions(const Corpus& corpus, Decree& store);

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
