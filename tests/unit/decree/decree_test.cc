#include "core/decree.h"

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/store/temporary_folder.h"
#include "gtest/gtest.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

class SetClock final : public Clock {
 public:
  int64_t NowMicros() const override { return now_us; }
  void Set(absl::string_view instant) {
    const auto moment = ParseMoment(instant, "Etc/UTC");
    ASSERT_TRUE(moment.ok()) << moment.status();
    now_us = moment->latest_utc_us;
  }
  std::atomic<int64_t> now_us{0};
};

class DecreeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto folder = TemporaryFolder::Create();
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
    dir_ = folder_->path() + "/store";
    clock_.Set("2025-11-05T12:00:00Z");
    store_ = Open();
  }
  std::unique_ptr<Decree> Open(bool read_only = false) {
    Options options;
    options.clock = &clock_;
    options.read_only = read_only;
    options.disk_reserve_bytes = 0;
    auto store = Decree::Open(dir_, options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }
  static NewEvent New(absl::string_view json, std::vector<ExpectedVersion> expected = {}) {
    return {EventOf(json), std::move(expected)};
  }
  absl::StatusOr<Decree::Appended> Append(std::vector<NewEvent> events) {
    return store_->Append(events);
  }
  // The warnings of one event that must be accepted.
  std::vector<std::string> Add(absl::string_view json) {
    const auto appended = Append({New(json)});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? TextsOf(appended->warnings) : std::vector<std::string>();
  }
  void Impose() {
    Add(ActText("plan", "announced", R"("stated":"2025-10-10","title":"Plan")"));
    clock_.Set("2025-11-06T12:00:00Z");
    Add(ActText("start", "imposed", R"("stated":"2025-10-30","effective":{"from":"2025-11-01"})"));
  }
  absl::StatusOr<AsOfAnswer> AskAll(const std::string& on, const ViewText& view = {}) {
    AsOfQuestion question;
    question.effective_on = on;
    question.view = view;
    question.measure = "us/a";
    return store_->AsOf(question);
  }
  MeasureState Ask(const std::string& on, const ViewText& view = {}) {
    const auto answer = AskAll(on, view);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok() || answer->measures.size() != 1) return {};
    return answer->measures[0];
  }
  absl::Status ErrorOf(const std::string& on, const ViewText& view = {}) {
    return AskAll(on, view).status();
  }

  SetClock clock_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::string dir_;
  std::unique_ptr<Decree> store_;
};

TEST_F(DecreeTest, AnswersTheSameAfterReopening) {
  Impose();
  EXPECT_EQ(Ask("2025-11-05").applies, Answer::kYes);
  EXPECT_EQ(Ask("2025-10-31").applies, Answer::kNo);
  ASSERT_TRUE(store_->Close().ok());
  store_.reset();
  store_ = Open();
  const MeasureState state = Ask("2025-11-05");
  EXPECT_EQ(state.applies, Answer::kYes);
  EXPECT_EQ(state.title, "Plan");
  EXPECT_EQ(state.issuer, "US");
  ASSERT_FALSE(state.because.empty());
  EXPECT_EQ(state.because[0], "start");
  const auto shown = store_->Show("start");
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->record.position, 2u);
  EXPECT_EQ(FormatUtc(shown->record.recorded_us), "2025-11-06T12:00:00Z");
  EXPECT_EQ(shown->event.kind, EventKind::kImposed);
  const auto stats = store_->Stats();
  ASSERT_TRUE(stats.ok()) << stats.status();
  EXPECT_EQ(stats->head.size, 2u);
  EXPECT_EQ(stats->measures, 1u);
  EXPECT_EQ(stats->events_by_kind.size(), 2u);
  EXPECT_TRUE(store_->Doctor()->findings.empty());
}

TEST_F(DecreeTest, RecordedByIsAPositionADateOrAnInstant) {
  Impose();
  const auto by = [this](const std::string& recorded_by) {
    ViewText view;
    view.recorded_by = recorded_by;
    return Ask("2025-11-05", view).commitment;
  };
  EXPECT_EQ(by("0"), Commitment::kNone);
  EXPECT_EQ(by("1"), Commitment::kAnnounced);
  EXPECT_EQ(by("2"), Commitment::kEnacted);
  EXPECT_EQ(by("2025-11-04"), Commitment::kNone);
  EXPECT_EQ(by("2025-11-05"), Commitment::kAnnounced);
  EXPECT_EQ(by("2025-11-06"), Commitment::kEnacted);
  EXPECT_EQ(by("2025-11-06T11:59:59Z"), Commitment::kAnnounced);
  EXPECT_EQ(by("2025-11-06T12:00:00Z"), Commitment::kEnacted);
  EXPECT_EQ(by("today"), Commitment::kEnacted);
  clock_.Set("2025-11-05T23:00:00Z");
  EXPECT_EQ(by("today"), Commitment::kAnnounced);
}

