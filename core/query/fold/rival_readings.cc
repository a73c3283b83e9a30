#include "core/query/fold/rival_readings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace decree {
namespace {

ActFlag FlagOf(Given given) {
  constexpr std::array<ActFlag, kGivenCount> flags = {kActGivesTerms, kActGivesInclude,
                                                      kActGivesExclude};
  return flags[static_cast<size_t>(given)];
}

Reading PlainReading(const VisibleAct& act) {
  Reading reading{act.record, {}};
  for (size_t g = 0; g < kGivenCount; ++g) {
    if (act.record.Has(FlagOf(static_cast<Given>(g)))) reading.body[g] = act.body;
  }
  return reading;
}

// The reading with the rival's values standing in for the act's.
Reading WithRival(const VisibleAct& act, Reading reading, const VisibleAct& rival) {
  if (!reading.record.Has(kActHasFrom)) {
    reading.record.from_earliest = act.start_earliest;
    reading.record.from_latest = act.start_latest;
  }
  if (rival.record.Has(kActHasFrom)) {
    reading.record.from_earliest = rival.record.from_earliest;
    reading.record.from_latest = rival.record.from_latest;
    reading.record.flags |= kActHasFrom;
  }
  if (rival.record.Has(kActHasTo)) {
    reading.record.to_earliest = rival.record.to_earliest;
    reading.record.to_latest = rival.record.to_latest;
    reading.record.flags |= kActHasTo;
  }
  SetDefaultFrom(reading.record);
  if (rival.record.Has(kActGivesTerms)) {
    reading.body[static_cast<size_t>(Given::kTerms)] = rival.body;
    reading.record.flags |= kActGivesTerms;
  }
  return reading;
}

void InheritIn(Fold& fold, size_t act, Given given, const std::vector<uint64_t>& bodies) {
  for (const uint64_t body : Inherit(fold.acts[act], given, bodies)) fold.handed_on.insert(body);
}

// Of the acts that hand something on, the last that is stated before an act, and the first after
// it.
struct NeighboursInGiving {
  const VisibleAct* before = nullptr;
  const VisibleAct* after = nullptr;
};
NeighboursInGiving GiversAround(const VisibleAct& act, Given given, const Fold& fold) {
  NeighboursInGiving givers;
  for (const FoldAct& folded : fold.acts) {
    const VisibleAct& other = *folded.act;
    if (!other.record.Has(FlagOf(given)) || &other == &act) continue;
    if (InfoOf(other.record.kind).family == EventFamily::kRecord) continue;
    const bool is_before = StatedBefore(other.record, act.record);
    const VisibleAct*& giver = is_before ? givers.before : givers.after;
    if (giver == nullptr || StatedBefore(giver->record, other.record) == is_before) {
      giver = &other;
    }
  }
  return givers;
}

// An act of the measure's own with its place in the fold; kNotFolded: lifted or partial.
constexpr size_t kNotFolded = SIZE_MAX;
struct StatedAct {
  const VisibleAct* act = nullptr;
  size_t folded = kNotFolded;
};

// In order of statement. What only speaks of another event gives the measure nothing.
std::vector<StatedAct> ByStatement(const std::vector<VisibleAct>& own, const Fold& fold) {
  std::vector<StatedAct> acts;
  acts.reserve(own.size());
  size_t next = 0;  // folded acts keep the order of the strand
  size_t unofficial = 0;
  for (const VisibleAct& act : own) {
    const bool is_folded = next < fold.acts.size() && fold.acts[next].act == &act;
    const size_t folded = is_folded ? next++ : kNotFolded;
    if (InfoOf(act.record.kind).family == EventFamily::kRecord) continue;
    acts.push_back({&act, folded});
    if (act.record.rank() == 0) unofficial = acts.size();
  }
  // Paint order is the order of statement within a rank.
  const auto middle = acts.begin() + static_cast<ptrdiff_t>(unofficial);
  std::inplace_merge(acts.begin(), middle, acts.end(), [](const StatedAct& a, const StatedAct& b) {
    return StatedBefore(a.act->record, b.act->record);
  });
  return acts;
}

}  // namespace

bool Inherits(const ActRecord& record) { return IsEnacting(record.kind) || IsPlan(record.kind); }

std::vector<uint64_t> Inherit(FoldAct& act, Given given, const std::vector<uint64_t>& bodies) {
  const auto g = static_cast<size_t>(given);
  std::vector<uint64_t> inherited;
  const bool lacks = std::any_of(act.readings.begin(), act.readings.end(),
                                 [&](const Reading& reading) { return reading.body[g] == 0; });
  if (!lacks) return inherited;
  Readings readings;
  for (const Reading& reading : act.readings) {
    if (reading.body[g] != 0) {
      readings.push_back(reading);
      continue;
    }
    for (const uint64_t body : bodies) {
      if (readings.size() >= kReadingsMax) break;
      if (body != 0) inherited.push_back(body);
      readings.push_back(reading);
      readings.back().body[g] = body;
    }
  }
  act.readings = std::move(readings);
  return inherited;
}

void HandedBodies::Replace(std::initializer_list<uint64_t> bodies) {
  bodies_.clear();
  for (const uint64_t body : bodies) Add(body);
}

