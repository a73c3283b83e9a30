#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/no_room.h"
#include "core/codec/event_codec.h"

namespace decree {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

absl::StatusOr<std::vector<JsonLine>> EventsFromJsonLines(
    absl::string_view text, const std::function<void(int line, const absl::Status&)>& on_error) {
  absl::ConsumePrefix(&text, kByteOrderMark);
  std::vector<JsonLine> lines;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    absl::string_view line = text.substr(0, end);
    text = end == absl::string_view::npos ? "" : text.substr(end + 1);
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) continue;
    absl::StatusOr<EncodedEvent> event = EncodedEventFromJson(line);
    if (event.ok()) {
      lines.push_back(JsonLine{number, *std::move(event)});
      continue;
    }
    const absl::Status status = Prefixed(absl::StrCat("line ", number, ": "), event.status());
    if (on_error == nullptr) return status;
    on_error(number, status);
  }
  return lines;
}

}  // namespace decree
