#include "core/projections/runner.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/projections/projection_list.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

Entries AllOf(const OrderedStore& store) {
  Entries entries;
  EXPECT_TRUE(store
                  .Scan("", "",
                        [&](absl::string_view key, absl::string_view value) {
                          entries.emplace_back(key, value);
                          return true;
                        })
                  .ok());
  return entries;
}

// Every event on its "m/" streams; fails at one position.
class MeasuresOnly final : public Projection {
 public:
  MeasuresOnly(std::string name, uint32_t rules, uint64_t fails_at = 0)
      : name_(std::move(name)), rules_(rules), fails_at_(fails_at) {}
  absl::string_view Name() const override { return name_; }
  uint32_t RulesVersion() const override { return rules_; }
  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    ++calls;
    if (event.position == fails_at_) return absl::InvalidArgumentError("terms: too odd");
    RecordOnStreams(event, "m/", out);
    return absl::OkStatus();
  }
  mutable int calls = 0;

 private:
  const std::string name_;
  const uint32_t rules_;
  const uint64_t fails_at_;
};

ProjectionList ListOf(std::unique_ptr<Projection> one) {
  ProjectionList list;
  list.push_back(std::move(one));
  return list;
}

class RunnerTest : public ::testing::Test {
 protected:
  void AddActs(int count) {
    for (int i = 0; i < count; ++i) {
      const std::string id = absl::StrCat("act-", recorded_.log.Head().size + 1);
      recorded_.Add(
          ActText(id, "announced", R"("stated":"2025-10-10","instrument":{"id":"us/eo-1"})"));
    }
  }
  absl::Status Run(OrderedStore& store, const ProjectionList& list,
                   const RunnerOptions& options = {}) {
    Runner runner(recorded_.log, store, list, options);
    absl::Status status = runner.Start();
    if (status.ok()) status = runner.ApplyThrough(UINT64_MAX);
    return status;
  }
  // Records in the chunk; 0 when there is none.
  uint32_t RecordsIn(uint32_t chunk) const {
    const auto value = store_->Get(StrandKey("controls", "m/us/a", chunk));
    EXPECT_TRUE(value.ok());
    return *value ? DecodeChunkHeader(**value)->records : 0;
  }

  RecordedLog recorded_;
  std::unique_ptr<OrderedStore> store_ = NewMemoryStore();
  const ProjectionList all_ = AllProjections();
};

TEST_F(RunnerTest, AChunkIsSealedWithItsSixtyFourthRecord) {
  AddActs(63);
  ASSERT_TRUE(Run(*store_, all_).ok());
  EXPECT_EQ(RecordsIn(kTailChunk), 63u);
  EXPECT_EQ(RecordsIn(0), 0u);
  AddActs(1);
  ASSERT_TRUE(Run(*store_, all_).ok());
  EXPECT_EQ(RecordsIn(kTailChunk), 0u);
  EXPECT_EQ(RecordsIn(0), 64u);
  const auto header = store_->Get(EntityKey("controls", "m/us/a"));
  ASSERT_EQ((*header)->size(), 12u);
  EXPECT_EQ((**header)[0], 1);
  AddActs(65);
  ASSERT_TRUE(Run(*store_, all_).ok());
  EXPECT_EQ(RecordsIn(1), 64u);
  EXPECT_EQ(RecordsIn(kTailChunk), 1u);
  const auto strand = StoredStrands(*store_).Load("controls", "m/us/a");
  ASSERT_EQ(strand->acts.size(), 129u);
  for (size_t i = 0; i < 129; ++i) EXPECT_EQ(strand->acts[i].position, i + 1);
  EXPECT_EQ(strand->sides.size(), 129u);
}

TEST_F(RunnerTest, BatchesAndCachesDoNotShowInTheResult) {
  AddActs(70);
  recorded_.Add(EventText("fix", "corrected",
                          R"("target":"act-3","replacement":{"measure":"us/b","title":"T"})"));
  recorded_.Add(EventText("talk", "statement", R"("stated":"2025-10-11","threads":["t1","t2"])"));
  AddActs(70);
  ASSERT_TRUE(Run(*store_, all_).ok());
  for (const uint64_t batch : {1u, 7u, 64u, 1000u}) {
    for (const size_t cached : {size_t{0}, size_t{100}}) {
      auto other = NewMemoryStore();
      ASSERT_TRUE(Run(*other, all_, {batch, cached}).ok());
      EXPECT_TRUE(AllOf(*other) == AllOf(*store_)) << batch << " " << cached;
    }
  }
}

TEST_F(RunnerTest, GoesOnFromItsCheckpoint) {
  AddActs(5);
  auto projection = std::make_unique<MeasuresOnly>("counted", 3);
  const MeasuresOnly& counted = *projection;
  const ProjectionList list = ListOf(std::move(projection));
  EXPECT_FALSE(ReadCheckpoint(*store_, "counted")->has_value());
  ASSERT_TRUE(Run(*store_, list).ok());
  EXPECT_EQ((*ReadCheckpoint(*store_, "counted"))->applied, 5u);
  EXPECT_EQ((*ReadCheckpoint(*store_, "counted"))->rules_version, 3u);
  AddActs(2);
  ASSERT_TRUE(Run(*store_, list).ok());
  EXPECT_EQ(counted.calls, 7);
  EXPECT_EQ((*ReadCheckpoint(*store_, "counted"))->applied, 7u);
  EXPECT_EQ((*store_->Get(CheckpointKey("counted")))->size(), 12u);
}

