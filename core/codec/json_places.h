// Where in a JSON text the field of a path stands.
#ifndef DECREE_CORE_CODEC_JSON_PLACES_H_
#define DECREE_CORE_CODEC_JSON_PLACES_H_

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"

namespace decree {

struct JsonPlace {
  size_t begin = 0;  // of its name, or of an item of a list; in bytes
  size_t value = 0;  // of its value
};

// Of "scope.include[0].origin" in a text that ParseJson takes. nullopt: it is not there, as a field
// that is missing is not.
std::optional<JsonPlace> JsonPlaceOf(absl::string_view json, absl::string_view path);

}  // namespace decree

#endif  // DECREE_CORE_CODEC_JSON_PLACES_H_
