// Where an error of append stands, as data: which event of the call, and which of its fields.
//
//   const auto appended = store->Append(events);
//   if (auto place = decree::AppendErrorOf(appended.status()); place && place->index) {
//     Show(lines[*place->index], place->field, place->problem);
//   }
//
// It travels as payloads of the status, so it goes lost where a new status is made of the text of
// an old one: reword with Reworded or Prefixed (core/base/no_room.h). The text for people says the
// same in words; nobody needs to read it apart.
#ifndef DECREE_CORE_BASE_APPEND_ERROR_H_
#define DECREE_CORE_BASE_APPEND_ERROR_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace decree {

struct AppendErrorPlace {
  std::optional<size_t> index;  // of the event in the call, from 0; nullopt: the event was read or
                                // checked by itself
  std::string field;    // path as in the JSON form, e.g. "scope.include[0].product"; "": the event
                        // as a whole
  std::string problem;  // the text without the event's number; "" without an index
};

// nullopt: the status is OK, or speaks of neither an event of the call nor a field.
std::optional<AppendErrorPlace> AppendErrorOf(const absl::Status& status);

// Each leaves an OK status and the text as they are. What is set already stays: who refuses knows
// best.
absl::Status WithField(absl::Status status, absl::string_view field);
absl::Status WithIndex(absl::Status status, size_t index);  // the text is the problem
absl::Status WithPlace(absl::Status status, size_t index, absl::string_view field);

// WithIndex, and "event 2 of the call: " in front of the text.
absl::Status InCall(size_t index, const absl::Status& status);

}  // namespace decree

#endif  // DECREE_CORE_BASE_APPEND_ERROR_H_
