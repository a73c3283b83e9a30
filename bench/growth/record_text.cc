#include "bench/growth/record_text.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace decree::bench {
namespace {

constexpr size_t kActsADay = 4;

std::string DayText(size_t i, int days) {
  const absl::CivilDay first(1975, 1, 1);
  return absl::FormatCivilTime(first + static_cast<absl::civil_diff_t>(i / kActsADay) + days);
}

Transaction Goods() {
  Transaction goods;
  goods.on = kDayAsked;
  goods.origin = "CN";
  goods.destination = "US";
  goods.products = {ParseProductCode("HS:850440").value()};
  return goods;
}

absl::Status AskAsOf(Decree& store, const std::string& date) {
  AsOfQuestion question;
  question.effective_on = date;
  question.measure = kMeasure;
  return store.AsOf(question).status();
}

absl::Status AskPoint(Decree& store) {
  AsOfQuestion text;
  text.effective_on = kDayAsked;
  text.issuer = "US";
  text.origin = "CN";
  text.product = "HS:850440";
  const absl::StatusOr<PointQuestion> question = store.MakePointQuestion(text);
  if (!question.ok()) return question.status();
  PointAnswer answer;
  return store.Point(*question, answer);
}

}  // namespace

std::string StatedDay(size_t i) { return DayText(i, 0); }
std::string DayAfter(size_t i, int days) { return DayText(i, days); }

std::string EventLine(size_t i, absl::string_view rest) {
  return absl::StrCat(R"({"id":"a)", i, R"(","actor":{"jurisdiction":"US"},"stated":")",
                      StatedDay(i), R"(",)", rest, "}\n");
}

std::string ImposedFirst(absl::string_view more) {
  return EventLine(
      0, absl::StrCat(R"("kind":"imposed","measure":")", kMeasure,
                      R"(","class":"tariff","title":"One","effective":{"from":"1975-01-02"},)",
                      R"("terms":{"tariff":{"adValorem":"10%"}},"scope":{"include":[)",
                      R"({"origin":["CN"],"destination":["US"],"product":["HS:8504"]}]})", more));
}

std::string ActLines(size_t n, const std::function<std::string(size_t i)>& rest) {
  std::string lines = ImposedFirst();
  for (size_t i = 1; i < n; ++i) lines += EventLine(i, rest(i));
  return lines;
}

std::vector<Operation> MeasureQuestions() {
  return {
      Asks("as-of", [](Decree& store) { return AskAsOf(store, kDayAsked); }),
      Asks("as-of year", [](Decree& store) { return AskAsOf(store, "2005"); }),
      Asks("explain",
           [](Decree& store) {
             return store.Explain({kMeasure, kDayAsked, {}, {}}).status();
           }),
      Asks("screen",
           [](Decree& store) {
             return store.Screen({Goods(), {}, {}}).status();
           }),
      Asks("screenings",
           [](Decree& store) {
             auto screenings = store.StartScreening({});
             return screenings.ok() ? (*screenings)->OutcomeOf(Goods()).status()
                                    : screenings.status();
           }),
      Asks("point", AskPoint),
  };
}

GrowthRow RowOfActs(std::string name, size_t largest, std::function<std::string(size_t i)> rest) {
  return {std::move(name), largest, [rest](size_t n) { return ActLines(n, rest); },
          [rest](size_t n) { return EventLine(n, rest(n)); }, MeasureQuestions()};
}

}  // namespace decree::bench