TEST_F(DecreeTest, KnownByIsADateOrAnInstant) {
  Impose();
  const auto by = [this](const std::string& known_by) {
    ViewText view;
    view.known_by = known_by;
    return Ask("2025-11-05", view).commitment;
  };
  EXPECT_EQ(by("2025-10-09"), Commitment::kNone);
  EXPECT_EQ(by("2025-10-10"), Commitment::kAnnounced);
  EXPECT_EQ(by("2025-10"), Commitment::kEnacted);
  // The day of 30 October ends in New York at 04:00Z.
  EXPECT_EQ(by("2025-10-31T03:59:59Z"), Commitment::kAnnounced);
  EXPECT_EQ(by("2025-10-31T04:00:00Z"), Commitment::kEnacted);
  clock_.Set("2025-10-29T23:59:59Z");
  EXPECT_EQ(by("today"), Commitment::kAnnounced);
}

TEST_F(DecreeTest, TodayIsTheClocksDayAndTheHeaderSaysIt) {
  Impose();
  clock_.Set("2025-10-31T23:59:59Z");
  EXPECT_EQ(Ask("today").applies, Answer::kNo);
  clock_.Set("2025-11-01T00:00:00Z");
  ViewText view;
  view.known_by = "today";
  const auto answer = AskAll("today", view);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->measures[0].applies, Answer::kYes);
  EXPECT_EQ(answer->header.effective_on, "2025-11-01");
  EXPECT_EQ(answer->header.known_by, "2025-11-01");
  EXPECT_EQ(answer->header.recorded_by, "");
  EXPECT_EQ(answer->header.head, 2u);
}

TEST_F(DecreeTest, AFloorLetsPlansCount) {
  Add(ActText("plan", "announced", R"("stated":"2025-10-10","effective":{"from":"2025-11-01"})"));
  ViewText view;
  EXPECT_EQ(Ask("2025-11-05", view).force.value(), Force::kPending);
  view.floor = Commitment::kAnnounced;
  EXPECT_EQ(Ask("2025-11-05", view).force.value(), Force::kInForce);
}

TEST_F(DecreeTest, WhatIsNotRecordedIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(store_->Show("nobody").status()));
  TimelineQuestion question;
  question.thread = "nobody";
  EXPECT_TRUE(absl::IsNotFound(store_->Timeline(question).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->Replay(question).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->Explain("us/a", "2025-11-05", {}).status()));
  EXPECT_TRUE(absl::IsNotFound(
      Append({New(EventText("undo", "retracted", R"("target":"nobody")"))}).status()));
  const auto answer = AskAll("2025-11-05");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->measures.empty());
  ASSERT_EQ(answer->notes.size(), 1u);
  EXPECT_EQ(answer->notes[0], "no measure \"us/a\" is recorded in this store");
  Options options;
  options.create = false;
  EXPECT_TRUE(absl::IsNotFound(Decree::Open(dir_ + "-none", options).status()));
}

TEST_F(DecreeTest, BadQuestionsNameTheirField) {
  Impose();
  const auto refused = [this](const std::string& on, const ViewText& view,
                              const std::string& field) {
    const absl::Status status = ErrorOf(on, view);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_EQ(status.message().substr(0, field.size()), field) << status;
  };
  refused("", {}, "effective date: missing");
  refused("2025-13", {}, "effective date: \"2025-13\"");
  refused("2025-11-05/..", {}, "effective date: ");
  ViewText view;
  view.known_by = "soon";
  refused("2025-11-05", view, "known_by: \"soon\"");
  view = ViewText();
  view.recorded_by = "2025-13";
  refused("2025-11-05", view, "recorded_by: \"2025-13\"");
  view.recorded_by = "99999999999999999999";
  refused("2025-11-05", view, "recorded_by: ");
  EXPECT_TRUE(absl::IsInvalidArgument(store_->Explain("us/a", "", {}).status()));
  AsOfQuestion question;
  question.effective_on = "2025-11-05";
  question.product = "HTS";
  EXPECT_TRUE(absl::IsInvalidArgument(store_->AsOf(question).status()));
}

