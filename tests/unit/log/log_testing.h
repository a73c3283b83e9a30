// What the tests of the log share: a folder of their own, a clock set by hand, short requests.
#ifndef DECREE_TESTS_UNIT_LOG_LOG_TESTING_H_
#define DECREE_TESTS_UNIT_LOG_LOG_TESTING_H_

#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/clock.h"
#include "core/log/event_log.h"

namespace decree {

class HandClock : public Clock {
 public:
  int64_t NowMicros() const override { return now_us; }
  std::atomic<int64_t> now_us{1'700'000'000'000'000};
};

// Removed at the end.
class TestFolder {
 public:
  TestFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "decree-test-XXXXXX").string();
    DECREE_ASSERT(::mkdtemp(path.data()) != nullptr);
    path_ = path;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string Sub(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline AppendRequest Request(std::string id, std::vector<std::string> streams = {},
                             std::string target = "") {
  AppendRequest request;
  request.body = "body of " + id;
  request.id = std::move(id);
  request.streams = std::move(streams);
  request.target_id = std::move(target);
  return request;
}

inline std::vector<AppendRequest> Requests(const std::string& prefix, size_t count) {
  std::vector<AppendRequest> requests;
  for (size_t i = 0; i < count; ++i) {
    requests.push_back(
        Request(prefix + std::to_string(i), {"m/" + prefix + std::to_string(i % 7)}));
  }
  return requests;
}

inline std::unique_ptr<EventLog> OpenOrDie(const std::string& dir, const LogOptions& options = {}) {
  auto log = EventLog::Open(dir, options);
  if (!log.ok()) std::fprintf(stderr, "%s\n", log.status().ToString().c_str());
  DECREE_ASSERT(log.ok());
  return *std::move(log);
}

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_LOG_LOG_TESTING_H_
