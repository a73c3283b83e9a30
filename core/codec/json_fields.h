// Reads the fields of one JSON object: each call names a field and where its value goes. The first
// error of a whole event is kept with the path of its field, and later calls do nothing; or, where
// all are to be told, as many as FieldErrors is given room for.
//
// Example:  JsonFields fields(value, "actor", errors);
//           fields.Text("office", actor.office, kShortTextBytesMax);
//           fields.Finish();  // refuses what no call has named
#ifndef DECREE_CORE_CODEC_JSON_FIELDS_H_
#define DECREE_CORE_CODEC_JSON_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/codec/json_value.h"
#include "core/codec/misplaced_fields.h"
#include "core/model/decimal.h"
#include "core/model/identifier.h"

namespace decree {

// The errors of an event, the first or several.
class FieldErrors {
 public:
  explicit FieldErrors(size_t kept_max = 1) : kept_max_(kept_max) {}

  // Whether there is room for more; without it nothing is read any more.
  bool ok() const { return kept_.size() < kept_max_; }
  bool collects() const { return kept_max_ > 1; }
  // The first.
  absl::Status status() const { return kept_.empty() ? absl::OkStatus() : kept_.front(); }
  const std::vector<absl::Status>& kept() const { return kept_; }
  // Keeps `FIELD: problem`, with the field as data, while there is room; not of what holds a field
  // that is kept already, which is wrong for its sake.
  void Add(absl::string_view path, absl::string_view problem);
  void Add(absl::string_view path, absl::Status status);

 private:
  size_t kept_max_;
  std::vector<absl::Status> kept_;
  std::vector<std::string> paths_;  // of each
};

class JsonFields {
 public:
  // `path` is the object's own place, "" for the event. An error is kept when `value` is no object.
  JsonFields(const JsonValue& value, std::string path, FieldErrors& errors);

  // The value of a field, or nullptr when it is not given. The field counts as known from now on.
  // Every field is looked for once: the count of those found ends the search early.
  const JsonValue* Find(absl::string_view field);
  // Whether the field is given as an object; it does not count as known yet.
  bool IsObject(absl::string_view field) const;

  // Each leaves its target untouched when the field is not given. Empty strings are refused: a
  // field that says nothing is left out.
  bool Text(absl::string_view field, std::string& to, size_t bytes_max);
  bool Identifier(absl::string_view field, std::string& to);
  bool Bool(absl::string_view field, bool& to);
  bool RatePpm(absl::string_view field, std::optional<int64_t>& to, int64_t ppm_max);
  bool Number(absl::string_view field, std::optional<Decimal>& to);  // a string or a number

  // A list of strings, or one string. `check` returns the form to keep or an error.
  template <typename Check>
  bool List(absl::string_view field, std::vector<std::string>& to, size_t count_max, Check&& check);

  // One word of a table of core/model/event_names.h.
  template <typename Table, typename Enum>
  bool Word(absl::string_view field, const Table& table, Enum& to);

  // From here on a null counts as not given, and the path of its field is added to the list;
  // without it a null is an error.
  void TakeNulls(std::vector<std::string>* nulls) { nulls_ = nulls; }
  std::vector<std::string>* nulls() const { return nulls_; }

  void Require(bool given, absl::string_view field, absl::string_view hint);
  void Finish();

  std::string PathOf(absl::string_view field) const;
  void Fail(absl::string_view field, absl::string_view problem) {
    errors_->Add(PathOf(field), problem);
  }
  FieldErrors& errors() { return *errors_; }
  bool ok() const { return errors_->ok(); }

 private:
  const JsonValue* FindString(absl::string_view field);
  // A string of 1 to `bytes_max` bytes; keeps an error otherwise.
  bool CheckString(const JsonValue& value, const std::string& path, size_t bytes_max);
  bool Has(absl::string_view field) const;
  // Makes a single string a list of one; nullptr for an item that is none, of which an error is
  // kept.
  std::vector<const JsonValue*> ListItems(absl::string_view field, size_t count_max, bool& given);

  const JsonValue* object_;
  bool is_object_ = true;
  std::string path_;
  FieldErrors* errors_;
  std::vector<std::string>* nulls_ = nullptr;
  std::vector<absl::string_view> known_;
  size_t found_ = 0;
};

template <typename Check>
bool JsonFields::List(absl::string_view field, std::vector<std::string>& to, size_t count_max,
                      Check&& check) {
  bool given = false;
  const std::vector<const JsonValue*> items = ListItems(field, count_max, given);
  for (size_t i = 0; i < items.size() && ok(); ++i) {
    if (items[i] == nullptr) continue;
    absl::StatusOr<std::string> kept = check(absl::string_view(items[i]->text));
    if (!kept.ok()) {
      errors_->Add(absl::StrCat(PathOf(field), "[", i, "]"), kept.status().message());
      continue;
    }
    to.push_back(*std::move(kept));
  }
  return given && ok();
}

template <typename Table, typename Enum>
bool JsonFields::Word(absl::string_view field, const Table& table, Enum& to) {
  const JsonValue* value = FindString(field);
  if (value == nullptr) return false;
  std::vector<absl::string_view> names;
  for (const auto& row : table) {
    if (row.name == value->text) {
      to = row.value;
      return true;
    }
    names.push_back(row.name);
  }
  absl::string_view close = WordMeant(field, value->text);
  if (close.empty()) close = ClosestName(value->text, names);
  std::string problem = absl::StrCat("\"", value->text.substr(0, 64), "\" is not known; ");
  if (!close.empty()) {
    absl::StrAppend(&problem, "did you mean \"", close, "\"?");
  } else {
    absl::StrAppend(&problem, "use ");
    for (size_t i = 0; i < names.size(); ++i) absl::StrAppend(&problem, i ? ", " : "", names[i]);
  }
  Fail(field, problem);
  return false;
}

}  // namespace decree

#endif  // DECREE_CORE_CODEC_JSON_FIELDS_H_
