// How the log's database lays out its files.
#include "core/store/log_database.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "absl/strings/str_format.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

constexpr int kFlushes = 40;
constexpr size_t kFilesMax = 16;  // unmerged flushes, and one file in the place of every eight

size_t TableFiles(const std::string& dir) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir)) {
    if (entry.path().extension() == ".sst") ++files;
  }
  return files;
}

TEST(LogDatabase, WhatGrowsAtItsEndDoesNotLieInManySmallFiles) {
  const TestFolder folder;
  LogDatabaseOptions options;
  options.create = true;
  const auto database = LogDatabase::Open(folder.Sub("db"), options);
  ASSERT_TRUE(database.ok()) << database.status();
  for (int i = 0; i < kFlushes; ++i) {
    const auto batch = (*database)->NewBatch();
    batch->Put(LogTable::kGroups, absl::StrFormat("%08d", i), std::string(100, 'g'));
    ASSERT_TRUE((*database)->Commit(*batch, false).ok());
    ASSERT_TRUE((*database)->Flush().ok());
  }
  // Compactions run in the background, for as long as it takes: ctest ends a test that hangs.
  while (TableFiles(folder.Sub("db")) > kFilesMax) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_LE(TableFiles(folder.Sub("db")), kFilesMax);
  {
    const auto cursor = (*database)->NewCursor(LogTable::kGroups, true);
    int found = 0;
    for (cursor->SeekToFirst(); cursor->Valid(); cursor->Next()) {
      EXPECT_EQ(cursor->key(), absl::StrFormat("%08d", found++));
    }
    EXPECT_EQ(found, kFlushes);
  }
  ASSERT_TRUE((*database)->Close(true).ok());
}

}  // namespace
}  // namespace decree
