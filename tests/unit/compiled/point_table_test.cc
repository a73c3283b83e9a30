// A point table that is made anew is the same, byte by byte, however many threads make it.
#include <string>

#include "absl/strings/str_cat.h"
#include "core/compiled/point_follow.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

constexpr int kMeasures = 4'100;  // work for four threads

// Every seventh measure has so many keys that its answers stand apart.
std::string Imposed(int i) {
  std::string products = absl::StrCat("\"HS:", 1000 + i % 90, "\"");
  for (int more = 1; i % 7 == 0 && more < 300; ++more) {
    absl::StrAppend(&products, ",\"HS:", 100'000 + 7 * i % 1'000 + 900 * more, "\"");
  }
  return absl::StrCat(R"({"id":"impose-)", i, R"(","kind":"imposed","measure":"us/m)", i,
                      R"(","actor":{"jurisdiction":"US"},"stated":"2025-01-02",)",
                      R"("effective":{"from":"2025-01-03"},"scope":{"include":[{"origin":["CN"],)",
                      R"("product":[)", products, R"(]}]},"terms":{"tariff":{"adValorem":")",
                      i % 40, R"(%"}}})");
}

std::string Bytes(const ProjectedLog& log, size_t threads) {
  PointTable table(NewMemoryStore());
  const absl::Status made =
      BuildTable(log.log(), log.strands(), log.log().Head().size, table, {}, threads);
  EXPECT_TRUE(made.ok()) << made;
  std::string bytes;
  const absl::Status status =
      table.store().Scan("", "", [&](absl::string_view key, absl::string_view value) {
        absl::StrAppend(&bytes, key.size(), " ", key, value.size(), " ", value);
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  return bytes;
}

TEST(PointTableTest, IsTheSameHoweverManyThreadsMakeIt) {
  ProjectedLog log;
  for (int i = 0; i < kMeasures; ++i) log.Add(Imposed(i));
  const std::string one = Bytes(log, 1);
  EXPECT_GT(one.size(), 28u * kMeasures);
  // Not EXPECT_EQ: a difference of megabytes is not worth printing.
  for (const size_t threads : {2u, 4u}) EXPECT_TRUE(Bytes(log, threads) == one) << threads;
}

}  // namespace
}  // namespace decree
