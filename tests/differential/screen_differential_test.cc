// Screening held against the naive oracle: on whole transactions answer for answer; on transactions
// with facts left out through every way in which these can be filled in. What is said to be decided
// must come out of all of them, what is said to lie between two ends must lie there, and a fact
// that changes the outcome must have been named.
#include <algorithm>
#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"
#include "tests/model/place_oracle.h"
#include "tests/model/screen_oracle.h"
#include "tests/model/screen_world.h"

namespace decree {
namespace {

using Fields = std::vector<TransactionField>;
using oracle::ScreenResult;

std::vector<oracle::Record> RecordsOf(const std::vector<Event>& world) {
  std::vector<oracle::Record> records;
  records.reserve(world.size());
  for (const Event& event : world) {
    records.push_back({records.size() + 1, static_cast<int64_t>(records.size()), event});
  }
  return records;
}

Transaction Read(const Fields& fields) {
  const auto transaction = TransactionFromFields(fields);
  EXPECT_TRUE(transaction.ok()) << transaction.status();
  return transaction.ok() ? *transaction : Transaction();
}

// A duty as it is shown: "8.75%", "2.5% + 0.5 USD/kg", "0.5 USD/kg".
struct Shown {
  explicit Shown(const std::string& text) {
    for (const absl::string_view part : absl::StrSplit(text, " + ")) {
      if (absl::EndsWith(part, "%")) {
        share = Scaled(part.substr(0, part.size() - 1), 10);
      } else {
        EXPECT_TRUE(absl::EndsWith(part, " USD/kg")) << text;
        per_kg = Scaled(part.substr(0, part.find(' ')), 6);
      }
    }
  }
  int64_t share = 0;   // 10^-12 of the value
  int64_t per_kg = 0;  // millionths of the currency

 private:
  static int64_t Scaled(absl::string_view text, int scale) {
    const auto decimal = ParseDecimal(text);
    EXPECT_TRUE(decimal.ok()) << text;
    const auto scaled = decimal.ok() ? WithScale(*decimal, scale) : std::nullopt;
    return scaled ? static_cast<int64_t>(scaled->unscaled) : -1;
  }
};

std::string Text(const ScreenResult& result) {
  if (result.is_cycle) return absl::StrCat("cycle ", result.decision, " ", result.policy);
  return absl::StrCat(result.decision, " ", result.policy, " added ", result.added, " base ",
                      result.base, " per kg ", result.base_per_kg);
}

class World {
 public:
  explicit World(std::vector<Event> events)
      : events_(std::move(events)), records_(RecordsOf(events_)), history_(records_) {}

  absl::StatusOr<ScreenAnswer> Screen(const Fields& fields) const {
    ScreenQuestion question;
    question.transaction = Read(fields);
    const QuestionContext context{
        history_.log(), history_.strands(), ViewFilter{View(), {}}, {}, {}};
    return AnswerScreen(context, question);
  }
  ScreenResult Naive(const Fields& fields, bool parts_take_out = false) const {
    return oracle::ScreenNaively(events_, Read(fields), parts_take_out);
  }
  // Whom the group stands for on the day of the transaction.
  std::vector<std::string> MembersOf(const std::string& group, const Fields& fields) const {
    std::vector<Event> memberships;
    std::set<std::string> members;
    for (const Event& event : events_) {
      if (!event.membership || event.membership->group != group) continue;
      memberships.push_back(event);
      members.insert(event.membership->member);
    }
    const auto day = ParseWindow(Read(fields).on.text(), "Etc/UTC");
    std::vector<std::string> on_the_day;
    for (const std::string& member : members) {
      if (oracle::PlaceNaively(memberships, {group}, member, day->first_civil_us) ==
          oracle::Stands::kWithin) {
        on_the_day.push_back(member);
      }
    }
    return on_the_day;
  }
  std::string Describe(const Fields& fields) const {
    std::string text;
    for (const Event& event : events_) absl::StrAppend(&text, EventToJson(event), "\n");
    for (const TransactionField& field : fields) {
      absl::StrAppend(&text, " ", field.name, "=", field.value);
    }
    return text;
  }

