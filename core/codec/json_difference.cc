#include "core/codec/json_difference.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/codec/json_value.h"
#include "core/codec/json_writer.h"

namespace decree {
namespace {

// What may name a row, best first; several fields name it together.
const std::array<std::vector<std::string>, 10> kNames = {{{"id"},
                                                          {"measure"},
                                                          {"position"},
                                                          {"side"},
                                                          {"stream"},
                                                          {"name"},
                                                          {"issuer", "domain", "from"},
                                                          {"axis", "at"},
                                                          {"at", "measure"},
                                                          {"rel", "id"}}};

JsonWriter& Write(const JsonValue& value, JsonWriter& json) {
  switch (value.type) {
    case JsonValue::Type::kNull:
      return json.Null();
    case JsonValue::Type::kBool:
      return json.Bool(value.boolean);
    case JsonValue::Type::kNumber:
      return json.Raw(value.text);
    case JsonValue::Type::kString:
      return json.String(value.text);
    case JsonValue::Type::kArray:
      json.BeginArray();
      for (const JsonValue& item : value.items) Write(item, json);
      return json.EndArray();
    case JsonValue::Type::kObject:
      json.BeginObject();
      for (size_t i = 0; i < value.items.size(); ++i) {
        json.Key(value.keys[i]);
        Write(value.items[i], json);
      }
      return json.EndObject();
  }
  return json;
}

std::string TextOf(const JsonValue* value) {
  if (value == nullptr) return "";
  JsonWriter json;
  Write(*value, json);
  return json.Take();
}

const JsonValue* FieldOf(const JsonValue& object, absl::string_view key) {
  for (size_t i = 0; i < object.keys.size(); ++i) {
    if (object.keys[i] == key) return &object.items[i];
  }
  return nullptr;
}

bool IsObject(const JsonValue& value) { return value.type == JsonValue::Type::kObject; }

// The name of a row by these fields; nullopt when one is missing, null or no plain value.
std::optional<std::string> NameOfRow(const JsonValue& row, const std::vector<std::string>& fields) {
  std::string name;
  for (const std::string& field : fields) {
    const JsonValue* value = FieldOf(row, field);
    if (value == nullptr ||
        (value->type != JsonValue::Type::kString && value->type != JsonValue::Type::kNumber)) {
      return std::nullopt;
    }
    absl::StrAppend(&name, name.empty() ? "" : ", ", value->text);
  }
  return name;
}

using Rows = std::map<std::string, const JsonValue*>;

// The rows of a list by name; nullopt when some row has none or two share one.
std::optional<Rows> RowsOf(const JsonValue& list, const std::vector<std::string>& fields) {
  Rows rows;
  for (const JsonValue& row : list.items) {
    if (!IsObject(row)) return std::nullopt;
    const std::optional<std::string> name = NameOfRow(row, fields);
    if (!name || !rows.emplace(*name, &row).second) return std::nullopt;
  }
  return rows;
}

class Comparison {
 public:
  explicit Comparison(const absl::flat_hash_set<std::string>& ignored) : ignored_(ignored) {}

  void Compare(const JsonValue* before, const JsonValue* after, const std::string& path,
               const std::string& shape) {
    if (ignored_.contains(shape)) return;
    if (before != nullptr && after != nullptr) {
      if (IsObject(*before) && IsObject(*after))
        return CompareObjects(*before, *after, path, shape);
      if (before->type == JsonValue::Type::kArray && after->type == JsonValue::Type::kArray) {
        return CompareLists(*before, *after, path, shape);
      }
    }
    std::string before_text = TextOf(before), after_text = TextOf(after);
    if (before_text == after_text) return;
    found.push_back({path, std::move(before_text), std::move(after_text)});
  }

  std::vector<JsonDifference> found;

 private:
  void CompareObjects(const JsonValue& before, const JsonValue& after, const std::string& path,
                      const std::string& shape) {
    const auto inner = [](const std::string& outer, const std::string& key) {
      return outer.empty() ? key : absl::StrCat(outer, ".", key);
    };
    for (size_t i = 0; i < before.keys.size(); ++i) {
      const std::string& key = before.keys[i];
      Compare(&before.items[i], FieldOf(after, key), inner(path, key), inner(shape, key));
    }
    for (size_t i = 0; i < after.keys.size(); ++i) {
      const std::string& key = after.keys[i];
      if (FieldOf(before, key) != nullptr) continue;
      Compare(nullptr, &after.items[i], inner(path, key), inner(shape, key));
    }
  }

