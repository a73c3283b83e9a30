#include "core/codec/json_difference.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace decree {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "path: before -> after", "-" where there is nothing.
std::vector<std::string> Between(absl::string_view before, absl::string_view after,
                                 const absl::flat_hash_set<std::string>& ignored = {}) {
  const auto differences = JsonDifferences(before, after, ignored);
  EXPECT_TRUE(differences.ok()) << differences.status();
  std::vector<std::string> lines;
  if (!differences.ok()) return lines;
  const auto shown = [](const std::string& json) { return json.empty() ? "-" : json; };
  for (const JsonDifference& found : *differences) {
    lines.push_back(
        absl::StrCat(found.path, ": ", shown(found.before), " -> ", shown(found.after)));
  }
  return lines;
}

TEST(JsonDifferenceTest, EqualTextsDoNotDiffer) {
  EXPECT_THAT(Between(R"({"a":[1,{"id":"x"}],"b":null})", R"( {"b" : null, "a":[1,{"id":"x"}]} )"),
              IsEmpty());
}

TEST(JsonDifferenceTest, FieldsAreNamedByTheirPath) {
  EXPECT_THAT(
      Between(R"({"a":{"b":"x","c":1,"d":true},"e":[1,2]})",
              R"({"a":{"b":"y","c":1,"f":null},"e":[2,1]})"),
      ElementsAre(R"(a.b: "x" -> "y")", "a.d: true -> -", "a.f: - -> null", "e: [1,2] -> [2,1]"));
  EXPECT_THAT(Between("null", R"({"a":1})"), ElementsAre(R"(: null -> {"a":1})"));
  EXPECT_THAT(Between("0.50", "0.5"), ElementsAre(": 0.50 -> 0.5"));
}

TEST(JsonDifferenceTest, RowsAreMatchedByTheirNames) {
  EXPECT_THAT(Between(R"({"rows":[{"measure":"a","n":1},{"measure":"b","n":2}]})",
                      R"({"rows":[{"measure":"b","n":3},{"measure":"c","n":1}]})"),
              ElementsAre(R"(rows[a]: {"measure":"a","n":1} -> -)", "rows[b].n: 2 -> 3",
                          R"(rows[c]: - -> {"measure":"c","n":1})"));
  EXPECT_THAT(
      Between(R"([{"position":1,"x":1}])", R"([{"position":2,"x":1},{"position":1,"x":2}])"),
      ElementsAre("[1].x: 1 -> 2", R"([2]: - -> {"position":2,"x":1})"));
  EXPECT_THAT(Between("[]", R"([{"id":"a"}])"), ElementsAre(R"([a]: - -> {"id":"a"})"));
}

TEST(JsonDifferenceTest, AFieldNamesRowsOnlyWhereNoTwoShareIt) {
  // Two moves on one measure are told apart by their ids; without ids by all they say.
  EXPECT_THAT(Between(R"([{"measure":"a","id":"1","n":1},{"measure":"a","id":"2","n":1}])",
                      R"([{"measure":"a","id":"1","n":1},{"measure":"a","id":"2","n":5}])"),
              ElementsAre("[2].n: 1 -> 5"));
  EXPECT_THAT(Between(R"([{"measure":"a","n":1},{"measure":"a","n":1},{"measure":"a","n":2}])",
                      R"([{"measure":"a","n":1},{"measure":"a","n":3}])"),
              ElementsAre(R"([]: {"measure":"a","n":1} -> -)", R"([]: {"measure":"a","n":2} -> -)",
                          R"([]: - -> {"measure":"a","n":3})"));
  EXPECT_THAT(Between(R"([{"issuer":"US","domain":"d","from":"1","x":1}])",
                      R"([{"issuer":"US","domain":"d","from":"1","x":2}])"),
              ElementsAre("[US, d, 1].x: 1 -> 2"));
}

TEST(JsonDifferenceTest, IgnoredPlacesAreIgnoredInEveryRow) {
  EXPECT_THAT(Between(R"({"head":1,"moves":[{"id":"a","n":1},{"id":"b","n":2,"head":1}]})",
                      R"({"head":2,"moves":[{"id":"b","n":1,"head":2}]})", {"head", "moves[].n"}),
              ElementsAre(R"(moves[a]: {"id":"a","n":1} -> -)", "moves[b].head: 1 -> 2"));
}

TEST(JsonDifferenceTest, LargeAnswersAreRead) {
  std::string list = "[0";
  for (int i = 0; i < 500'000; ++i) list += ",1";
  const auto differences = JsonDifferences(list + "]", list + "]");
  EXPECT_TRUE(differences.ok()) << differences.status();
  EXPECT_TRUE(absl::IsInvalidArgument(JsonDifferences("{", "{}").status()));
}

TEST(JsonDifferenceTest, PlainTextIsForPeople) {
  EXPECT_EQ(PlainText(R"("a \"b\"")"), "a \"b\"");
  EXPECT_EQ(PlainText(R"(["a","b"])"), "a; b");
  EXPECT_EQ(PlainText(R"({"a":[1]})"), R"({"a":[1]})");
  EXPECT_EQ(PlainText("true"), "true");
}

}  // namespace
}  // namespace decree
