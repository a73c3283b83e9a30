// Questions about thousands of measures give the same answers, in the same order, whether one
// thread works on them or several.
#include "core/query/control/measure_shares.h"

#include <atomic>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

constexpr int kSharedMeasures = 4'100;

std::string ImposedFor(int i) {
  return absl::StrCat(R"({"id":"impose-)", i, R"(","kind":"imposed","measure":"us/m)", i,
                      R"(","title":"Duty )", i, R"(","actor":{"jurisdiction":"US"},)",
                      R"("stated":"2025-01-02","effective":{"from":"2025-01-03","to":"2025-)",
                      i % 2 == 0 ? "03-01" : "05-01", R"("},"terms":{"tariff":{"adValorem":")",
                      i % 40, R"(%"}}})");
}

class MeasureSharesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < kSharedMeasures; ++i) store_.Add(ImposedFor(i));
  }
  QuestionContext Context(uint32_t threads) const {
    QuestionContext context{store_.log(), store_.strands(), {}, {}, {}};
    context.limits.threads_max = threads;
    return context;
  }
  ProjectedLog store_;
};

std::string TextOf(const MeasureState& state) {
  return absl::StrCat(state.measure, " ", state.title, " ", NameOf(state.applies), " ",
                      state.because.empty() ? "" : state.because.front(), "\n");
}

TEST_F(MeasureSharesTest, AsOf) {
  AsOfQuestion question;
  question.effective_on = "2025-04-01";
  std::vector<std::string> texts;
  for (const uint32_t threads : {1u, 4u}) {
    const auto answer = AnswerAsOf(Context(threads), question, {});
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->measures.size(), static_cast<size_t>(kSharedMeasures / 2));
    std::string& text = texts.emplace_back();
    for (const MeasureState& state : answer->measures) text += TextOf(state);
  }
  EXPECT_EQ(texts[0], texts[1]);
}

TEST_F(MeasureSharesTest, DiffAndOutlook) {
  DiffQuestion diff;
  diff.before = "2025-02-01";
  diff.after = "2025-04-01";
  OutlookQuestion outlook;
  outlook.on = "2025-02-15";
  std::vector<std::string> texts;
  for (const uint32_t threads : {1u, 4u}) {
    const QuestionContext context = Context(threads);
    const auto differing = AnswerDiff({context, diff.before}, {context, diff.after}, diff, {});
    ASSERT_TRUE(differing.ok()) << differing.status();
    EXPECT_EQ(differing->rows.size(), static_cast<size_t>(kSharedMeasures / 2));
    const auto ahead = AnswerOutlook(context, outlook);
    ASSERT_TRUE(ahead.ok()) << ahead.status();
    EXPECT_EQ(ahead->rows.size(), static_cast<size_t>(kSharedMeasures / 2));
    std::string& text = texts.emplace_back();
    for (const DiffRow& row : differing->rows) text += TextOf(*row.before);
    for (const OutlookRow& row : ahead->rows) text += TextOf(row.after);
  }
  EXPECT_EQ(texts[0], texts[1]);
}

TEST_F(MeasureSharesTest, LimitsHoldForAllSharesTogether) {
  AsOfQuestion question;
  question.effective_on = "2025-04-01";
  QuestionContext context = Context(4);
  context.limits.rows_max = kSharedMeasures / 2;
  EXPECT_TRUE(AnswerAsOf(context, question, {}).ok());
  context.limits.rows_max = kSharedMeasures / 2 - 1;
  EXPECT_EQ(AnswerAsOf(context, question, {}).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(ForEachShareTest, CoversEveryMeasureOnceAndGivesTheFirstError) {
  std::vector<std::string> slugs;
  for (int i = 0; i < 1'001; ++i) slugs.push_back(absl::StrCat("m", 1'000 + i));
  for (const size_t shares : {1u, 2u, 3u, 7u}) {
    std::vector<std::vector<std::string>> parts(shares);
    const absl::Status done =
        ForEachShare(slugs, shares, [&](size_t share, const std::vector<std::string>& own) {
          parts[share] = own;
          return absl::OkStatus();
        });
    ASSERT_TRUE(done.ok()) << done;
    std::vector<std::string> joined;
    for (const auto& part : parts) joined.insert(joined.end(), part.begin(), part.end());
    EXPECT_EQ(joined, slugs);
    const absl::Status failed =
        ForEachShare(slugs, shares, [&](size_t share, const std::vector<std::string>&) {
          return absl::InternalError(absl::StrCat("share ", share));
        });
    EXPECT_EQ(failed.message(), "share 0");
  }
}

}  // namespace
}  // namespace decree