  void CompareLists(const JsonValue& before, const JsonValue& after, const std::string& path,
                    const std::string& shape) {
    const auto is_row = [](const JsonValue& item) { return IsObject(item); };
    const bool rows = std::any_of(before.items.begin(), before.items.end(), is_row) ||
                      std::any_of(after.items.begin(), after.items.end(), is_row);
    if (!rows) {  // words: the list is one value
      const std::string before_text = TextOf(&before), after_text = TextOf(&after);
      if (before_text != after_text) found.push_back({path, before_text, after_text});
      return;
    }
    for (const std::vector<std::string>& fields : kNames) {
      const std::optional<Rows> old_rows = RowsOf(before, fields), new_rows = RowsOf(after, fields);
      if (old_rows && new_rows)
        return CompareNamed(before, *old_rows, *new_rows, after, fields, path, shape);
    }
    CompareUnnamed(before, after, path);
  }

  // In the order of the lists: what was there, then what is new.
  void CompareNamed(const JsonValue& before, const Rows& old_rows, const Rows& new_rows,
                    const JsonValue& after, const std::vector<std::string>& fields,
                    const std::string& path, const std::string& shape) {
    const auto at = [&path](const std::string& name) { return absl::StrCat(path, "[", name, "]"); };
    for (const JsonValue& row : before.items) {
      const std::string name = *NameOfRow(row, fields);
      const auto same = new_rows.find(name);
      Compare(&row, same == new_rows.end() ? nullptr : same->second, at(name), shape + "[]");
    }
    for (const JsonValue& row : after.items) {
      const std::string name = *NameOfRow(row, fields);
      if (!old_rows.contains(name)) Compare(nullptr, &row, at(name), shape + "[]");
    }
  }

  // Rows that stand in one list and not in the other, each as often as it is missing there.
  void CompareUnnamed(const JsonValue& before, const JsonValue& after, const std::string& path) {
    std::map<std::string, int> surplus;
    for (const JsonValue& row : after.items) ++surplus[TextOf(&row)];
    for (const JsonValue& row : before.items) {
      std::string text = TextOf(&row);
      if (surplus[text]-- <= 0) found.push_back({path + "[]", std::move(text), ""});
    }
    for (const JsonValue& row : after.items) {
      std::string text = TextOf(&row);
      const auto left = surplus.find(text);
      if (left->second <= 0) continue;
      --left->second;
      found.push_back({path + "[]", "", std::move(text)});
    }
  }

  const absl::flat_hash_set<std::string>& ignored_;
};

}  // namespace

absl::StatusOr<std::vector<JsonDifference>> JsonDifferences(
    absl::string_view before, absl::string_view after,
    const absl::flat_hash_set<std::string>& ignored) {
  DECREE_ASSIGN_OR_RETURN(const JsonValue old_value, ParseJson(before, kJsonOfAnAnswer));
  DECREE_ASSIGN_OR_RETURN(const JsonValue new_value, ParseJson(after, kJsonOfAnAnswer));
  Comparison comparison(ignored);
  comparison.Compare(&old_value, &new_value, "", "");
  return std::move(comparison.found);
}

std::string PlainText(absl::string_view json) {
  const absl::StatusOr<JsonValue> value = ParseJson(json, kJsonOfAnAnswer);
  if (!value.ok()) return std::string(json);
  const auto is_plain = [](const JsonValue& item) {
    return item.type == JsonValue::Type::kString || item.type == JsonValue::Type::kNumber;
  };
  if (is_plain(*value)) return value->text;
  const bool words = value->type == JsonValue::Type::kArray && !value->items.empty() &&
                     std::all_of(value->items.begin(), value->items.end(), is_plain);
  if (!words) return std::string(json);
  return absl::StrJoin(value->items, "; ", [](std::string* out, const JsonValue& item) {
    absl::StrAppend(out, item.text);
  });
}

}  // namespace decree
