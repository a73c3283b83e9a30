#include "bench/point_questions.h"

#include <utility>

#include "bench/compiled_rectangles.h"
#include "bench/draws.h"
#include "bench/require.h"

namespace decree::bench {
namespace {

constexpr int64_t kFirstKnownDay = 12784;  // 2005-01-01
constexpr int64_t kToday = 20254;          // 2025-06-15
constexpr size_t kFewDays = 8;

struct When {
  bool now = false;
  int64_t known = 0, day = 0;
};

When DrawWhen(Draws& draws) {
  When when;
  when.now = draws.Chance(0.5);
  when.known = when.now ? kToday : draws.Between(kFirstKnownDay, kToday);
  when.day = draws.Chance(0.6) ? when.known : draws.Between(when.known - 5 * 365, when.known + 365);
  return when;
}

}  // namespace

AskedPoints DrawPointQuestions(const Corpus& corpus, Decree& store, size_t count, size_t few_days) {
  Draws draws(11);
  std::vector<When> few;
  while (few_days > 0 && few.size() < kFewDays) few.push_back(DrawWhen(draws));
  AskedPoints asked;
  for (size_t i = 0; i < count; ++i) {
    const Trade trade = corpus.DrawTrade(draws);
    const When when = i < few_days ? few[i % kFewDays] : DrawWhen(draws);
    AsOfQuestion text;
    text.effective_on = FormatCivil(when.day * kMicrosPerDay);
    text.issuer = trade.issuer;
    text.origin = trade.origin;
    text.product = trade.product;
    if (!when.now) text.view.known_by = FormatCivil(when.known * kMicrosPerDay);
    asked.points.push_back(Require(store.MakePointQuestion(text)));
    asked.rectangles.push_back(MakeRectangleQuestion(
        trade.issuer, trade.origin, trade.product.substr(4), static_cast<int32_t>(when.day),
        when.now ? kLastDay - 1 : static_cast<int32_t>(when.known)));
    asked.texts.push_back(std::move(text));
  }
  return asked;
}

std::vector<Rectangle> KeyedRectangles(const Corpus& corpus, const std::string& store) {
  CompiledRectangles compiled = ReadCompiledRectangles(store);
  std::vector<uint64_t> keys(compiled.numbers.size(), 0);
  std::vector<bool> has_key(keys.size(), false);
  for (size_t i = 0; i < corpus.size(); ++i) {
    const Event event = corpus.EventAt(i);
    if (!event.scope) continue;
    const uint32_t number = compiled.numbers.at(event.measure);
    if (has_key[number]) continue;
    const ScopeClause& clause = event.scope->include->front();
    const std::string& product = clause.product.front();
    has_key[number] = true;
    keys[number] =
        RectangleKey(event.actor->jurisdiction, clause.origin.empty() ? "" : clause.origin.front(),
                     product == "*" ? "" : product.substr(product.find(':') + 1));
  }
  for (Rectangle& rectangle : compiled.rectangles) rectangle.key = keys[rectangle.measure];
  return std::move(compiled.rectangles);
}

Hits HitsOf(const PointAnswer& answer) {
  Hits hits;
  for (const PointHit& hit : answer.hits) hits.Add(hit.measure, hit.rate_ppm);
  return hits;
}

}  // namespace decree::bench
