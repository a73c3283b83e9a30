// Which acts of a strand a view sees, and how each reads there: repairs applied, replaced acts
// lifted, paint order established. Rules: core/SEMANTICS.md, "Visible acts" and "Order".
#ifndef DECREE_CORE_QUERY_ACTS_VISIBLE_ACTS_H_
#define DECREE_CORE_QUERY_ACTS_VISIBLE_ACTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/projections/strand.h"
#include "core/query/acts/view_filter.h"

namespace decree {

struct VisibleAct {
  ActRecord record;  // with the default `from` applied
  int64_t start_earliest = 0,
          start_latest = 0;  // `from` as recorded: what a rival's `to` goes with
  uint64_t body = 0;       // the event whose body, merged if it is a repair, holds this act's words
  uint64_t repair = 0;     // the repair in effect; 0: none
  uint64_t target = 0;     // what a `confirmed` or `disputed` speaks of
  uint64_t lifted_by = 0;  // the act whose `replaces` link lifts this one; 0: none
  std::vector<uint64_t> replaces, confirms;  // IdHash values of its links
  std::vector<std::string> ties;             // instruments that it names
  std::string member;                        // membership events: member, 0x1f, kind
};

enum class HiddenWhy : uint8_t { kNotRecorded, kNotKnown, kRetracted, kMoved };
struct HiddenAct {
  ActRecord record;
  HiddenWhy why = HiddenWhy::kNotKnown;
  uint64_t by = 0;  // the repair, where one hides it
};

struct VisibleStrand {
  std::vector<VisibleAct> acts;  // paint order, oldest first
  std::vector<HiddenAct> hidden;
};

// The act that an event is where nothing repairs it; `target`: the position of what it names as
// that.
VisibleAct VisibleActOf(const Event& event, uint64_t position, uint64_t target);
// Marks the acts that others replace. In any order.
void LiftReplaced(std::vector<VisibleAct>& acts);

// `entity`: what a repaired act must still belong to; empty: anything (a strand of the whole
// record). One look; for several of one strand see repaired_strand.h.
absl::StatusOr<VisibleStrand> See(const Strand& strand, absl::string_view entity,
                                  const StrandReader& reader, const ViewFilter& filter);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ACTS_VISIBLE_ACTS_H_