TEST_F(RunnerTest, AProjectionThatJoinsLaterCatchesUpAlone) {
  AddActs(66);
  auto first = std::make_unique<MeasuresOnly>("first", 1);
  const MeasuresOnly& counted = *first;
  ProjectionList list = ListOf(std::move(first));
  ASSERT_TRUE(Run(*store_, list).ok());
  list.push_back(std::make_unique<MeasuresOnly>("second", 1));
  AddActs(3);
  ASSERT_TRUE(Run(*store_, list, {10, 100}).ok());
  EXPECT_EQ(counted.calls, 69);
  auto anew = NewMemoryStore();
  ASSERT_TRUE(Run(*anew, list).ok());
  EXPECT_TRUE(AllOf(*anew) == AllOf(*store_));
}

TEST_F(RunnerTest, OtherRulesAreRefused) {
  AddActs(1);
  ASSERT_TRUE(Run(*store_, ListOf(std::make_unique<MeasuresOnly>("p", 1))).ok());
  const absl::Status status = Run(*store_, ListOf(std::make_unique<MeasuresOnly>("p", 2)));
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("rules version 1, this program has 2"), absl::string_view::npos)
      << status;
}

TEST_F(RunnerTest, ADamagedCheckpointIsDataLoss) {
  WriteSet writes;
  writes.Put(CheckpointKey("controls"), "torn");
  ASSERT_TRUE(store_->Write(writes).ok());
  EXPECT_TRUE(absl::IsDataLoss(Run(*store_, all_)));
}

TEST_F(RunnerTest, WhatAProjectionCannotRecordIsPassedOverAndKept) {
  AddActs(5);
  const ProjectionList failing = ListOf(std::make_unique<MeasuresOnly>("p", 1, /*fails_at=*/4));
  ASSERT_TRUE(Run(*store_, failing, {2, 100}).ok());
  EXPECT_EQ((*ReadCheckpoint(*store_, "p"))->applied, 5u);
  EXPECT_EQ(StoredStrands(*store_).Load("p", "m/us/a")->acts.size(), 4u);
  const auto unapplied = ReadUnapplied(*store_);
  ASSERT_TRUE(unapplied.ok()) << unapplied.status();
  ASSERT_EQ(unapplied->size(), 1u);
  const UnappliedEvent& event = unapplied->front();
  EXPECT_EQ(event.position, 4u);
  EXPECT_FALSE(event.is_unreadable);
  EXPECT_EQ(event.why, "projection p: terms: too odd");
  EXPECT_EQ(event.entities, std::vector<std::string>{"m/us/a"});
  // In one go it leaves the same.
  const std::unique_ptr<OrderedStore> anew = NewMemoryStore();
  ASSERT_TRUE(Run(*anew, failing, {100, 100}).ok());
  EXPECT_TRUE(AllOf(*anew) == AllOf(*store_));
  // Who asks behind it is refused, who asks before it is not.
  const auto list = std::make_shared<const UnappliedEvents>(*unapplied);
  const absl::Status refused = StoredStrands(*store_, 5, list).Load("p", "m/us/a").status();
  EXPECT_TRUE(absl::IsDataLoss(refused) && RestsOnUnapplied(refused)) << refused;
  EXPECT_EQ(StoredStrands(*store_, 3, list).Load("p", "m/us/a")->acts.size(), 3u);
}

TEST_F(RunnerTest, ARepairToAnotherMeasureMarksBoth) {
  AddActs(1);
  recorded_.Add(
      EventText("fix", "corrected", R"("target":"act-1","replacement":{"measure":"us/b"})"));
  ASSERT_TRUE(Run(*store_, all_).ok());
  const StoredStrands strands(*store_);
  for (const char* measure : {"m/us/a", "m/us/b"}) {
    const auto strand = strands.Load("controls", measure);
    EXPECT_EQ(strand->acts.size(), measure == absl::string_view("m/us/a") ? 1u : 0u);
    ASSERT_FALSE(strand->sides.empty()) << measure;
    EXPECT_TRUE(strand->sides.back() == (SideEntry{SideKind::kRepaired, 2, 1, ""})) << measure;
  }
  const auto repairs = strands.Repairs(1);
  ASSERT_EQ(repairs->size(), 1u);
  const RepairEntry& repair = (*repairs)[0];
  EXPECT_EQ(repair.position, 2u);
  EXPECT_EQ(repair.target, 1u);
  EXPECT_EQ(repair.root, 1u);
  EXPECT_FALSE(repair.is_dated);
  EXPECT_FALSE(repair.is_retraction);
  EXPECT_EQ(repair.act.position, 1u);
  EXPECT_EQ(repair.act.id_hash, IdHash("act-1"));
  EXPECT_TRUE((repair.streams == std::vector<std::string>{"m/us/b"}));
  // The instrument now leads to both measures; which one holds is a view's to say.
  EXPECT_EQ(strands.Load("controls", "n/us/eo-1")->sides.size(), 2u);
}

}  // namespace
}  // namespace decree
