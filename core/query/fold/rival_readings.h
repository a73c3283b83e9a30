// The ways to read an act: as recorded, or as a rival has it; and what acts that impose inherit
// from earlier ones, reading by reading. Rules: core/SEMANTICS.md, "Rivals" and "Terms and scope at
// t".
#ifndef DECREE_CORE_QUERY_FOLD_RIVAL_READINGS_H_
#define DECREE_CORE_QUERY_FOLD_RIVAL_READINGS_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/query/fold/fold.h"

namespace decree {

// 2^4: more equal rivals on one act than this are cut, newest first.
inline constexpr size_t kReadingsMax = 16;

// The disputes of a strand that stand against what they dispute, by target, in paint order;
// gathered once, for most strands have none.
using Rivals = absl::flat_hash_map<uint64_t, std::vector<const VisibleAct*>>;
Rivals RivalsIn(const std::vector<VisibleAct>& strand);

// Never empty.
Readings ReadingsOf(const VisibleAct& act, const Rivals& rivals);

// Whether an act takes from earlier ones what it does not give itself.
bool Inherits(const ActRecord& record);
// Has the readings that lack it take it from the bodies, each from each; 0: from none. What was
// taken.
std::vector<uint64_t> Inherit(FoldAct& act, Given given, const std::vector<uint64_t>& bodies);

// The bodies that may hold what is handed on, 0: none does. Each once, in the order in which they
// came.
class HandedBodies {
 public:
  HandedBodies() { Replace({0}); }

  const std::vector<uint64_t>& bodies() const { return bodies_; }
  // Whether what comes would change nothing.
  bool is_full() const { return bodies_.size() == kReadingsMax; }

  void Replace(std::initializer_list<uint64_t> bodies);
  // What an act hands on in the one reading or the other. Only the first reading, which all others
  // are made of, can leave it to what was handed on before: a rival gives more, never less.
  void TakeReadings(const Readings& readings, Given given);

 private:
  void Add(uint64_t body);

  std::vector<uint64_t> bodies_;
};

// Gives every act that may impose what it leaves out: from the latest earlier act that has it.
// Order of statement, whatever the rank or the kind, lifted or not; a scope that only limits its
// act is not handed on, nor are a rival's words except as a reading of the act they dispute.
// `fold` holds acts of the measure's own only, in paint order.
void HandOn(const VisibleStrand& own, const Rivals& rivals, Fold& fold);

// Reads the act at a place of the fold, which joined it, as HandOn and ReadingsOf would; nothing
// has rivals. It is stated last.
void AddJoined(size_t place, Fold& fold);
// It is not. True: acts that are stated after it inherit something else now.
bool AddJoinedBefore(size_t place, Fold& fold);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FOLD_RIVAL_READINGS_H_
