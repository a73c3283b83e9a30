#include "bench/point_questions.h"

#include <utility>

#include "bench/draws.h"
#include "bench/require.h"

namespace decree::bench {
namespace {

constexpr int64_t kFirstDay = 12784;  // 2005-01-01
constexpr int64_t kToday = 20254;     // 2025-06-15

}  // namespace

Asked DrawPointQuestions(const Corpus& corpus, Decree& store) {
  Draws draws(11);
  Asked asked;
  for (size_t i = 0; i < kPointQuestions; ++i) {
    const Trade trade = corpus.DrawTrade(draws);
    const bool now = draws.Chance(0.5);
    const int64_t known = now ? kToday : draws.Between(kFirstDay, kToday);
    const int64_t day = draws.Chance(0.6) ? known : draws.Between(known - 5 * 365, known + 365);
    AsOfQuestion text;
    text.effective_on = FormatCivil(day * kMicrosPerDay);
    text.issuer = trade.issuer;
    text.origin = trade.origin;
    text.product = trade.product;
    if (!now) text.view.known_by = FormatCivil(known * kMicrosPerDay);
    asked.points.push_back(Require(store.MakePointQuestion(text)));
    asked.rectangles.push_back(MakeRectangleQuestion(
        trade.issuer, trade.origin, trade.product.substr(4), static_cast<int32_t>(day),
        now ? kLastDay - 1 : static_cast<int32_t>(known)));
    asked.texts.push_back(std::move(text));
  }
  return asked;
}

}  // namespace decree::bench
