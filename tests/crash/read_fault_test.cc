// One read error at every read of every question to an open log, and of its opening, as a writer
// and as a reader: the question fails by name or has the right answer, and never another one. Each
// case runs in a process of its own, because the packaged RocksDB has its assertions on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "core/merkle/sha256.h"
#include "tests/crash/child_process.h"
#include "tests/crash/power_run.h"

namespace decree {
namespace {

using Fault = LossyFileSystem::Fault;
using Answer = absl::StatusOr<std::string>;

constexpr int kFailed = 0, kRight = 10, kNotReached = 11, kWrong = 12, kNoLog = 13;
constexpr uint64_t kFlushed = 700, kInWal = 4;

struct Question {
  const char* name;
  std::function<Answer(EventLog&)> ask;
};

std::string Text(const std::vector<Hash256>& hashes) {
  std::string text;
  for (const Hash256& hash : hashes) text += ToHex(hash);
  return text;
}

template <typename Value, typename ToText>
Answer TextOf(const absl::StatusOr<Value>& value, const ToText& text) {
  if (!value.ok()) return value.status();
  return text(*value);
}

const std::vector<Question>& Questions() {
  const auto number = [](uint64_t value) { return absl::StrCat(value); };
  static const auto& questions = *new std::vector<Question>{
      {"read",
       [](EventLog& log) {
         return TextOf(log.Read(300), [](const LogRecord& record) { return record.body; });
       }},
      {"read many",
       [](EventLog& log) -> Answer {
         std::string text;
         const absl::Status status =
             log.ReadMany({3, 4, 260, 600, 701, 704}, [&](const LogRecord& record) {
               text += record.body;
               return absl::OkStatus();
             });
         return status.ok() ? Answer(text) : status;
       }},
      {"scan",
       [](EventLog& log) -> Answer {
         std::string text;
         const absl::Status status =
             log.Scan(1, kFlushed + kInWal, true, [&](const LogRecord& record) {
               text += record.id;
               return absl::OkStatus();
             });
         return status.ok() ? Answer(text) : status;
       }},
      {"find", [=](EventLog& log) { return TextOf(log.Find("f5"), number); }},
      {"length", [=](EventLog& log) { return TextOf(log.StreamLength("m/f1"), number); }},
      {"positions",
       [](EventLog& log) {
         return TextOf(log.StreamPositions("m/f1"), [](const std::vector<Position>& positions) {
           std::string text;
           for (const Position position : positions) absl::StrAppend(&text, position, " ");
           return text;
         });
       }},
      {"root",
       [](EventLog& log) {
         return TextOf(log.RootAt(600), [](const Hash256& root) { return ToHex(root); });
       }},
      {"inclusion", [](EventLog& log) { return TextOf(log.InclusionProof(300, 600), Text); }},
      {"consistency", [](EventLog& log) { return TextOf(log.ConsistencyProof(301, 600), Text); }},
      {"repeat",
       [=](EventLog& log) -> Answer {
         const auto again = log.Append({Request("f9", {"m/f2"})});
         // A reader appends nothing, with or without a fault.
         if (absl::IsFailedPrecondition(again.status())) return std::string("read-only");
         return TextOf(again, [&](const std::vector<AppendResult>& results) {
           return number(results[0].position);
         });
       }},
      {"check",
       [](EventLog& log) -> Answer {
         const auto findings = log.Check();
         if (!findings.ok()) return findings.status();
         if (findings->empty()) return std::string("sound");
         return absl::DataLossError((*findings)[0].what);
       }},
  };
  return questions;
}

class ReadFaultTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InChild([&](int) {
                  return OpenOrDie(dir_)->Append(Requests("f", kFlushed)).ok() ? 0 : 1;
                }).answered());
    // The rest stays in the WAL, as a crash leaves it.
    ASSERT_TRUE(InChild([&](int) {
                  const auto log = OpenOrDie(dir_);
                  for (uint64_t i = 0; i < kInWal; ++i) {
                    if (!log->Append({Request(absl::StrCat("w", i), {"m/f1"})}).ok()) return 1;
                  }
                  ::_exit(0);
                }).answered());
    std::filesystem::copy(dir_, sound_, std::filesystem::copy_options::recursive);
  }

  // Every case begins with the same files.
  void PutBack() {
    std::filesystem::remove_all(dir_);
    std::filesystem::copy(sound_, dir_, std::filesystem::copy_options::recursive);
  }

  static LogOptions Options(const Machine& machine) {
    LogOptions options = machine.Options();
    options.read_only = GetParam();
    options.block_cache_bytes = 0;  // so that everything is read from files
    return options;
  }

  // Runs `work` at the first, second, ... read until there is none any more.
  void AtEveryRead(const std::string& name, const std::function<int(uint64_t read)>& work) {
    int failed = 0, right = 0, aborted = 0;
    for (uint64_t read = 1;; ++read) {
      ASSERT_LT(read, 2'000u) << name;
      PutBack();
      const Ended ended = InChild([&](int) { return work(read); });
      if (ended.aborted()) {
        ++aborted;
        continue;
      }
      ASSERT_TRUE(WIFEXITED(ended.status)) << name << ", read " << read << ": " << ended.status;
      const int outcome = WEXITSTATUS(ended.status);
      if (outcome == kNotReached) break;
      ASSERT_TRUE(outcome == kFailed || outcome == kRight)
          << name << ", read " << read << ": outcome " << outcome;
      (outcome == kFailed ? failed : right) += 1;
    }
    std::printf("%-12s %3d failed, %3d had the right answer, %d aborted\n", name.c_str(), failed,
                right, aborted);
    failed_ += failed;
  }

  const MemoryFolder folder_;
  const std::string dir_ = folder_.Sub("log"), sound_ = folder_.Sub("sound");
  int failed_ = 0;
};

