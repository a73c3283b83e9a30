// Many decisions are answered in threads: the rows are those of each decision alone, in order.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

constexpr int kDecisions = 64;  // several shares

PastDecision DecisionAt(int number) {
  PastDecision decision;
  decision.id = absl::StrFormat("d%d", number);
  decision.decided = absl::StrFormat("2025-%02d-%02d", 2 + number % 4, 1 + number % 28);
  decision.known_by = decision.decided;
  decision.transaction.on = absl::StrFormat("2025-%02d-10", 2 + number % 5);
  decision.transaction.origin = number % 7 == 0 ? "VN" : "CN";
  decision.transaction.value = Decimal{1000, 0};
  decision.transaction.currency = "USD";
  decision.decision = "allowed";
  decision.added = number % 2 == 0 ? "10%" : "20%";
  return decision;
}

TEST(RecheckThreads, ManyDecisionsAreAnsweredAsEachAlone) {
  StoreFolder folder;
  Options options;
  options.disk_reserve_bytes = 0;
  const auto store = Decree::Open(folder.Dir("store"), options).value();
  ASSERT_TRUE(
      store
          ->Append(EventsOf(
              {ActText(
                   "duty", "imposed",
                   R"("stated":"2025-02-01","class":"tariff","effective":{"from":"2025-02-04"},)"
                   R"("scope":{"include":[{"origin":["CN"]}]},)"
                   R"("terms":{"tariff":{"adValorem":"10%"}})"),
               ActText("raise", "amended",
                       R"("stated":"2025-03-01","effective":{"from":"2025-03-04"},)"
                       R"("terms":{"tariff":{"adValorem":"20%"}})")}))
          .ok());
  RecheckQuestion all;
  for (int i = 0; i < kDecisions; ++i) all.decisions.push_back(DecisionAt(i));
  all.decisions[5].transaction.on = "a day";  // cannot be checked, and stops nothing
  const auto together = store->Recheck(all);
  ASSERT_TRUE(together.ok()) << together.status();
  ASSERT_EQ(together->rows.size(), all.decisions.size());
  int flipped = 0;
  for (size_t i = 0; i < all.decisions.size(); ++i) {
    RecheckQuestion one;
    one.decisions = {all.decisions[i]};
    const auto alone = store->Recheck(one);
    ASSERT_TRUE(alone.ok()) << alone.status();
    const RecheckRow &a = together->rows[i], &b = alone->rows.at(0);
    EXPECT_EQ(a.id, all.decisions[i].id);
    EXPECT_EQ(a.trouble, b.trouble) << a.id;
    EXPECT_EQ(a.verdict, b.verdict) << a.id;
    EXPECT_EQ(a.is_flipped, b.is_flipped) << a.id;
    EXPECT_EQ(a.then.added.rate, b.then.added.rate) << a.id;
    EXPECT_EQ(a.now.added.rate, b.now.added.rate) << a.id;
    EXPECT_EQ(a.because, b.because) << a.id;
    EXPECT_EQ(a.amount_change, b.amount_change) << a.id;
    flipped += a.is_flipped ? 1 : 0;
  }
  EXPECT_GT(flipped, 0);
  EXPECT_LT(flipped, kDecisions);
  EXPECT_FALSE(together->rows[5].trouble.ok());
}

}  // namespace
}  // namespace decree
