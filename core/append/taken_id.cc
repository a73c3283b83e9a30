#include "core/append/taken_id.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/codec/event_codec.h"
#include "core/codec/json_difference.h"

namespace decree {
namespace {

constexpr size_t kToldMax = 5;
constexpr size_t kValueBytesMax = 60;

std::string Shown(absl::string_view json) {
  if (json.empty()) return "nothing";
  if (json.size() <= kValueBytesMax) return std::string(json);
  return absl::StrCat(json.substr(0, kValueBytesMax), "…");
}

}  // namespace

absl::Status WithDifferences(const absl::Status& status, absl::Span<const NewEvent> events,
                             const RecordLog& log) {
  const std::optional<AppendErrorPlace> place = AppendErrorOf(status);
  if (!absl::IsAlreadyExists(status) || !place) return status;
  const size_t index = place->index.value_or(0);
  if (index >= events.size()) return status;
  const Event& given = events[index].event();
  const absl::StatusOr<Position> position = log.Find(given.id);
  if (!position.ok()) return status;
  const absl::StatusOr<LogRecord> record = log.Read(*position);
  if (!record.ok()) return status;
  const absl::StatusOr<Event> recorded = DecodeEvent(record->body);
  if (!recorded.ok()) return status;
  const auto differences = JsonDifferences(EventToJson(*recorded), EventToJson(given));
  if (!differences.ok() || differences->empty()) return status;
  std::string text;
  for (size_t i = 0; i < differences->size() && i < kToldMax; ++i) {
    const JsonDifference& difference = (*differences)[i];
    absl::StrAppend(&text, i == 0 ? "" : ", ", difference.path, " (recorded ",
                    Shown(difference.before), ", given ", Shown(difference.after), ")");
  }
  if (differences->size() > kToldMax) {
    absl::StrAppend(&text, " and ", differences->size() - kToldMax, " more");
  }
  const std::string problem =
      place->index ? place->problem : std::string(status.message());  // without the call's numbers
  const absl::Status told = WithField(
      absl::AlreadyExistsError(absl::StrCat(problem, "; they differ in ", text,
                                            ". To change what is recorded, append a `corrected` "
                                            "with target \"",
                                            given.id, "\"")),
      place->field);
  return place->index ? InCall(*place->index, told) : told;
}

}  // namespace decree
