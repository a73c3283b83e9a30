#include "core/projections/event_reader.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

TEST(EventReader, APlainEventIsItsOwnBody) {
  RecordedLog recorded;
  recorded.Add(ActText("a", "announced", R"("stated":"2025-10-10","title":"A")"));
  EventReader reader(recorded.log);
  const auto body = reader.Body(1);
  ASSERT_TRUE(body.ok()) << body.status();
  EXPECT_EQ((*body)->title, "A");
  EXPECT_EQ((*reader.At(1))->target, 0u);
  EXPECT_EQ((*reader.At(1))->recorded_us, 1);
  EXPECT_EQ(*reader.Body(1), *body) << "pointers live as long as the reader";
  EXPECT_TRUE(absl::IsNotFound(reader.Body(2).status()));
  EXPECT_TRUE(absl::IsNotFound(reader.Body(0).status()));
}

TEST(EventReader, WhatIsReadAheadReadsAsWhatIsNot) {
  RecordedLog recorded;
  recorded.Add(ActText("a", "announced", R"("stated":"2025-10-10","title":"A")"));
  recorded.Add(EventText("fix", "corrected", R"("target":"a","replacement":{"title":"B"})"));
  recorded.Add(ActText("c", "announced", R"("stated":"2025-10-11","title":"C")"));
  EventReader alone(recorded.log);
  EventReader ahead(recorded.log);
  ahead.ReadAhead({3, 2, 3, 1});
  for (int round = 0; round < 2; ++round) {
    for (uint64_t at = 1; at <= 3; ++at) {
      const auto body = ahead.Body(at);
      ASSERT_TRUE(body.ok()) << body.status();
      EXPECT_EQ(**body, **alone.Body(at));
      EXPECT_EQ((*ahead.At(at))->target, (*alone.At(at))->target);
      EXPECT_EQ((*ahead.At(at))->recorded_us, (*alone.At(at))->recorded_us);
    }
    ahead.ReadAhead({1, 2});  // held already
  }
}

TEST(EventReader, WhatCannotBeReadAheadIsToldWhenItIsAskedFor) {
  RecordedLog recorded;
  recorded.Add(ActText("a", "announced", R"("stated":"2025-10-10","title":"A")"));
  AppendRequest broken;
  broken.id = "broken";
  broken.body = "no event";
  ASSERT_TRUE(recorded.log.Append({&broken, 1}).ok());
  recorded.Add(ActText("c", "announced", R"("stated":"2025-10-11","title":"C")"));
  EventReader reader(recorded.log);
  reader.ReadAhead({9, 3, 2, 1});
  EXPECT_EQ((*reader.Body(1))->title, "A");
  EXPECT_EQ((*reader.Body(3))->title, "C");
  EXPECT_TRUE(absl::IsDataLoss(reader.Body(2).status()));
  EXPECT_TRUE(absl::IsDataLoss(reader.Body(2).status()));
  EXPECT_TRUE(absl::IsNotFound(reader.Body(0).status()));
  EXPECT_TRUE(absl::IsNotFound(reader.Body(9).status()));
}

TEST(EventReader, ARepairReadsAsTheActItRepairs) {
  RecordedLog recorded;
  recorded.Add(ActText("a", "announced", R"("stated":"2025-10-10","title":"A","program":"p")"));
  recorded.Add(EventText("fix", "corrected", R"("target":"a","replacement":{"title":"B"})"));
  EventReader reader(recorded.log);
  const Event& body = **reader.Body(2);
  EXPECT_EQ(body.id, "a");
  EXPECT_EQ(body.kind, EventKind::kAnnounced);
  EXPECT_EQ(body.title, "B");
  EXPECT_EQ(body.program, "p");
  EXPECT_EQ(body.replacement, nullptr);
  EXPECT_EQ((*reader.At(2))->event.id, "fix");
  EXPECT_EQ((*reader.At(2))->target, 1u);
}

TEST(EventReader, ARepairOfARepairGoesOverTheRepairedBody) {
  RecordedLog recorded;
  recorded.Add(ActText("a", "announced", R"("stated":"2025-10-10","title":"A","program":"p")"));
  recorded.Add(
      EventText("fix", "corrected", R"("target":"a","replacement":{"title":"B","program":"q"})"));
  recorded.Add(EventText("refix", "corrected",
                         R"("target":"fix","replacement":{"replacement":{"title":"C"}})"));
  EventReader reader(recorded.log);
  const Event& body = **reader.Body(3);
  EXPECT_EQ(body.id, "a");
  EXPECT_EQ(body.title, "C");
  EXPECT_EQ(body.program, "q");
  // A sibling repair knows nothing of the others.
  recorded.Add(EventText("other", "corrected", R"("target":"a","replacement":{"note":"N"})"));
  const Event& other = **reader.Body(4);
  EXPECT_EQ(other.title, "A");
  EXPECT_EQ(other.note, "N");
}

