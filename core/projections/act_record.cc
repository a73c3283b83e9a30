#include "core/projections/act_record.h"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace decree {
namespace {

bool EndsFromItsEnd(EventKind kind) {
  switch (kind) {
    case EventKind::kRevoked:
    case EventKind::kReplaced:
    case EventKind::kExpired:
    case EventKind::kPostponed:
    case EventKind::kMembershipEnded:
      return true;
    default:
      return false;
  }
}

bool IsPlanOrEnacted(EventKind kind) {
  return kind >= EventKind::kReported && kind <= EventKind::kEnacted;
}

void SetInterval(const Event& event, ActRecord& record) {
  const Bound start = StartOfMoment(*event.stated);
  const EffectiveInterval* interval = event.effective ? &*event.effective : nullptr;
  if (interval != nullptr && interval->to) {
    record.flags |= kActHasTo;
    record.to_earliest = interval->to->earliest_civil_us;
    record.to_latest = interval->to->latest_civil_us;
  }
  if (interval != nullptr && interval->from) {
    record.flags |= kActHasFrom;
    record.from_earliest = interval->from->earliest_civil_us;
    record.from_latest = interval->from->latest_civil_us;
    return;
  }
  record.from_earliest = start.earliest_civil_us;
  record.from_latest = start.latest_civil_us;
}

// The civil start of the day.
int64_t DayOf(int64_t utc_us, int16_t offset_min) {
  const int64_t civil = utc_us + int64_t{offset_min} * 60 * kMicrosPerSecond;
  return civil - ((civil % kMicrosPerDay) + kMicrosPerDay) % kMicrosPerDay;
}

void SetSources(const Event& event, ActRecord& record) {
  bool official = false;
  bool two_publishers = false;
  for (const Source& source : event.sources) {
    official = official || source.standing == Standing::kOfficial;
    two_publishers = two_publishers || source.publisher != event.sources.front().publisher;
  }
  if (official) record.flags |= kActOfficial;
  if (!event.sources.empty() && !official) record.flags |= kActUnofficial;
  if (two_publishers) record.flags |= kActTwoPublishers;
}

// A whole list counts before changes of it, where a repair brought both together.
void SetScope(const Event& event, ActRecord& record) {
  if (!event.scope) return;
  const bool may_change = event.kind == EventKind::kAmended || event.kind == EventKind::kEased;
  if (event.scope->include) {
    record.flags |= kActGivesInclude;
  } else if (may_change && event.scope->changes_include()) {
    record.flags |= kActChangesInclude;
  }
  if (event.scope->exclude) {
    record.flags |= kActGivesExclude;
  } else if (may_change && event.scope->changes_exclude()) {
    record.flags |= kActChangesExclude;
  }
}

}  // namespace

uint64_t IdHash(absl::string_view id) {
  // FNV-1a followed by a finaliser (splitmix64): stable for ever, well spread for short ids.
  uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : id) {
    hash ^= static_cast<uint8_t>(c);
    hash *= 0x100000001b3ull;
  }
  hash ^= hash >> 30;
  hash *= 0xbf58476d1ce4e5b9ull;
  hash ^= hash >> 27;
  hash *= 0x94d049bb133111ebull;
  return hash ^ (hash >> 31);
}

bool IsAct(const Event& event) {
  return event.kind && event.stated && *event.kind != EventKind::kCorrected &&
         *event.kind != EventKind::kRetracted;
}

ActRecord MakeActRecord(const Event& event, uint64_t position) {
  ActRecord record;
  record.position = position;
  record.kind = *event.kind;
  record.stated_us = event.stated->latest_utc_us;
  record.published_us = event.published->latest_utc_us;
  record.published_offset_min = static_cast<int16_t>(event.published->utc_offset_s / 60);
  record.stated_offset_min = static_cast<int16_t>(event.stated->utc_offset_s / 60);
  record.id_hash = IdHash(event.id);
  SetInterval(event, record);
  SetSources(event, record);
  if (event.terms) record.flags |= kActGivesTerms;
  SetScope(event, record);
  if (event.measure_class != MeasureClass::kUnset) record.flags |= kActGivesClass;
  if (!event.title.empty()) record.flags |= kActGivesTitle;
  if (!event.program.empty()) record.flags |= kActGivesProgram;
  if (event.applies_by != AppliesBy::kUnset) record.flags |= kActGivesAppliesBy;
  if (event.instrument) record.flags |= kActNamesInstrument;
  return record;
}

void AppendActRecord(const ActRecord& record, std::string& out) {
  // The machines we build for are little-endian, as the stored form is.
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
  const size_t at = out.size();
  out.resize(at + kActRecordBytes);
  std::memcpy(out.data() + at, &record, kActRecordBytes);
}

ActRecord ReadActRecord(const char* bytes) {
  ActRecord record;
  std::memcpy(&record, bytes, kActRecordBytes);
  return record;
}

bool StatedBefore(const ActRecord& a, const ActRecord& b) {
  return std::tie(a.stated_us, a.published_us, a.position) <
         std::tie(b.stated_us, b.published_us, b.position);
}

bool PaintsBefore(const ActRecord& a, const ActRecord& b) {
  if (a.rank() != b.rank()) return a.rank() < b.rank();
  return StatedBefore(a, b);
}

void SetDefaultFrom(ActRecord& record) {
  if (record.Has(kActHasFrom) || !record.Has(kActHasTo)) return;
  if (EndsFromItsEnd(record.kind)) {
    record.from_earliest = record.to_earliest;
    record.from_latest = record.to_latest;
  } else if (IsPlanOrEnacted(record.kind)) {
    record.from_earliest = std::min(record.from_earliest, record.to_earliest);
    record.from_latest = record.to_earliest;
  }
}

int64_t PublicationDay(const ActRecord& record) {
  return DayOf(record.published_us, record.published_offset_min);
}

int64_t StatedDay(const ActRecord& record) {
  return DayOf(record.stated_us, record.stated_offset_min);
}

bool IsKnown(int64_t published_us, int16_t published_offset_min, const View& view) {
  if (view.known_by_us == kAxisMax) return true;
  if (view.known_by_is_instant) return published_us <= view.known_by_us;
  return published_us + int64_t{published_offset_min} * 60 * kMicrosPerSecond <= view.known_by_us;
}

}  // namespace decree
