// What acts that impose inherit from earlier ones, looked up where it is needed while acts that
// hand something on come and go: as HandOn (rival_readings.h) gives it to all of them at once. Of
// one thing given, terms or a half of the scope.
#ifndef DECREE_CORE_QUERY_FOLD_HANDED_OVER_H_
#define DECREE_CORE_QUERY_FOLD_HANDED_OVER_H_

#include <cstdint>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "core/query/fold/rival_readings.h"

namespace decree {

class HandedOver {
 public:
  explicit HandedOver(Given given) : given_(given) {}

  // The act at a place in the order of statement, as it reads without what it inherits.
  void Set(uint32_t stated_place, const Readings& readings, bool is_there);
  // The bodies that an act at the place inherits from, as HandedBodies tells them.
  std::vector<uint64_t> Before(uint32_t stated_place) const;
  // No act stated before this place inherits anything, nor the one at it.
  uint32_t first() const;

 private:
  const Given given_;
  absl::btree_map<uint32_t, Readings> givers_;  // in the order of statement
  absl::btree_set<uint32_t> sure_;              // of these, those that give in every reading
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FOLD_HANDED_OVER_H_
