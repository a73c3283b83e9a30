#include "core/codec/json_writer.h"

#include <utility>

#include "core/base/utf8.h"
#include "core/codec/event_codec.h"

namespace decree {
namespace {

void AppendQuoted(absl::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out.push_back('"');
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    const size_t bytes = c < 0x80 ? 1 : Utf8BytesAt(text, i);
    if (bytes != 0 && c >= 0x20 && c != '"' && c != '\\') {
      i += bytes - 1;
      continue;
    }
    out.append(text.data() + start, i - start);
    start = i + 1;
    if (bytes == 0) {
      out.append(kUtf8Replacement.data(), kUtf8Replacement.size());
      continue;
    }
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out.push_back(kHex[c >> 4]);
        out.push_back(kHex[c & 15]);
    }
  }
  out.append(text.data() + start, text.size() - start);
  out.push_back('"');
}

}  // namespace

std::string JsonQuote(absl::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  AppendQuoted(text, out);
  return out;
}

void JsonWriter::Separate() {
  if (comma_) out_.push_back(',');
  comma_ = true;
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  out_.push_back(bracket);
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Close(char bracket) {
  out_.push_back(bracket);
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Key(absl::string_view name) {
  Separate();
  AppendQuoted(name, out_);
  out_.push_back(':');
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::String(absl::string_view text) {
  Separate();
  AppendQuoted(text, out_);
  return *this;
}

JsonWriter& JsonWriter::Integer(int64_t value) { return Raw(std::to_string(value)); }
JsonWriter& JsonWriter::Bool(bool value) { return Raw(value ? "true" : "false"); }
JsonWriter& JsonWriter::Null() { return Raw("null"); }

JsonWriter& JsonWriter::Raw(absl::string_view json) {
  Separate();
  out_.append(json.data(), json.size());
  return *this;
}

JsonWriter& JsonWriter::Field(absl::string_view name, absl::string_view text) {
  return Key(name).String(text);
}

JsonWriter& JsonWriter::FieldOrNull(absl::string_view name, absl::string_view text) {
  return text.empty() ? Key(name).Null() : Field(name, text);
}

JsonWriter& JsonWriter::IntegerField(absl::string_view name, uint64_t value) {
  return Key(name).Raw(std::to_string(value));
}

JsonWriter& JsonWriter::BoolField(absl::string_view name, bool value) {
  return Key(name).Bool(value);
}

JsonWriter& JsonWriter::StringsField(absl::string_view name, const std::vector<std::string>& list) {
  Key(name).BeginArray();
  for (const std::string& item : list) String(item);
  return EndArray();
}

JsonWriter& JsonWriter::FieldIfAny(absl::string_view name, absl::string_view text) {
  return text.empty() ? *this : Field(name, text);
}

JsonWriter& JsonWriter::FieldIfAny(absl::string_view name, const std::vector<std::string>& list) {
  return list.empty() ? *this : StringsField(name, list);
}

std::string JsonWriter::Take() { return std::exchange(out_, std::string()); }

}  // namespace decree
