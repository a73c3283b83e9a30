// Kills a writing process at random moments, 200 times on one log, and holds what is found after
// each against the journal of acknowledgements that the parent kept.
// DECREE_KILLS sets another number of kills.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <sstream>

#include "tests/crash/journal.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::IsEmpty;

struct Child {
  pid_t pid = -1;
  int output = -1;
};

Child Start(const std::string& dir, const std::string& run) {
  int ends[2];
  DECREE_ASSERT(::pipe(ends) == 0);
  const pid_t pid = ::fork();
  DECREE_ASSERT(pid >= 0);
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execl(KILL_CHILD_PATH, KILL_CHILD_PATH, dir.c_str(), run.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  return {pid, ends[0]};
}

// Reads until `deadline`; false at the end of the output.
bool ReadUntil(int descriptor, steady_clock::time_point deadline, std::string& text) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now()).count();
    if (left <= 0) return true;
    pollfd waiting{descriptor, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(left)) <= 0) continue;
    char buffer[65536];
    const ssize_t count = ::read(descriptor, buffer, sizeof(buffer));
    if (count <= 0) return false;
    text.append(buffer, static_cast<size_t>(count));
  }
}

// Runs the child for `milliseconds_to_live`, kills it and returns what it had acknowledged.
std::vector<Acknowledgement> RunAndKill(const std::string& dir, const std::string& run,
                                        int milliseconds_to_live) {
  const Child child = Start(dir, run);
  std::string text;
  const bool alive =
      ReadUntil(child.output, steady_clock::now() + milliseconds(milliseconds_to_live), text);
  EXPECT_TRUE(alive) << "the child ended by itself";
  ::kill(child.pid, SIGKILL);
  ReadUntil(child.output, steady_clock::now() + milliseconds(10'000), text);
  int status = 0;
  ::waitpid(child.pid, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
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

TEST(KillTest, NothingAcknowledgedIsLost) {
  const char* wanted = std::getenv("DECREE_KILLS");
  const int kills = wanted == nullptr ? 200 : std::atoi(wanted);
  TestFolder folder;
  const std::string dir = folder.Sub("log");
  std::mt19937 random(20'240'229);
  std::vector<Acknowledgement> all;
  for (int kill = 0; kill < kills; ++kill) {
    const int life = static_cast<int>(random() % 200);
    const auto journal = RunAndKill(dir, "run" + std::to_string(kill), life);
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
  EXPECT_GE(all.size(), static_cast<size_t>(kills)) << "the children did too little";
}

}  // namespace
}  // namespace decree
