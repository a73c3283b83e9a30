// A measure as the moves of a replay make it: its acts and those of its instruments, all of them
// from the start, of which each look shows some. From look to look only what turns is taken in or
// out, and what the fold says on a day is looked up over time (core/query/walks/fold_over_time.h).
// Rules: core/SEMANTICS.md.
#ifndef DECREE_CORE_QUERY_THREAD_PLAYED_MEASURE_H_
#define DECREE_CORE_QUERY_THREAD_PLAYED_MEASURE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/query/fold/fold.h"
#include "core/query/fold/mover_binding.h"
#include "core/query/thread/played_strand.h"
#include "core/query/walks/fold_over_time.h"

namespace decree {

// The strands of a measure and of the instruments that it names in some reading.
struct MeasureParts {
  const RepairedStrand* own = nullptr;
  std::vector<std::pair<std::string, const RepairedStrand*>> instruments;  // by the name in a tie
};

// The place of a move in the game, by its position.
using MoveSteps = absl::flat_hash_map<uint64_t, size_t>;

class PlayedMeasure {
 public:
  // nullptr: it cannot be played, for whether some act takes part hangs on the day asked, or what
  // is moved hangs on a rival or on which form of an act is seen. The strands, the steps and the
  // reader must outlive it. `view`: the floor, and the most that a look shows as known, give or
  // take a day; `claims`: as in a ViewFilter.
  static absl::StatusOr<std::unique_ptr<PlayedMeasure>> Of(
      const MeasureParts& parts, const MoveSteps& steps, const View& view, EventReader& events,
      std::shared_ptr<ClaimedInstants> claims = nullptr);

  // Shows the moves before a step, and of all acts what is known.
  void MoveTo(size_t step, int64_t known_by_us, bool known_by_is_instant);

  // Whether anything of its own is seen.
  bool is_seen() const { return own_seen_ != 0; }
  // Whole, and over time. Where terms that may be given differ, it tells two of them at least.
  const Fold& fold() const { return *fold_; }
  const View& view() const { return filter_.view; }
  // Acts that were taken in or out so far, for tests.
  size_t taken() const { return taken_; }

 private:
  struct ActRef {
    uint32_t strand = 0;  // 0: the measure's own
    uint32_t act = 0;
    friend bool operator<(const ActRef& a, const ActRef& b) {
      return std::pair(a.strand, a.act) < std::pair(b.strand, b.act);
    }
    friend bool operator==(const ActRef&, const ActRef&) = default;
  };
  struct FormRef {
    uint32_t strand = 0, form = 0;
    friend bool operator<(const FormRef& a, const FormRef& b) {
      return std::pair(a.strand, a.form) < std::pair(b.strand, b.form);
    }
    friend bool operator==(const FormRef&, const FormRef&) = default;
  };
  // Where a form of an act stands in a fold; nullptr: nowhere.
  struct Place {
    Fold* fold = nullptr;
    uint32_t index = 0;
    bool may_take_part = true;  // no scope limits it
    bool is_told = false, is_folded = false;
  };
  struct Part {
    explicit Part(const RepairedStrand& strand) : acts(strand) {}
    PlayedStrand acts;
    std::optional<MoverBinding> movers;  // where some act moves others; its acts are the forms
    std::vector<Place> places;           // of each form
    std::unique_ptr<Fold> interval;      // an instrument's acts that say when it is in force
    size_t tied_by = 0;                  // so many acts of the measure
  };
  using Indices = absl::btree_set<uint32_t>;
  using Bounds = std::array<uint32_t, 2>;  // by rank: places in the fold

  PlayedMeasure(const MeasureParts& parts, const MoveSteps& steps, const View& view,
                std::shared_ptr<ClaimedInstants> claims);
  // False: as for Of.
  absl::StatusOr<bool> MatchLimited(int64_t known_max_us, EventReader& events);
  // False: as for Of.
  bool PrepareMovers();
  bool PrepareMoversOf(Part& part) const;
  MoverBinding::Presence PresenceOf(const FormRef& ref) const;
  // Adds those whose bounds are others now.
  void Rebind(const std::vector<FormRef>& moved, std::vector<FormRef>& rebound);
  std::vector<int64_t> EdgesMovedTo() const;
  void MakeFolds();
  void ListDue(const MoveSteps& steps);
  // The acts that may turn when the view filter takes one more move in, each once.
  std::vector<ActRef> DueFor(size_t step, int64_t known_by_us, bool known_by_is_instant);
  std::pair<size_t, size_t> KnownPlaces() const;
  // Adds what is moved by ties that begin and end.
  void ApplyTies(const VisibleAct& act, bool is_seen, std::vector<FormRef>& moved);

  bool IsTied(uint32_t part) const { return part == 0 || parts_[part].tied_by != 0; }
  void TakeIn(const FormRef& ref);
  void TakeOut(const FormRef& ref);
  // What an act that is seen, or takes part, means to plans and to what is silent.
  void SetOvertaking(const Place& place, bool is_there);
  void SetSilencing(const Place& place, bool is_there);
  void MoveBounds();
  template <typename SetFlag>
  void MoveBound(const Indices& acts, uint32_t from, uint32_t to, SetFlag set_flag);

  std::vector<Part> parts_;  // the measure's own first
  std::map<std::string, uint32_t> part_of_tie_;
  ViewFilter filter_;  // `without`: the moves of these strands that are to come
  size_t step_ = 0;
  std::vector<std::pair<size_t, ActRef>> by_step_;
  std::vector<std::pair<int64_t, ActRef>> by_moment_;
  std::pair<size_t, size_t> known_places_{
      0, 0};  // all before the first are known, none after the second

  std::unique_ptr<Fold> fold_;
  FoldOverTime* over_time_ = nullptr;  // of `fold_`
  size_t own_seen_ = 0, taken_ = 0;

  // Plans before their bound are overtaken, an `enacted` without interval before its is silent.
  Indices plans_, bare_;
  Bounds plan_bounds_{}, bare_bounds_{};
  Indices enacting_stated_, withdrawn_;                          // places of statement; in the fold
  Indices givers_;                                               // of intervals, in the fold
  absl::btree_set<std::pair<int64_t, uint32_t>> givers_stated_;  // by when they were stated
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_PLAYED_MEASURE_H_
