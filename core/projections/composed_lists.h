// Lists of clauses that no single event holds: one that an act wrote out, with what later acts
// change of it (`scope.includeAdd` and the like). Each has a number that stands where the position
// of a body does, so that what reads bodies reads these too (event_reader.h). Rules:
// core/SEMANTICS.md, "Terms and scope".
#ifndef DECREE_CORE_PROJECTIONS_COMPOSED_LISTS_H_
#define DECREE_CORE_PROJECTIONS_COMPOSED_LISTS_H_

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/model/event.h"

namespace decree {

enum class ScopePart : uint8_t { kInclude, kExclude };

// Equal lists have equal numbers. Not safe for concurrent use; lives as long as its numbers do.
class ComposedLists {
 public:
  // More acts than change a list openly at one instant are not told apart: whether a clause of such
  // a list is there is open.
  static constexpr uint64_t kOpenList = uint64_t{3} << 62;
  static bool IsComposed(uint64_t body) { return (body >> 63) != 0; }

  // The list below (the position of a body, a number of this, or 0: an empty one) as the body at
  // `change` changes it.
  uint64_t With(uint64_t below, ScopePart part, uint64_t change);

  // What a list is made of: the position of the body that wrote it out, 0 for none, then those that
  // change it, oldest first. Of a plain body: itself.
  std::vector<uint64_t> PartsOf(uint64_t list) const;

  // An event that says nothing but the list. `body_at` reads the bodies of its parts.
  using BodyAt = std::function<absl::StatusOr<const Event*>(uint64_t)>;
  absl::StatusOr<Event> Compose(uint64_t list, const BodyAt& body_at) const;
  // Of each of its clauses the position of the body that wrote it; 0 of one that nobody did.
  absl::StatusOr<std::vector<uint64_t>> WritersOf(uint64_t list, const BodyAt& body_at) const;

 private:
  struct Change {
    uint64_t below = 0;
    uint64_t change = 0;
    ScopePart part = ScopePart::kInclude;
  };
  class Changed;
  absl::StatusOr<Changed> ChangedOf(uint64_t list, const BodyAt& body_at) const;
  const Change& At(uint64_t list) const { return changes_[list & ~kOpenList]; }

  std::vector<Change> changes_;
  absl::flat_hash_map<std::pair<uint64_t, uint64_t>, uint64_t> numbers_[2];
};

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_COMPOSED_LISTS_H_
