// What a history costs as the acts of one measure grow in number: each change is one pass over the
// acts, so four times the acts may cost sixteen times as much, and no more. (Counted in processor
// time, the best of some runs; sixty-four times, as it once was, must be seen.)
#include <algorithm>
#include <ctime>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

// Overlapping intervals, each with terms of its own, a repair and a suspension now and then.
std::string Line(int i) {
  const std::string id = absl::StrCat("e", i);
  const std::string day = FormatCivil((14'000 + 2 * i) * kMicrosPerDay).substr(0, 10);
  const std::string end = FormatCivil((14'040 + 2 * i) * kMicrosPerDay).substr(0, 10);
  if (i % 10 == 9) {
    return absl::StrFormat(
        R"({"id":"%s","kind":"corrected","target":"e%d","replacement":{"note":"x"}})", id, i - 2);
  }
  return ActText(
      id, i % 10 == 8 ? "suspended" : "imposed",
      absl::StrFormat(R"("stated":"%s","effective":{"from":"%s","to":"%s"},"terms":{"text":"%d"})",
                      day, day, end, i));
}

class HistoryOfMany {
 public:
  explicit HistoryOfMany(int acts) {
    for (int i = 0; i < acts; ++i) store_.Add(Line(i));
  }

  // Seconds of processor time, the best of three.
  double Cost(Axis axis, size_t& changes) const {
    HistoryQuestion question;
    question.measure = "us/a";
    question.axes = {axis};
    question.effective_on = "2009-01-15";
    double best = 1e9;
    for (int run = 0; run < 3; ++run) {
      const std::clock_t start = std::clock();
      const auto answer =
          AnswerHistory({store_.log(), store_.strands(), ViewFilter(), {}, {}}, question, {});
      best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
      EXPECT_TRUE(answer.ok()) << answer.status();
      if (answer.ok()) changes = answer->changes.size();
    }
    return best;
  }

 private:
  ProjectedLog store_;
};

TEST(HistoryGrowthTest, EachChangeIsOnePassOverTheActs) {
  const HistoryOfMany few(250);
  const HistoryOfMany many(1'000);
  for (const Axis axis : {Axis::kEffective, Axis::kKnown, Axis::kRecorded}) {
    size_t changes_of_few = 0, changes_of_many = 0;
    const double cost_of_few = few.Cost(axis, changes_of_few);
    const double cost_of_many = many.Cost(axis, changes_of_many);
    EXPECT_LT(cost_of_many, 26 * std::max(cost_of_few, 1e-3)) << NameOf(axis);
    EXPECT_GT(changes_of_few, 1u) << NameOf(axis);
    if (axis == Axis::kEffective) {
      EXPECT_GT(changes_of_many, 3 * changes_of_few);
    }
    std::cout << NameOf(axis) << ": " << changes_of_few << " changes in "
              << static_cast<int64_t>(cost_of_few * 1e6) << " us, " << changes_of_many << " in "
              << static_cast<int64_t>(cost_of_many * 1e6) << " us\n";
  }
}

}  // namespace
}  // namespace decree
