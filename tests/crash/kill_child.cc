// The victim of the kill test: appends from several threads and writes each acknowledgement as one
// line "position id" to standard output, which the parent keeps. Never ends by itself, unless it is
// to get SIGKILL instead of its n-th call that changes a file, the acknowledgements counted along.
// Usage: kill_child FOLDER RUN CALL (0: none)
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "core/log/event_log.h"
#include "tests/crash/journal.h"
#include "tests/crash/kill_at_call.h"

namespace decree {
namespace {

constexpr int kThreads = 4;

void AppendForever(EventLog& log, const std::string& run, int thread) {
  for (uint64_t round = 0;; ++round) {
    std::vector<AppendRequest> requests;
    const uint64_t events = round % 50 == 49 ? 400 : 1 + round % 3;
    for (uint64_t i = 0; i < events; ++i) {
      AppendRequest request;
      request.id = run + "." + std::to_string(thread) + "." + std::to_string(round) + "." +
                   std::to_string(i);
      request.body = BodyOf(request.id);
      request.streams = {"m/" + std::to_string(thread), "s/" + std::to_string(round % 5)};
      if (i > 0) request.target_id = requests[0].id;
      requests.push_back(std::move(request));
    }
    const auto results = log.Append(requests);
    if (!results.ok()) {
      std::fprintf(stderr, "append: %s\n", results.status().ToString().c_str());
      ::_exit(3);
    }
    for (size_t i = 0; i < requests.size(); ++i) {
      const std::string line = std::to_string((*results)[i].position) + " " + requests[i].id + "\n";
      // One short write to a pipe is atomic.
      if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(4);
    }
  }
}

int Main(int argc, char** argv) {
  if (argc != 4) return 2;
  KillAtCall(std::strtoull(argv[3], nullptr, 10));
  auto log = EventLog::Open(argv[1], LogOptions());
  if (!log.ok()) {
    std::fprintf(stderr, "open: %s\n", log.status().ToString().c_str());
    return 1;
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] { AppendForever(**log, argv[2], i); });
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace
}  // namespace decree

int main(int argc, char** argv) { return decree::Main(argc, argv); }
