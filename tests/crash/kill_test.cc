// Kills a writing process, 200 times on one log, and holds what is found after each against the
// journal of acknowledgements that the parent kept. When it is killed is counted in its own work:
// at once, after a number of acknowledgements, or at a call that changes a file.
// DECREE_KILLS sets another number of kills, DECREE_KILL_ACKNOWLEDGED how many acknowledgements
// there are between two kills at least, DECREE_SEED which moments are drawn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <sstream>

#include "tests/crash/journal.h"
#include "tests/from_environment.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

using testing::IsEmpty;

constexpr uint64_t kAcknowledgedMax = 400;
constexpr uint64_t kCallsMax = 300;

struct Child {
  pid_t pid = -1;
  int output = -1;
};

// When a child is killed.
struct Moment {
  uint64_t acknowledgements = 0;  // that the parent has seen
  uint64_t call = 0;              // not 0: instead of this call that changes a file
};

Child Start(const std::string& dir, const std::string& run, const Moment& end) {
  int ends[2];
  DECREE_ASSERT(::pipe(ends) == 0);
  const pid_t pid = ::fork();
  DECREE_ASSERT(pid >= 0);
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    const std::string call = std::to_string(end.call);
    ::execl(KILL_CHILD_PATH, KILL_CHILD_PATH, dir.c_str(), run.c_str(), call.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  return {pid, ends[0]};
}

// Reads until there are `lines` lines; false at the end of the output.
bool ReadLines(int descriptor, uint64_t lines, std::string& text) {
  uint64_t seen = 0;
  while (seen < lines) {
    char buffer[65536];
    const ssize_t count = ::read(descriptor, buffer, sizeof(buffer));
    if (count <= 0) return false;
    seen += static_cast<uint64_t>(std::count(buffer, buffer + count, '\n'));
    text.append(buffer, static_cast<size_t>(count));
  }
  return true;
}

// Runs the child to its end and returns what it had acknowledged.
std::vector<Acknowledgement> RunAndKill(const std::string& dir, const std::string& run,
                                        const Moment& end) {
  const Child child = Start(dir, run, end);
  std::string text;
  if (end.call == 0) {
    EXPECT_TRUE(ReadLines(child.output, end.acknowledgements, text)) << "it ended by itself";
    ::kill(child.pid, SIGKILL);
  }
  ReadLines(child.output, UINT64_MAX, text);
  int status = 0;
  ::waitpid(child.pid, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  ::close(child.output);
  std::vector<Acknowledgement> journal;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    const size_t space = line.find(' ');
    if (space == std::string::npos) continue;
    journal.push_back({std::stoull(line.substr(0, space)), line.substr(space + 1)});
  }
  return journal;
}

// Without a least number of acknowledgements one child in eight is killed at once, and one in four
// at one of the calls of its opening or of its first groups.
Moment DrawMoment(uint64_t acknowledged_min, std::mt19937_64& random) {
  if (acknowledged_min > 0) return {acknowledged_min + random() % acknowledged_min, 0};
  switch (random() % 8) {
    case 0:
      return {0, 0};
    case 1:
    case 2:
      return {0, 1 + random() % kCallsMax};
    default:
      return {1 + random() % kAcknowledgedMax, 0};
  }
}

TEST(KillTest, NothingAcknowledgedIsLost) {
  const uint64_t kills = FromEnvironment("DECREE_KILLS", 200);
  const uint64_t acknowledged_min = FromEnvironment("DECREE_KILL_ACKNOWLEDGED", 0);
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20'240'229);
  TestFolder folder;
  const std::string dir = folder.Sub("log");
  std::mt19937_64 random(seed);
  std::vector<Acknowledgement> all;
  for (uint64_t kill = 0; kill < kills; ++kill) {
    const Moment end = DrawMoment(acknowledged_min, random);
    const auto journal = RunAndKill(dir, "run" + std::to_string(kill), end);
    ASSERT_FALSE(HasFailure()) << "kill " << kill << " of seed " << seed;
    ASSERT_GE(journal.size(), acknowledged_min);
    all.insert(all.end(), journal.begin(), journal.end());
    const auto log = EventLog::Open(dir, LogOptions());
    ASSERT_TRUE(log.ok()) << log.status() << " after kill " << kill;
    ASSERT_THAT(VerifyAcknowledged(**log, journal), IsEmpty()) << "after kill " << kill;
    if (kill % 20 == 19) {
      ASSERT_THAT(VerifyWhole(**log), IsEmpty()) << "after kill " << kill;
    }
  }
  const auto log = EventLog::Open(dir, LogOptions());
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_THAT(VerifyAcknowledged(**log, all), IsEmpty());
  EXPECT_THAT(VerifyWhole(**log), IsEmpty());
  EXPECT_THAT(Findings(**log), IsEmpty());
  EXPECT_GE(all.size(), kills) << "the children did too little";
}

}  // namespace
}  // namespace decree
