// Acts of one measure that speak of nothing but the measure.
#include <string>

#include "absl/strings/str_cat.h"
#include "bench/growth/record_text.h"

namespace decree::bench {
namespace {

std::string OfMeasure(absl::string_view kind) {
  return absl::StrCat(R"("kind":")", kind, R"(","measure":")", kMeasure, "\"");
}
std::string From(const std::string& from) {
  return absl::StrCat(R"(,"effective":{"from":")", from, "\"}");
}
std::string FromTo(const std::string& from, const std::string& to) {
  return absl::StrCat(R"(,"effective":{"from":")", from, R"(","to":")", to, "\"}");
}
std::string Rate(size_t i) {
  return absl::StrCat(R"(,"terms":{"tariff":{"adValorem":")", i % 100, R"(%"}})");
}
std::string Product(size_t i) {
  return absl::StrCat(
      R"(,"scope":{"include":[{"origin":["CN"],"destination":["US"],"product":["HS:)",
      850000 + i % 10'000, "\"]}]}");
}

}  // namespace

std::vector<GrowthRow> ActRows() {
  std::vector<GrowthRow> rows;
  const auto add = [&rows](const char* name, std::function<std::string(size_t i)> rest) {
    rows.push_back(RowOfActs(name, kActsMax, std::move(rest)));
  };
  add("amended", [](size_t i) {
    return OfMeasure("amended") + From(DayAfter(i, static_cast<int>(i % 97))) + Rate(i);
  });
  add("amended-same-day", [](size_t i) {
    return absl::StrCat(OfMeasure("amended"), R"(,"published":"2004-01-01")", From("2004-02-01"),
                        Rate(i));
  });
  add("imposed", [](size_t i) {
    return OfMeasure("imposed") + FromTo(DayAfter(i, 5), DayAfter(i, 400)) + Rate(i);
  });
  add("suspended", [](size_t i) {
    return OfMeasure(i % 2 == 1 ? "suspended" : "resumed") + From(DayAfter(i, 3));
  });
  add("suspended-open",
      [](size_t i) { return OfMeasure("suspended") + FromTo(DayAfter(i, 1), DayAfter(i, 2)); });
  add("moved", [](size_t i) {
    return i % 2 == 1 ? OfMeasure("extended") +
                            absl::StrCat(R"(,"effective":{"to":")", DayAfter(i, 4'000), "\"}")
                      : OfMeasure("postponed") + From(DayAfter(i, 3));
  });
  add("stayed", [](size_t i) {
    const char* const kinds[] = {"heldUnlawful", "stayed", "stayLifted", "challenged"};
    return OfMeasure(kinds[i % 4]);
  });
  add("enforcement", [](size_t i) {
    return OfMeasure(i % 2 == 1 ? "enforcementStopped" : "enforcementStarted") +
           FromTo(DayAfter(i, 1), DayAfter(i, 3));
  });
  add("scopes", [](size_t i) { return OfMeasure("amended") + From(DayAfter(i, 1)) + Product(i); });
  add("limited", [](size_t i) {
    return OfMeasure("suspended") + FromTo(DayAfter(i, 1), DayAfter(i, 30)) + Product(i);
  });
  add("imprecise", [](size_t i) {
    const std::string from = DayAfter(i, 10).substr(0, 7), to = DayAfter(i, 400).substr(0, 7);
    return OfMeasure(i % 2 == 1 ? "imposed" : "suspended") + FromTo(from, to) +
           (i % 2 == 1 ? Rate(i) : "");
  });
  add("imprecise-years", [](size_t i) {
    return OfMeasure(i % 3 == 0 ? "amended" : "imposed") +
           FromTo(absl::StrCat(2000 + i % 10), absl::StrCat(2006 + i % 10)) + Rate(i);
  });
  add("moved-imprecise", [](size_t i) {
    if (i % 2 == 1) {
      return OfMeasure("extended") + absl::StrCat(R"(,"effective":{"to":")", 2000 + i % 10, "\"}");
    }
    return OfMeasure("imposed") + FromTo(absl::StrCat(1990 + i % 10), absl::StrCat(2000 + i % 10)) +
           Rate(i);
  });
  add("stayed-imprecise", [](size_t i) {
    const char* const kinds[] = {"heldUnlawful", "stayed", "stayLifted", "upheld", "annulled"};
    return OfMeasure(kinds[i % 5]) +
           FromTo(absl::StrCat(2000 + i % 10), absl::StrCat(2006 + i % 10));
  });
  add("plans", [](size_t i) {
    return OfMeasure(i % 8 == 7 ? "withdrawn" : "announced") +
           (i % 8 == 7 ? "" : From(DayAfter(i, 50)) + Rate(i));
  });
  add("enacted", [](size_t i) { return OfMeasure("enacted") + Rate(i); });
  add("minutes", [](size_t i) {
    return OfMeasure("amended") +
           From(absl::StrCat(DayAfter(i, 1), "T", i % 24 < 10 ? "0" : "", i % 24, ":00:00Z")) +
           Rate(i);
  });
  return rows;
}

}  // namespace decree::bench
