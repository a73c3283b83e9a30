#include "core/codec/json_fields.h"

#include <algorithm>
#include <utility>

#include "absl/strings/strip.h"
#include "core/base/append_error.h"
#include "core/base/assert.h"
#include "core/model/limits.h"

namespace decree {

void FieldErrors::Add(absl::string_view path, absl::string_view problem) {
  if (!ok()) return;
  Add(path, WithField(absl::InvalidArgumentError(path.empty() ? std::string(problem)
                                                              : absl::StrCat(path, ": ", problem)),
                      path));
}

void FieldErrors::Add(absl::string_view path, absl::Status status) {
  if (!ok() || status.ok()) return;
  for (const std::string& kept : paths_) {
    absl::string_view rest = kept;
    const bool holds_it = absl::ConsumePrefix(&rest, path) &&
                          (path.empty() || rest.empty() || rest[0] == '.' || rest[0] == '[');
    if (holds_it) return;
  }
  paths_.emplace_back(path);
  kept_.push_back(std::move(status));
}

JsonFields::JsonFields(const JsonValue& value, std::string path, FieldErrors& errors)
    : object_(&value), path_(std::move(path)), errors_(&errors) {
  is_object_ = value.type == JsonValue::Type::kObject;
  if (!is_object_) errors.Add(path_, absl::StrCat("must be an object, not ", NameOf(value.type)));
}

std::string JsonFields::PathOf(absl::string_view field) const {
  return path_.empty() ? std::string(field) : absl::StrCat(path_, ".", field);
}

const JsonValue* JsonFields::Find(absl::string_view field) {
  DECREE_ASSERT(std::find(known_.begin(), known_.end(), field) == known_.end());
  known_.push_back(field);
  if (!ok() || found_ == object_->keys.size()) return nullptr;
  const auto at = std::find(object_->keys.begin(), object_->keys.end(), field);
  if (at == object_->keys.end()) return nullptr;
  const JsonValue& value = object_->items[static_cast<size_t>(at - object_->keys.begin())];
  ++found_;
  if (value.type == JsonValue::Type::kNull && nulls_ != nullptr) {
    nulls_->push_back(PathOf(field));
    return nullptr;
  }
  if (value.type == JsonValue::Type::kNull) {
    Fail(field, "null says nothing; leave the field out");
    return nullptr;
  }
  return &value;
}

bool JsonFields::Has(absl::string_view field) const {
  return std::find(object_->keys.begin(), object_->keys.end(), field) != object_->keys.end();
}

bool JsonFields::IsObject(absl::string_view field) const {
  const auto at = std::find(object_->keys.begin(), object_->keys.end(), field);
  return at != object_->keys.end() &&
         object_->items[static_cast<size_t>(at - object_->keys.begin())].type ==
             JsonValue::Type::kObject;
}

const JsonValue* JsonFields::FindString(absl::string_view field) {
  const JsonValue* value = Find(field);
  if (value == nullptr) return nullptr;
  return CheckString(*value, PathOf(field), kTextBytesMax) ? value : nullptr;
}

bool JsonFields::CheckString(const JsonValue& value, const std::string& path, size_t bytes_max) {
  if (value.type != JsonValue::Type::kString) {
    errors_->Add(path, absl::StrCat("must be a string, not ", NameOf(value.type)));
    return false;
  }
  if (value.text.empty()) {
    errors_->Add(path, "an empty string says nothing; leave it out");
    return false;
  }
  if (value.text.size() > bytes_max) {
    errors_->Add(path, absl::StrCat("has ", value.text.size(), " bytes, at most ", bytes_max,
                                    " are kept; shorten it"));
    return false;
  }
  return true;
}

bool JsonFields::Text(absl::string_view field, std::string& to, size_t bytes_max) {
  const JsonValue* value = Find(field);
  if (value == nullptr || !CheckString(*value, PathOf(field), bytes_max)) return false;
  to = value->text;
  return true;
}

bool JsonFields::Identifier(absl::string_view field, std::string& to) {
  const JsonValue* value = FindString(field);
  if (value == nullptr) return false;
  if (!IsIdentifier(value->text)) {
    Fail(field, absl::StrCat("\"", value->text.substr(0, kIdBytesMax),
                             "\" is not an id; use 1 to 128 letters, digits and . _ : / - and "
                             "begin with a letter or digit"));
    return false;
  }
  to = value->text;
  return true;
}

bool JsonFields::Bool(absl::string_view field, bool& to) {
  const JsonValue* value = Find(field);
  if (value == nullptr) return false;
  if (value->type != JsonValue::Type::kBool) {
    Fail(field, absl::StrCat("must be true or false, not ", NameOf(value->type)));
    return false;
  }
  to = value->boolean;
  return true;
}

bool JsonFields::RatePpm(absl::string_view field, std::optional<int64_t>& to, int64_t ppm_max) {
  const JsonValue* value = Find(field);
  if (value == nullptr) return false;
  if (value->type == JsonValue::Type::kNumber) {
    Fail(field, absl::StrCat("a rate is a string with %; write ", RateMeantBy(value->text)));
    return false;
  }
  if (!CheckString(*value, PathOf(field), kDateTextBytesMax)) return false;
  absl::StatusOr<int64_t> ppm = ParseRatePpm(value->text);
  if (!ppm.ok()) {
    Fail(field, ppm.status().message());
    return false;
  }
  if (*ppm < 0 || *ppm > ppm_max) {
    Fail(field, absl::StrCat("\"", value->text, "\" is outside 0% to ", FormatRatePpm(ppm_max)));
    return false;
  }
  to = *ppm;
  return true;
}

bool JsonFields::Number(absl::string_view field, std::optional<Decimal>& to) {
  const JsonValue* value = Find(field);
  if (value == nullptr) return false;
  if (value->type != JsonValue::Type::kNumber &&
      !CheckString(*value, PathOf(field), kDateTextBytesMax)) {
    return false;
  }
  absl::StatusOr<Decimal> decimal = ParseDecimal(value->text);
  if (!decimal.ok()) {
    Fail(field, decimal.status().message());
    return false;
  }
  to = *decimal;
  return true;
}

std::vector<const JsonValue*> JsonFields::ListItems(absl::string_view field, size_t count_max,
                                                    bool& given) {
  std::vector<const JsonValue*> items;
  const JsonValue* value = Find(field);
  if (value == nullptr) return items;
  given = true;
  if (value->type == JsonValue::Type::kArray) {
    for (const JsonValue& item : value->items) items.push_back(&item);
    if (items.empty()) Fail(field, "an empty list says nothing; leave the field out");
    if (items.size() > count_max) {
      Fail(field, absl::StrCat("has ", items.size(), " entries, at most ", count_max,
                               " are kept; split it"));
    }
  } else if (value->type == JsonValue::Type::kString) {
    items.push_back(value);
  } else {
    Fail(field, absl::StrCat("must be a list of strings, not ", NameOf(value->type)));
  }
  for (size_t i = 0; i < items.size() && ok(); ++i) {
    const std::string path = absl::StrCat(PathOf(field), "[", i, "]");
    if (!CheckString(*items[i], path, kShortTextBytesMax)) items[i] = nullptr;
  }
  if (!ok()) items.clear();
  return items;
}

void JsonFields::Require(bool given, absl::string_view field, absl::string_view hint) {
  // What is there and was not taken is told already.
  if (given || !ok() || !is_object_ || Has(field)) return;
  Fail(field, absl::StrCat("missing; ", hint));
}

void JsonFields::Finish() {
  if (!ok() || !is_object_ || found_ == object_->keys.size()) return;
  for (const std::string& key : object_->keys) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    const std::string path = PathOf(key.substr(0, kIdBytesMax));
    if (const std::string advice = AdviceForField(path); !advice.empty()) {
      errors_->Add(path, absl::StrCat("unknown field; ", advice));
      continue;
    }
    const absl::string_view close = ClosestName(key, known_);
    errors_->Add(path, close.empty() ? std::string("unknown field; remove it")
                                     : absl::StrCat("unknown field; did you mean `", close, "`?"));
  }
}

}  // namespace decree
