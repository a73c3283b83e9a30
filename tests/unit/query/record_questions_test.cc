#include "absl/strings/str_join.h"
#include "core/query/questions.h"
#include "gmock/gmock.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RecordQuestionsTest : public ::testing::Test {
 protected:
  uint64_t Claim(absl::string_view id, absl::string_view stated, absl::string_view effective,
                 absl::string_view domain = "tariffs", absl::string_view issuer = "US") {
    return log_.Add(absl::StrCat(R"({"id":")", id, R"(","kind":"coverageSet","stated":")", stated,
                                 R"(","effective":{)", effective, R"(},"coverage":{"issuer":")",
                                 issuer, R"(","domain":")", domain, R"(","sources":["FR ", ")", id,
                                 R"("]}})"));
  }
  uint64_t Observe(absl::string_view id, absl::string_view period, absl::string_view rest) {
    return log_.Add(absl::StrCat(R"({"id":")", id,
                                 R"(","kind":"observation","stated":"2025-10-22","observation":)",
                                 R"({"series":"x","period":")", period, R"(",)", rest, "}}"));
  }
  QuestionContext Context(const View& view = {}) const {
    return {log_.log(), log_.strands(), ViewFilter{view, {}}, {}, {}};
  }
  CoverageAnswer Coverage(const std::string& on = "", const std::string& issuer = "",
                          const View& view = {}) {
    CoverageQuestion question;
    question.on = on;
    question.issuer = issuer;
    const auto answer = AnswerCoverage(Context(view), question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : CoverageAnswer();
  }
  // "US tariffs 2025-01-01/ certain a,b"
  static std::vector<std::string> Lines(const CoverageAnswer& answer) {
    std::vector<std::string> lines;
    for (const CoverageRow& row : answer.rows) {
      lines.push_back(absl::StrCat(row.issuer, " ", row.domain, " ", row.from, "/", row.to,
                                   row.certain ? "" : "?", " ", absl::StrJoin(row.because, ",")));
    }
    return lines;
  }
  ObservationsAnswer Observations(const std::string& series = "x", const View& view = {}) {
    ObservationsQuestion question;
    question.series = series;
    const auto answer = AnswerObservations(Context(view), question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : ObservationsAnswer();
  }

  ProjectedLog log_;
};

TEST_F(RecordQuestionsTest, ClaimsAreListedByIssuerAndDomain) {
  Claim("us-t", "2025-01-01", R"("from":"2025-01-01")");
  Claim("cn", "2025-01-01", R"("through":"2025-06-30")", "controls", "CN");
  Claim("us-c", "2025-02-01", R"("from":"2025-03")", "controls");
  EXPECT_THAT(Lines(Coverage()),
              ElementsAre("CN controls 2025-01-01/2025-07-01 cn", "US controls 2025-03/ us-c",
                          "US tariffs 2025-01-01/ us-t"));
  EXPECT_THAT(Coverage("", "CN").rows[0].sources, ElementsAre("FR ", "cn"));
  EXPECT_THAT(Lines(Coverage("2025-03-15", "US")),
              ElementsAre("US controls 2025-03/? us-c", "US tariffs 2025-01-01/ us-t"));
  EXPECT_THAT(Lines(Coverage("2025-02-28")),
              ElementsAre("CN controls 2025-01-01/2025-07-01 cn", "US tariffs 2025-01-01/ us-t"));
  EXPECT_THAT(Lines(Coverage("2025-07-01", "CN")), IsEmpty());
  EXPECT_THAT(Lines(Coverage("2025-06", "CN")), ElementsAre(HasSubstr("2025-07-01 cn")));
  EXPECT_THAT(Lines(Coverage("2025", "CN")), ElementsAre(HasSubstr("2025-07-01? cn")));
}

TEST_F(RecordQuestionsTest, ALaterClaimReplacesFromItsStartOn) {
  Claim("first", "2025-01-01", R"("from":"2025-01-01")");
  Claim("second", "2025-06-01", R"("from":"2025-07-01","to":"2025-10-01")");
  EXPECT_THAT(Lines(Coverage()), ElementsAre("US tariffs 2025-01-01/2025-07-01 first,second",
                                             "US tariffs 2025-07-01/2025-10-01 second"));
  EXPECT_THAT(Lines(Coverage("2025-06-30")), ElementsAre(HasSubstr("first")));
  EXPECT_THAT(Lines(Coverage("2025-07-01")),
              ElementsAre("US tariffs 2025-07-01/2025-10-01 second"));
  EXPECT_THAT(Lines(Coverage("2025-10-01")), IsEmpty());  // the watch has ended
  // What was recorded late but stated earlier is below; what never held is no row.
  Claim("old", "2024-01-01", R"("from":"2025-02-01")");
  EXPECT_EQ(Coverage().rows.size(), 2u);
  Claim("third", "2025-08-01", R"("from":"2025-09")");
  EXPECT_THAT(
      Lines(Coverage("2025-09-15")),
      ElementsAre("US tariffs 2025-07-01/2025-09? second,third", "US tariffs 2025-09/? third"));
}

TEST_F(RecordQuestionsTest, RepairsAndTheViewDecideWhatIsClaimed) {
  Claim("a", "2025-01-01", R"("from":"2025-01-01")");
  const uint64_t wrong = Claim("b", "2025-03-01", R"("from":"2025-03-01")");
  log_.Add(R"({"id":"undo","kind":"retracted","target":"b"})");
  log_.Add(R"({"id":"fix","kind":"corrected","target":"a",
              "replacement":{"coverage":{"issuer":"CN","domain":"duties"}}})");
  EXPECT_THAT(Lines(Coverage()), ElementsAre("CN duties 2025-01-01/ a,fix"));
  View view;
  view.position_max = wrong;
  EXPECT_EQ(Coverage("", "", view).rows.size(), 2u);
  view = View();
  view.known_by_us = 0;
  const CoverageAnswer early = Coverage("", "", view);
  EXPECT_THAT(early.rows, IsEmpty());
  EXPECT_THAT(early.notes, ElementsAre(HasSubstr("does not know 1 claims")));
}

