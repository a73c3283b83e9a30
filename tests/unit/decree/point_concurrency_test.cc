// Point questions beside a writer: whatever position an answer rests on, it must be the answer that
// `as-of` gives for that position when all is quiet again.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

constexpr int kPointEvents = 120;
constexpr int kMeasures = 6;

std::string PointLine(int i) {
  const std::string measure = absl::StrCat("us/m", i % kMeasures);
  const std::string head = absl::StrCat(R"({"id":"e)", i, R"(","actor":{"jurisdiction":"US"},)",
                                        R"("stated":"2025-01-02",)");
  if (i < kMeasures) {
    return absl::StrCat(
        head, R"("kind":"imposed","measure":")", measure,
        R"(","effective":{"from":"2025-01-03"},"scope":{"include":[{"origin":["CN"],)",
        R"("product":["HS:85"]}]},"terms":{"tariff":{"adValorem":"1%"}}})");
  }
  switch (i % 3) {
    case 0:
      return absl::StrCat(head, R"("kind":"suspended","measure":")", measure,
                          R"(","effective":{"from":"2025-01-04","to":"2025-0)", 1 + i % 9,
                          R"(-28"}})");
    case 1:
      return absl::StrCat(head, R"("kind":"amended","measure":")", measure,
                          R"(","effective":{"from":"2025-01-05"},"terms":{"tariff":{"adValorem":")",
                          i, R"(%"}}})");
    default:
      return absl::StrCat(head, R"("kind":"corrected","target":"e)", i - 1,
                          R"(","replacement":{"note":"x"}})");
  }
}

using Hits = std::set<std::pair<std::string, Answer>>;

TEST(PointConcurrencyTest, EveryAnswerIsThatOfItsPosition) {
  StoreFolder folder;
  const auto store = folder.Open("store");
  AsOfQuestion text;
  text.effective_on = "2025-03-01";
  text.issuer = "US";
  text.origin = "CN";
  text.product = "HTS:8541420010";
  std::atomic<bool> done{false};
  std::atomic<uint64_t> answers{0};
  std::vector<std::map<uint64_t, Hits>> seen(3);
  std::vector<std::thread> readers;
  for (auto& mine : seen) {
    readers.emplace_back([&] {
      const auto question = store->MakePointQuestion(text);
      ASSERT_TRUE(question.ok()) << question.status();
      PointAnswer answer;
      while (!done) {
        const absl::Status status = store->Point(*question, answer);
        ASSERT_TRUE(status.ok()) << status;
        Hits hits;
        for (const PointHit& hit : answer.hits) hits.emplace(store->MeasureOf(hit), hit.applies);
        const auto [it, is_new] = mine.emplace(answer.head, hits);
        ASSERT_EQ(it->second, hits) << "two answers for position " << answer.head;
        ++answers;
      }
    });
  }
  for (int i = 0; i < kPointEvents; ++i) {
    const auto appended = store->Append(EventsOf({PointLine(i)}));
    EXPECT_TRUE(appended.ok()) << appended.status();
    // However slow the readers are, they get some answers in.
    const uint64_t wanted = answers + 3;
    while (answers < wanted && !HasFailure()) std::this_thread::yield();
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  size_t compared = 0;
  for (const auto& mine : seen) {
    for (const auto& [head, hits] : mine) {
      if (head == 0) continue;
      text.view.recorded_by = absl::StrCat(head);
      const auto answer = store->AsOf(text);
      ASSERT_TRUE(answer.ok()) << answer.status();
      Hits expected;
      for (const MeasureState& state : answer->measures) {
        if (state.applies != Answer::kNo) expected.emplace(state.measure, state.applies);
      }
      ASSERT_EQ(hits, expected) << "position " << head;
      ++compared;
    }
  }
  EXPECT_GT(compared, size_t{kPointEvents} / 4);
}

}  // namespace
}  // namespace decree
