#include "core/codec/json_writer.h"

#include "core/codec/event_codec.h"

namespace decree {
namespace {

void AppendQuoted(absl::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out.push_back('"');
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.data() + start, i - start);
    start = i + 1;
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

void JsonWriter::Open(char bracket) {
  Separate();
  out_.push_back(bracket);
  comma_ = false;
}

void JsonWriter::Close(char bracket) {
  out_.push_back(bracket);
  comma_ = true;
}

void JsonWriter::Key(absl::string_view key) {
  Separate();
  AppendQuoted(key, out_);
  out_.push_back(':');
  comma_ = false;
}

void JsonWriter::String(absl::string_view text) {
  Separate();
  AppendQuoted(text, out_);
}

void JsonWriter::Raw(absl::string_view json) {
  Separate();
  out_.append(json.data(), json.size());
}

void JsonWriter::Field(absl::string_view key, absl::string_view text) {
  if (text.empty()) return;
  Key(key);
  String(text);
}

void JsonWriter::Field(absl::string_view key, const std::vector<std::string>& list) {
  if (list.empty()) return;
  Key(key);
  BeginArray();
  for (const std::string& item : list) String(item);
  EndArray();
}

}  // namespace decree
