// Writes JSON text front to back, placing the commas: fields in the order of the calls, no white
// space. It builds no tree and checks no nesting: the caller begins and ends what it opens. Bytes
// that are no UTF-8 are written as U+FFFD, so that the text is JSON whatever it quotes.
#ifndef DECREE_CORE_CODEC_JSON_WRITER_H_
#define DECREE_CORE_CODEC_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace decree {

class JsonWriter {
 public:
  JsonWriter& BeginObject() { return Open('{'); }
  JsonWriter& EndObject() { return Close('}'); }
  JsonWriter& BeginArray() { return Open('['); }
  JsonWriter& EndArray() { return Close(']'); }
  JsonWriter& Key(absl::string_view name);

  JsonWriter& String(absl::string_view text);
  JsonWriter& Integer(int64_t value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  JsonWriter& Raw(absl::string_view json);  // a whole value, already JSON

  // Fields of an object.
  JsonWriter& Field(absl::string_view name, absl::string_view text);
  JsonWriter& FieldOrNull(absl::string_view name, absl::string_view text);  // empty: null
  JsonWriter& IntegerField(absl::string_view name, uint64_t value);
  JsonWriter& BoolField(absl::string_view name, bool value);
  JsonWriter& StringsField(absl::string_view name, const std::vector<std::string>& list);

  // The same, but nothing where the text or the list is empty.
  JsonWriter& FieldIfAny(absl::string_view name, absl::string_view text);
  JsonWriter& FieldIfAny(absl::string_view name, const std::vector<std::string>& list);

  // What was written since the last Take(); more may follow.
  std::string Take();

 private:
  JsonWriter& Open(char bracket);
  JsonWriter& Close(char bracket);
  void Separate();

  std::string out_;
  bool comma_ = false;  // the next value or key follows another
};

}  // namespace decree

#endif  // DECREE_CORE_CODEC_JSON_WRITER_H_
