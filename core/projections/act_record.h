// An act record is what a strand keeps of one event: 72 bytes, fixed, enough to decide every facet
// without opening the event's body. Terms, scope and words stay in the body, found by position.
//
// Invariants: from_earliest <= from_latest, to_earliest <= to_latest; an open end is kAxisMax in
// both. Bounds are civil microseconds of the issuer's zone; stated and published are UTC
// microseconds (the moment's latest, inclusive). Without kActHasFrom, `from` holds the start of the
// day stated; a view applies SetDefaultFrom to it. Stored little-endian in the order of the fields:
// schema/FORMAT.md, "Projections".
#ifndef DECREE_CORE_PROJECTIONS_ACT_RECORD_H_
#define DECREE_CORE_PROJECTIONS_ACT_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "core/model/event.h"
#include "core/model/view.h"

namespace decree {

inline constexpr size_t kActRecordBytes = 72;

enum ActFlag : uint16_t {
  kActHasFrom = 1 << 0,
  kActHasTo = 1 << 1,
  kActGivesTerms = 1 << 2,
  kActGivesInclude = 1 << 3,
  kActGivesExclude = 1 << 4,
  kActGivesClass = 1 << 5,
  kActGivesTitle = 1 << 6,
  kActGivesProgram = 1 << 7,
  kActGivesAppliesBy = 1 << 8,
  kActUnofficial = 1 << 9,      // has sources and none is official: paints below
  kActOfficial = 1 << 10,       // has an official source
  kActTwoPublishers = 1 << 11,  // sources of two publishers
  kActNamesInstrument = 1 << 12,
  kActChangesInclude = 1 << 13,  // of what lies below: `amended` and `eased`
  kActChangesExclude = 1 << 14,
};

struct ActRecord {
  uint64_t position = 0;  // of the act; a corrected act keeps its target's
  int64_t stated_us = 0;
  int64_t published_us = 0;
  int64_t from_earliest = 0, from_latest = 0;
  int64_t to_earliest = kAxisMax, to_latest = kAxisMax;
  uint64_t id_hash = 0;              // IdHash of the event's id
  int16_t published_offset_min = 0;  // of the event's zone at `published`
  uint16_t flags = 0;
  EventKind kind = EventKind::kReported;
  uint8_t reserved = 0;
  int16_t stated_offset_min = 0;  // of the event's zone at `stated`

  bool Has(ActFlag flag) const { return (flags & flag) != 0; }
  int rank() const { return Has(kActUnofficial) ? 0 : 1; }
  bool has_interval() const { return Has(kActHasFrom) || Has(kActHasTo); }
  friend bool operator==(const ActRecord&, const ActRecord&) = default;
};
static_assert(sizeof(ActRecord) == kActRecordBytes);
static_assert(offsetof(ActRecord, from_earliest) == 24);
static_assert(offsetof(ActRecord, id_hash) == 56);
static_assert(offsetof(ActRecord, kind) == 68);
static_assert(offsetof(ActRecord, stated_offset_min) == 70);

// First 8 bytes (little-endian) of a strong mix of the id; equal ids give equal hashes.
uint64_t IdHash(absl::string_view id);

// Whether the event leaves an act on strands: everything with a `stated` except repairs.
bool IsAct(const Event& event);

// The record of an act. `event.kind`, `stated` and `published` must be set (merged bodies
// included).
ActRecord MakeActRecord(const Event& event, uint64_t position);

void AppendActRecord(const ActRecord& record, std::string& out);
ActRecord ReadActRecord(const char* bytes);  // kActRecordBytes bytes

// Paint order: later wins. The second form leaves out the rank (inheritance, plans).
bool PaintsBefore(const ActRecord& a, const ActRecord& b);
bool StatedBefore(const ActRecord& a, const ActRecord& b);

// The civil start of the day on which the act was certainly public (an imprecise `published` counts
// from its latest bound).
int64_t PublicationDay(const ActRecord& record);
// Likewise of the day on which it was certainly stated.
int64_t StatedDay(const ActRecord& record);

// Applies "Default from" of core/SEMANTICS.md to a record that lacks `from` but has `to`.
void SetDefaultFrom(ActRecord& record);

// published within the view's known_by.
bool IsKnown(int64_t published_us, int16_t published_offset_min, const View& view);

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_ACT_RECORD_H_
