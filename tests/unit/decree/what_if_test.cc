#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "tests/unit/decree/altered_store.h"

namespace decree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kPlan[] = R"("stated":"2025-10-10","title":"Plan","threads":["t"])";
constexpr char kStart[] = R"("stated":"2025-10-30","effective":{"from":"2025-11-01"})";
constexpr char kStop[] = R"("stated":"2025-11-02","effective":{"from":"2025-11-03"})";

class WhatIfTest : public AlteredStoreTest {
 protected:
  void SetUp() override {
    AlteredStoreTest::SetUp();
    Add(ActText("plan", "announced", kPlan));
    Add(ActText("start", "imposed", kStart));
  }
  static MeasureState StateIn(Record& record, const std::string& on = "2025-11-05") {
    AsOfQuestion question;
    question.effective_on = on;
    question.measure = "us/a";
    const auto answer = record.AsOf(question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() && answer->measures.size() == 1 ? answer->measures[0] : MeasureState();
  }
  static std::vector<std::string> IdsIn(Record& record) {
    std::vector<std::string> ids;
    const auto events = record.Events({});
    EXPECT_TRUE(events.ok()) << events.status();
    for (const StoredEvent& stored : *events) ids.push_back(stored.event.id);
    return ids;
  }
};

TEST_F(WhatIfTest, NothingAlteredAnswersAsTheStore) {
  const auto same = Altered(*store_, {});
  EXPECT_EQ(StatesOf(*same, "2025-11-05"), StatesOf(*store_, "2025-11-05"));
  EXPECT_THAT(IdsIn(*same), ElementsAre("plan", "start"));
  EXPECT_EQ(same->Stats()->head.root, store_->Stats()->head.root);
  EXPECT_EQ(same->Stats()->measures, 1u);
}

// The last event left out, so that the record ends in a gap; then a draft after it.
TEST_F(WhatIfTest, PointQuestionsAreOfTheAlteredRecord) {
  const std::string scope = R"("scope":{"include":[{"origin":["CN"],"product":["HS:85"]}]},)"
                            R"("terms":{"tariff":{"adValorem":"10%"}},)";
  Add(EventText("duty", "imposed", absl::StrCat(R"("measure":"us/duty",)", scope, kStart)));
  Add(EventText("end", "revoked", absl::StrCat(R"("measure":"us/duty",)", kStop)));
  const auto rates_in = [](Record& record) {
    AsOfQuestion text;
    text.effective_on = "2025-11-05";
    text.issuer = "US";
    text.origin = "CN";
    text.product = "HTS:8541420010";
    const auto question = record.MakePointQuestion(text);
    EXPECT_TRUE(question.ok()) << question.status();
    PointAnswer answer;
    const absl::Status status = record.Point(*question, answer);
    EXPECT_TRUE(status.ok()) << status;
    std::vector<std::pair<std::string, int64_t>> rates;
    for (const PointHit& hit : answer.hits) {
      if (hit.rate_ppm != kRateNotPlain) rates.emplace_back(record.MeasureOf(hit), hit.rate_ppm);
    }
    return rates;
  };
  EXPECT_THAT(rates_in(*store_), IsEmpty());
  EXPECT_THAT(rates_in(*Altered(*store_, {"end"})), ElementsAre(Pair("us/duty", 100'000)));
  EXPECT_THAT(rates_in(*Altered(*store_, {"duty"})), IsEmpty());
  EXPECT_THAT(rates_in(*store_), IsEmpty());
}

TEST_F(WhatIfTest, WithoutReachesEveryQuestion) {
  const auto altered = Altered(*store_, {"start"});
  EXPECT_EQ(StateIn(*altered).commitment, Commitment::kAnnounced);
  EXPECT_EQ(StateIn(*store_).applies, Answer::kYes);
  EXPECT_THAT(IdsIn(*altered), ElementsAre("plan"));
  EXPECT_TRUE(absl::IsNotFound(altered->Show("start").status()));
  EXPECT_TRUE(altered->Show("plan").ok());
  EXPECT_EQ(altered->Explain("us/a", "2025-11-05", {})->acts.size(), 1u);
  EXPECT_EQ(altered->Timeline({})->moves.size(), 1u);
  EXPECT_EQ(altered->Replay({})->moves.size(), 1u);
  const auto gone = Altered(*store_, {"plan", "start"});
  EXPECT_THAT(StatesOf(*gone, "2025-11-05", {}, true), IsEmpty());
  EXPECT_EQ(gone->Stats()->measures, 0u);
  EXPECT_EQ(gone->Stats()->events_by_kind.size(), 0u);
  TimelineQuestion thread;
  thread.thread = "t";
  EXPECT_TRUE(absl::IsNotFound(gone->Timeline(thread).status()));
  EXPECT_TRUE(absl::IsNotFound(gone->Explain("us/a", "2025-11-05", {}).status()));
}

TEST_F(WhatIfTest, WhatTargetsALeftOutEventGoesWithIt) {
  Add(R"({"id":"fix","kind":"corrected","target":"start","replacement":{"stated":"2025-10-31"}})");
  Add(R"({"id":"undo","kind":"retracted","target":"fix"})");
  Add(R"({"id":"doubt","kind":"disputed","stated":"2025-11-02","target":"plan"})");
  EXPECT_THAT(IdsIn(*Altered(*store_, {"start"})), ElementsAre("plan", "doubt"));
  EXPECT_THAT(IdsIn(*Altered(*store_, {"fix"})), ElementsAre("plan", "start", "doubt"));
  EXPECT_THAT(IdsIn(*Altered(*store_, {"undo"})), ElementsAre("plan", "start", "fix", "doubt"));
  EXPECT_EQ(StateIn(*Altered(*store_, {"plan"})).evidence, Evidence::kUnsourced);
  // Without a stream to look in, the whole record is looked through.
  Add(R"({"id":"talk","kind":"statement","actor":{"jurisdiction":"US"},"stated":"2025-11-04"})");
  Add(R"({"id":"no-talk","kind":"retracted","target":"talk"})");
  EXPECT_THAT(IdsIn(*Altered(*store_, {"talk"})),
              ElementsAre("plan", "start", "fix", "undo", "doubt"));
}

TEST_F(WhatIfTest, DraftsComeAfterTheLastPositionAndNothingIsStored) {
  const auto altered =
      Altered(*store_, {},
              {ActText("stop", "suspended", kStop),
               EventText("new", "imposed", absl::StrCat(R"("measure":"us/b",)", kStart))});
  EXPECT_EQ(StateIn(*altered).force.value(), Force::kSuspended);
  EXPECT_EQ(StatesOf(*altered, "2025-11-05").size(), 1u);  // us/b; a suspended one is not listed
  const auto shown = altered->Show("stop");
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->record.position, 3u);
  EXPECT_EQ(FormatUtc(shown->record.recorded_us), "2025-11-05T12:00:00Z");
  EXPECT_THAT(shown->record.streams, ElementsAre(StreamVersion{"m/us/a", 3}));
  EXPECT_EQ(shown->record.leaf, Hash256{});
  ViewText view;
  view.recorded_by = "2";
  EXPECT_EQ(StatesOf(*altered, "2025-11-05", view), StatesOf(*store_, "2025-11-05"));
  EXPECT_EQ(StateIn(*store_).force.value(), Force::kInForce);
  EXPECT_EQ(store_->Stats()->head.size, 2u);
  EXPECT_TRUE(absl::IsNotFound(store_->Show("stop").status()));
  const auto projections = altered->Projections();
  ASSERT_TRUE(projections.ok()) << projections.status();
  for (const ProjectionInfo& info : *projections) EXPECT_EQ(info.applied, 4u) << info.name;
}

TEST_F(WhatIfTest, ADraftMayRepairARecordedEventOrTakeTheIdOfALeftOutOne) {
  const auto repaired = Altered(
      *store_, {},
      {R"({"id":"fix","kind":"corrected","target":"start","replacement":{"measure":"us/b"}})"});
  EXPECT_EQ(StateIn(*repaired).commitment, Commitment::kAnnounced);
  EXPECT_THAT(StatesOf(*repaired, "2025-11-05"),
              ElementsAre(Pair("us/a", HasSubstr("announced")), Pair("us/b", HasSubstr("|yes|"))));
  EXPECT_EQ(repaired->Show("fix")->event.zone, "America/New_York");
  const auto later = Altered(
      *store_, {"start"},
      {ActText("start", "imposed", R"("stated":"2025-10-30","effective":{"from":"2025-12-01"})")});
  EXPECT_EQ(StateIn(*later).force.value(), Force::kPending);
  EXPECT_EQ(StateIn(*later, "2025-12-01").applies, Answer::kYes);
  EXPECT_EQ(later->Show("start")->record.position, 3u);
}

TEST_F(WhatIfTest, DraftsAreHeldToTheRulesOfAppend) {
  const auto refused = [this](absl::string_view json, std::vector<ExpectedVersion> expected = {}) {
    const NewEvent draft{EventOf(json), std::move(expected)};
    return store_->WhatIf({}, {&draft, 1}).status();
  };
  EXPECT_TRUE(absl::IsAlreadyExists(refused(ActText("plan", "announced", kStop))));
  const absl::Status missing = refused(EventText("undo", "retracted", R"("target":"nobody")"));
  EXPECT_TRUE(absl::IsNotFound(missing));
  EXPECT_THAT(std::string(missing.message()), HasSubstr("event \"undo\": its target 'nobody'"));
  EXPECT_TRUE(absl::IsAborted(refused(ActText("stop", "suspended", kStop), {{"m/us/a", 1}})));
  EXPECT_TRUE(refused(ActText("stop", "suspended", kStop), {{"m/us/a", 2}}).ok());
  EXPECT_TRUE(refused(ActText("plan", "announced", kPlan)).ok());  // a repeat
  EXPECT_THAT(IdsIn(*Altered(*store_, {}, {ActText("plan", "announced", kPlan)})),
              ElementsAre("plan", "start"));
  // The target is left out: nothing can be done to it.
  const NewEvent fix{EventOf(R"({"id":"fix","kind":"retracted","target":"start"})"), {}};
  const std::string start = "start";
  EXPECT_TRUE(absl::IsNotFound(store_->WhatIf({&start, 1}, {&fix, 1}).status()));
  const std::string nobody = "nobody";
  const absl::Status unknown = store_->WhatIf({&nobody, 1}, {}).status();
  EXPECT_TRUE(absl::IsNotFound(unknown));
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("without: event \"nobody\""));
}

TEST_F(WhatIfTest, APinnedRecordIsNotMovedByLaterAppends) {
  const auto pinned = store_->Pinned();
  ASSERT_TRUE(pinned.ok()) << pinned.status();
  const auto before = StatesOf(**pinned, "2025-11-05", {}, true);
  EXPECT_EQ(before, StatesOf(*store_, "2025-11-05", {}, true));
  Add(ActText("gone", "revoked", kStop));
  for (int i = 0; i < 70; ++i) Add(ActText(absl::StrCat("more-", i), "announced", kPlan));
  EXPECT_EQ(StatesOf(**pinned, "2025-11-05", {}, true), before);
  EXPECT_THAT(IdsIn(**pinned), ElementsAre("plan", "start"));
  EXPECT_TRUE(absl::IsNotFound((*pinned)->Show("gone").status()));
  EXPECT_EQ(StateIn(*store_).force.value(), Force::kRevoked);
}

TEST_F(WhatIfTest, LaterAppendsDoNotShow) {
  const std::string draft = ActText("draft", "suspended", kStop);
  const auto altered = Altered(*store_, {"plan"}, {draft});
  const auto same = Altered(*store_, {});
  const auto before = StatesOf(*altered, "2025-11-05", {}, true);
  const auto same_before = StatesOf(*same, "2025-11-05", {}, true);
  Add(ActText("gone", "revoked", kStop));  // at the draft's position
  Add(EventText("other", "imposed", absl::StrCat(R"("measure":"us/new",)", kStart)));
  Add(R"({"id":"undo","kind":"retracted","target":"start"})");
  // Enough to seal the chunk that the strand's tail was in.
  for (int i = 0; i < 70; ++i) Add(ActText(absl::StrCat("more-", i), "announced", kPlan));
  ASSERT_TRUE(store_->Rebuild().ok());
  EXPECT_EQ(StatesOf(*altered, "2025-11-05", {}, true), before);
  EXPECT_EQ(StatesOf(*same, "2025-11-05", {}, true), same_before);
  EXPECT_THAT(IdsIn(*altered), ElementsAre("start", "draft"));
  EXPECT_TRUE(absl::IsNotFound(altered->Show("gone").status()));
  EXPECT_EQ(altered->Stats()->measures, 1u);
  EXPECT_EQ(same->Stats()->measures, 1u);
  EXPECT_EQ(StateIn(*store_).force.value(), Force::kRevoked);
}

TEST_F(WhatIfTest, AnAlteredRecordCanBeAlteredAgain) {
  const auto first = Altered(*store_, {"start"}, {ActText("stop", "suspended", kStop)});
  const auto second = Altered(*first, {"plan"}, {ActText("again", "imposed", kStart)});
  EXPECT_THAT(IdsIn(*second), ElementsAre("stop", "again"));
  EXPECT_THAT(IdsIn(*Altered(*second, {"stop"})), ElementsAre("again"));
  EXPECT_EQ(second->Show("again")->record.position, 4u);
  EXPECT_EQ(StateIn(*second).applies, Answer::kNo);
  EXPECT_THAT(IdsIn(*first), ElementsAre("plan", "stop"));
}

TEST_F(WhatIfTest, AReaderAnswersToo) {
  const auto reader = OpenStore("store", /*read_only=*/true);
  const auto altered = Altered(*reader, {"start"}, {ActText("stop", "suspended", kStop)});
  for (int i = 0; i < 70; ++i) Add(ActText(absl::StrCat("more-", i), "revoked", kStop));
  EXPECT_EQ(StateIn(*reader).force.value(), Force::kRevoked);  // it has followed the writer
  EXPECT_THAT(IdsIn(*altered), ElementsAre("plan", "stop"));
  EXPECT_EQ(StateIn(*altered).commitment, Commitment::kEnacted);
  EXPECT_EQ(altered->Explain("us/a", "2025-11-05", {})->acts.size(), 2u);
}

TEST_F(WhatIfTest, IsSafeForConcurrentUseBesideAppends) {
  const auto altered = Altered(*store_, {"start"}, {ActText("stop", "suspended", kStop)});
  const auto before = StatesOf(*altered, "2025-11-05", {}, true);
  std::atomic<int> others{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        if (StatesOf(*altered, "2025-11-05", {}, true) != before) ++others;
        if (IdsIn(*Altered(*altered, {"plan"})).size() != 1) ++others;
      }
    });
  }
  for (int i = 0; i < 40; ++i) Add(ActText(absl::StrCat("more-", i), "revoked", kPlan));
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(others, 0);
}

}  // namespace
}  // namespace decree