TEST_F(RecordQuestionsTest, IssuersWithMeasuresAndNoClaimAreUnmonitored) {
  log_.Add(ActText("m", "announced", R"("stated":"2025-01-05")"));
  EXPECT_THAT(Coverage().unmonitored, ElementsAre("US"));
  EXPECT_THAT(Coverage("", "CN").unmonitored, IsEmpty());
  EXPECT_THAT(Coverage("", "CN").notes, ElementsAre(HasSubstr("no measure of CN")));
  Claim("a", "2025-01-01", R"("from":"2025-02-01")");
  EXPECT_THAT(Coverage().unmonitored, IsEmpty());
  EXPECT_THAT(Coverage("2025-01-15").unmonitored, ElementsAre("US"));
  CoverageQuestion question;
  question.on = "2025-13";
  const absl::Status refused = AnswerCoverage(Context(), question).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_EQ(refused.message().substr(0, 14), "on: \"2025-13\" ");
}

TEST_F(RecordQuestionsTest, ValuesAreComparedWithThePeriodBefore) {
  Observe("sep", "2025-09", R"("unit":"t","value":"420.5","change":"-28.7%")");
  EXPECT_EQ(Observations().rows[0].implied_previous, "589.8");
  EXPECT_EQ(Observations().rows[0].finding, "");
  const uint64_t fits = Observe("aug", "2025-08", R"("unit":"t","value":"590","change":"+1%")");
  ASSERT_EQ(Observations().rows.size(), 2u);
  EXPECT_EQ(Observations().rows[0].id, "aug");
  EXPECT_EQ(Observations().rows[1].finding, "");
  Observe("aug-revised", "2025-08", R"("unit":"t","value":"612.04")");
  const ObservationsAnswer answer = Observations();
  ASSERT_EQ(answer.rows.size(), 3u);
  EXPECT_EQ(answer.rows[2].finding,
            "420.5 t at -28.7% implies about 589.76 for 2025-08 (589.278 to 590.246 with "
            "rounding), but 612.04 t is recorded (aug-revised): 22.28 t more");
  EXPECT_THAT(answer.all_series, ElementsAre("x"));
  View view;
  view.position_max = fits;
  EXPECT_EQ(Observations("x", view).rows[1].finding, "");
}

TEST_F(RecordQuestionsTest, WhatCannotBeComparedIsNot) {
  Observe("a", "2025-10-21", R"("unit":"%","value":"-0.50","change":"-0.50%")");
  Observe("b", "2025-10-22", R"("unit":"%","value":"-0.71","change":"-0.71%")");
  const ObservationsAnswer shares = Observations();
  EXPECT_EQ(shares.rows[1].implied_previous, "");
  EXPECT_THAT(shares.notes, ElementsAre(HasSubstr("values in % are not compared")));
  Observe("year", "2025", R"("unit":"t","value":"12","change":"+2")");
  Observe("kg", "2024", R"("unit":"kg","value":"10")");
  Observe("gap", "2027", R"("unit":"t","value":"1","change":"+900%")");
  const ObservationsAnswer answer = Observations();
  ASSERT_EQ(answer.rows.size(), 5u);
  EXPECT_EQ(answer.rows[0].id, "kg");
  EXPECT_EQ(answer.rows[1].implied_previous, "10");
  EXPECT_THAT(answer.rows[1].finding, HasSubstr("not compared: 2024 is recorded in \"kg\""));
  EXPECT_EQ(answer.rows[4].implied_previous, "0");
  EXPECT_EQ(answer.rows[4].finding, "");
}

TEST_F(RecordQuestionsTest, ADistanceThatNoNumberHoldsIsLeftOut) {
  Observe("a", "2025-08", R"("unit":"t","value":"-9223372036854775807")");
  Observe("b", "2025-09", R"("unit":"t","value":"1","change":"0%")");
  const std::string finding = Observations().rows.back().finding;
  EXPECT_THAT(finding, testing::EndsWith("but -9223372036854775807 t is recorded (a)"));
}

TEST_F(RecordQuestionsTest, SeriesAreFoundRepairedAndUnknownOnesRefused) {
  Observe("a", "2025-09", R"("unit":"t","value":"1")");
  log_.Add(R"({"id":"fix","kind":"corrected","target":"a",
              "replacement":{"observation":{"series":"y","unit":"t","period":"2025-09","value":"2"}}})");
  log_.Add(R"({"id":"doubt","kind":"disputed","stated":"2025-10-23","target":"a"})");
  EXPECT_THAT(Observations("").all_series, ElementsAre("y"));
  EXPECT_THAT(Observations("x").rows, IsEmpty());
  ASSERT_EQ(Observations("y").rows.size(), 1u);
  EXPECT_EQ(Observations("y").rows[0].value, "2");
  ObservationsQuestion question;
  question.series = "z";
  EXPECT_TRUE(absl::IsNotFound(AnswerObservations(Context(), question).status()));
}

}  // namespace
}  // namespace decree
