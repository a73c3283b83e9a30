// Many transactions screened under one view filter, with all that is remembered between them, held
// against each one screened alone. The draws repeat themselves, so that most answers are ones that
// were remembered.
#include <iostream>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/query/screen/view_screenings.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"
#include "tests/model/screen_world.h"

namespace decree {
namespace {

using Fields = std::vector<TransactionField>;

std::vector<oracle::Record> RecordsOfWorld(const std::vector<Event>& world) {
  std::vector<oracle::Record> records;
  records.reserve(world.size());
  for (const Event& event : world) {
    records.push_back({records.size() + 1, static_cast<int64_t>(records.size()), event});
  }
  return records;
}

std::string TextOfScreening(const absl::StatusOr<ScreenAnswer>& answer) {
  if (!answer.ok()) return answer.status().ToString();
  std::vector<std::string> measures, pending;
  for (const ScreenRow& row : answer->measures) {
    if (row.state.applies != Answer::kNo) measures.push_back(row.state.measure);
  }
  for (const PendingRow& row : answer->pending) {
    if (pending.empty() || pending.back() != row.measure) pending.push_back(row.measure);
  }
  const DutySum& added = answer->duty.added;
  return absl::StrCat(NameOf(answer->decision), " ", added.rate, " ", added.rate_min, " ",
                      added.rate_max, " applies ", absl::StrJoin(measures, ","), " pending ",
                      absl::StrJoin(pending, ","), " missing ",
                      absl::StrJoin(answer->missing, ","));
}

std::string TextOfScreening(const absl::StatusOr<std::shared_ptr<const ScreenOutcome>>& found) {
  if (!found.ok()) return found.status().ToString();
  const ScreenOutcome& outcome = **found;
  return absl::StrCat(
      NameOf(outcome.decision), " ", outcome.added.rate, " ", outcome.added.rate_min, " ",
      outcome.added.rate_max, " applies ", absl::StrJoin(outcome.measures, ","), " pending ",
      absl::StrJoin(outcome.pending, ","), " missing ", absl::StrJoin(outcome.missing, ","));
}

// Leaves out some facts, names a group as a place, and changes the day of some transactions.
Fields Draw(oracle::Draws& draws) {
  Fields fields;
  for (TransactionField& field : oracle::DrawTransaction(draws, true)) {
    const bool is_place = field.name == "origin" || field.name == "destination";
    if (is_place && draws.Percent(10)) field.value = "club";
    if (field.name == "on" || draws.Below(6) != 0) fields.push_back(std::move(field));
  }
  return fields;
}

TEST(ScreeningsDifferential, AnswersAsOneByOne) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251109);
  const uint64_t worlds = FromEnvironment("DECREE_WORLDS", 200);
  constexpr int kTransactionsPerWorld = 60;
  uint64_t asked = 0, remembered = 0;
  for (uint64_t w = 0; w < worlds && !testing::Test::HasFailure(); ++w) {
    SCOPED_TRACE(absl::StrCat("world seed ", seed + w));
    oracle::Draws draws(seed + w);
    const std::vector<Event> events = oracle::DrawWorld(draws);
    const ProjectedHistory history(RecordsOfWorld(events));
    const QuestionContext context{history.log(), history.strands(), ViewFilter{View(), {}}, {}, {}};
    // Small enough to be let go of now and then.
    ViewScreenings screenings(context, 256 << 10);
    std::set<const ScreenOutcome*> seen;
    std::vector<std::shared_ptr<const ScreenOutcome>> kept;
    for (int i = 0; i < kTransactionsPerWorld; ++i) {
      const auto transaction = TransactionFromFields(Draw(draws));
      ASSERT_TRUE(transaction.ok()) << transaction.status();
      ScreenQuestion question;
      question.transaction = *transaction;
      const auto outcome = screenings.OutcomeOf(*transaction);
      std::string what;
      for (const TransactionField& field : FieldsOf(*transaction)) {
        absl::StrAppend(&what, " ", field.name, "=", field.value);
      }
      ASSERT_EQ(TextOfScreening(outcome), TextOfScreening(AnswerScreen(context, question))) << what;
      ++asked;
      if (!outcome.ok()) continue;
      remembered += seen.insert(outcome->get()).second ? 0 : 1;
      kept.push_back(*outcome);
    }
  }
  std::cout << "seed " << seed << ", " << worlds << " worlds: " << asked << " asked, " << remembered
            << " remembered\n";
  EXPECT_GT(remembered, asked / 20);
}

}  // namespace
}  // namespace decree
