// Random histories: a fold that leaves an act out must give what is given where its event had never
// been recorded; and where a history names the events that brought a change, each of them alone
// must matter, as asking without it shows.
//
// DECREE_SEED and DECREE_HISTORIES (environment) choose other or longer runs.

#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/query/change/measure_answer_reader.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"

namespace decree {
namespace {

constexpr char kMeasure[] = "m0";

// One history and a view of it.
class Asked {
 public:
  Asked(const std::vector<oracle::Record>& history, const View& view)
      : history_(history), fast_(history), events_(fast_.log()), strands_(fast_.strands()) {
    filter_ = fast_.FilterOf(view);
  }

  // Answers over the window, with the event left out of the fold; nullopt where that is not
  // possible.
  std::optional<AnswerAt> LeftOut(uint64_t position, const CivilWindow& window) {
    StateBuilder builder(strands_, events_, filter_);
    const LoadedMeasure measure = *builder.Load(kMeasure);
    Fold fold = *builder.FoldOf(measure, {}, window);
    if (measure.attributes.issuer_from == position || !fold.LeaveOut(position)) return std::nullopt;
    AnswerAt answer;
    answer.on_record = measure.own.acts.size() > 1;
    answer.state = *builder.StateOf(measure, AskedDate::OnEveryClock(window), {}, {.fold = &fold});
    return answer;
  }

  AnswerAt NeverRecorded(uint64_t position, const CivilWindow& window) {
    ViewFilter filter = filter_;
    filter.without.insert(position);
    StateBuilder builder(strands_, events_, filter);
    const LoadedMeasure measure = *builder.Load(kMeasure);
    AnswerAt answer;
    answer.on_record = !measure.own.acts.empty();
    answer.state = *builder.StateOf(measure, AskedDate::OnEveryClock(window), {});
    return answer;
  }

  std::string Describe(uint64_t position, const CivilWindow& window) const {
    std::string text =
        absl::StrCat("without ", position, " over ", FormatCivil(window.first_civil_us), " .. ",
                     FormatCivil(window.last_civil_us), "\n");
    for (const oracle::Record& record : history_) {
      absl::StrAppend(&text, record.position, ": ", EventToJson(record.event), "\n");
    }
    return text;
  }

 private:
  const std::vector<oracle::Record>& history_;
  const ProjectedHistory fast_;
  EventReader events_;
  RepairedStrands strands_;
  ViewFilter filter_;
};

TEST(LeaveOutTest, AnActLeftOutIsAnActNeverRecorded) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251111);
  const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 4'000);
  std::cout << "seed " << seed << ", " << histories << " histories\n";
  uint64_t compared = 0, refused = 0;
  for (uint64_t h = 0; h < histories && !testing::Test::HasFailure(); ++h) {
    oracle::Draws draws(seed + h);
    const std::vector<oracle::Record> history = DrawReadHistory(draws);
    for (int i = 0; i < 4; ++i) {
      const oracle::Question question = oracle::DrawQuestion(draws, history);
      Asked asked(history, question.view);
      for (const oracle::Record& record : history) {
        const auto left_out = asked.LeftOut(record.position, question.window);
        if (!left_out) {
          ++refused;
          continue;
        }
        ++compared;
        const std::vector<std::string> differing =
            ChangedFields(*left_out, asked.NeverRecorded(record.position, question.window));
        EXPECT_TRUE(differing.empty())
            << "history seed " << seed + h << ": " << absl::StrJoin(differing, ",") << "\n"
            << asked.Describe(record.position, question.window);
      }
    }
  }
  std::cout << compared << " acts left out, " << refused << " that something hangs on\n";
  EXPECT_GT(compared, 10 * histories / 4);
}

}  // namespace
}  // namespace decree
