#include "core/codec/json_value.h"

#include <simdjson.h>

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/model/limits.h"

namespace decree {
namespace {

namespace ondemand = simdjson::ondemand;

// Where a value stands; its text is made only for an error.
struct Place {
  const Place* parent = nullptr;  // nullptr: the whole text
  const std::string* key = nullptr;
  size_t index = 0;  // in a list, when there is no key

  std::string Text() const {
    if (parent == nullptr) return "";
    std::string text = parent->Text();
    if (key == nullptr) return absl::StrCat(text, "[", index, "]");
    return text.empty() ? *key : absl::StrCat(text, ".", *key);
  }
};

absl::Status Refuse(const Place& place, absl::string_view problem) {
  const std::string path = place.Text();
  if (path.empty()) return absl::InvalidArgumentError(problem);
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", problem));
}

absl::Status NotJson(const Place& path, simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return Refuse(path, "not valid UTF-8; save the text as UTF-8");
    case simdjson::STRING_ERROR:
      return Refuse(path,
                    "a string with a bad escape; \\u escapes need four hex digits, and "
                    "surrogates come in pairs");
    case simdjson::UNESCAPED_CHARS:
      return Refuse(path, "a string with a raw control character; escape it, e.g. \\n");
    case simdjson::UNCLOSED_STRING:
      return Refuse(path, "truncated JSON: a string has no closing quote");
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return Refuse(path, "truncated JSON: a bracket is not closed");
    case simdjson::EMPTY:
      return Refuse(path, "empty; give one JSON object");
    default:
      return Refuse(path, absl::StrCat("not JSON (", simdjson::error_message(error), ")"));
  }
}

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

size_t SkipDigits(absl::string_view text, size_t at) {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

// RFC 8259: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
bool IsJsonNumber(absl::string_view text) {
  size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t whole = at;
  at = SkipDigits(text, at);
  if (at == whole || (text[whole] == '0' && at > whole + 1)) return false;
  if (at < text.size() && text[at] == '.') {
    const size_t fraction = at + 1;
    at = SkipDigits(text, fraction);
    if (at == fraction) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t exponent = at;
    at = SkipDigits(text, exponent);
    if (at == exponent) return false;
  }
  return at == text.size();
}

bool HasDuplicate(const std::vector<std::string>& keys, const std::string** duplicate) {
  constexpr size_t kFew = 32;
  if (keys.size() <= kFew) {
    for (size_t i = 1; i < keys.size(); ++i) {
      if (std::find(keys.begin(), keys.begin() + static_cast<ptrdiff_t>(i), keys[i]) !=
          keys.begin() + static_cast<ptrdiff_t>(i)) {
        *duplicate = &keys[i];
        return true;
      }
    }
    return false;
  }
  absl::flat_hash_set<absl::string_view> seen;
  for (const std::string& key : keys) {
    if (!seen.insert(key).second) {
      *duplicate = &key;
      return true;
    }
  }
  return false;
}

// Builds the tree; `path` is the place of the value being read.
class TreeBuilder {
 public:
  explicit TreeBuilder(size_t values_max) : values_max_(values_max) {}

  // `Value` is an ondemand value or the document itself: they share this part of their interface.
  template <typename Value>
  absl::Status Build(Value&& from, const Place& path, size_t depth, JsonValue& to) {
    if (++values_ > values_max_) {
      return Refuse(path, absl::StrCat("more than ", values_max_, " JSON values in one event"));
    }
    if (depth > kJsonDepthMax) {
      return Refuse(path, absl::StrCat("nested deeper than ", kJsonDepthMax, " levels"));
    }
    ondemand::json_type type;
    if (auto error = from.type().get(type)) return NotJson(path, error);
    switch (type) {
      case ondemand::json_type::array:
        return BuildArray(from, path, depth, to);
      case ondemand::json_type::object:
        return BuildObject(from, path, depth, to);
      case ondemand::json_type::string: {
        std::string_view text;
        if (auto error = from.get_string().get(text)) return NotJson(path, error);
        to.type = JsonValue::Type::kString;
        to.text.assign(text);
        return CheckText(path, to.text);
      }
      case ondemand::json_type::number:
        return BuildNumber(from, path, to);
      case ondemand::json_type::boolean:
        to.type = JsonValue::Type::kBool;
        if (auto error = from.get_bool().get(to.boolean)) return NotJson(path, error);
        return absl::OkStatus();
      case ondemand::json_type::null:
        return BuildNull(from, path);
    }
    return Refuse(path, "not JSON (no value)");
  }

 private:
  static absl::Status CheckText(const Place& path, const std::string& text) {
    if (text.find('\0') == std::string::npos) return absl::OkStatus();
    return Refuse(path, "holds a NUL character (\\u0000); remove it");
  }

  template <typename Value>
  absl::Status BuildNull(Value& from, const Place& path) {
    bool is_null = false;
    const auto error = simdjson::simdjson_result<bool>(from.is_null()).get(is_null);
    if (!error && is_null) return absl::OkStatus();
    return Refuse(path, "not JSON (no value begins like this)");
  }

  template <typename Value>
  absl::Status BuildArray(Value& from, const Place& path, size_t depth, JsonValue& to) {
    to.type = JsonValue::Type::kArray;
    ondemand::array array;
    if (auto error = from.get_array().get(array)) return NotJson(path, error);
    for (auto item : array) {
      ondemand::value value;
      if (auto error = item.get(value)) return NotJson(path, error);
      to.items.emplace_back();
      const Place inner{&path, nullptr, to.items.size() - 1};
      DECREE_RETURN_IF_ERROR(Build(value, inner, depth + 1, to.items.back()));
    }
    return absl::OkStatus();
  }

  template <typename Value>
  absl::Status BuildObject(Value& from, const Place& path, size_t depth, JsonValue& to) {
    to.type = JsonValue::Type::kObject;
    ondemand::object object;
    if (auto error = from.get_object().get(object)) return NotJson(path, error);
    for (auto member : object) {
      ondemand::field field;
      if (auto error = std::move(member).get(field)) return NotJson(path, error);
      std::string_view key;
      if (auto error = field.unescaped_key().get(key)) return NotJson(path, error);
      const std::string key_text(key);  // `keys` may move while inner values are read
      to.keys.push_back(key_text);
      const Place inner{&path, &key_text, 0};
      DECREE_RETURN_IF_ERROR(CheckText(inner, to.keys.back()));
      to.items.emplace_back();
      DECREE_RETURN_IF_ERROR(Build(field.value(), inner, depth + 1, to.items.back()));
    }
    const std::string* duplicate = nullptr;
    if (HasDuplicate(to.keys, &duplicate)) {
      return Refuse(Place{&path, duplicate, 0}, "given twice; keep one of them");
    }
    return absl::OkStatus();
  }

  // The token is read raw, so that no digit is lost; reading it as a number moves past it.
  template <typename Value>
  absl::Status BuildNumber(Value& from, const Place& path, JsonValue& to) {
    std::string_view token;
    if constexpr (requires { from.raw_json_token().get(token); }) {
      if (auto error = from.raw_json_token().get(token)) return NotJson(path, error);
    } else {
      token = from.raw_json_token();
    }
    to.type = JsonValue::Type::kNumber;
    to.text =
        std::string(absl::StripAsciiWhitespace(absl::string_view(token.data(), token.size())));
    if (!IsJsonNumber(to.text)) {
      return Refuse(path, absl::StrCat("\"", to.text.substr(0, 64), "\" is not a JSON value"));
    }
    double ignored = 0;
    if (auto error = from.get_double().get(ignored)) {
      if (error != simdjson::NUMBER_ERROR) return NotJson(path, error);
      return Refuse(path, "a number too large; write it as a string");
    }
    return absl::OkStatus();
  }

  const size_t values_max_;
  size_t values_ = 0;
};

}  // namespace

absl::StatusOr<JsonValue> ParseJson(absl::string_view json, const JsonLimits& limits) {
  if (json.size() > limits.bytes_max) {
    return absl::InvalidArgumentError(
        absl::StrCat("the JSON of an event has at most ", limits.bytes_max, " bytes, this has ",
                     json.size(), "; move long texts into a document"));
  }
  thread_local ondemand::parser parser;
  const simdjson::padded_string padded(json.data(), json.size());
  ondemand::document document;
  if (auto error = parser.iterate(padded).get(document)) return NotJson(Place{}, error);
  JsonValue root;
  DECREE_RETURN_IF_ERROR(TreeBuilder(limits.values_max).Build(document, Place{}, 0, root));
  // A location outside the text means that nothing follows.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
    return absl::InvalidArgumentError("more than one JSON value; write one object a line");
  }
  return root;
}

absl::string_view NameOf(JsonValue::Type type) {
  switch (type) {
    case JsonValue::Type::kNull:
      return "null";
    case JsonValue::Type::kBool:
      return "true or false";
    case JsonValue::Type::kNumber:
      return "a number";
    case JsonValue::Type::kString:
      return "a string";
    case JsonValue::Type::kArray:
      return "a list";
    case JsonValue::Type::kObject:
      return "an object";
  }
  return "";
}

}  // namespace decree
