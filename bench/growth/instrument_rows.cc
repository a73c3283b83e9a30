// Instruments: one of many measures, many acts of one, many of one measure; and many measures.
#include <string>

#include "absl/strings/str_cat.h"
#include "bench/growth/record_text.h"

namespace decree::bench {
namespace {

std::string Instrument(const std::string& name) {
  return absl::StrCat(R"(,"instrument":")", name, "\"");
}
std::string Imposed(size_t i, const std::string& more) {
  return absl::StrCat(R"("kind":"imposed","measure":")", kMeasure,
                      i == 0 ? "" : absl::StrCat("/", i),
                      R"(","class":"tariff","effective":{"from":"1975-01-02"},)",
                      R"("terms":{"tariff":{"adValorem":"10%"}},"scope":{"include":[)",
                      R"({"origin":["CN"],"destination":["US"],"product":["HS:)", 1000 + i % 9000,
                      R"("]}]})", more);
}
std::string OfInstrument(const char* kind, size_t i) {
  return absl::StrCat(R"("kind":")", kind, R"(","effective":{"from":")", DayAfter(i, 2), "\"}",
                      Instrument("us/eo"));
}
std::string Lines(size_t n, const std::function<std::string(size_t i)>& rest) {
  std::string lines;
  for (size_t i = 0; i < n; ++i) lines += EventLine(i, rest(i));
  return lines;
}

}  // namespace

std::vector<GrowthRow> InstrumentRows() {
  std::vector<GrowthRow> rows;
  const auto add = [&rows](const char* name, const std::function<std::string(size_t i)>& rest,
                           const std::function<std::string(size_t n)>& further) {
    rows.push_back({name, kActsMax, [rest](size_t n) { return Lines(n, rest); },
                    [further](size_t n) { return EventLine(n, further(n)); }, MeasureQuestions()});
  };
  const auto tied = [](size_t i) { return Imposed(i, Instrument("us/eo")); };
  add("instrument-measures", tied, [](size_t n) { return OfInstrument("suspended", n); });
  const auto on_off = [tied](size_t i) {
    return i == 0 ? tied(0) : OfInstrument(i % 2 == 1 ? "suspended" : "resumed", i);
  };
  add("instrument-acts", on_off, on_off);
  const auto intervals = [tied](size_t i) {
    return i == 0 ? tied(0)
                  : absl::StrCat(R"("kind":"imposed","effective":{"from":")", DayAfter(i, 1),
                                 R"(","to":")", DayAfter(i, 900), "\"}", Instrument("us/eo"));
  };
  add("instrument-intervals", intervals, intervals);
  const auto ties = [](size_t i) {
    return i == 0 ? Imposed(0, Instrument("us/eo"))
                  : absl::StrCat(R"("kind":"amended","measure":")", kMeasure,
                                 R"(","effective":{"from":")", DayAfter(i, 2), "\"}",
                                 Instrument(absl::StrCat("us/eo-", i)));
  };
  add("instruments", ties, ties);
  const auto plain = [](size_t i) { return Imposed(i, ""); };
  add("measures", plain, plain);
  return rows;
}

}  // namespace decree::bench
