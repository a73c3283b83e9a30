// Large scopes and many authorizations.
#include <string>

#include "absl/strings/str_cat.h"
#include "bench/growth/record_text.h"

namespace decree::bench {
namespace {

std::string Codes(size_t n) {
  std::string codes = "\"HS:850440\"";
  for (size_t i = 1; i < n; ++i) absl::StrAppend(&codes, ",\"HS:", 100'000 + i, "\"");
  return codes;
}

std::string ImposedOnCodes(size_t n) {
  return EventLine(
      0, absl::StrCat(R"("kind":"imposed","measure":")", kMeasure,
                      R"(","class":"tariff","effective":{"from":"1975-01-02"},)",
                      R"("terms":{"tariff":{"adValorem":"10%"}},"scope":{"include":[)",
                      R"({"origin":["CN"],"destination":["US"],"product":[)", Codes(n), "]}]}"));
}

std::string Authorization(size_t i, const std::string& authorizes) {
  return EventLine(
      i, absl::StrCat(R"("kind":"imposed","measure":"us/licence-)", i,
                      R"(","class":"authorization","effective":{"from":")", DayAfter(i, 2),
                      R"("},"authorizes":[")", authorizes, R"("],"scope":{"include":[)",
                      R"({"origin":["CN"],"destination":["US"],"product":["HS:)", 1000 + i % 9000,
                      R"("]}]})"));
}

GrowthRow Authorizations(const char* name, std::function<std::string(size_t i)> authorizes) {
  const auto lines = [authorizes](size_t n) {
    std::string text = ImposedFirst();
    for (size_t i = 1; i < n; ++i) text += Authorization(i, authorizes(i));
    return text;
  };
  return {name, 10'000, lines, [authorizes](size_t n) { return Authorization(n, authorizes(n)); },
          MeasureQuestions()};
}

}  // namespace

std::vector<GrowthRow> LargeRows() {
  std::vector<GrowthRow> rows;
  rows.push_back({"codes", 100'000, ImposedOnCodes,
                  [](size_t) {
                    return EventLine(1, absl::StrCat(R"("kind":"suspended","measure":")", kMeasure,
                                                     R"(","effective":{"from":"1999-01-01"})"));
                  },
                  MeasureQuestions()});
  rows.push_back(Authorizations("authorizations", [](size_t) { return kMeasure; }));
  rows.push_back(
      Authorizations("patterns", [](size_t i) { return absl::StrCat("us/other-", i, "-*"); }));
  return rows;
}

}  // namespace decree::bench