void HandedBodies::TakeReadings(const Readings& readings, Given given) {
  const auto g = static_cast<size_t>(given);
  if (readings.front().body[g] != 0) Replace({});
  for (const Reading& reading : readings) {
    if (reading.body[g] != 0) Add(reading.body[g]);
  }
}

void HandedBodies::Add(uint64_t body) {
  // More than are ever inherited are of no use.
  if (bodies_.size() == kReadingsMax) return;
  if (std::find(bodies_.begin(), bodies_.end(), body) == bodies_.end()) bodies_.push_back(body);
}

Rivals RivalsIn(const std::vector<VisibleAct>& strand) {
  Rivals rivals;
  for (const VisibleAct& rival : strand) {
    if (rival.record.kind != EventKind::kDisputed || rival.lifted_by != 0) continue;
    if (!rival.record.has_interval() && !rival.record.Has(kActGivesTerms)) continue;
    rivals[rival.target].push_back(&rival);
  }
  if (rivals.empty()) return rivals;
  // A confirmation settles the disputes of the same act that it paints over: the newest does.
  absl::flat_hash_set<uint64_t> settled;
  for (auto act = strand.rbegin(); act != strand.rend(); ++act) {
    if (act->record.kind != EventKind::kConfirmed || !settled.insert(act->target).second) continue;
    const auto found = rivals.find(act->target);
    if (found == rivals.end()) continue;
    std::vector<const VisibleAct*>& of_target = found->second;
    of_target.erase(std::remove_if(of_target.begin(), of_target.end(),
                                   [&](const VisibleAct* rival) {
                                     return PaintsBefore(rival->record, act->record);
                                   }),
                    of_target.end());
    if (of_target.empty()) rivals.erase(found);
  }
  return rivals;
}

Readings ReadingsOf(const VisibleAct& act, const Rivals& rivals) {
  Readings readings = {PlainReading(act)};
  if (rivals.empty()) return readings;
  const auto of_act = rivals.find(act.record.position);
  if (of_act == rivals.end()) return readings;
  for (const VisibleAct* rival : of_act->second) {
    if (rival->record.rank() < act.record.rank()) continue;
    if (rival->record.rank() > act.record.rank()) {
      for (Reading& reading : readings) reading = WithRival(act, reading, *rival);
      continue;
    }
    const size_t count = readings.size();
    for (size_t i = 0; i < count && readings.size() < kReadingsMax; ++i) {
      readings.push_back(WithRival(act, readings[i], *rival));
    }
  }
  return readings;
}

void HandOn(const VisibleStrand& own, const Rivals& rivals, Fold& fold) {
  const std::vector<StatedAct> by_stated = ByStatement(own.acts, fold);
  for (size_t g = 0; g < kGivenCount; ++g) {
    HandedBodies handed;
    for (const auto& [act, folded] : by_stated) {
      // What it gives itself, in the readings that it has here.
      Readings own_readings;
      if (!rivals.empty() && folded != kNotFolded) own_readings = fold.acts[folded].readings;
      if (Inherits(act->record) && folded != kNotFolded) {
        InheritIn(fold, folded, static_cast<Given>(g), handed.bodies());
      }
      if (static_cast<Given>(g) != Given::kTerms && IsLimitedByScope(act->record)) continue;
      if (rivals.empty()) {
        if (act->record.Has(FlagOf(static_cast<Given>(g)))) handed.Replace({act->body});
        continue;
      }
      if (folded == kNotFolded) own_readings = ReadingsOf(*act, rivals);
      handed.TakeReadings(own_readings, static_cast<Given>(g));
    }
    fold.handed[g] = handed.bodies().front();
  }
}

void AddJoined(size_t place, Fold& fold) {
  FoldAct& folded = fold.acts[place];
  const VisibleAct& act = *folded.act;
  folded.readings = {PlainReading(act)};
  for (size_t g = 0; g < kGivenCount; ++g) {
    if (Inherits(act.record)) InheritIn(fold, place, static_cast<Given>(g), {fold.handed[g]});
    if (act.record.Has(FlagOf(static_cast<Given>(g)))) fold.handed[g] = act.body;
  }
}

bool AddJoinedBefore(size_t place, Fold& fold) {
  FoldAct& folded = fold.acts[place];
  const VisibleAct& act = *folded.act;
  folded.readings = {PlainReading(act)};
  bool is_inherited = false;
  for (size_t g = 0; g < kGivenCount; ++g) {
    const auto given = static_cast<Given>(g);
    const auto [before, after] = GiversAround(act, given, fold);
    if (Inherits(act.record)) {
      InheritIn(fold, place, given, {before == nullptr ? 0 : before->body});
    }
    if (!act.record.Has(FlagOf(given))) continue;
    if (after == nullptr) fold.handed[g] = act.body;
    for (FoldAct& other : fold.acts) {
      const ActRecord& record = other.act->record;
      if (!Inherits(record) || record.Has(FlagOf(given))) continue;
      if (!StatedBefore(act.record, record)) continue;
      if (after != nullptr && !StatedBefore(record, after->record)) continue;
      other.readings.front().body[g] = act.body;
      fold.handed_on.insert(act.body);
      is_inherited = true;
    }
  }
  return is_inherited;
}

}  // namespace decree
