// A StoreFolder is a scratch folder with stores in it, for tests of the façade: what they open
// there has a clock that stands still and needs no free disk. Removed at the end.
#ifndef DECREE_TESTS_UNIT_DECREE_STORE_FOLDER_H_
#define DECREE_TESTS_UNIT_DECREE_STORE_FOLDER_H_

#include <memory>
#include <string>
#include <vector>

#include "core/base/assert.h"
#include "core/decree.h"
#include "core/store/temporary_folder.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {

class StandingClock final : public Clock {
 public:
  int64_t NowMicros() const override { return 1'762'344'000'000'000; }  // 2025-11-05T12:00:00Z
};

class StoreFolder {
 public:
  StoreFolder() {
    auto folder = TemporaryFolder::Create();
    DECREE_ASSERT(folder.ok());
    folder_ = *std::move(folder);
  }

  std::string Dir(const std::string& name) const { return folder_->path() + "/" + name; }

  absl::StatusOr<std::unique_ptr<Decree>> TryOpen(const std::string& name, Options options = {}) {
    options.clock = &clock_;
    options.disk_reserve_bytes = 0;
    return Decree::Open(Dir(name), options);
  }
  std::unique_ptr<Decree> Open(const std::string& name, const Options& options = {}) {
    auto store = TryOpen(name, options);
    EXPECT_TRUE(store.ok()) << store.status();
    DECREE_ASSERT(store.ok());
    return *std::move(store);
  }
  std::unique_ptr<Decree> OpenReader(const std::string& name) {
    Options options;
    options.read_only = true;
    return Open(name, options);
  }

 private:
  StandingClock clock_;
  std::unique_ptr<TemporaryFolder> folder_;
};

// The events that these lines of JSON say; a line that is no event fails the test.
inline std::vector<NewEvent> EventsOf(const std::vector<std::string>& lines) {
  std::vector<NewEvent> events;
  events.reserve(lines.size());
  for (const std::string& line : lines) events.push_back({EventOf(line), {}});
  return events;
}

inline std::vector<std::string> TextsOf(const std::vector<AppendWarning>& warnings) {
  std::vector<std::string> texts;
  for (const AppendWarning& warning : warnings) texts.push_back(warning.text);
  return texts;
}

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_DECREE_STORE_FOLDER_H_
