#include "tools/json/json_writer.h"

#include <utility>

#include "core/codec/event_codec.h"
#include "tools/text/terminal.h"

namespace decree::cli {

void JsonWriter::Separate() {
  if (needs_comma_) text_ += ',';
  needs_comma_ = true;
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  text_ += bracket;
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Shut(char bracket) {
  text_ += bracket;
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Key(absl::string_view name) {
  String(name);
  text_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::String(absl::string_view value) {
  return Raw(JsonQuote(ValidUtf8(std::string(value))));
}

JsonWriter& JsonWriter::Integer(int64_t value) { return Raw(std::to_string(value)); }
JsonWriter& JsonWriter::Bool(bool value) { return Raw(value ? "true" : "false"); }
JsonWriter& JsonWriter::Null() { return Raw("null"); }

JsonWriter& JsonWriter::Raw(absl::string_view json) {
  Separate();
  text_.append(json.data(), json.size());
  return *this;
}

JsonWriter& JsonWriter::Field(absl::string_view name, absl::string_view value) {
  return Key(name).String(value);
}

JsonWriter& JsonWriter::FieldOrNull(absl::string_view name, absl::string_view value) {
  return value.empty() ? Key(name).Null() : Field(name, value);
}

JsonWriter& JsonWriter::IntegerField(absl::string_view name, uint64_t value) {
  return Key(name).Raw(std::to_string(value));
}

JsonWriter& JsonWriter::BoolField(absl::string_view name, bool value) {
  return Key(name).Bool(value);
}

JsonWriter& JsonWriter::StringsField(absl::string_view name,
                                     const std::vector<std::string>& values) {
  Key(name).BeginArray();
  for (const std::string& value : values) String(value);
  return EndArray();
}

std::string JsonWriter::Take() { return std::exchange(text_, std::string()); }

}  // namespace decree::cli
