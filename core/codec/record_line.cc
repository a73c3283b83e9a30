#include "core/codec/record_line.h"

#include <cstring>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/codec/json_fields.h"
#include "core/codec/json_value.h"
#include "core/codec/parts_from_json.h"
#include "core/model/edtf_date.h"

namespace decree {
namespace {

constexpr size_t kEnvelopeBytesMax = 4096;  // of a line, beside its event

void ReadPosition(JsonFields& fields, uint64_t& to) {
  const JsonValue* value = fields.Find("position");
  fields.Require(value != nullptr, "position", "a whole number from 1 on");
  if (value == nullptr) return;
  if (value->type != JsonValue::Type::kNumber || !absl::SimpleAtoi(value->text, &to) || to == 0) {
    fields.Fail("position", "must be a whole number from 1 on");
  }
}

void ReadRecorded(JsonFields& fields, int64_t& to) {
  std::string text;
  if (!fields.Text("recorded", text, kDateTextBytesMax)) {
    return fields.Require(false, "recorded", "an instant, e.g. \"2025-11-05T10:00:00.25Z\"");
  }
  const absl::StatusOr<Moment> moment = ParseMoment(text, "Etc/UTC");
  if (!moment.ok()) return fields.Fail("recorded", moment.status().message());
  if (FormatUtc(moment->earliest_utc_us) != text) {
    return fields.Fail("recorded", "must be an instant in UTC as the export writes it");
  }
  to = moment->earliest_utc_us;
}

void ReadLeaf(JsonFields& fields, std::array<uint8_t, 32>& to) {
  std::string text;
  const bool is_given = fields.Text("leaf", text, kIdBytesMax);
  fields.Require(is_given, "leaf", "64 hexadecimal digits");
  if (!is_given) return;
  const bool is_hex = text.size() == 2 * to.size() &&
                      text.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!is_hex) return fields.Fail("leaf", "must be 64 lower-case hexadecimal digits");
  const std::string bytes = absl::HexStringToBytes(text);
  std::memcpy(to.data(), bytes.data(), to.size());
}

}  // namespace

std::string RecordLineToJson(const RecordLine& line) {
  const absl::string_view leaf(reinterpret_cast<const char*>(line.leaf.data()), line.leaf.size());
  return absl::StrCat("{\"position\":", line.position, ",\"recorded\":\"",
                      FormatUtc(line.recorded_us), "\",\"leaf\":\"", absl::BytesToHexString(leaf),
                      "\",\"event\":", EventToJson(line.event), "}");
}

absl::StatusOr<RecordLine> RecordLineFromJson(absl::string_view json) {
  JsonLimits limits;
  limits.bytes_max += kEnvelopeBytesMax;
  DECREE_ASSIGN_OR_RETURN(const JsonValue root, ParseJson(json, limits));
  RecordLine line;
  FieldErrors errors;
  JsonFields fields(root, "", errors);
  DECREE_RETURN_IF_ERROR(errors.status());
  ReadPosition(fields, line.position);
  ReadRecorded(fields, line.recorded_us);
  ReadLeaf(fields, line.leaf);
  const JsonValue* event = fields.Find("event");
  fields.Require(event != nullptr, "event", "the event itself");
  if (errors.ok()) fields.Finish();
  DECREE_RETURN_IF_ERROR(errors.status());
  DECREE_ASSIGN_OR_RETURN(line.event, EventFromTree(*event, "event", json.size()));
  return line;
}

}  // namespace decree