TEST_P(ReadFaultTest, NoQuestionHasAnotherAnswer) {
  for (const Question& question : Questions()) {
    ASSERT_NO_FATAL_FAILURE(AtEveryRead(question.name, [&](uint64_t read) {
      const Machine machine;
      const auto log = EventLog::Open(dir_, Options(machine));
      if (!log.ok()) return kNoLog;
      const Answer sound = question.ask(**log);
      if (!sound.ok()) return kNoLog;
      const uint64_t at = machine.files->reads() + read;
      machine.files->SetFault(Fault::kReadError, at);
      const Answer answer = question.ask(**log);
      if (machine.files->reads() < at) return kNotReached;
      if (!answer.ok()) return kFailed;
      return *answer == *sound ? kRight : kWrong;
    }));
  }
  EXPECT_GT(failed_, 30);
}

TEST_P(ReadFaultTest, NoOpeningShowsAnotherHead) {
  AtEveryRead("open", [&](uint64_t read) {
    const Machine machine;
    machine.files->SetFault(Fault::kReadError, read);
    const auto log = EventLog::Open(dir_, Options(machine));
    if (machine.files->reads() < read) return kNotReached;
    if (!log.ok()) return kFailed;
    return (*log)->Head().size == kFlushed + kInWal ? kRight : kWrong;
  });
  EXPECT_GT(failed_, 5);
}

// A reader that follows a writer: nothing is taken back and nothing is made up.
TEST_P(ReadFaultTest, NoFollowingShowsAnotherHead) {
  if (!GetParam()) return;
  AtEveryRead("follow", [&](uint64_t read) {
    const Machine machine;
    const auto log = EventLog::Open(dir_, Options(machine));
    if (!log.ok()) return kNoLog;
    {
      LogOptions writing;
      const auto writer = EventLog::Open(dir_, writing);
      if (!writer.ok() || !(*writer)->Append({Request("new")}).ok()) return kNoLog;
    }
    const uint64_t at = machine.files->reads() + read;
    machine.files->SetFault(Fault::kReadError, at);
    const absl::Status status = (*log)->CatchUp();
    if (machine.files->reads() < at) return kNotReached;
    const uint64_t size = (*log)->Head().size;
    if (!status.ok()) return size == kFlushed + kInWal ? kFailed : kWrong;
    return size == kFlushed + kInWal + 1 ? kRight : kWrong;
  });
}

INSTANTIATE_TEST_SUITE_P(Both, ReadFaultTest, testing::Bool(), [](const auto& mode) {
  return mode.param ? std::string("Reader") : std::string("Writer");
});

}  // namespace
}  // namespace decree