 private:
  const std::vector<Event> events_;
  const std::vector<oracle::Record> records_;
  const ProjectedHistory history_;
};

ScreenResult ResultOf(const absl::StatusOr<ScreenAnswer>& answer) {
  ScreenResult result;
  EXPECT_TRUE(answer.ok()) << answer.status();
  if (!answer.ok()) return result;
  result.decision = std::string(NameOf(answer->decision));
  if (answer->policy) result.policy = std::string(NameOf(*answer->policy));
  if (!answer->trouble.empty()) {
    result.is_cycle = true;
    EXPECT_TRUE(absl::StrContains(answer->trouble, " a cycle (")) << answer->trouble;
    EXPECT_EQ(answer->duty.added.rate, "unknown");
    return result;
  }
  result.added = Shown(answer->duty.added.rate).share;
  if (answer->duty.base.rate.empty()) return result;
  const Shown base(answer->duty.base.rate);
  result.base = base.share;
  result.base_per_kg = base.per_kg;
  return result;
}

// A transaction with some facts left out, and all the ways to fill them in.
struct Partial {
  Fields given, asked;  // `asked`: with facts that do not read, which is as not to give them
  std::vector<std::string> left_out;
  std::vector<Fields> fillings;  // the i-th fact's choice is i-th in the order of `left_out`
};

Partial LeaveOut(oracle::Draws& draws, const Fields& whole) {
  Partial partial;
  std::set<std::string> out;
  while (out.size() < 1 + draws.Below(3)) out.insert(draws.OneOf(oracle::FactNames()));
  for (const TransactionField& field : whole) {
    if (!out.contains(field.name)) partial.given.push_back(field);
  }
  partial.asked = partial.given;
  if (out.contains("metalContent") && draws.Percent(50)) {
    partial.asked.push_back({"metalContent", draws.OneOf<std::string>({"12.5", "some", "-3"})});
  }
  partial.left_out.assign(out.begin(), out.end());
  partial.fillings = {{}};
  for (const std::string& fact : partial.left_out) {
    std::vector<Fields> longer;
    for (const Fields& shorter : partial.fillings) {
      for (const Fields& filling : oracle::FillingsOf(fact)) {
        longer.push_back(shorter);
        longer.back().insert(longer.back().end(), filling.begin(), filling.end());
      }
    }
    partial.fillings = std::move(longer);
  }
  return partial;
}

// The facts that alone make a difference between two fillings.
std::set<std::string> Telling(const Partial& partial, const std::vector<ScreenResult>& results) {
  std::set<std::string> telling;
  for (size_t a = 0; a < results.size(); ++a) {
    for (size_t b = a + 1; b < results.size(); ++b) {
      if (results[a] == results[b]) continue;
      std::vector<std::string> differing;
      for (size_t i = 0; i < partial.left_out.size(); ++i) {
        if (!(partial.fillings[a][i] == partial.fillings[b][i])) {
          differing.push_back(partial.left_out[i]);
        }
      }
      if (differing.size() == 1) telling.insert(differing[0]);
    }
  }
  return telling;
}

void CheckEnds(const DutySum& sum, int64_t ScreenResult::*share, int64_t ScreenResult::*per_kg,
               const std::vector<ScreenResult>& results, const std::string& what) {
  const bool is_known = sum.rate != "unknown";
  const Shown low(sum.rate.empty() ? "0%" : is_known ? sum.rate : sum.rate_min);
  const bool has_end = is_known || !sum.rate_max.empty();
  const Shown high(sum.rate.empty() || !has_end ? "0%" : is_known ? sum.rate : sum.rate_max);
  for (const ScreenResult& result : results) {
    const int64_t due = result.*share, due_per_kg = per_kg != nullptr ? result.*per_kg : 0;
    EXPECT_GE(due, low.share) << what;
    EXPECT_GE(due_per_kg, low.per_kg) << what;
    if (!has_end) continue;
    // Under a cap that may cut, the end is a share of the value, whatever is due by the kilogram.
    const bool is_share = per_kg != nullptr && high.per_kg == 0;
    EXPECT_LE(is_share ? result.base_whole : due, high.share) << what;
    EXPECT_LE(is_share ? 0 : due_per_kg, high.per_kg) << what;
  }
}

void CheckPartial(const World& world, const Partial& partial,
                  const std::vector<ScreenResult>& results, const ScreenAnswer& answer) {
  const std::string what = absl::StrCat(
      world.Describe(partial.asked), "\nleft out: ", absl::StrJoin(partial.left_out, ", "), "\n",
      NameOf(answer.decision), ", missing: ", absl::StrJoin(answer.missing, ", "));
  if (answer.decision != ScreenDecision::kUndetermined) {
    for (const ScreenResult& result : results) {
      EXPECT_EQ(result.decision, NameOf(answer.decision)) << what;
    }
  }
  CheckEnds(answer.duty.added, &ScreenResult::added, nullptr, results, what);
  CheckEnds(answer.duty.base, &ScreenResult::base, &ScreenResult::base_per_kg, results, what);
  for (const std::string& fact : answer.missing) {
    EXPECT_TRUE(std::find(partial.left_out.begin(), partial.left_out.end(), fact) !=
                partial.left_out.end())
        << fact << " is given\n"
        << what;
  }
  for (const std::string& fact : Telling(partial, results)) {
    EXPECT_TRUE(std::find(answer.missing.begin(), answer.missing.end(), fact) !=
                answer.missing.end())
        << fact << " changes the outcome\n"
        << what;
  }
}

// A text that names several parties leaves open what one of them alone takes out of a control.
bool NamesSeveral(const Fields& fields) {
  return std::any_of(fields.begin(), fields.end(), [](const TransactionField& field) {
    return field.name == "party" && absl::StrContains(field.value, ';');
  });
}

struct Counts {
  uint64_t several = 0;
  uint64_t whole = 0, partial = 0, open = 0, needless = 0, cycles = 0, dutiable = 0;
  uint64_t groups = 0, decided_groups = 0;
};

// What is decided of goods of a group, or for one, is so for each of its members.
void CompareGroup(const World& world, oracle::Draws& draws, Counts& counts) {
  const Fields whole = oracle::DrawTransaction(draws);
  const std::string place = draws.Percent(60) ? "origin" : "destination";
  const auto with = [&](const std::string& name) {
    Fields fields = whole;
    for (TransactionField& field : fields) {
      if (field.name == place) field.value = name;
    }
    return fields;
  };
  const Fields asked = with("club");
  const auto answer = world.Screen(asked);
  ASSERT_TRUE(answer.ok()) << answer.status() << "\n" << world.Describe(asked);
  if (!answer->trouble.empty()) return;
  std::vector<ScreenResult> results;
  for (const std::string& member : world.MembersOf("club", asked)) {
    results.push_back(world.Naive(with(member)));
  }
  ASSERT_FALSE(results.empty());
  const std::string what = absl::StrCat(world.Describe(asked), "\n", NameOf(answer->decision));
  ++counts.groups;
  if (answer->decision != ScreenDecision::kUndetermined) {
    ++counts.decided_groups;
    for (const ScreenResult& result : results) {
      EXPECT_EQ(result.decision, NameOf(answer->decision)) << what;
    }
  }
  EXPECT_TRUE(answer->missing.empty()) << what;
  CheckEnds(answer->duty.added, &ScreenResult::added, nullptr, results, what);
  CheckEnds(answer->duty.base, &ScreenResult::base, &ScreenResult::base_per_kg, results, what);
}

void Compare(const World& world, oracle::Draws& draws, Counts& counts) {
  const Fields whole = oracle::DrawTransaction(draws, true);
  const ScreenResult expected = world.Naive(whole);
  const auto answer = world.Screen(whole);
  if (NamesSeveral(whole)) {
    const std::vector<ScreenResult> readings = {expected, world.Naive(whole, true)};
    const bool is_cycle = readings[0].is_cycle || readings[1].is_cycle;
    ASSERT_TRUE(answer.ok()) << answer.status();
    ++counts.several;
    if (!is_cycle && answer->trouble.empty()) {
      CheckPartial(world, {whole, whole, {}, {}}, readings, *answer);
    }
    return;
  }
  EXPECT_EQ(Text(ResultOf(answer)), Text(expected)) << world.Describe(whole);
  if (!answer.ok()) return;
  EXPECT_TRUE(answer->missing.empty()) << world.Describe(whole);
  ++counts.whole;
  counts.cycles += expected.is_cycle ? 1 : 0;
  counts.dutiable += expected.added > 0 ? 1 : 0;
  const Partial partial = LeaveOut(draws, whole);
  std::vector<ScreenResult> results;
  for (const Fields& filling : partial.fillings) {
    Fields filled = partial.given;
    filled.insert(filled.end(), filling.begin(), filling.end());
    results.push_back(world.Naive(filled));
  }
  const bool any_cycle = std::any_of(results.begin(), results.end(),
                                     [](const ScreenResult& result) { return result.is_cycle; });
  const auto partly = world.Screen(partial.asked);
  ASSERT_TRUE(partly.ok()) << partly.status() << "\n" << world.Describe(partial.asked);
  if (any_cycle) {
    EXPECT_FALSE(partly->trouble.empty()) << world.Describe(partial.asked);
  }
  // Rules that contradict each other only where exclusive matches meet are told all the same.
  if (!partly->trouble.empty()) {
    EXPECT_TRUE(partly->decision == ScreenDecision::kUndetermined ||
                partly->decision == ScreenDecision::kProhibited);
    return;
  }
  ++counts.partial;
  const bool is_open = partly->decision == ScreenDecision::kUndetermined;
  counts.open += is_open ? 1 : 0;
  const bool all_agree = std::all_of(results.begin(), results.end(),
                                     [&](const ScreenResult& r) { return r == results.front(); });
  counts.needless += is_open && all_agree ? 1 : 0;
  CheckPartial(world, partial, results, *partly);
}

TEST(ScreenDifferential, ScreensAsTheOracleInEveryFilling) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251109);
  const uint64_t worlds = FromEnvironment("DECREE_WORLDS", 1'500);
  constexpr int kTransactionsPerWorld = 6;
  std::cout << "seed " << seed << ", " << worlds << " worlds\n";
  Counts counts;
  for (uint64_t w = 0; w < worlds && !testing::Test::HasFailure(); ++w) {
    SCOPED_TRACE(absl::StrCat("world seed ", seed + w));
    oracle::Draws draws(seed + w);
    const World world(oracle::DrawWorld(draws));
    for (int i = 0; i < kTransactionsPerWorld; ++i) Compare(world, draws, counts);
    CompareGroup(world, draws, counts);
  }
  std::cout << counts.whole << " whole transactions (" << counts.dutiable << " dutiable, "
            << counts.cycles << " cycles), " << counts.partial << " partial (" << counts.open
            << " undetermined, of these " << counts.needless << " decided in every filling), "
            << counts.groups << " of a group (" << counts.decided_groups << " decided), "
            << counts.several << " of several parties in one text\n";
  EXPECT_GT(counts.decided_groups, counts.groups / 5);
  EXPECT_LT(counts.decided_groups, counts.groups);
  EXPECT_GT(counts.several, counts.whole / 20);
  EXPECT_GT(counts.dutiable, counts.whole / 20);
  EXPECT_GT(counts.open, counts.partial / 20);
}

}  // namespace
}  // namespace decree
