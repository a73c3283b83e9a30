// A Fold is what the facet walks read: the visible acts of one measure in paint order, with those
// of its instruments merged in, each act with its possible readings. Rules: core/SEMANTICS.md.
#ifndef DECREE_CORE_QUERY_FOLD_H_
#define DECREE_CORE_QUERY_FOLD_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/view.h"
#include "core/query/visible_acts.h"

namespace decree {

enum class Given : uint8_t { kTerms = 0, kInclude = 1, kExclude = 2 };
inline constexpr size_t kGivenCount = 3;

// One way to read an act: as recorded, or as a rival of equal rank has it.
struct Reading {
  ActRecord record;
  std::array<uint64_t, kGivenCount> body{};  // the event whose words hold this; 0: not given
};

struct FoldAct {
  const VisibleAct* act = nullptr;
  std::vector<Reading> readings;  // never empty
  bool of_instrument = false;
  bool is_live_plan = false;  // a plan that the floor lets paint
  bool is_silent = false;     // an `enacted` without interval that a later act has given one
};

struct Fold {
  std::vector<FoldAct> acts;  // paint order, oldest first; lifted and partial acts left out
  std::vector<std::vector<FoldAct>> instruments;  // imposing acts of each tied instrument
  std::vector<const VisibleStrand*> strands;      // the measure's own, then its instruments'
  std::vector<const VisibleAct*> partial;         // limited to a scope; shown, not folded
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

// The strands must outlive the fold. `partial`: nullptr leaves every limited act out.
Fold MakeFold(const VisibleStrand& own, const std::vector<NamedStrand>& instruments,
              Commitment floor, const PartialMatcher* partial);

// Kinds, as the rules group them.
Commitment LevelOf(EventKind kind);  // kNone for kinds without one; kEnacted for force kinds
bool IsEnacting(EventKind kind);     // imposed, enacted
bool IsPlan(EventKind kind);         // reported … announced
bool IsLimitedByScope(const ActRecord& record);
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

#endif  // DECREE_CORE_QUERY_FOLD_H_
