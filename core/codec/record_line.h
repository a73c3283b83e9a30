// One line of `export jsonl --record`: an event with what the log says of it, so that a store can
// be made again that gives the same positions, instants and root.
//
//   {"position":7,"recorded":"2025-11-05T10:00:00.25Z","leaf":"5a09…","event":{…}}
//
// Do not confuse it with a line of `export jsonl`, which is the event alone. Pure; safe for
// concurrent use.
#ifndef DECREE_CORE_CODEC_RECORD_LINE_H_
#define DECREE_CORE_CODEC_RECORD_LINE_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/model/event.h"

namespace decree {

struct RecordLine {
  uint64_t position = 0;
  int64_t recorded_us = 0;  // since the epoch, UTC
  std::array<uint8_t, 32> leaf{};
  Event event;
};

std::string RecordLineToJson(const RecordLine& line);

// Errors: InvalidArgument `FIELD: what is wrong and what to do`.
absl::StatusOr<RecordLine> RecordLineFromJson(absl::string_view json);

}  // namespace decree

#endif  // DECREE_CORE_CODEC_RECORD_LINE_H_
