// One set of expectations that every OrderedStore meets: in memory and on disk.
#include "core/store/ordered_store.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

class OrderedStoreTest : public testing::TestWithParam<bool> {
 protected:
  OrderedStoreTest() {
    store_ =
        GetParam() ? *OpenRocksdbStore(folder_.Sub("s"), RocksdbStoreOptions()) : NewMemoryStore();
  }
  void Put(const std::string& key, const std::string& value) {
    WriteSet writes;
    writes.Put(key, value);
    ASSERT_TRUE(store_->Write(writes).ok());
  }
  std::string Keys(const std::string& first, const std::string& last) {
    std::string keys;
    EXPECT_TRUE(store_
                    ->Scan(first, last,
                           [&](absl::string_view key, absl::string_view) {
                             keys += std::string(key) + " ";
                             return true;
                           })
                    .ok());
    return keys;
  }

  TestFolder folder_;
  std::unique_ptr<OrderedStore> store_;
};

TEST_P(OrderedStoreTest, GetsWhatWasPut) {
  EXPECT_FALSE(store_->Get("a")->has_value());
  Put("a", "1");
  Put("empty", "");
  const std::string binary("\0\xff\0", 3);
  Put(binary, binary);
  EXPECT_EQ(**store_->Get("a"), "1");
  EXPECT_EQ(**store_->Get("empty"), "");
  EXPECT_EQ(**store_->Get(binary), binary);
}

TEST_P(OrderedStoreTest, LaterEntriesOfAWriteWin) {
  Put("gone", "1");
  WriteSet writes;
  writes.Put("a", "1");
  writes.Put("a", "2");
  writes.Put("b", "1");
  writes.Delete("b");
  writes.Delete("gone");
  writes.Delete("never");
  ASSERT_TRUE(store_->Write(writes).ok());
  EXPECT_EQ(**store_->Get("a"), "2");
  EXPECT_EQ(Keys("", ""), "a ");
}

TEST_P(OrderedStoreTest, ScansHalfOpenRangesOfUnsignedBytes) {
  for (const char* key : {"b", "a", "\xff", "c", "ab", "\x7f"}) Put(key, "v");
  EXPECT_EQ(Keys("", ""), "a ab b c \x7f \xff ");
  EXPECT_EQ(Keys("ab", "c"), "ab b ");
  EXPECT_EQ(Keys("c", "ab"), "");
  EXPECT_EQ(Keys("d", ""), "\x7f \xff ");
  int visited = 0;
  EXPECT_TRUE(
      store_->Scan("", "", [&](absl::string_view, absl::string_view) { return ++visited < 2; })
          .ok());
  EXPECT_EQ(visited, 2);
}

TEST_P(OrderedStoreTest, AScanSeesOneMoment) {
  for (const char* key : {"a", "b", "c"}) Put(key, "old");
  std::string seen;
  EXPECT_TRUE(store_
                  ->Scan("", "",
                         [&](absl::string_view key, absl::string_view value) {
                           seen += std::string(key) + "=" + std::string(value) + " ";
                           Put("c", "new");
                           Put("d", "new");
                           return true;
                         })
                  .ok());
  EXPECT_EQ(seen, "a=old b=old c=old ");
}

TEST_P(OrderedStoreTest, ManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        Put(std::to_string(t) + "/" + std::to_string(i), "v");
        EXPECT_TRUE(store_->Get(std::to_string(t) + "/" + std::to_string(i))->has_value());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  int entries = 0;
  EXPECT_TRUE(store_
                  ->Scan("", "",
                         [&](absl::string_view, absl::string_view) {
                           ++entries;
                           return true;
                         })
                  .ok());
  EXPECT_EQ(entries, 800);
  EXPECT_TRUE(store_->Flush().ok());
  EXPECT_TRUE(store_->CatchUp().ok());
}

INSTANTIATE_TEST_SUITE_P(Stores, OrderedStoreTest, testing::Bool(), [](const auto& param_info) {
  return param_info.param ? "Rocksdb" : "Memory";
});

TEST(RocksdbStoreTest, KeepsWhatWasFlushedAndShowsItToReaders) {
  TestFolder folder;
  const std::string dir = folder.Sub("s");
  RocksdbStoreOptions reading;
  reading.read_only = true;
  EXPECT_EQ(OpenRocksdbStore(dir, reading).status().code(), absl::StatusCode::kNotFound);
  {
    const auto store = *OpenRocksdbStore(dir, RocksdbStoreOptions());
    EXPECT_EQ(OpenRocksdbStore(dir, RocksdbStoreOptions()).status().code(),
              absl::StatusCode::kFailedPrecondition);
    WriteSet writes;
    writes.Put("a", "1");
    ASSERT_TRUE(store->Write(writes).ok());
    ASSERT_TRUE(store->Flush().ok());
    const auto reader = *OpenRocksdbStore(dir, reading);
    EXPECT_EQ(**reader->Get("a"), "1");
    EXPECT_EQ(reader->Write(writes).code(), absl::StatusCode::kFailedPrecondition);
    writes.Put("b", "2");
    ASSERT_TRUE(store->Write(writes).ok());
    ASSERT_TRUE(store->Flush().ok());
    EXPECT_FALSE(reader->Get("b")->has_value());
    ASSERT_TRUE(reader->CatchUp().ok());
    EXPECT_EQ(**reader->Get("b"), "2");
  }
  EXPECT_EQ(**(*OpenRocksdbStore(dir, RocksdbStoreOptions()))->Get("b"), "2");
}

}  // namespace
}  // namespace decree
