// Screening by the compiled answers' postings must give what screening of every measure gives, in
// whatever view, while a random record grows under it. A failure prints the seed, the history as
// JSON Lines and the transaction.
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/append/append_checks.h"
#include "core/codec/event_codec.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"
#include "core/query/questions.h"
#include "core/query/screen/view_screenings.h"
#include "gtest/gtest.h"
#include "tests/differential/dressed_history.h"
#include "tests/differential/projected_history.h"
#include "tests/memory_log/memory_log.h"

namespace decree {
namespace {

using oracle::Draws;

// Everything of the answer but the words.
std::string Text(const absl::StatusOr<ScreenAnswer>& answer) {
  if (!answer.ok()) return answer.status().ToString();
  std::string text = absl::StrCat(NameOf(answer->decision), " added ", answer->duty.added.rate, " ",
                                  answer->duty.added.rate_min, " ", answer->duty.added.rate_max,
                                  " missing ", absl::StrJoin(answer->missing, ","));
  for (const ScreenRow& row : answer->measures) {
    absl::StrAppend(&text, "\n", row.state.measure, " ", NameOf(row.state.applies));
  }
  for (const PendingRow& row : answer->pending) {
    absl::StrAppend(&text, "\npending ", row.measure, " ", row.from, " ", row.then);
  }
  return text;
}

class CompiledRecord {
 public:
  CompiledRecord() : store_(NewMemoryStore()), compiled_(log_, home_, 1 << 20) {
    runner_ = std::make_unique<Runner>(log_, *store_, projections_);
    EXPECT_TRUE(runner_->Start().ok());
  }

  void Append(const Event& event) {
    AppendRequest request;
    request.id = event.id;
    request.body = EncodeEvent(event);
    request.streams = StreamsOf(event);
    request.target_id = event.target;
    const auto appended = log_.Append({&request, 1});
    ASSERT_TRUE(appended.ok()) << appended.status();
    absl::StrAppend(&text_, EventToJson(event), "\n");
    ASSERT_TRUE(runner_->ApplyThrough(log_.Head().size).ok());
  }

  // How many measures were not looked at.
  size_t Compare(const View& view, const Transaction& transaction) {
    const uint64_t head = log_.Head().size;
    const auto strands = std::make_shared<StoredStrands>(*store_);
    EXPECT_TRUE(compiled_.Follow(strands, head).ok());
    ScreenCandidates candidates{[&](const Transaction& t, std::vector<std::string>& slugs) {
                                  return compiled_.MayReach(t, head, slugs);
                                },
                                [&](const std::string& program, std::vector<std::string>& slugs) {
                                  return compiled_.OfProgram(program, head, slugs);
                                },
                                [&](const std::string& given, std::vector<std::string>& slugs) {
                                  return compiled_.ListNearly(given, head, slugs);
                                }};
    QuestionContext context{log_, *strands, ViewFilter{view, {}}, {}, {}};
    ScreenQuestion question;
    question.transaction = transaction;
    const auto whole = AnswerScreen(context, question);
    context.candidates = &candidates;
    const auto narrow = AnswerScreen(context, question);
    EXPECT_EQ(Text(narrow), Text(whole));
    ViewScreenings screenings(context, 1 << 20);
    const auto outcome = screenings.OutcomeOf(transaction);
    EXPECT_EQ(outcome.ok(), whole.ok());
    if (outcome.ok() && whole.ok()) {
      EXPECT_EQ((*outcome)->decision, whole->decision);
      EXPECT_EQ((*outcome)->added.rate, whole->duty.added.rate);
      EXPECT_EQ((*outcome)->missing, whole->missing);
    }
    std::vector<std::string> slugs;
    const auto found = compiled_.MayReach(transaction, head, slugs);
    if (!found.ok() || !*found) return 0;
    const auto all = strands->Entities("controls", "m/");
    return all.ok() ? all->size() - slugs.size() : 0;
  }

