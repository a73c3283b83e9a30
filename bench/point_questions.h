// Point questions as the benches ask them: of the library, of `as-of`, and of peers that hold
// rectangles.
#ifndef DECREE_BENCH_POINT_QUESTIONS_H_
#define DECREE_BENCH_POINT_QUESTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "bench/generator.h"
#include "bench/peers/rectangles.h"
#include "core/decree.h"

namespace decree::bench {

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

// Of the image of the store, made if need be; the keys come from the scopes as generated.
std::vector<Rectangle> KeyedRectangles(const Corpus& corpus, const std::string& store);

Hits HitsOf(const PointAnswer& answer);

}  // namespace decree::bench

#endif  // DECREE_BENCH_POINT_QUESTIONS_H_
