// A log of a few hundred events whose database is open below the log, so that any stored value can
// be bent as damage or a faulty program would leave it: with checksums that fit.
#ifndef DECREE_TESTS_UNIT_LOG_BENT_DATABASE_H_
#define DECREE_TESTS_UNIT_LOG_BENT_DATABASE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/log/group_format.h"
#include "core/log/key_layout.h"
#include "core/log/log_folder.h"
#include "core/store/log_database.h"
#include "tests/unit/log/log_testing.h"

namespace decree {

// 300 events in two groups (1 to 256 and 257 to 300), two more in groups of their own; the stream
// "m/long" holds 2 of every 3 events, so that it has sealed chunks.
class BentDatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto log = OpenOrDie(dir_);
    std::vector<AppendRequest> requests = Requests("a", 300);
    for (size_t i = 0; i < requests.size(); ++i) {
      if (i % 3 != 0) requests[i].streams.push_back("m/long");
    }
    ASSERT_TRUE(log->Append(requests).ok());
    ASSERT_TRUE(log->Append({Request("b", {"m/b"}, "a7")}).ok());
    ASSERT_TRUE(log->Append({Request("c", {"m/b"})}).ok());
    head_ = log->Head();
    ASSERT_TRUE(log->Close().ok());
    Open();
  }

  void Open() {
    auto database = LogDatabase::Open(LogDatabaseDir(dir_), LogDatabaseOptions());
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
  }

  void Put(LogTable table, absl::string_view key, absl::string_view value) {
    const auto batch = database_->NewBatch();
    batch->Put(table, key, value);
    ASSERT_TRUE(database_->Commit(*batch, false).ok());
  }

  std::string Get(LogTable table, absl::string_view key) {
    const auto value = database_->Get(table, key);
    EXPECT_TRUE(value.ok() && value->has_value());
    return value.ok() ? value->value_or("") : "";
  }

  // Writes the group of position `first` anew, with leaves that fit, after `change` saw its
  // records; the instant is that of the first of them.
  void Regroup(Position first, const std::function<void(std::vector<LogRecord>&)>& change) {
    const std::string value = Get(LogTable::kGroups, GroupKey(first));
    const auto group = GroupView::Parse(value, first);
    ASSERT_TRUE(group.ok()) << group.status();
    std::vector<LogRecord> records(group->events());
    for (uint32_t i = 0; i < group->events(); ++i) {
      ASSERT_TRUE(group->Read(i, sha_, true, records[i]).ok());
    }
    change(records);
    GroupWriter writer;
    writer.Start(first, records.front().recorded_us);
    for (const LogRecord& record : records) {
      std::vector<StreamVersionView> streams;
      for (const StreamVersion& stream : record.streams) {
        streams.push_back({stream.stream, stream.version});
      }
      RecordParts parts;
      parts.target = record.target;
      parts.id = record.id;
      parts.streams = streams;
      parts.body = record.body;
      writer.Add(sha_, parts);
    }
    Put(LogTable::kGroups, GroupKey(first), writer.Finish());
  }

  std::string OpenChunkKey(absl::string_view stream) {
    return StreamKey(Key16Of(sha_, stream), kOpenChunk);
  }

  // Lets go of the database, so that the log can be opened as it now is.
  void Release() {
    ASSERT_TRUE(database_->Close(true).ok());
    database_.reset();
  }

  Sha256 sha_;
  TestFolder folder_;
  const std::string dir_ = folder_.Sub("log");
  std::unique_ptr<LogDatabase> database_;
  LogHead head_;
};

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_LOG_BENT_DATABASE_H_
