// What differs between two JSON texts, one entry a place. Rows of lists are matched by what names
// them ("id", "measure", "position" …), not by their place; a list whose rows nothing names is
// compared row by row as a set.
//
// Example: {"rows":[{"id":"a","n":1}]} and {"rows":[{"id":"b","n":1},{"id":"a","n":2}]} differ in
// `rows[a].n`, 1 before and 2 after, and in `rows[b]`, not there before.
#ifndef DECREE_CORE_CODEC_JSON_DIFFERENCE_H_
#define DECREE_CORE_CODEC_JSON_DIFFERENCE_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

struct JsonDifference {
  std::string path;           // "measures[us/a].facets.force"; "": the whole text
  std::string before, after;  // canonical JSON; empty: not there
};

// `ignored`: paths whose differences say nothing, rows written as [], e.g. "moves[].n".
// Errors: InvalidArgument when a text is no JSON.
absl::StatusOr<std::vector<JsonDifference>> JsonDifferences(
    absl::string_view before, absl::string_view after,
    const absl::flat_hash_set<std::string>& ignored = {});

// For people: the characters of a string, the words of a list, other values as they are.
std::string PlainText(absl::string_view json);

}  // namespace decree

#endif  // DECREE_CORE_CODEC_JSON_DIFFERENCE_H_
