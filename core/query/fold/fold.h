// A Fold is what the facet walks read: the visible acts of one measure in paint order, with those
// of its instruments merged in, each act with its possible readings. Rules: core/SEMANTICS.md.
#ifndef DECREE_CORE_QUERY_FOLD_FOLD_H_
#define DECREE_CORE_QUERY_FOLD_FOLD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "core/model/view.h"
#include "core/projections/composed_lists.h"
#include "core/query/acts/visible_acts.h"

namespace decree {

enum class Given : uint8_t { kTerms = 0, kInclude = 1, kExclude = 2 };
inline constexpr size_t kGivenCount = 3;

class FoldOverTime;

// One way to read an act: as recorded, or as a rival of equal rank has it.
struct Reading {
  ActRecord record;
  std::array<uint64_t, kGivenCount> body{};  // the event whose words hold this; 0: not given
};

using Readings = absl::InlinedVector<Reading, 1>;

struct FoldAct {
  const VisibleAct* act = nullptr;
  Readings readings;  // never empty
  bool of_instrument = false;
  bool is_live_plan = false;  // a plan that the floor lets paint
  bool is_silent = false;     // an `enacted` without interval that a later act has given one
  bool has_rival = false;     // a dispute brings other values for it
  bool is_left_out = false;   // see Fold::LeaveOut
  uint32_t instrument = 0;  // whose it is, where it is an instrument's: a place in MakeFold's list

  // Where an `extended` or `postponed` moved its bounds, which the readings hold; nullptr: none
  // did.
  const VisibleAct* end_moved_by = nullptr;
  const VisibleAct* start_moved_by = nullptr;
  const VisibleAct* moves = nullptr;  // what it moves itself
  bool moves_one_of_several = false;  // without a target, where others qualified as well
};

// What the acts of a strand say of other acts: disputes, confirmations, links that confirm.
class Speakers {
 public:
  Speakers() = default;
  // The strand must outlive it.
  explicit Speakers(const VisibleStrand& strand);

  bool is_empty() const { return said_.empty() && linked_.empty(); }
  // Whether some dispute of the act stands: unlifted, with no confirmation later in order.
  bool Dispute(const VisibleAct& act) const;
  bool Confirm(const VisibleAct& act) const;

 private:
  // The newest of each in paint order; nullptr: none.
  struct Said {
    const VisibleAct* disputed = nullptr;
    const VisibleAct* confirmed = nullptr;
  };
  // Acts whose links confirm an id: one of them, and whether there is another.
  struct Linked {
    uint64_t position = 0;
    bool others = false;
  };
  absl::flat_hash_map<uint64_t, Said> said_;      // by target
  absl::flat_hash_map<uint64_t, Linked> linked_;  // by IdHash
};

// What is walked.
struct FoldLayers {
  std::vector<FoldAct> acts;  // paint order, oldest first; lifted and partial acts left out
  // Those that change the list below, as places in `acts`, ascending; of kInclude and kExclude.
  std::array<std::vector<uint32_t>, kGivenCount> changing;
  // Of each tied instrument the acts that say its interval, with what may be moved among them.
  std::vector<std::vector<FoldAct>> instruments;
};

struct Fold : FoldLayers {
  // Where rivals may change what is moved: the layers once for each such reading of all of them.
  // Those of the fold itself then hold every act in all its readings, and are not walked.
  std::vector<FoldLayers> apart;
  std::vector<const VisibleStrand*> strands;  // the measure's own, then its instruments'
  std::vector<const VisibleAct*> partial;     // limited to a scope; shown, not folded
  std::vector<Speakers> speakers;             // of each strand
  absl::flat_hash_set<uint64_t> handed_on;    // bodies that other acts inherit something from
  Commitment floor = Commitment::kEnacted;
  uint64_t left_out = 0;  // the act that every walk passes over; 0: none

  // Where some act changes a list below it: of the body that wrote a list out, its act. `lists`
  // numbers what comes out (core/query/walks/scope_changes.h).
  absl::flat_hash_map<uint64_t, ActRecord> writers;
  ComposedLists* lists = nullptr;
  bool ChangesLists(Given given) const {
    return lists != nullptr && !changing[static_cast<size_t>(given)].empty();
  }

