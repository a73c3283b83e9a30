// The acts among which `extended` and `postponed` bind: a measure's own, or an instrument's. They
// are bound from the oldest on; an act that comes or goes has only those bound anew that paint
// after it. Rules: core/SEMANTICS.md, "Moves".
#ifndef DECREE_CORE_QUERY_FOLD_MOVER_BINDING_H_
#define DECREE_CORE_QUERY_FOLD_MOVER_BINDING_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "core/query/acts/visible_acts.h"
#include "core/query/fold/acts_by_edge.h"

namespace decree {

// Has bounds that another act can move, if it names it.
bool CanBeMoved(const ActRecord& record);

class MoverBinding {
 public:
  // kOvertaking: visible, but lifted or limited away; it can still overtake plans.
  enum class Presence : uint8_t { kAbsent, kOvertaking, kPresent };
  static constexpr int kNone = -1;

  struct Bound {
    ActRecord record;  // as recorded, or as moved
    int end_moved_by = kNone, start_moved_by = kNone;
    bool is_moved() const { return end_moved_by != kNone || start_moved_by != kNone; }
    friend bool operator==(const Bound&, const Bound&) = default;
  };

  // `records`: of all acts that may ever be there, paint order; all absent at first. An act is its
  // place among them. `can_go_back`: acts come and go after others were bound.
  MoverBinding(std::vector<ActRecord> records, bool can_go_back);

  // Names what a mover's target stands for: a place; kNone: nothing here, and it moves nothing.
  // Without it, the mover has to choose.
  void SetTarget(int mover, int target) { targets_[mover] = target; }

  void Set(int act, Presence presence);
  // Binds what has to be bound (anew). Adds the acts whose bounds may be others now.
  void Bind(std::vector<int>& touched);

  const Bound& BoundOf(int act) const { return bounds_[static_cast<size_t>(act)]; }
  // What a mover moves.
  int MovedBy(int mover) const { return moved_[static_cast<size_t>(mover)]; }
  // Whether others qualified as well as the one that it chose.
  bool ChoseOneOfSeveral(int mover) const { return several_.contains(mover); }
  size_t acts() const { return records_.size(); }

  // Moves the bounds of a record as a mover does.
  static void MoveBounds(const ActRecord& mover, ActRecord& record);
  static bool MovesStart(const ActRecord& mover) { return mover.kind == EventKind::kPostponed; }
  static bool MovesEnd(const ActRecord& mover);

 private:
  struct Offered {
    bool end = false, start = false;
  };
  struct IsStatedBefore {
    bool operator()(const ActRecord* a, const ActRecord* b) const { return StatedBefore(*a, *b); }
  };
  enum class Change : uint8_t { kOffered, kPlan, kEnacting, kImposing, kMoved };
  // What was so before an act was looked at.
  struct Undo {
    int at = 0;  // the act looked at
    Change change = Change::kOffered;
    int act = kNone;
    Offered offered;
    bool was_plan = false;
    Bound bound;
  };

  void Look(int act);
  void Overtake(int act);
  void Offer(int act);
  int Choose(int mover);
  int TargetOf(int mover, int target) const;
  void Move(int mover, int act);
  void GoBackTo(int act, std::vector<int>& touched);

  void SetOffered(int at, int act, Offered offered);
  void SetPlan(int at, int act, bool is_plan);
  void Keep(const Undo& undo);

  const std::vector<ActRecord> records_;
  const bool can_go_back_;
  std::vector<Presence> presence_;
  absl::btree_set<int> there_, movers_;  // that are present
  absl::btree_map<int, int> targets_;

  int done_ = 0;                // acts before it were looked at
  std::vector<int> gone_back_;  // whose bounds were given back since the last Bind
  std::vector<Undo> undo_;
  std::vector<Bound> bounds_;
  std::vector<int> moved_;
  absl::btree_set<int> several_;
  std::vector<Offered> offered_;  // to be moved unnamed
  ActsByEdge ends_, starts_;
  absl::btree_map<const ActRecord*, int, IsStatedBefore> plans_;  // those that are offered
  int enacting_ = kNone;                                          // the last that is stated
  int imposing_ = kNone;                                          // the newest
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FOLD_MOVER_BINDING_H_
