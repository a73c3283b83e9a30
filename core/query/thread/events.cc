#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/query/thread/thread_questions.h"

namespace decree {

absl::StatusOr<StoredEvent> StoredEventAt(const RecordLog& log, Position position) {
  StoredEvent stored;
  DECREE_ASSIGN_OR_RETURN(stored.record, log.Read(position));
  absl::StatusOr<Event> event = DecodeEvent(stored.record.body);
  if (!event.ok()) {
    return absl::Status(event.status().code(),
                        absl::StrCat("position ", position, ": ", event.status().message()));
  }
  stored.event = *std::move(event);
  return stored;
}

}  // namespace decree
