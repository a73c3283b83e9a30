// The compiled answers must answer every point question as `as-of` does with the same filters,
// whatever was appended in between: random histories with random scopes, asked while they grow.
//
// A failure prints the seed, the history as JSON Lines and the question. DECREE_SEED and
// DECREE_HISTORIES (environment) choose other or longer runs.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/codec/event_codec.h"
#include "core/compiled/compiled_answers.h"
#include "core/compiled/point_follow.h"
#include "core/model/asked_date.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"
#include "core/query/questions.h"
#include "core/store/ordered_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/differential/dressed_history.h"
#include "tests/differential/projected_history.h"
#include "tests/memory_log/memory_log.h"
#include "tests/model/draws.h"
#include "tests/model/history_generator.h"
#include "tests/model/oracle.h"

namespace decree {
namespace {

using oracle::Draws;

class PointTest {
 public:
  explicit PointTest(uint64_t bytes_max)
      : store_(NewMemoryStore()), compiled_(log_, home_, bytes_max) {
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

  // The hits by slug, as text.
  std::map<std::string, std::string> Fast(const PointQuestion& question, bool& served) {
    PointAnswer answer;
    absl::Status status =
        compiled_.Follow(std::make_shared<StoredStrands>(*store_), log_.Head().size);
    status.Update(compiled_.Ask(question, log_.Head().size, answer, served));
    EXPECT_TRUE(status.ok()) << status;
    std::map<std::string, std::string> hits;
    for (const PointHit& hit : answer.hits) {
      EXPECT_TRUE(hits.emplace(compiled_.SlugOf(hit.measure), Text(hit)).second) << "twice";
    }
    return hits;
  }

  // The same of many at once; false in `served` where one of them is not served.
  std::vector<std::map<std::string, std::string>> Block(const std::vector<PointQuestion>& questions,
                                                        bool& served) {
    std::vector<PointAnswer> answers(questions.size());
    absl::Status status =
        compiled_.Follow(std::make_shared<StoredStrands>(*store_), log_.Head().size);
    status.Update(compiled_.AskBlock(questions, log_.Head().size, absl::MakeSpan(answers), served));
    EXPECT_TRUE(status.ok()) << status;
    std::vector<std::map<std::string, std::string>> all;
    for (const PointAnswer& answer : answers) {
      std::map<std::string, std::string>& hits = all.emplace_back();
      for (const PointHit& hit : answer.hits)
        hits.emplace(compiled_.SlugOf(hit.measure), Text(hit));
    }
    return all;
  }

  std::map<std::string, std::string> Slow(const PointQuestion& question) {
    const StoredStrands strands(*store_);
    QuestionContext context{log_, strands, ViewFilter{question.view, {}}, {}, {}};
    AsOfQuestion whole;
    whole.effective_on = question.effective_on;
    whole.issuer = question.issuer;
    AskedFacts facts{question.origin, question.destination, {}};
    if (!question.product.code.empty()) facts.product = question.product;
    const auto answer = AnswerAsOf(context, whole, facts);
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::map<std::string, std::string> hits;
    for (const MeasureState& state : answer->measures) {
      if (state.applies != Answer::kNo) hits.emplace(state.measure, Text(HitOf(0, state)));
    }
    return hits;
  }

  const std::string& text() const { return text_; }

  // Every entry with its measure's slug: of the table that grew with the history, or of one that is
  // made anew.
  std::multiset<std::string> Entries(bool anew) {
    std::multiset<std::string> entries;
    PointTable fresh(NewMemoryStore());
    const StoredStrands strands(*store_);
    if (anew) {
      EXPECT_TRUE(BuildTable(log_, strands, log_.Head().size, fresh, {}, 1).ok());
    }
    const PointTable& table = anew ? fresh : *compiled_.table();
    const auto add = [&](const PointKey& key, const PointEntry& entry) {
      PointEntry bare = entry;
      bare.measure = 0;
      entries.insert(absl::StrCat(
          *table.SlugOf(entry.measure), " ", key.issuer, " ", key.origin, " ", key.part, " ",
          absl::BytesToHexString({reinterpret_cast<const char*>(&bare), sizeof(bare)})));
      if ((entry.flags & kPointAsk) == 0) ++entries_compiled_;
    };
    EXPECT_TRUE(table
                    .ForEach([&](const PointKey& key, absl::Span<const PointEntry> filed) {
                      for (const PointEntry& entry : filed) add(key, entry);
                    })
                    .ok());
    return entries;
  }

  // For people: what is filed.
  std::string Filed() const {
    std::string text;
    (void)compiled_.table()->ForEach([&](const PointKey& key, absl::Span<const PointEntry> filed) {
      for (const PointEntry& e : filed) {
        absl::StrAppend(&text, *compiled_.table()->SlugOf(e.measure), " issuer ", key.issuer,
                        " origin ", key.origin, " part ", key.part, " code ", DigitsOf(e.code),
                        " on [", e.from, ", ", e.until, ") known [", e.known_from, ", ",
                        e.known_until, ") rate ", e.rate_ppm, " ", NameOf(e.applies), " force ",
                        e.force_bits, " flags ", e.flags, "\n");
      }
    });
    return text;
  }

  uint64_t compiled() const { return entries_compiled_; }

 private:
  static std::string Text(const PointHit& hit) {
    return absl::StrCat(NameOf(hit.applies), " force ", hit.force.bits(), " rate ", hit.rate_ppm);
  }

  const ProjectionList projections_ = AllProjections();
  MemoryLog log_;
  std::unique_ptr<OrderedStore> store_;
  std::unique_ptr<Runner> runner_;
  MemoryHome home_;
  CompiledAnswers compiled_;
  std::string text_;
  uint64_t entries_compiled_ = 0;
};

// An entry that only one of the two has; empty where they are equal.
std::string FirstOfOne(const std::multiset<std::string>& grown,
                       const std::multiset<std::string>& anew) {
  std::vector<std::string> only;
  std::set_symmetric_difference(grown.begin(), grown.end(), anew.begin(), anew.end(),
                                std::back_inserter(only));
  if (only.empty()) return "";
  return absl::StrCat(grown.contains(only[0]) ? "grown: " : "anew: ", only[0]);
}

PointQuestion DrawPoint(Draws& draws, const std::vector<oracle::Record>& history) {
  static const auto& products = *new std::vector<std::string>{
      "HTS:8541420010", "HTS:8541420010", "HTS:7208010050", "CN:85414290", "HS:8541", "HTS:854142"};
  const oracle::Question drawn = DrawQuestion(draws, history);
  PointQuestion question;
  const int64_t day = drawn.window.first_civil_us / kMicrosPerDay;
  question.effective_on = FormatCivil(day * kMicrosPerDay);
  question.window = *question.effective_on.In("Etc/UTC");
  if (draws.Percent(50)) question.issuer = draws.Percent(70) ? "US" : "CN";
  question.origin = draws.Percent(70) ? "CN" : draws.Percent(80) ? "DE" : "EU";
  if (draws.Percent(60)) question.destination = draws.Percent(70) ? "US" : "DE";
  question.product = *ParseProductCode(draws.OneOf(products));
  if (!drawn.view.known_by_is_instant) question.view.known_by_us = drawn.view.known_by_us;
  return question;
}

TEST(Point, CompiledAnswersAreThoseOfAsOf) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251123);
  const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 1'500);
  uint64_t asked = 0, served_count = 0, hits = 0, compiled = 0, in_blocks = 0;
  for (uint64_t h = 0; h < histories; ++h) {
    Draws draws(seed + h);
    std::vector<oracle::Record> history = oracle::DrawHistory(draws);
    PointTest test(h % 5 == 0 ? 4'000 : 1u << 20);
    for (size_t i = 0; i < history.size(); ++i) {
      Event event = history[i].event;
      // As the reading of JSON does.
      if (!event.published) event.published = event.stated;
      if (!event.stated) event.stated = event.published;
      if (event.kind != EventKind::kCorrected && event.kind != EventKind::kRetracted) {
        Dress(draws, event);
      }
      test.Append(event);
      if (draws.Percent(3) && event.stated) test.Append(GroupEvent(draws, event, i));
      if (testing::Test::HasFatalFailure()) return;
      if (i % 4 != 0 && i + 1 != history.size()) continue;
      std::vector<PointQuestion> questions(6);
      for (PointQuestion& question : questions) question = DrawPoint(draws, history);
      bool is_block_served = false;  // before the others, so that it reads too
      const auto block = test.Block(questions, is_block_served);
      for (size_t q = 0; q < questions.size(); ++q) {
        const PointQuestion& question = questions[q];
        bool served = false;
        const auto fast = test.Fast(question, served);
        ++asked;
        if (!served) continue;
        ++served_count;
        if (is_block_served) {
          ++in_blocks;
          ASSERT_EQ(block[q], fast) << "seed " << seed + h << "\n" << test.text();
        }
        const auto slow = test.Slow(question);
        hits += slow.size();
        ASSERT_EQ(fast, slow) << "seed " << seed + h << "\n"
                              << test.text() << test.Filed() << "on "
                              << question.effective_on.text() << " issuer " << question.issuer
                              << " origin " << question.origin << " destination "
                              << question.destination << " product "
                              << FormatProductCode(question.product) << " known_by "
                              << FormatUtc(question.view.known_by_us);
      }
    }
    ASSERT_EQ(FirstOfOne(test.Entries(false), test.Entries(true)), "")
        << "seed " << seed + h << "\n"
        << test.text();
    compiled += test.compiled();
  }
  EXPECT_GT(served_count, asked * 9 / 10);
  EXPECT_GT(in_blocks, served_count / 2);
  EXPECT_GT(hits, served_count / 14) << "hardly any measure applied: nothing was compared";
  EXPECT_GT(compiled, histories / 4) << "hardly anything was compiled: nothing was compared";
  std::printf("%lu point questions, %lu hits, %lu entries compiled\n",
              static_cast<unsigned long>(served_count), static_cast<unsigned long>(hits),
              static_cast<unsigned long>(compiled));
}

}  // namespace
}  // namespace decree
