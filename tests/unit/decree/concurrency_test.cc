// Many threads ask one store while another one appends to it, and a reader of its own follows
// beside. Every answer must be the one that a store which holds just the events up to the answer's
// position gives to a single thread.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/unit/decree/digests.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

constexpr int kEvents = 240;  // of them enough on one measure to seal chunks of its strand

// Acts and repairs on two measures, moves in one thread; each line differs from all others.
std::string Line(int i) {
  const std::string id = absl::StrCat("e", i);
  const std::string stated =
      absl::StrFormat(R"("stated":"2025-%02d-%02d")", 1 + i / 28 % 12, 1 + i % 28);
  const std::string terms = absl::StrCat(R"(,"terms":{"tariff":{"adValorem":")", i, R"(%"}})");
  if (i % 30 == 7) {
    return EventText(
        id, "coverageSet",
        absl::StrCat(R"("coverage":{"issuer":"US","domain":"d)", i % 4, R"(","sources":["s)", i,
                     R"("]},)", stated, R"(,"effective":{"from":"2025-01-01"})"));
  }
  if (i % 30 == 13) {
    return EventText(
        id, "observation",
        absl::StrCat(R"("observation":{"series":"s","unit":"t","period":"2025-)",
                     absl::StrFormat("%02d", 1 + i / 30), R"(","value":")", i, R"("},)", stated));
  }
  switch (i % 6) {
    case 0:
      return ActText(id, "imposed",
                     absl::StrCat(stated, R"(,"effective":{"from":"2025-01-01"})", terms));
    case 1:
      return EventText(id, "announced",
                       absl::StrCat(R"("measure":"us/b","threads":["t"],"title":"Plan )", i, "\",",
                                    stated, terms));
    case 2:
      return ActText(
          id, "suspended",
          absl::StrCat(stated, R"(,"effective":{"from":"2025-07-01","to":"2025-08-01"})"));
    case 3:
      return ActText(id, "amended",
                     absl::StrCat(stated, R"(,"effective":{"from":"2025-06-01"})", terms));
    case 4:  // the amendment before was misread
      return EventText(
          id, "corrected",
          absl::StrCat(R"("target":"e)", i - 1, R"(","replacement":{"note":")", i, R"("})"));
    default:
      return EventText(id, "statement",
                       absl::StrCat(R"("threads":["t"],"links":[{"rel":"respondsTo","id":"e)",
                                    i - 4, R"("}],)", stated));
  }
}

constexpr std::array kQuestions = {AskAsOf, AskExplain, AskTimeline, AskScan,  AskScreen,
                                   AskMany, AskOutlook, AskCoverage, AskSeries};

class ConcurrencyTest : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < kEvents; ++i) lines_.push_back(Line(i));
    const auto alone = folder_.Open("alone");
    for (int i = 0; i < kEvents; ++i) {
      ASSERT_TRUE(alone->Append(EventsOf({lines_[static_cast<size_t>(i)]})).ok());
      auto& at = expected_.emplace_back();
      for (size_t q = 0; q < kQuestions.size(); ++q) {
        const auto digest = kQuestions[q](*alone);
        ASSERT_TRUE(digest.ok()) << digest.status();
        ASSERT_EQ(digest->head, static_cast<uint64_t>(i + 1));
        at[q] = digest->text;
      }
    }
  }

  // Asks in turn until the writer is done and this thread has seen the last position.
  void AskUntilTheEnd(Decree& store, size_t first_question) {
    uint64_t head = 0;
    for (size_t n = first_question; head < kEvents && !failed_; ++n) {
      const size_t q = n % kQuestions.size();
      const auto digest = kQuestions[q](store);
      if (!digest.ok()) return Fail(digest.status().ToString());
      if (digest->head < head || digest->head == 0 || digest->head > kEvents) {
        return Fail(absl::StrCat("question ", q, ": position ", digest->head, " after ", head));
      }
      head = digest->head;
      if (digest->text != expected_[head - 1][q]) {
        return Fail(absl::StrCat("question ", q, " at position ", head, " gave\n", digest->text,
                                 "not\n", expected_[head - 1][q]));
      }
      ++answers_;
    }
  }

  // In groups of one to four; after each the readers get some answers in.
  void AppendAll(Decree& store) {
    for (size_t next = 1; next < lines_.size() && !failed_;) {
      const size_t group = std::min(1 + next % 4, lines_.size() - next);
      const auto begin = lines_.begin() + static_cast<ptrdiff_t>(next);
      const auto appended = store.Append(EventsOf({begin, begin + static_cast<ptrdiff_t>(group)}));
      if (!appended.ok()) return Fail(appended.status().ToString());
      next += group;
      const uint64_t wanted = answers_ + 3;
      while (next < lines_.size() && answers_ < wanted && !failed_) std::this_thread::yield();
    }
  }

  void Fail(const std::string& why) {
    if (!failed_.exchange(true)) ADD_FAILURE() << why;
  }

  StoreFolder folder_;
  std::vector<std::string> lines_;
  std::vector<std::array<std::string, kQuestions.size()>> expected_;  // [position - 1][question]
  std::atomic<uint64_t> answers_{0};
  std::atomic<bool> failed_{false};
};

TEST_F(ConcurrencyTest, EveryAnswerIsThatOfItsPosition) {
  const auto store = folder_.Open("shared");
  ASSERT_TRUE(store->Append(EventsOf({lines_[0]})).ok());
  const auto reader = folder_.OpenReader("shared");
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] { AskUntilTheEnd(*store, t); });
  }
  for (size_t t = 0; t < 2; ++t) {
    threads.emplace_back([&, t] { AskUntilTheEnd(*reader, 2 * t); });
  }
  threads.emplace_back([&] { AppendAll(*store); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(answers_.load(), uint64_t{kEvents});
}

}  // namespace
}  // namespace decree
