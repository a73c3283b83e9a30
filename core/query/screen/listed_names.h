// Names of parties that scopes list, whatever the date: where a name that is nearly given may
// stand. Kept once for a view; which of them count on a date, possible_parties.h tells.
#ifndef DECREE_CORE_QUERY_SCREEN_LISTED_NAMES_H_
#define DECREE_CORE_QUERY_SCREEN_LISTED_NAMES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "core/names/near_index.h"
#include "core/query/screen/screen_view_cache.h"

namespace decree {

// The names that measures list on some day, with the members of groups among them. Not safe for
// concurrent use.
class ListedNames {
 public:
  // The view cache must outlive it.
  explicit ListedNames(ScreenViewCache& view_cache) : view_cache_(view_cache) {}

  struct Near {
    std::string name;
    int score = 0;
    std::vector<CachedMeasure*> measures;  // that list it on some day, by slug
  };
  // The nearest first. Each text is looked for once, as long as not too many are kept; the pointer
  // is valid until the next call.
  absl::StatusOr<const std::vector<Near>*> NearTo(const std::string& given);

  size_t size() const { return names_.size(); }

 private:
  absl::Status TakeMeasuresFor(const std::string& given);
  absl::Status Take(CachedMeasure& measure);
  absl::Status TakeName(const std::string& name, CachedMeasure& measure);
  void Add(const std::string& name, CachedMeasure& measure);

  ScreenViewCache& view_cache_;
  NearIndex names_;
  absl::flat_hash_map<std::string, std::vector<CachedMeasure*>> listed_by_;  // by name
  absl::flat_hash_set<const CachedMeasure*> taken_;
  absl::flat_hash_map<std::string, std::vector<Near>> known_;  // by the text given
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_LISTED_NAMES_H_
