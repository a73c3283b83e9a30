#include "core/projections/views.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "core/projections/projection_list.h"
#include "core/store/temporary_folder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OtherRules final : public Projection {
 public:
  absl::string_view Name() const override { return "controls"; }
  uint32_t RulesVersion() const override { return 99; }
  absl::Status Record(const RecordedEvent&, std::vector<EntityRecord>&) const override {
    return absl::OkStatus();
  }
};

class ViewsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto folder = TemporaryFolder::Create();
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
    dir_ = folder_->path() + "/views";
  }
  void AddActs(int count) {
    for (int i = 0; i < count; ++i) {
      const std::string id = absl::StrCat("act-", recorded_.log.Head().size + 1);
      recorded_.Add(ActText(id, "announced", R"("stated":"2025-10-10")"));
    }
  }
  std::unique_ptr<Views> Open(const ProjectionList& list, bool read_only = false) {
    auto views = Views::Open(dir_, recorded_.log, list, read_only, 1 << 20);
    EXPECT_TRUE(views.ok()) << views.status();
    return views.ok() ? *std::move(views) : nullptr;
  }
  // Acts of m/us/a that a fresh pin shows.
  static size_t ActsIn(Views& views) {
    const auto pinned = views.Pin();
    EXPECT_TRUE(pinned.ok()) << pinned.status();
    if (!pinned.ok()) return 0;
    const auto strand = StoredStrands(*pinned->store).Load("controls", "m/us/a");
    EXPECT_TRUE(strand.ok()) << strand.status();
    EXPECT_EQ(strand->acts.size(), pinned->applied);
    return strand->acts.size();
  }
  std::string Current() const {
    std::ifstream file(dir_ + "/current");
    std::string name;
    std::getline(file, name);
    return name;
  }

  RecordedLog recorded_;
  const ProjectionList all_ = AllProjections();
  std::unique_ptr<TemporaryFolder> folder_;
  std::string dir_;
};

TEST_F(ViewsTest, FollowTheLogAndSurviveClosing) {
  AddActs(3);
  auto views = Open(all_);
  EXPECT_EQ(Current(), "g000001");
  EXPECT_EQ(views->applied(), 0u);
  EXPECT_EQ(ActsIn(*views), 3u);
  EXPECT_EQ(views->applied(), 3u);
  ASSERT_TRUE(views->Flush().ok());
  views.reset();
  AddActs(2);
  views = Open(all_);
  EXPECT_EQ(views->applied(), 3u);
  EXPECT_EQ(ActsIn(*views), 5u);
}

TEST_F(ViewsTest, ARebuildIsIdenticalAndSwitches) {
  AddActs(70);
  auto views = Open(all_);
  const auto before = views->Pin();
  const auto result = views->Rebuild();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->events, 70u);
  EXPECT_GT(result->entries, 4u);
  EXPECT_TRUE(result->differences.empty()) << result->differences[0];
  EXPECT_EQ(Current(), "g000002");
  EXPECT_FALSE(fs::exists(dir_ + "/g000001"));
  EXPECT_EQ(ActsIn(*views), 70u);
  // Who pinned the former generation still reads it.
  EXPECT_EQ(StoredStrands(*before->store).Load("controls", "m/us/a")->acts.size(), 70u);
}

TEST_F(ViewsTest, ARebuildNamesWhatDiffers) {
  AddActs(2);
  auto views = Open(all_);
  EXPECT_EQ(ActsIn(*views), 2u);
  views.reset();
  {
    auto store = OpenRocksdbStore(dir_ + "/g000001", {});
    ASSERT_TRUE(store.ok()) << store.status();
    WriteSet writes;
    writes.Put(EntityKey("controls", "m/stray"), "x");
    writes.Put(EntityKey("controls", "m/us/a"), "twelve bytes");
    ASSERT_TRUE((*store)->Write(writes).ok());
    ASSERT_TRUE((*store)->Flush().ok());
  }
  views = Open(all_);
  const auto result = views->Rebuild();
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_EQ(result->differences.size(), 2u);
  EXPECT_EQ(result->differences[0], "econtrols\\x00m/us/a: other value before");
  EXPECT_EQ(result->differences[1], "econtrols\\x00m/stray: not there after");
  EXPECT_TRUE(views->Rebuild()->differences.empty());
  EXPECT_EQ(Current(), "g000003");
}

TEST_F(ViewsTest, OtherRulesAreBuiltAnewAtOpen) {
  AddActs(2);
  auto views = Open(all_);
  EXPECT_EQ(ActsIn(*views), 2u);
  views.reset();
  ProjectionList other;
  other.push_back(std::make_unique<OtherRules>());
  {
    // A reader leaves the folder alone.
    const auto reader = Open(other, /*read_only=*/true);
    const auto pinned = reader->Pin();
    EXPECT_EQ((*ReadCheckpoint(*pinned->store, "controls"))->rules_version, 99u);
    EXPECT_EQ(Current(), "g000001");
  }
  views = Open(other);
  EXPECT_EQ(Current(), "g000002");
  const auto pinned = views->Pin();
  EXPECT_EQ(pinned->applied, 2u);
  EXPECT_EQ((*ReadCheckpoint(*pinned->store, "controls"))->rules_version, 99u);
  EXPECT_TRUE(StoredStrands(*pinned->store).Load("controls", "m/us/a")->acts.empty());
}