TEST_F(DecreeTest, WarnsOfAnAmendmentThatCoversALaterStep) {
  constexpr char kTerms[] = R"(,"terms":{"tariff":{"adValorem":"10%"}})";
  const auto amend = [&](absl::string_view id, absl::string_view stated,
                         absl::string_view effective) {
    return Add(ActText(
        id, "amended",
        absl::StrCat(R"("stated":")", stated, R"(","effective":{)", effective, "}", kTerms)));
  };
  EXPECT_TRUE(Add(ActText("start", "imposed",
                          absl::StrCat(R"("stated":"2025-10-01","effective":{"from":"2025-11-01"})",
                                       kTerms)))
                  .empty());
  EXPECT_TRUE(amend("step", "2025-10-02", R"("from":"2026-01-01")").empty());
  EXPECT_TRUE(amend("bounded", "2025-10-03", R"("from":"2025-12-01","to":"2026-01-01")").empty());
  EXPECT_TRUE(amend("after", "2025-10-03", R"("from":"2026-02-01")").empty());
  const std::vector<std::string> warnings = amend("cover", "2025-10-04", R"("from":"2025-12-01")");
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("event \"cover\": amends us/a from 2025-12-01"), std::string::npos)
      << warnings[0];
  EXPECT_NE(warnings[0].find("scheduled earlier for 2026-01-01 (position 2)"), std::string::npos)
      << warnings[0];
}

TEST_F(DecreeTest, AppendIsAllOrNothingAndRepeatsAreTold) {
  const NewEvent plan = New(ActText("plan", "announced", R"("stated":"2025-10-10")"));
  const NewEvent lost = New(EventText("undo", "retracted", R"("target":"nobody")"));
  EXPECT_TRUE(absl::IsNotFound(Append({plan, lost}).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->Show("plan").status()));
  EXPECT_FALSE(Append({plan})->results[0].repeated);
  const auto again = Append({plan});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->results[0].repeated);
  EXPECT_EQ(again->results[0].position, 1u);
  const absl::Status other =
      Append({New(ActText("plan", "announced", R"("stated":"2025-10-11")"))}).status();
  EXPECT_TRUE(absl::IsAlreadyExists(other)) << other;
}

TEST_F(DecreeTest, ExpectedVersionsGuardAStream) {
  const auto with = [](absl::string_view id, uint64_t version) {
    return New(ActText(id, "announced", R"("stated":"2025-10-10")"), {{"m/us/a", version}});
  };
  EXPECT_TRUE(Append({with("a", 0)}).ok());
  const absl::Status stale = Append({with("b", 0)}).status();
  EXPECT_TRUE(absl::IsAborted(stale)) << stale;
  EXPECT_TRUE(absl::IsNotFound(store_->Show("b").status()));
  EXPECT_TRUE(Append({with("b", 1), with("c", 2)}).ok());
}

TEST_F(DecreeTest, ARepairWithoutAnActorIsReadInItsTargetsZone) {
  Impose();
  Add(R"({"id":"fix","kind":"corrected","target":"start","replacement":{"stated":"2025-10-31"}})");
  EXPECT_EQ(store_->Show("fix")->event.zone, "America/New_York");
  ViewText view;
  view.known_by = "2025-11-01T03:59:59Z";
  EXPECT_EQ(Ask("2025-11-05", view).commitment, Commitment::kAnnounced);
  view.known_by = "2025-11-01T04:00:00Z";
  EXPECT_EQ(Ask("2025-11-05", view).commitment, Commitment::kEnacted);
}

TEST_F(DecreeTest, AReaderFollowsTheWriterAndRefusesToWrite) {
  Impose();
  const auto reader = Open(/*read_only=*/true);
  const NewEvent event = New(ActText("late", "suspended", R"("stated":"2025-11-02")"));
  EXPECT_TRUE(absl::IsFailedPrecondition(reader->Append({&event, 1}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(reader->Rebuild().status()));
  Add(ActText("stop", "suspended", R"("stated":"2025-11-02")"));
  AsOfQuestion question;
  question.effective_on = "2025-11-05";
  question.measure = "us/a";
  const auto answer = reader->AsOf(question);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->header.head, 3u);
  EXPECT_EQ(answer->measures[0].force.value(), Force::kSuspended);
}

TEST_F(DecreeTest, ARebuildIsIdentical) {
  Impose();
  Add(EventText("fix", "corrected", R"("target":"start","replacement":{"measure":"us/b"})"));
  const auto report = store_->Rebuild();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->identical) << report->differences[0];
  EXPECT_EQ(report->events, 3u);
  EXPECT_GT(report->entries, 4u);
  EXPECT_EQ(Ask("2025-11-05").commitment, Commitment::kAnnounced);
  const auto projections = store_->Projections();
  ASSERT_TRUE(projections.ok()) << projections.status();
  for (const ProjectionInfo& info : *projections) EXPECT_EQ(info.applied, 3u) << info.name;
}

