#include "tools/json/laid_out.h"

#include "absl/strings/str_cat.h"

namespace decree::tools {
namespace {

constexpr size_t kColumns = 88;

// Of what begins with a bracket, the place behind the one that closes it; of a string its end.
size_t EndOf(absl::string_view json, size_t at) {
  size_t depth = 0;
  bool in_string = false;
  for (; at < json.size(); ++at) {
    const char c = json[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
      if (!in_string && depth == 0) return at + 1;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at + 1;
  }
  return json.size();
}

// On one line, with a space behind colons and commas.
std::string Spaced(absl::string_view json) {
  std::string text;
  for (size_t at = 0; at < json.size();) {
    if (json[at] == '"') {
      const size_t end = EndOf(json, at);
      absl::StrAppend(&text, json.substr(at, end - at));
      at = end;
      continue;
    }
    text.push_back(json[at]);
    if (json[at] == ':' || json[at] == ',') text.push_back(' ');
    ++at;
  }
  return text;
}

void Append(absl::string_view json, size_t indent, size_t column, std::string& text) {
  const bool is_list = !json.empty() && json.front() == '[';
  const bool is_object = !json.empty() && json.front() == '{';
  const std::string spaced = Spaced(json);
  const bool is_event = is_object && indent == 0;
  if ((!is_list && !is_object) || (!is_event && column + spaced.size() <= kColumns)) {
    text += spaced;
    return;
  }
  text.push_back(json.front());
  const std::string lead(indent + 2, ' ');
  for (size_t at = 1; at + 1 < json.size();) {
    text += "\n" + lead;
    size_t begin = at;
    if (is_object) {
      const size_t colon = EndOf(json, at);
      text += std::string(json.substr(at, colon - at)) + ": ";
      begin = colon + 1;
    }
    size_t end = begin;
    if (json[begin] == '{' || json[begin] == '[' || json[begin] == '"') {
      end = EndOf(json, begin);
    } else {
      while (end + 1 < json.size() && json[end] != ',') ++end;
    }
    const size_t used = lead.size() + (begin - at) + 1;
    Append(json.substr(begin, end - begin), indent + 2, used, text);
    at = end;
    if (json[at] == ',') {
      text.push_back(',');
      ++at;
    }
  }
  text += "\n" + std::string(indent, ' ');
  text.push_back(json.back());
}

}  // namespace

std::string LaidOut(absl::string_view json) {
  std::string text;
  Append(json, 0, 0, text);
  text.push_back('\n');
  return text;
}

}  // namespace decree::tools
