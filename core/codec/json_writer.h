// Writes canonical JSON: fields in the order of the calls, no white space, nothing for what is not
// said.
#ifndef DECREE_CORE_CODEC_JSON_WRITER_H_
#define DECREE_CORE_CODEC_JSON_WRITER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace decree {

class JsonWriter {
 public:
  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }
  void Key(absl::string_view key);
  void String(absl::string_view text);
  void Raw(absl::string_view json);  // true, false, a number

  // `"key":"text"`; nothing when the text is empty.
  void Field(absl::string_view key, absl::string_view text);
  // `"key":["a","b"]`; nothing when the list is empty.
  void Field(absl::string_view key, const std::vector<std::string>& list);

  std::string Take() { return std::move(out_); }

 private:
  void Open(char bracket);
  void Close(char bracket);
  void Separate();

  std::string out_;
  bool comma_ = false;  // the next value or key follows another
};

}  // namespace decree

#endif  // DECREE_CORE_CODEC_JSON_WRITER_H_
