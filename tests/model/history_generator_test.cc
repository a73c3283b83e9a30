// That the random histories are worth comparing on: every kind and every value occurs, and enough
// answers are undetermined. Prints the shares.
#include "tests/model/history_generator.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>

#include "core/model/validate_event.h"

namespace decree::oracle {
namespace {

constexpr uint64_t kSeed = 20'250'110;

TEST(HistoryGeneratorTest, SameSeedGivesTheSameHistory) {
  Draws first(kSeed), second(kSeed);
  for (int i = 0; i < 50; ++i) {
    const std::vector<Record> a = DrawHistory(first);
    const std::vector<Record> b = DrawHistory(second);
    ASSERT_EQ(a.size(), b.size());
    for (size_t j = 0; j < a.size(); ++j) EXPECT_TRUE(a[j].event == b[j].event);
  }
}

TEST(HistoryGeneratorTest, EveryEventIsValidAndTargetsComeFirst) {
  Draws draws(kSeed);
  for (int i = 0; i < 2'000; ++i) {
    std::map<std::string, uint64_t> positions;
    const std::vector<Record> history = DrawHistory(draws);
    ASSERT_GE(history.size(), 1u);
    ASSERT_LE(history.size(), kHistoryEventsMax);
    for (const Record& record : history) {
      EXPECT_TRUE(ValidateEvent(record.event).ok()) << ValidateEvent(record.event);
      EXPECT_EQ(record.position, positions.size() + 1);
      if (!record.event.target.empty()) {
        EXPECT_EQ(positions.count(record.event.target), 1u);
      }
      positions[record.event.id] = record.position;
    }
  }
}

// How many answers hold each value as a possibility.
template <typename Enum>
struct Tally {
  const char* name;
  int held[8] = {};

  void Add(Possible<Enum> values) {
    for (unsigned v = 0; v < 8; ++v) held[v] += (values.bits() >> v) & 1u;
  }
  void ExpectEach(unsigned values, int asked) const {
    std::printf("  %-12s", name);
    for (unsigned v = 0; v < values; ++v) {
      std::printf(" %5.1f%%", 100.0 * held[v] / asked);
      EXPECT_GT(held[v], 0) << name << " " << v;
    }
    std::printf("\n");
  }
};

TEST(HistoryGeneratorTest, EveryKindAndValueOccursAndManyAnswersAreUndetermined) {
  constexpr int kHistories = 4'000;
  constexpr int kQuestionsEach = 5;
  constexpr int kAsked = kHistories * kQuestionsEach;
  Draws draws(kSeed);
  std::map<EventKind, int> kinds;
  Tally<Answer> applies{"applies"};
  Tally<Force> force{"force"};
  Tally<Legality> legality{"legality"};
  Tally<Enforcement> enforcement{"enforcement"};
  Tally<Commitment> commitment{"commitment"};
  Tally<Evidence> evidence{"evidence"};
  int undetermined = 0, force_open = 0, terms_open = 0;
  for (int i = 0; i < kHistories; ++i) {
    const std::vector<Record> history = DrawHistory(draws);
    for (const Record& record : history) ++kinds[*record.event.kind];
    for (int j = 0; j < kQuestionsEach; ++j) {
      const StateSet state = Ask(history, DrawQuestion(draws, history));
      applies.Add(state.applies);
      force.Add(state.force);
      legality.Add(state.legality);
      enforcement.Add(state.enforcement);
      Possible<Commitment> level;
      level.Add(state.commitment);
      commitment.Add(level);
      Possible<Evidence> standing;
      standing.Add(state.evidence);
      evidence.Add(standing);
      undetermined += !state.applies.decided();
      force_open += !state.force.decided();
      terms_open += state.terms_from.size() > 1;
    }
  }
  std::printf("%d questions: applies undetermined %.1f%%, force %.1f%%, terms %.1f%%\n", kAsked,
              100.0 * undetermined / kAsked, 100.0 * force_open / kAsked,
              100.0 * terms_open / kAsked);
  applies.ExpectEach(2, kAsked);
  force.ExpectEach(5, kAsked);
  legality.ExpectEach(6, kAsked);
  enforcement.ExpectEach(3, kAsked);
  commitment.ExpectEach(8, kAsked);
  evidence.ExpectEach(7, kAsked);
  EXPECT_GE(undetermined * 20, kAsked);
  EXPECT_GT(terms_open * 100, kAsked);
  for (const EventKindInfo& info : kEventKinds) {
    const bool matters_for_state =
        info.family != EventFamily::kWorld &&
        (info.family != EventFamily::kTalk || info.kind == EventKind::kStatement);
    if (matters_for_state) {
      EXPECT_GT(kinds[info.kind], 0) << std::string(info.name);
    }
  }
}

}  // namespace
}  // namespace decree::oracle
