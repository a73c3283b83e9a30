// One writer, many threads, and readers beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "core/log/event_log.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

using testing::HasSubstr;

class SharingTest : public testing::Test {
 protected:
  TestFolder folder_;
  std::string dir_ = folder_.Sub("log");
};

TEST_F(SharingTest, ASecondWriterIsRefusedByName) {
  const auto log = OpenOrDie(dir_);
  const absl::Status second = EventLog::Open(dir_, LogOptions()).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.message()), HasSubstr(dir_));
  EXPECT_THAT(std::string(second.message()), HasSubstr(std::to_string(::getpid())));
  EXPECT_TRUE(log->Append({Request("a")}).ok());
}

TEST_F(SharingTest, AnotherProcessIsRefusedToo) {
  const auto log = OpenOrDie(dir_);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto code = EventLog::Open(dir_, LogOptions()).status().code();
    ::_exit(code == absl::StatusCode::kFailedPrecondition ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(SharingTest, SixteenThreadsAppendWithoutGaps) {
  constexpr int kThreads = 16;
  constexpr int kCalls = 40;
  const auto log = OpenOrDie(dir_);
  std::vector<std::vector<Position>> positions(kThreads);
  std::atomic<int> aborted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kCalls; ++i) {
        const std::string id = std::to_string(t) + "." + std::to_string(i);
        const auto results = log->Append(
            {Request(id, {"own/" + std::to_string(t), "shared"}), Request(id + "+", {}, id)});
        ASSERT_TRUE(results.ok()) << results.status();
        ASSERT_EQ((*results)[1].position, (*results)[0].position + 1);
        positions[static_cast<size_t>(t)].push_back((*results)[0].position);
        ASSERT_EQ(log->Read((*results)[0].position)->id, id);
        // All compete for the same version of one stream: at most one wins.
        AppendRequest race =
            Request("race" + std::to_string(i) + "." + std::to_string(t), {"race"});
        race.expected = {{"race", static_cast<uint64_t>(i)}};
        const auto raced = log->Append({race});
        if (!raced.ok()) {
          ASSERT_EQ(raced.status().code(), absl::StatusCode::kAborted);
          ++aborted;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<Position> distinct;
  for (const auto& own : positions) {
    EXPECT_TRUE(std::is_sorted(own.begin(), own.end()));
    distinct.insert(own.begin(), own.end());
  }
  EXPECT_EQ(distinct.size(), static_cast<size_t>(kThreads * kCalls));
  const uint64_t raced = *log->StreamLength("race");
  EXPECT_EQ(raced + static_cast<uint64_t>(aborted.load()), uint64_t{kThreads * kCalls});
  EXPECT_EQ(log->Head().size, uint64_t{2 * kThreads * kCalls} + raced);
  EXPECT_EQ(*log->StreamLength("shared"), uint64_t{2 * kThreads * kCalls});
  EXPECT_TRUE(log->Check()->empty());
}

// More than one commit takes: what waits behind it is not lost, and each call stays whole.
TEST_F(SharingTest, CallsTooManyForOneCommitAreAllRecorded) {
  constexpr size_t kThreads = 8, kEvents = 3'000;
  const auto log = OpenOrDie(dir_);
  std::atomic<int> waiting{kThreads};
  std::vector<std::thread> threads;
  for (size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::vector<AppendRequest> requests = Requests(absl::StrCat("t", t, "."), kEvents);
      if (t < 2) requests[0].body.assign(6 << 20, 'x');
      --waiting;
      while (waiting > 0) std::this_thread::yield();
      const auto results = log->Append(requests);
      ASSERT_TRUE(results.ok()) << results.status();
      for (size_t i = 0; i < kEvents; ++i) {
        ASSERT_EQ((*results)[i].position, (*results)[0].position + i);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(log->Head().size, kThreads * kEvents);
  EXPECT_TRUE(log->Check()->empty());
}

TEST_F(SharingTest, ManyThreadsWithTheSameIdsRecordEachOnce) {
  const auto log = OpenOrDie(dir_);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const auto results = log->Append({Request("id" + std::to_string(i))});
        ASSERT_TRUE(results.ok()) << results.status();
        ASSERT_EQ((*results)[0].position, static_cast<Position>(i + 1));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(log->Head().size, 50u);
}

TEST_F(SharingTest, ClosingWaitsForTheCallsInFlight) {
  auto log = OpenOrDie(dir_);
  std::vector<std::thread> threads;
  std::atomic<uint64_t> recorded{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0;; ++i) {
        const auto results = log->Append({Request(std::to_string(t) + "." + std::to_string(i))});
        if (!results.ok()) {
          ASSERT_EQ(results.status().code(), absl::StatusCode::kFailedPrecondition);
          return;
        }
        ++recorded;
      }
    });
  }
  while (recorded < 50) std::this_thread::yield();
  EXPECT_TRUE(log->Close().ok());
  for (std::thread& thread : threads) thread.join();
  log = OpenOrDie(dir_);
  EXPECT_EQ(log->Head().size, recorded.load());
}

TEST_F(SharingTest, AReaderFollowsTheWriter) {
  LogOptions reading;
  reading.read_only = true;
  EXPECT_EQ(EventLog::Open(dir_, reading).status().code(), absl::StatusCode::kNotFound);
  const auto writer = OpenOrDie(dir_);
  ASSERT_TRUE(writer->Append(Requests("a", 300)).ok());
  const auto reader = OpenOrDie(dir_, reading);
  EXPECT_EQ(reader->Head().size, 300u);
  EXPECT_EQ(reader->Head().root, writer->Head().root);
  EXPECT_EQ(reader->Append({Request("x")}).status().code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(writer->Append(Requests("b", 3)).ok());
  EXPECT_EQ(reader->Head().size, 300u);
  EXPECT_EQ(reader->Find("b0").status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(reader->CatchUp().ok());
  EXPECT_EQ(reader->Head().root, writer->Head().root);
  EXPECT_EQ(reader->Read(303)->id, "b2");
  EXPECT_EQ(*reader->Find("b0"), 301u);
  EXPECT_EQ(*reader->StreamLength("m/b0"), 1u);
  EXPECT_EQ(reader->Id(), writer->Id());
  EXPECT_TRUE(reader->Check()->empty());
  // Whether there was news the last time or not.
  for (uint64_t size = 304; size < 314; ++size) {
    ASSERT_TRUE(reader->CatchUp().ok());
    ASSERT_EQ(reader->Size(), size - 1);
    ASSERT_TRUE(writer->Append({Request(absl::StrCat("c", size))}).ok());
    ASSERT_TRUE(reader->CatchUp().ok());
    ASSERT_EQ(reader->Size(), size);
  }
}

TEST_F(SharingTest, AReaderBesideABusyWriterRaisesNoFalseAlarm) {
  auto writer = OpenOrDie(dir_);
  ASSERT_TRUE(writer->Append({Request("first")}).ok());
  std::atomic<bool> done{false};
  std::thread busy([&] {
    for (int i = 0; i < 60; ++i) {
      ASSERT_TRUE(writer->Append(Requests(std::to_string(i) + "-", i % 9 == 0 ? 900 : 3)).ok());
      if (i % 20 == 19) {  // a close flushes and starts a new WAL under the reader's feet
        ASSERT_TRUE(writer->Close().ok());
        writer = OpenOrDie(dir_);
      }
    }
    done = true;
  });
  LogOptions reading;
  reading.read_only = true;
  const auto reader = OpenOrDie(dir_, reading);
  uint64_t last = 0;
  while (!done) {
    const absl::Status caught_up = reader->CatchUp();
    ASSERT_TRUE(caught_up.ok()) << caught_up;
    const LogHead head = reader->Head();
    ASSERT_GE(head.size, last);
    last = head.size;
    ASSERT_EQ(*reader->RootAt(head.size), head.root);
    ASSERT_TRUE(reader->Read(head.size).ok());
  }
  busy.join();
  ASSERT_TRUE(reader->CatchUp().ok());
  EXPECT_EQ(reader->Head().root, writer->Head().root);
  EXPECT_TRUE(reader->Check()->empty());
}

}  // namespace
}  // namespace decree
