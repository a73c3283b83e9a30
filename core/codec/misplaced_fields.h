// Where what is given in the wrong place belongs, and which word is meant by another that the field
// knows: the slips that people make who write events by hand. Advice only; nothing is read so.
#ifndef DECREE_CORE_CODEC_MISPLACED_FIELDS_H_
#define DECREE_CORE_CODEC_MISPLACED_FIELDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace decree {

// Of an unknown field by its path ("scope.origin"): "belongs into scope.include[0]"; "" where
// nothing is known of it.
std::string AdviceForField(absl::string_view path);

// Of a word that a field does not take ("appliesBy", "import"): the one that is meant; "" where
// nothing is known of it.
absl::string_view WordMeant(absl::string_view field, absl::string_view word);

}  // namespace decree

#endif  // DECREE_CORE_CODEC_MISPLACED_FIELDS_H_
