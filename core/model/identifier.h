// Ids and slugs: the names of events, measures, threads, instruments, programmes, groups and
// parties.
#ifndef DECREE_CORE_MODEL_IDENTIFIER_H_
#define DECREE_CORE_MODEL_IDENTIFIER_H_

#include "absl/strings/string_view.h"

namespace decree {

// [A-Za-z0-9][A-Za-z0-9._:/-]{0,127}
bool IsIdentifier(absl::string_view text);

// An identifier in which `*` may stand for any run of characters: "us/*", "*".
bool IsIdentifierGlob(absl::string_view text);

// The closest of `known` to `text` (at most two edits away), or "" when none is close.
template <typename Names>
absl::string_view ClosestName(absl::string_view text, const Names& known);

// Number of inserted, removed or changed characters that turns `a` into `b`; case is ignored.
size_t EditDistance(absl::string_view a, absl::string_view b);

template <typename Names>
absl::string_view ClosestName(absl::string_view text, const Names& known) {
  absl::string_view best;
  size_t best_distance = 3;
  for (const auto& name : known) {
    const size_t distance = EditDistance(text, name);
    if (distance < best_distance && distance < text.size()) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace decree

#endif  // DECREE_CORE_MODEL_IDENTIFIER_H_