TEST_F(ViewsTest, ViewsAheadOfTheLogSayThatItHasLostEvents) {
  AddActs(5);
  auto views = Open(all_);
  EXPECT_EQ(ActsIn(*views), 5u);
  ASSERT_TRUE(views->Flush().ok());
  views.reset();
  RecordedLog shorter;
  for (const bool is_empty : {true, false}) {
    if (!is_empty) shorter.Add(ActText("act-1", "announced", R"("stated":"2025-10-10")"));
    for (const bool read_only : {true, false}) {
      const auto opened = Views::Open(dir_, shorter.log, all_, read_only, 1 << 20);
      EXPECT_TRUE(absl::IsDataLoss(opened.status())) << opened.status();
      EXPECT_THAT(std::string(opened.status().message()), HasSubstr("was made of 5 events"));
      EXPECT_THAT(std::string(opened.status().message()), HasSubstr(dir_));
    }
  }
  EXPECT_EQ(Current(), "g000001");
  const auto what_is_left = Views::Open(dir_, shorter.log, all_, true, 1 << 20, true);
  ASSERT_TRUE(what_is_left.ok()) << what_is_left.status();
  EXPECT_EQ(ActsIn(**what_is_left), 1u);
}

TEST_F(ViewsTest, ViewsOfAnotherLogAreNotUsed) {
  AddActs(5);
  auto views = Open(all_);
  EXPECT_EQ(ActsIn(*views), 5u);
  views.reset();
  RecordedLog other;
  for (int i = 0; i < 5; ++i) {
    const std::string id = absl::StrCat("other-", i);
    other.Add(EventText(id, "announced", R"("measure":"us/b","stated":"2025-10-10")"));
  }
  const auto acts_of_b = [&](Views& opened) {
    return StoredStrands(*opened.Pin()->store).Load("controls", "m/us/b")->acts.size();
  };
  const auto reader = Views::Open(dir_, other.log, all_, true, 1 << 20);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(acts_of_b(**reader), 5u);
  EXPECT_EQ(Current(), "g000001");
  const auto writer = Views::Open(dir_, other.log, all_, false, 1 << 20);
  ASSERT_TRUE(writer.ok()) << writer.status();
  EXPECT_EQ(acts_of_b(**writer), 5u);
  EXPECT_EQ(Current(), "g000002");
}

// As a former version left them.
TEST_F(ViewsTest, ViewsThatDoNotSayOfWhichLogTheyAreAreBuiltAnew) {
  AddActs(3);
  auto views = Open(all_);
  EXPECT_EQ(ActsIn(*views), 3u);
  views.reset();
  {
    auto store = OpenRocksdbStore(dir_ + "/g000001", {});
    ASSERT_TRUE(store.ok()) << store.status();
    WriteSet writes;
    writes.Delete("o");
    ASSERT_TRUE((*store)->Write(writes).ok());
    ASSERT_TRUE((*store)->Flush().ok());
  }
  EXPECT_EQ(ActsIn(*Open(all_, /*read_only=*/true)), 3u);
  EXPECT_EQ(Current(), "g000001");
  views = Open(all_);
  EXPECT_EQ(ActsIn(*views), 3u);
  EXPECT_EQ(Current(), "g000002");
}

TEST_F(ViewsTest, ANameThatLeadsElsewhereIsNoGeneration) {
  AddActs(2);
  EXPECT_EQ(ActsIn(*Open(all_)), 2u);
  std::ofstream(dir_ + "/current") << "../elsewhere\n";
  EXPECT_EQ(ActsIn(*Open(all_)), 2u);
  EXPECT_EQ(Current(), "g000001");
  EXPECT_FALSE(fs::exists(dir_ + "/../elsewhere"));
}

TEST_F(ViewsTest, AReaderBesideTheWriterSeesWhatTheViewsDoNotHoldYet) {
  AddActs(3);
  auto writer = Open(all_);
  EXPECT_EQ(ActsIn(*writer), 3u);
  ASSERT_TRUE(writer->Flush().ok());
  const auto reader = Open(all_, /*read_only=*/true);
  EXPECT_EQ(reader->applied(), 3u);
  EXPECT_EQ(ActsIn(*reader), 3u);
  AddActs(70);
  EXPECT_EQ(ActsIn(*reader), 73u);
  EXPECT_EQ(writer->applied(), 3u);
  AddActs(1);
  EXPECT_EQ(ActsIn(*writer), 74u);
  ASSERT_TRUE(writer->Flush().ok());
  EXPECT_EQ(ActsIn(*reader), 74u);
  EXPECT_TRUE(absl::IsFailedPrecondition(reader->Rebuild().status()));
  EXPECT_TRUE(reader->Flush().ok());
}

TEST_F(ViewsTest, AReaderWithoutViewsBuildsItsOwn) {
  AddActs(3);
  const auto reader = Open(all_, /*read_only=*/true);
  EXPECT_EQ(ActsIn(*reader), 3u);
  AddActs(1);
  EXPECT_EQ(ActsIn(*reader), 4u);
  EXPECT_FALSE(fs::exists(dir_));
}

TEST_F(ViewsTest, AReaderOutlivesARebuildOfTheWriter) {
  AddActs(3);
  auto writer = Open(all_);
  EXPECT_EQ(ActsIn(*writer), 3u);
  ASSERT_TRUE(writer->Flush().ok());
  const auto reader = Open(all_, /*read_only=*/true);
  EXPECT_EQ(ActsIn(*reader), 3u);
  ASSERT_TRUE(writer->Rebuild().ok());
  AddActs(2);
  EXPECT_EQ(ActsIn(*writer), 5u);
  EXPECT_EQ(ActsIn(*reader), 5u);
}

}  // namespace
}  // namespace decree