  const std::string& text() const { return text_; }
  uint64_t size() const { return log_.Head().size; }

 private:
  const ProjectionList projections_ = AllProjections();
  MemoryLog log_;
  std::unique_ptr<OrderedStore> store_;
  std::unique_ptr<Runner> runner_;
  MemoryHome home_;
  CompiledAnswers compiled_;
  std::string text_;
};

Transaction DrawTransaction(Draws& draws, const std::string& on) {
  static const auto& products = *new std::vector<std::string>{
      "HTS:8541420010", "HTS:7208010050", "CN:85414290",        "HS:8541", "HS:85", "tag:chips",
      "ECCN:3A090",     "ECCN:5A992",     "HTS@2024:8541420010"};
  Transaction transaction;
  transaction.on = on;
  static const auto& others = *new std::vector<std::string>{"DE", "DE", "EU", "DE-BY"};
  if (draws.Percent(95)) transaction.origin = draws.Percent(70) ? "CN" : draws.OneOf(others);
  if (draws.Percent(85)) transaction.destination = draws.Percent(70) ? "US" : draws.OneOf(others);
  if (draws.Percent(90)) transaction.products.push_back(*ParseProductCode(draws.OneOf(products)));
  if (draws.Percent(25)) transaction.products.push_back(*ParseProductCode(draws.OneOf(products)));
  if (draws.Percent(30)) transaction.parties.push_back(draws.Percent(50) ? "acme" : "other");
  if (draws.Percent(15)) transaction.importer = "zeta";
  if (draws.Percent(20)) transaction.owners.push_back({"listed", 600'000});
  if (draws.Percent(30)) transaction.end_use = "civil";
  return transaction;
}

View DrawView(Draws& draws, const oracle::Question& drawn, uint64_t size) {
  View view = drawn.view;
  view.recorded_us_max = kAxisMax;
  view.reads_claims = false;
  view.floor = Commitment::kEnacted;
  view.position_max = draws.Percent(40) ? 1 + draws.Below(size) : size;
  return view;
}

TEST(ScreenCandidates, NoMeasureThatMattersIsLeftOut) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251126);
  const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 300);
  uint64_t asked = 0, spared = 0;
  for (uint64_t h = 0; h < histories && !testing::Test::HasFailure(); ++h) {
    Draws draws(seed + h);
    const std::vector<oracle::Record> history = oracle::DrawHistory(draws);
    CompiledRecord record;
    for (size_t i = 0; i < history.size(); ++i) {
      Event event = history[i].event;
      if (!event.published) event.published = event.stated;
      if (!event.stated) event.stated = event.published;
      if (event.kind != EventKind::kCorrected && event.kind != EventKind::kRetracted) {
        Dress(draws, event);
      }
      record.Append(event);
      if (draws.Percent(3) && event.stated) record.Append(GroupEvent(draws, event, i));
      if (i % 5 != 0 && i + 1 != history.size()) continue;
      for (int q = 0; q < 5 && !testing::Test::HasFailure(); ++q) {
        const oracle::Question drawn = DrawQuestion(draws, history);
        const int64_t day = drawn.window.first_civil_us / kMicrosPerDay;
        const Transaction transaction = DrawTransaction(draws, FormatCivil(day * kMicrosPerDay));
        const View view = DrawView(draws, drawn, record.size());
        spared += record.Compare(view, transaction);
        ++asked;
        std::string what = absl::StrCat("seed ", seed + h, "\n", record.text());
        for (const TransactionField& field : FieldsOf(transaction)) {
          absl::StrAppend(&what, " ", field.name, "=", field.value);
        }
        EXPECT_FALSE(testing::Test::HasFailure()) << what << " position " << view.position_max
                                                  << " known by " << FormatUtc(view.known_by_us);
      }
    }
  }
  std::cout << asked << " transactions, " << spared << " measures not looked at\n";
  EXPECT_GT(spared, asked / 20);
}

}  // namespace
}  // namespace decree
