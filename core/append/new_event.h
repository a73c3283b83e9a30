// What append takes: an event, and what its caller expects of the streams that it joins; and what
// it warns of.
#ifndef DECREE_CORE_APPEND_NEW_EVENT_H_
#define DECREE_CORE_APPEND_NEW_EVENT_H_

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/codec/event_codec.h"
#include "core/log/event_log.h"
#include "core/model/event.h"

namespace decree {

struct AppendOptions {
  // The events come from an earlier record, which took them: what is refused only since is admitted
  // (core/LIMITS.md, "Admission"). What cannot be stored or read at all is refused all the same.
  bool as_recorded = false;
  // What would be warned of is refused, and nothing is stored.
  bool strict = false;
};

// An event to append, with the versions that its streams must have (none: whatever they have). One
// that was read from JSON brings its canonical bytes along, so it is neither validated nor encoded
// again; one that a program made is.
class NewEvent {
 public:
  NewEvent(Event event, std::vector<ExpectedVersion> expected)
      : event_(std::move(event)), expected_(std::move(expected)) {}
  NewEvent(EncodedEvent event, std::vector<ExpectedVersion> expected)
      : event_(std::move(event)), expected_(std::move(expected)) {}

  const Event& event() const {
    const Event* const made = std::get_if<Event>(&event_);
    return made != nullptr ? *made : **std::get_if<EncodedEvent>(&event_);
  }
  // nullptr: of one that a program made, or that was moved from.
  const std::string* body() const {
    const EncodedEvent* const read = std::get_if<EncodedEvent>(&event_);
    return read != nullptr && !read->body().empty() ? &read->body() : nullptr;
  }
  const std::vector<ExpectedVersion>& expected() const { return expected_; }

 private:
  std::variant<Event, EncodedEvent> event_;
  std::vector<ExpectedVersion> expected_;
};

// Something worth a second look that is no error.
struct AppendWarning {
  std::optional<size_t> index;  // of the event in the call, from 0; nullopt: of none of them
  std::string text;
};

}  // namespace decree

#endif  // DECREE_CORE_APPEND_NEW_EVENT_H_
