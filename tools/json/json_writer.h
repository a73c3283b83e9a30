// Writes JSON text front to back, placing the commas. It builds no tree and checks no nesting: the
// caller begins and ends what it opens.
#ifndef DECREE_TOOLS_JSON_JSON_WRITER_H_
#define DECREE_TOOLS_JSON_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace decree::cli {

class JsonWriter {
 public:
  JsonWriter& BeginObject() { return Open('{'); }
  JsonWriter& EndObject() { return Shut('}'); }
  JsonWriter& BeginArray() { return Open('['); }
  JsonWriter& EndArray() { return Shut(']'); }
  JsonWriter& Key(absl::string_view name);

  JsonWriter& String(absl::string_view value);
  JsonWriter& Integer(int64_t value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  JsonWriter& Raw(absl::string_view json);  // a whole value, already JSON

  // Fields of an object.
  JsonWriter& Field(absl::string_view name, absl::string_view value);
  JsonWriter& FieldOrNull(absl::string_view name, absl::string_view value);  // empty: null
  JsonWriter& IntegerField(absl::string_view name, uint64_t value);
  JsonWriter& BoolField(absl::string_view name, bool value);
  JsonWriter& StringsField(absl::string_view name, const std::vector<std::string>& values);

  const std::string& text() const { return text_; }
  std::string Take();  // what was written since the last Take()

 private:
  JsonWriter& Open(char bracket);
  JsonWriter& Shut(char bracket);
  void Separate();

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace decree::cli

#endif  // DECREE_TOOLS_JSON_JSON_WRITER_H_
