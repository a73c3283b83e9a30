// Strands read ahead are those read one by one, whatever their names and sizes; and the control
// state of everything is that of each measure asked by itself.
#include "core/query/acts/repaired_strand.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

class RepairedStrandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // Names that begin alike, more of them than are read at a time.
    for (int i = 0; i < 600; ++i) {
      const std::string slug =
          absl::StrCat("us/", i % 3 == 0 ? "a" : "a-", i / 7, i % 2 == 0 ? "" : "/x", i);
      const int year = 2020 + i % 9;
      store_.Add(absl::StrCat(R"({"id":"e)", i, R"(","kind":"imposed","measure":")", slug,
                              R"(","actor":{"jurisdiction":"US"},"stated":"2020-01-01",)",
                              R"("effective":{"from":")", year, R"(-01-02","to":")", year + 2,
                              R"(-01-01"},"title":"T)", i, R"("})"));
      if (i % 5 != 0) continue;
      store_.Add(absl::StrCat(R"({"id":"r)", i, R"(","kind":"corrected","target":"e)", i,
                              R"(","replacement":{"effective":{"from":"2021-01-02"}}})"));
    }
    // One with more acts than are read at a time.
    for (int i = 0; i < 300; ++i) {
      store_.Add(absl::StrCat(R"({"id":"m)", i, R"(","kind":"suspended","measure":"us/a-1",)",
                              R"("actor":{"jurisdiction":"US"},"stated":"2021-01-01",)",
                              R"("effective":{"from":"2023-01-02"}})"));
    }
    store_.Add(R"({"id":"licence","kind":"imposed","measure":"us/licence","class":"authorization",)"
               R"("actor":{"jurisdiction":"US"},"authorizes":["us/a-1*"],"stated":"2020-01-01",)"
               R"("effective":{"from":"2020-01-02"}})");
    const auto entities = store_.strands().Entities("controls", "m/");
    ASSERT_TRUE(entities.ok()) << entities.status();
    for (const std::string& entity : *entities) slugs_.push_back(entity.substr(2));
  }

  ProjectedLog store_;
  std::vector<std::string> slugs_;
};

TEST_F(RepairedStrandTest, ReadAheadIsAsReadAlone) {
  RepairedStrands ahead(store_.strands());
  ahead.ExpectMeasures(slugs_);
  for (const char* const prefix : {"m/", "a/"}) {
    for (size_t i = 0; i < slugs_.size(); i += 1 + i % 4) {  // not each is asked for
      const std::string entity = prefix + slugs_[i];
      const auto repaired = ahead.Of("controls", entity);
      ASSERT_TRUE(repaired.ok()) << repaired.status();
      const auto alone = store_.strands().Load("controls", entity);
      ASSERT_TRUE(alone.ok()) << alone.status();
      EXPECT_EQ((*repaired)->strand().acts, alone->acts) << entity;
      EXPECT_EQ((*repaired)->strand().sides, alone->sides) << entity;
    }
  }
}

TEST_F(RepairedStrandTest, TheStateOfAllIsThatOfEach) {
  const auto ask = [&](const std::string& measure, bool all) {
    AsOfQuestion question;
    question.effective_on = "2023-06-01";
    question.measure = measure;
    question.all = all;
    const QuestionContext context{store_.log(), store_.strands(), ViewFilter(), {}, {}};
    const auto answer = AnswerAsOf(context, question, {});
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->measures : std::vector<MeasureState>();
  };
  const auto text = [](const MeasureState& state) {
    return absl::StrCat(state.measure, " ", state.title, " ", state.issuer, " ",
                        NameOf(state.applies), " ", absl::StrJoin(state.reasons, ";"), " ",
                        absl::StrJoin(state.because, ","));
  };
  const std::vector<MeasureState> all = ask("", true);
  const std::vector<MeasureState> listed = ask("", false);
  ASSERT_EQ(all.size(), slugs_.size());
  EXPECT_GT(listed.size(), 50u);
  EXPECT_LT(listed.size(), all.size() - 50);
  size_t next = 0;
  for (size_t i = 0; i < slugs_.size(); ++i) {
    const std::vector<MeasureState> alone = ask(slugs_[i], false);
    ASSERT_EQ(alone.size(), 1u);
    EXPECT_EQ(text(all[i]), text(alone[0]));
    if (!alone[0].listed_by_default) continue;
    ASSERT_LT(next, listed.size());
    EXPECT_EQ(text(listed[next++]), text(alone[0]));
  }
  EXPECT_EQ(next, listed.size());
}

}  // namespace
}  // namespace decree