// Made by hand, without what the reading of JSON fills in.
TEST_F(DecreeTest, AnEventMadeByHandIsCompletedOrRefused) {
  Event event;
  event.id = "by-hand";
  event.kind = EventKind::kImposed;
  event.measure = "us/by-hand";
  event.stated = *ParseMoment("2025-10-01", "America/New_York");
  event.effective.emplace().from = *ParseBound("2025-10-02", BoundRole::kFrom, "America/New_York");
  const auto refused = Append({{event, {}}});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument) << refused.status();
  EXPECT_NE(refused.status().message().find("by-hand"), absl::string_view::npos);
  EXPECT_NE(refused.status().message().find("actor"), absl::string_view::npos);
  event.actor.emplace().jurisdiction = "US";
  ASSERT_TRUE(Append({{event, {}}}).ok());
  const auto shown = store_->Show("by-hand");
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_TRUE(shown->event.published == event.stated);
  EXPECT_EQ(shown->event.zone, "America/New_York");
  AsOfQuestion question;
  question.effective_on = "2025-10-05";
  question.measure = "us/by-hand";
  const auto answer = store_->AsOf(question);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->measures.at(0).applies, Answer::kYes);
}

TEST_F(DecreeTest, QuestionsHaveLimits) {
  Impose();
  AsOfQuestion question;
  question.effective_on = "2025-11-06";
  question.all = true;
  question.limits.deadline = absl::InfinitePast();
  EXPECT_EQ(store_->AsOf(question).status().code(), absl::StatusCode::kDeadlineExceeded);
  question.limits = {};
  const std::atomic<bool> cancel{true};
  question.limits.cancel = &cancel;
  EXPECT_EQ(store_->AsOf(question).status().code(), absl::StatusCode::kCancelled);
  TimelineQuestion timeline;
  timeline.limits.cancel = &cancel;
  EXPECT_EQ(store_->Timeline(timeline).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(store_->Replay(timeline).status().code(), absl::StatusCode::kCancelled);
  timeline.limits = {};
  timeline.limits.rows_max = 1;
  EXPECT_EQ(store_->Timeline(timeline).status().code(), absl::StatusCode::kResourceExhausted);
  OutlookQuestion outlook;
  outlook.on = "2025-11-01";
  outlook.limits.deadline = absl::InfinitePast();
  EXPECT_EQ(store_->Outlook(outlook).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(DecreeTest, PointAnswersAsAsOf) {
  Add(ActText("tariff", "imposed",
              R"("stated":"2025-02-01","effective":{"from":"2025-02-04"},)"
              R"("scope":{"include":[{"origin":["CN"],"destination":["US"],"product":["HS:85"]}]},)"
              R"("terms":{"tariff":{"adValorem":"10%"}})"));
  AsOfQuestion question;
  question.effective_on = "2025-03-01";
  question.origin = "CN";
  question.destination = "US";
  question.product = "HTS:8541420010";
  auto point = store_->MakePointQuestion(question);
  ASSERT_TRUE(point.ok()) << point.status();
  PointAnswer answer;
  ASSERT_TRUE(store_->Point(*point, answer).ok());
  ASSERT_EQ(answer.hits.size(), 1u);
  EXPECT_EQ(answer.hits[0].rate_ppm, 100'000);
  EXPECT_EQ(answer.hits[0].applies, Answer::kYes);
  EXPECT_EQ(store_->MeasureOf(answer.hits[0]), store_->AsOf(question)->measures.at(0).measure);
  EXPECT_EQ(answer.head, 1u);
  // What was asked before the compiled answers had seen it must not stick.
  Add(ActText("lifted", "revoked", R"("stated":"2025-02-20","effective":{"from":"2025-02-25"})"));
  ASSERT_TRUE(store_->Point(*point, answer).ok());
  EXPECT_TRUE(answer.hits.empty());
  // A past position is asked by the slow path.
  question.view.recorded_by = "1";
  point = store_->MakePointQuestion(question);
  ASSERT_TRUE(point.ok()) << point.status();
  ASSERT_TRUE(store_->Point(*point, answer).ok());
  EXPECT_EQ(answer.hits.size(), 1u);
  question.effective_on = "2025-02";  // a month: another answer within
  question.view.recorded_by = "";
  point = store_->MakePointQuestion(question);
  ASSERT_TRUE(store_->Point(*point, answer).ok());
  ASSERT_EQ(answer.hits.size(), 1u);
  EXPECT_EQ(answer.hits[0].applies, Answer::kUndetermined);
  question.product = "HTS:854x";
  EXPECT_EQ(store_->MakePointQuestion(question).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace decree
