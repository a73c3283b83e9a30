// Side entries: the few things about an act that do not fit its fixed record. Append-only beside
// the strand, in position order. A repair is stored once, under the act it repairs (RepairEntry);
// the strands that it may touch get a kRepaired marker that leads there.
#ifndef DECREE_CORE_PROJECTIONS_SIDE_ENTRY_H_
#define DECREE_CORE_PROJECTIONS_SIDE_ENTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/projections/act_record.h"

namespace decree {

enum class SideKind : uint8_t {
  kRepaired = 1,    // number: the root act's position
  kReplaces = 2,    // number: IdHash of the act that this one lifts
  kConfirms = 3,    // number: IdHash of the act that this one's link confirms
  kTarget = 4,      // number: the position that a `confirmed` or `disputed` speaks of
  kTie = 5,         // text: the id of an instrument that the act names
  kMember = 6,      // text: of a membership event (MemberSide)
  kAuthorizes = 7,  // text: the measure of an authorization, under the entity of what it authorizes
  kNamed = 8,       // the event names what the entity is called (name_projection.h)
};

struct SideEntry {
  SideKind kind = SideKind::kRepaired;
  uint64_t position = 0;  // of the event that says it
  uint64_t number = 0;
  std::string text;
  friend bool operator==(const SideEntry&, const SideEntry&) = default;
};

// Of a merged or plain act body: kReplaces, kConfirms, kTarget (target > 0), kTie, kMember.
std::vector<SideEntry> SideEntriesOf(const Event& event, uint64_t position, uint64_t target);

// What a kMember entry says: member, 0x1f, kind of membership; of a known share 0x1f and its parts
// per million behind that.
struct MemberSide {
  absl::string_view member, kind;
  std::optional<int64_t> share_ppm;
  // Then the member is an owner, and the group the party that it owns: no group at all.
  bool is_ownership() const { return kind == kOwnsKind; }
};
MemberSide ReadMemberSide(absl::string_view text);

// One repair of one root act, with the act as it reads after it.
struct RepairEntry {
  uint64_t position = 0;  // of the repair
  uint64_t target = 0;    // the root act or another repair
  uint64_t root = 0;
  bool is_retraction = false;
  bool is_dated = false;  // false: clerical
  int64_t published_us = 0;
  int16_t published_offset_min = 0;
  ActRecord act;                     // of the merged body; position = root
  std::vector<std::string> streams;  // that the merged body joins
  std::vector<SideEntry> sides;      // of the merged body
  friend bool operator==(const RepairEntry&, const RepairEntry&) = default;
};

std::string EncodeSideEntry(const SideEntry& entry);
absl::StatusOr<SideEntry> DecodeSideEntry(absl::string_view bytes);
std::string EncodeRepairEntry(const RepairEntry& entry);
absl::StatusOr<RepairEntry> DecodeRepairEntry(absl::string_view bytes);

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_SIDE_ENTRY_H_
