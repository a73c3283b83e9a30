// What is monitored, and which observations do not fit their changes, held against the naive record
// oracle on drawn records, under drawn views.
//
// DECREE_SEED and DECREE_HISTORIES (environment) choose other or longer runs.
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "core/model/asked_date.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"
#include "tests/model/record_oracle.h"

namespace decree {
namespace {

using oracle::Record;

std::string Describe(const std::vector<Record>& record, const View& view) {
  std::string text = absl::StrCat(
      "known_by ", FormatUtc(view.known_by_us), ", positions to ", view.position_max,
      view.reads_claims ? ", claimed by " : ", recorded by ", view.recorded_us_max, "\n");
  for (const Record& one : record) {
    absl::StrAppend(&text, one.position, ": ", EventToJson(one.event), "\n");
  }
  return text;
}

View DrawView(oracle::Draws& draws, size_t events) {
  View view;
  if (draws.Percent(50)) {
    view.known_by_us =
        ParseWindow(absl::StrFormat("2025-%02d-%02d", draws.Between(1, 3), draws.Between(1, 28)),
                    "Etc/UTC")
            ->last_civil_us;
  }
  if (draws.Percent(40)) view.position_max = draws.Below(events + 1);
  if (draws.Percent(30)) {
    view.reads_claims = true;
    view.recorded_us_max = draws.Between(-1, static_cast<int64_t>(events));
  }
  return view;
}

template <typename Check>
void ForEachRecord(uint64_t records, Check check) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251113);
  records = FromEnvironment("DECREE_HISTORIES", records);
  std::cout << "seed " << seed << ", " << records << " records\n";
  for (uint64_t r = 0; r < records && !testing::Test::HasFailure(); ++r) {
    SCOPED_TRACE(absl::StrCat("record seed ", seed + r));
    oracle::Draws draws(seed + r);
    const std::vector<Record> record = oracle::DrawRecord(draws);
    const ProjectedHistory history(record);
    for (int i = 0; i < 4; ++i) {
      const View view = DrawView(draws, record.size());
      const QuestionContext context{
          history.log(), history.strands(), history.FilterOf(view), {}, {}};
      check(draws, record, view, context);
    }
  }
}

TEST(RecordDifferential, MonitoredIsWhatTheOracleSees) {
  uint64_t claims = 0, possible = 0, unmonitored = 0;
  ForEachRecord(3'000, [&](oracle::Draws& draws, const std::vector<Record>& record,
                           const View& view, const QuestionContext& context) {
    CoverageQuestion question;
    std::string on = absl::StrFormat("2025-%02d", draws.Between(1, 4));
    if (draws.Percent(80)) absl::StrAppend(&on, absl::StrFormat("-%02d", draws.Between(1, 28)));
    question.on = on;
    const auto answer = AnswerCoverage(context, question);
    ASSERT_TRUE(answer.ok()) << answer.status();
    std::map<std::string, bool> told;
    for (const CoverageRow& row : answer->rows) {
      told[absl::StrCat(row.issuer, " ", row.domain, " ", row.because.front())] = row.certain;
    }
    const oracle::Monitored expected =
        oracle::MonitoredOn(record, view, *ParseWindow(on, "Etc/UTC"));
    ASSERT_EQ(told, expected.claims) << "on " << on << ", " << Describe(record, view);
    const std::set<std::string> without(answer->unmonitored.begin(), answer->unmonitored.end());
    ASSERT_EQ(without, expected.unmonitored) << "on " << on << Describe(record, view);
    claims += told.size();
    unmonitored += without.size();
    for (const auto& [claim, certain] : told) possible += certain ? 0 : 1;
  });
  std::cout << claims << " claims (" << possible << " possible), " << unmonitored
            << " unmonitored\n";
  EXPECT_GT(possible, claims / 20);
  EXPECT_GT(unmonitored, claims / 6);
}

TEST(RecordDifferential, MisfitsAreThoseOfTheOracle) {
  uint64_t values = 0, misfits = 0;
  ForEachRecord(3'000, [&](oracle::Draws&, const std::vector<Record>& record, const View& view,
                           const QuestionContext& context) {
    ObservationsQuestion question;
    question.series = oracle::kSeries;
    const auto answer = AnswerObservations(context, question);
    const std::map<std::string, bool> expected = oracle::MisfitsOf(record, view);
    if (!answer.ok()) {
      ASSERT_TRUE(absl::IsNotFound(answer.status())) << answer.status();
      ASSERT_TRUE(expected.empty()) << Describe(record, view);
      return;
    }
    std::map<std::string, bool> told;
    for (const ObservationRow& row : answer->rows) told[row.id] = !row.finding.empty();
    ASSERT_EQ(told, expected) << Describe(record, view);
    values += told.size();
    for (const auto& [id, misfit] : told) misfits += misfit ? 1 : 0;
  });
  std::cout << values << " values, " << misfits << " misfits\n";
  EXPECT_GT(misfits, values / 10);
  EXPECT_GT(values, 5 * misfits / 2);
}

}  // namespace
}  // namespace decree
