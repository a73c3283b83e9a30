#include "core/query/kleene.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace decree {
namespace {

constexpr size_t kFewPairs = 256;  // to compare is quicker than to hash

}  // namespace

void AddNew(const std::vector<std::string>& more, std::vector<std::string>& to) {
  if ((to.size() + more.size()) * more.size() <= kFewPairs) {
    for (const std::string& word : more) {
      if (std::find(to.begin(), to.end(), word) == to.end()) to.push_back(word);
    }
    return;
  }
  to.reserve(to.size() + more.size());  // the words must stay where they are
  absl::flat_hash_set<absl::string_view> known(to.begin(), to.end());
  for (const std::string& word : more) {
    if (known.contains(word)) continue;
    to.push_back(word);
    known.insert(to.back());
  }
}

}  // namespace decree
