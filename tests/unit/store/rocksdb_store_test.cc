// Stores on disk that are damaged, held by another or opened for reading, bulk loads, and overlays
// over what cannot change.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/store/ordered_store.h"
#include "core/store/overlay_store.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Keys(const OrderedStore& store, const std::string& first,
                              const std::string& last, size_t count_max = 1'000) {
  std::vector<std::string> keys;
  const absl::Status status =
      store.Scan(first, last, [&](absl::string_view key, absl::string_view) {
        keys.emplace_back(key);
        return keys.size() < count_max;
      });
  EXPECT_TRUE(status.ok()) << status;
  return keys;
}

WriteSet Puts(const std::vector<std::string>& keys) {
  WriteSet writes;
  for (const std::string& key : keys) writes.Put(key, "value of " + key);
  return writes;
}

class StoreOnDiskTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<OrderedStore>> Open(bool read_only = false, bool strict = false) {
    RocksdbStoreOptions options;
    options.read_only = read_only;
    options.strict = strict;
    return OpenRocksdbStore(dir_, options);
  }
  void Fill() {
    const auto store = Open();
    ASSERT_TRUE(store.ok() && (*store)->Write(Puts({"a", "b", "c"})).ok());
    ASSERT_TRUE((*store)->Flush().ok());
  }
  fs::path FileNamed(const std::string& part) {
    for (const auto& entry : fs::directory_iterator(dir_)) {
      if (entry.path().string().find(part) != std::string::npos) return entry.path();
    }
    ADD_FAILURE() << "no file named " << part;
    return {};
  }

  TestFolder folder_;
  const std::string dir_ = folder_.Sub("store");
};

TEST_F(StoreOnDiskTest, ALoadKeepsTheLastOfEqualKeysAndDeletes) {
  const auto store = *Open();
  ASSERT_TRUE(store->Write(Puts({"a", "gone"})).ok());
  WriteSet writes = Puts({"c", "b", "c"});
  writes.Put("c", "the last");
  writes.Delete("gone");
  ASSERT_TRUE(store->Load(std::move(writes)).ok());
  EXPECT_THAT(Keys(*store, "", ""), ElementsAre("a", "b", "c"));
  EXPECT_EQ(**store->Get("c"), "the last");
  EXPECT_TRUE(store->Load(WriteSet()).ok()) << "of nothing";
  EXPECT_FALSE(fs::exists(dir_ + "/load.tmp"));
}

TEST_F(StoreOnDiskTest, ALoadThatCannotBeMadeChangesNothing) {
  const auto store = *Open();
  fs::create_directories(dir_ + "/load.tmp/inside");
  EXPECT_FALSE(store->Load(Puts({"a"})).ok());
  EXPECT_THAT(Keys(*store, "", ""), IsEmpty());
}

TEST_F(StoreOnDiskTest, AReaderFollowsAndWritesNothing) {
  Fill();
  const auto writer = *Open();
  for (const bool strict : {false, true}) {
    const auto reader = Open(true, strict);
    ASSERT_TRUE(reader.ok()) << reader.status();
    EXPECT_EQ((*reader)->Write(Puts({"x"})).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ((*reader)->Load(Puts({"x"})).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE((*reader)->Load(WriteSet()).ok());
    EXPECT_TRUE((*reader)->Flush().ok());
    const std::string key = strict ? "e" : "d";
    ASSERT_TRUE(writer->Write(Puts({key})).ok() && writer->Flush().ok());
    EXPECT_TRUE((*reader)->CatchUp().ok());
    EXPECT_EQ((*reader)->Get(key)->has_value(), !strict) << "a strict one follows nobody";
  }
  EXPECT_TRUE(writer->CatchUp().ok());
}

TEST_F(StoreOnDiskTest, ASecondaryMayBeGivenAFolder) {
  Fill();
  RocksdbStoreOptions options;
  options.read_only = true;
  options.secondary_dir = folder_.Sub("secondary");
  const auto reader = OpenRocksdbStore(dir_, options);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_THAT(Keys(**reader, "", ""), ElementsAre("a", "b", "c"));
}

TEST_F(StoreOnDiskTest, WhatIsAbsentHeldOrInTheWayIsNamed) {
  EXPECT_EQ(Open(true).status().code(), absl::StatusCode::kNotFound);
  const auto store = *Open();
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kFailedPrecondition);
  std::ofstream(folder_.Sub("file")) << "text";
  EXPECT_EQ(OpenRocksdbStore(folder_.Sub("file") + "/s", {}).status().code(),
            absl::StatusCode::kInternal);
}

TEST_F(StoreOnDiskTest, DamageIsSeenAtTheOpeningOrWhenItIsRead) {
  Fill();
  const fs::path manifest = FileNamed("MANIFEST");
  const auto size = fs::file_size(manifest);
  std::ofstream(manifest, std::ios::app) << "torn, with no record";
  EXPECT_EQ(Open(true).status().code(), absl::StatusCode::kDataLoss);
  fs::resize_file(manifest, size);
  const fs::path table = FileNamed(".sst");
  {
    std::fstream file(table, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(12);
    file.put('\x7f');
  }
  EXPECT_EQ(Open(true, /*strict=*/true).status().code(), absl::StatusCode::kDataLoss);
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_FALSE((*store)->Get("b").ok());
  const auto ignore = [](size_t, std::optional<absl::string_view>) {};
  EXPECT_FALSE((*store)->MultiGet({"a", "b"}, ignore).ok());
  const auto go_on = [](absl::string_view, absl::string_view) { return true; };
  EXPECT_FALSE((*store)->Scan("", "", go_on).ok());
  const auto overlay = NewOverlayStore(**store);
  EXPECT_FALSE(overlay->Scan("", "", go_on).ok());
  EXPECT_FALSE(overlay->MultiGet({"b"}, ignore).ok());
}

TEST(OverlayStoreTest, ScansStopWhereverTheyAreToldTo) {
  const auto base = NewMemoryStore();
  ASSERT_TRUE(base->Write(Puts({"b", "d", "f"})).ok());
  const auto overlay = NewOverlayStore(*base);
  WriteSet writes = Puts({"a", "c", "d", "g", "h"});
  writes.Delete("f");
  writes.Delete("none");
  ASSERT_TRUE(overlay->Write(writes).ok());
  const std::vector<std::string> all = {"a", "b", "c", "d", "g", "h"};
  EXPECT_EQ(Keys(*overlay, "", ""), all);
  for (size_t count = 1; count <= all.size(); ++count) {
    EXPECT_EQ(Keys(*overlay, "", "", count),
              std::vector<std::string>(all.begin(), all.begin() + static_cast<ptrdiff_t>(count)));
  }
  EXPECT_THAT(Keys(*overlay, "b", "g"), ElementsAre("b", "c", "d"));
  EXPECT_THAT(Keys(*overlay, "e", ""), ElementsAre("g", "h"));
  EXPECT_FALSE(overlay->Get("f")->has_value());
  EXPECT_EQ(**overlay->Get("b"), "value of b");
}

}  // namespace
}  // namespace decree
