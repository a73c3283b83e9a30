// A parsed JSON text as a tree. Numbers keep the characters they were written with (0.50 stays
// 0.50); keys keep their order and are unique at every level.
#ifndef DECREE_CORE_CODEC_JSON_VALUE_H_
#define DECREE_CORE_CODEC_JSON_VALUE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/model/limits.h"

namespace decree {

struct JsonValue {
  enum class Type : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };
  Type type = Type::kNull;
  bool boolean = false;
  std::string text;               // a string's characters (UTF-8), a number as written
  std::vector<JsonValue> items;   // of an array, or the values of an object
  std::vector<std::string> keys;  // of an object, beside `items`
};

struct JsonLimits {
  size_t bytes_max = kEventJsonBytesMax;
  size_t values_max = kJsonValuesMax;
};
// Of what this program itself has written.
inline constexpr JsonLimits kJsonOfAnAnswer = {size_t{1} << 30, SIZE_MAX};

// Parses exactly one JSON value, nested at most kJsonDepthMax deep. Errors: InvalidArgument
// `FIELD: …` for what has a place (duplicate keys, NUL characters, depth), else what is wrong with
// the text (truncated, not UTF-8, more than one value).
absl::StatusOr<JsonValue> ParseJson(absl::string_view json, const JsonLimits& limits = {});

absl::string_view NameOf(JsonValue::Type type);  // "a string", "an object" …

}  // namespace decree

#endif  // DECREE_CORE_CODEC_JSON_VALUE_H_
