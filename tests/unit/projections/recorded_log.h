// A RecordedLog is a MemoryLog filled from JSON, for tests of projections and queries.
#ifndef DECREE_TESTS_UNIT_PROJECTIONS_RECORDED_LOG_H_
#define DECREE_TESTS_UNIT_PROJECTIONS_RECORDED_LOG_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "core/codec/event_codec.h"
#include "gtest/gtest.h"
#include "tests/memory_log/memory_log.h"

namespace decree {

// {"id":…,"kind":…,"actor":US,<rest>}; `rest` begins with the first field of its own.
inline std::string EventText(absl::string_view id, absl::string_view kind, absl::string_view rest) {
  return absl::StrCat(R"({"id":")", id, R"(","kind":")", kind,
                      R"(","actor":{"jurisdiction":"US"},)", rest, "}");
}

// The same on measure us/a.
inline std::string ActText(absl::string_view id, absl::string_view kind, absl::string_view rest) {
  return EventText(id, kind, absl::StrCat(R"("measure":"us/a",)", rest));
}

inline Event EventOf(absl::string_view json) {
  absl::StatusOr<Event> event = EventFromJson(json);
  EXPECT_TRUE(event.ok()) << event.status() << "\n" << json;
  return event.ok() ? *std::move(event) : Event();
}

struct RecordedLog {
  MemoryLog log;

  // The position.
  uint64_t Add(absl::string_view json) {
    const Event event = EventOf(json);
    AppendRequest request;
    request.id = event.id;
    request.body = EncodeEvent(event);
    request.streams = StreamsOf(event);
    request.target_id = event.target;
    const auto appended = log.Append({&request, 1});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return log.Head().size;
  }
};

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_PROJECTIONS_RECORDED_LOG_H_
