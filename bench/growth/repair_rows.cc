// What speaks of other events: repairs, disputes, confirmations, links.
#include <string>

#include "absl/strings/str_cat.h"
#include "bench/growth/record_text.h"

namespace decree::bench {
namespace {

std::string OfAct(absl::string_view kind, size_t target) {
  return absl::StrCat(R"("kind":")", kind, R"(","target":"a)", target, "\"");
}
std::string Replacement(size_t i) {
  return absl::StrCat(R"(,"replacement":{"terms":{"tariff":{"adValorem":")", i % 100, R"(%"}}})");
}
std::string Amended(size_t i) {
  return absl::StrCat(R"("kind":"amended","measure":")", kMeasure, R"(","effective":{"from":")",
                      DayAfter(i, 2), R"("},"terms":{"tariff":{"adValorem":")", i % 100, R"(%"}})");
}
std::string Rival(size_t i) {
  return absl::StrCat(R"(,"effective":{"from":")", DayAfter(i, 3), "\"}");
}

}  // namespace

std::vector<GrowthRow> RepairRows() {
  std::vector<GrowthRow> rows;
  const auto add = [&rows](const char* name, std::function<std::string(size_t i)> rest) {
    rows.push_back(RowOfActs(name, kActsMax, std::move(rest)));
  };
  add("corrected-one", [](size_t i) { return OfAct("corrected", 0) + Replacement(i); });
  add("corrected-each", [](size_t i) {
    return i % 2 == 1 ? Amended(i) : OfAct("corrected", i - 1) + Replacement(i);
  });
  add("retracted-each",
      [](size_t i) { return i % 2 == 1 ? Amended(i) : OfAct("retracted", i - 1); });
  add("retracted-repairs", [](size_t i) {
    return i % 2 == 1 ? OfAct("corrected", 0) + Replacement(i) : OfAct("retracted", i - 1);
  });
  add("disputed-one", [](size_t i) { return OfAct("disputed", 0) + Rival(i); });
  add("disputed-confirmed", [](size_t i) {
    return i % 2 == 1 ? OfAct("disputed", 0) + Rival(i) : OfAct("confirmed", 0);
  });
  add("disputed-each",
      [](size_t i) { return i % 2 == 1 ? Amended(i) : OfAct("disputed", i - 1) + Rival(i); });
  add("disputed-mere", [](size_t) { return OfAct("disputed", 0); });
  add("confirmed-one", [](size_t) { return OfAct("confirmed", 0); });
  add("replaces", [](size_t i) {
    return Amended(i) + absl::StrCat(R"(,"links":[{"rel":"replaces","id":"a)", i - 1, "\"}]");
  });
  add("confirms", [](size_t i) {
    return Amended(i) + absl::StrCat(R"(,"links":[{"rel":"confirms","id":"a)", i - 1, "\"}]");
  });
  return rows;
}

}  // namespace decree::bench