  // What an act that joins needs to know of the others. `can_grow`: that nothing of them changes
  // with it but what they inherit from it, and that it has no rivals.
  bool can_grow = false;
  bool has_bare = false;                    // an own `enacted` without interval
  const VisibleAct* last_stated = nullptr;  // of the own
  const VisibleAct* last_mover = nullptr;   // the newest `extended` or `postponed`; nullptr: none
  std::array<uint64_t, kGivenCount> handed{};  // bodies that what is stated last inherits from

  // Finds what the acts say at any instant without walking all of them; nullptr: they are few, or
  // asked at few instants.
  std::shared_ptr<FoldOverTime> over_time;
  size_t joined = 0;  // acts that joined since it was made

  // Takes in a strand to which the acts belong; it must outlive the fold.
  void AddStrand(const VisibleStrand& strand);

  // Leaves out one event of the measure's own, if the fold without it is this one less its act:
  // nothing else may hang on it (what it replaces, confirms, hands on, silences). `position` 0 puts
  // back what was left out. False: not such an event, and nothing is left out.
  bool LeaveOut(uint64_t position);

  // Whether Join can take in an act of the measure's own, which is not in the strand yet.
  bool CanJoin(const VisibleAct& act) const;
  // Takes in the act at a place of the measure's own, as MakeFold would, after it was put there
  // without moving the strand's room. CanJoin must have said so. What is looked up over time learns
  // of it apart (FoldOverTime::Add).
  void Join(const std::vector<VisibleAct>& own, size_t place);
  // Whether what is looked up over time is what the acts say.
  bool IsOverTime() const { return over_time != nullptr && left_out == 0; }

 private:
  bool CanLeaveOut(const FoldAct& act) const;
  // Whether what others move hangs on an act.
  bool MayBeMoved(const ActRecord& record) const;

  absl::flat_hash_map<uint64_t, size_t> index_;  // of own acts by position; made when first needed
};

struct NamedStrand {
  std::string name;  // "i/us/eo-14257"
  VisibleStrand strand;
};

// Decides whether an act that is limited by a scope takes part: yes, or only as a reason.
class PartialMatcher {
 public:
  virtual ~PartialMatcher() = default;
  enum class Match : uint8_t { kWhole, kPart, kNone };
  virtual Match MatchOf(const VisibleAct& act) const = 0;
};

// Which acts of an instrument stand among those of the measures tied to it, and which say when the
// instrument itself is in force, or bear on what an instrument's act moves.
bool JoinsFromInstrument(EventKind kind);
bool SaysInstrumentInterval(EventKind kind);
// An `enacted` without interval.
bool IsBare(const VisibleAct& act);

// The strands must outlive the fold. `partial`: nullptr leaves every limited act out. `lists`,
// which must outlive it too, numbers the lists that acts change; nullptr: those are not asked for.
Fold MakeFold(const VisibleStrand& own, const std::vector<NamedStrand>& instruments,
              Commitment floor, const PartialMatcher* partial, ComposedLists* lists);

// Kinds, as the rules group them.
Commitment LevelOf(EventKind kind);  // kNone for kinds without one; kEnacted for force kinds
bool IsEnacting(EventKind kind);     // imposed, enacted
bool IsPlan(EventKind kind);         // reported … announced
bool IsLimitedByScope(const ActRecord& record);
// An interval turned round, or of no length: such an act puts nothing.
bool CoversNothing(const ActRecord& record);
// With `reading`'s interval: does this act impose?
bool Imposes(const FoldAct& act, const Reading& reading);

// Has a boundary happened at civil instant t?
enum class Tri : uint8_t { kNo, kYes, kOpen };
inline Tri Happened(int64_t earliest, int64_t latest, int64_t t) {
  if (latest <= t) return Tri::kYes;
  return t < earliest ? Tri::kNo : Tri::kOpen;
}
// Is t in [from, to) of the record?
inline Tri Covers(const ActRecord& record, int64_t t) {
  const Tri from = Happened(record.from_earliest, record.from_latest, t);
  const Tri to = Happened(record.to_earliest, record.to_latest, t);
  if (from == Tri::kNo || to == Tri::kYes) return Tri::kNo;
  return from == Tri::kYes && to == Tri::kNo ? Tri::kYes : Tri::kOpen;
}

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FOLD_FOLD_H_