TEST(EventReader, NestedReplacementsApplyOuterThenInner) {
  RecordedLog recorded;
  recorded.Add(ActText("a", "announced", R"("stated":"2025-10-10","title":"A")"));
  recorded.Add(EventText("fix", "corrected", R"("target":"a","replacement":{"title":"B"})"));
  recorded.Add(EventText("refix", "corrected",
                         R"("target":"fix","replacement":{"title":"C","note":"outer",
                            "replacement":{"title":"D"}})"));
  EventReader reader(recorded.log);
  const Event& body = **reader.Body(3);
  EXPECT_EQ(body.title, "D");
  EXPECT_EQ(body.note, "outer");
}

TEST(EventReader, MergeNamesTheRootThroughAChain) {
  RecordedLog recorded;
  recorded.Add(EventText("s", "statement", R"("stated":"2025-10-09")"));
  recorded.Add(ActText("a", "announced", R"("stated":"2025-10-10","threads":["t1"])"));
  recorded.Add(EventText("doubt", "disputed", R"("stated":"2025-10-11","target":"a")"));
  recorded.Add(EventText("fix", "corrected", R"("target":"doubt","replacement":{"note":"N"})"));
  recorded.Add(EventText("undo", "retracted", R"("target":"fix")"));
  const Event undo = EventOf(EventText("undo", "retracted", R"("target":"fix")"));
  RepairMerger merger([&](uint64_t at) { return recorded.log.Read(at); });
  LogRecord record = *recorded.log.Read(5);
  const auto merge = [&] { return merger.Merge(undo, record); };
  const auto merged = merge();
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ((*merged)->root, 3u);
  EXPECT_EQ((*merged)->root_target, 2u);
  EXPECT_TRUE(((*merged)->inherited_streams == std::vector<std::string>{"m/us/a", "t/t1"}));
  EXPECT_EQ((*merged)->event.id, "doubt");
  EXPECT_EQ((*merged)->event.note, "N");
  record.target = 0;
  EXPECT_TRUE(absl::IsDataLoss(merge().status()));
  record.target = 99;
  EXPECT_TRUE(absl::IsNotFound(merge().status()));
}

// Repairs one on the other, each with words of its own.
void AddChain(RecordedLog& recorded, uint64_t repairs) {
  recorded.Add(ActText("fix-0", "announced", R"("stated":"2025-10-10","title":"T0")"));
  for (uint64_t i = 1; i <= repairs; ++i) {
    recorded.Add(EventText(
        absl::StrCat("fix-", i), "corrected",
        absl::StrCat(R"("target":"fix-)", i - 1, R"(","replacement":{"title":"T)", i, R"("})")));
  }
}

TEST(EventReader, AChainIsReadAtAnyDepth) {
  RecordedLog recorded;
  AddChain(recorded, 5'000);
  EventReader reader(recorded.log);
  EXPECT_EQ((*reader.Body(5'001))->title, "T5000");
  EXPECT_EQ((*reader.Body(2))->title, "T1");
}

TEST(RepairMerger, ReadsEachLinkOfALongChainOnce) {
  RecordedLog recorded;
  AddChain(recorded, 20'000);
  uint64_t reads = 0;
  RepairMerger merger([&](uint64_t at) {
    ++reads;
    return recorded.log.Read(at);
  });
  for (uint64_t at = 2; at <= recorded.log.Head().size; ++at) {
    const LogRecord record = *recorded.log.Read(at);
    const auto merged = merger.Merge(*DecodeEvent(record.body), record);
    ASSERT_TRUE(merged.ok()) << merged.status();
    ASSERT_EQ((*merged)->root, 1u);
    ASSERT_EQ((*merged)->event.title, absl::StrCat("T", at - 1));
  }
  EXPECT_EQ(reads, 1u) << "the root act; what each repair rests on is kept";
}

TEST(RepairMerger, WhatIsNoLongerKeptIsReadAnew) {
  RecordedLog recorded;
  AddChain(recorded, 100);
  const auto read = [&](uint64_t at) { return recorded.log.Read(at); };
  RepairMerger merger(read);
  for (const uint64_t at : {101u, 50u, 101u, 2u, 100u, 3u, 101u}) {
    const LogRecord record = *recorded.log.Read(at);
    const auto merged = merger.Merge(*DecodeEvent(record.body), record);
    ASSERT_TRUE(merged.ok()) << merged.status();
    EXPECT_EQ((*merged)->event.title, absl::StrCat("T", at - 1));
  }
}

TEST(EventReader, OnlyCorrectedAndRetractedAreRepairs) {
  for (const EventKindInfo& info : kEventKinds) {
    EXPECT_EQ(IsRepairKind(info.kind), info.name == "corrected" || info.name == "retracted")
        << info.name;
  }
}

}  // namespace
}  // namespace decree
