// Lists in which everything stands once, in the order in which it came, however long they grow.
#ifndef DECREE_CORE_QUERY_STATE_DISTINCT_H_
#define DECREE_CORE_QUERY_STATE_DISTINCT_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/codec/event_codec.h"
#include "core/model/terms.h"

namespace decree {

// Appends what is not there yet.
template <typename Value>
void AppendNew(const std::vector<Value>& more, std::vector<Value>& to) {
  constexpr size_t kSearchedMax = 16;  // a longer list is looked up
  if (more.size() + to.size() <= kSearchedMax) {
    for (const Value& value : more) {
      if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
    }
    return;
  }
  absl::flat_hash_set<Value> there(to.begin(), to.end());
  for (const Value& value : more) {
    if (there.insert(value).second) to.push_back(value);
  }
}

class DistinctTerms {
 public:
  void Add(const Terms& terms) {
    if (!terms_.empty() && terms_.front() == terms) return;
    // Nearly always there are one or none.
    if (terms_.empty() || told_.insert(TermsToJson(terms)).second) terms_.push_back(terms);
  }
  bool empty() const { return terms_.empty(); }
  std::vector<Terms> Take() { return std::move(terms_); }

 private:
  std::vector<Terms> terms_;
  absl::flat_hash_set<std::string> told_;  // all but the first
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_DISTINCT_H_
