#include "core/query/walks/fold_over_time.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/query/fold/rival_readings.h"
#include "core/query/walks/walked_acts.h"

namespace decree {
namespace {

constexpr auto kTermsGiven = static_cast<size_t>(Given::kTerms);

void SortOnce(std::vector<int64_t>& at) {
  std::sort(at.begin(), at.end());
  at.erase(std::unique(at.begin(), at.end()), at.end());
}

std::vector<int64_t> EdgesOf(const FoldAct& act) {
  std::vector<int64_t> edges;
  AddEdgesOf(act, edges);
  edges.erase(std::remove_if(edges.begin(), edges.end(),
                             [](int64_t at) { return at == kAxisMin || at == kAxisMax; }),
              edges.end());
  SortOnce(edges);
  return edges;
}

std::vector<int64_t> EdgesOfAll(const std::vector<ActRecord>& records) {
  std::vector<int64_t> edges;
  for (const ActRecord& record : records) {
    FoldAct act;
    act.readings.push_back({record, {}});
    const std::vector<int64_t> own = EdgesOf(act);
    edges.insert(edges.end(), own.begin(), own.end());
  }
  SortOnce(edges);
  return edges;
}

std::vector<ActRecord> RecordsOf(const std::vector<FoldAct>& acts) {
  std::vector<ActRecord> records;
  records.reserve(acts.size());
  for (const FoldAct& act : acts) records.push_back(act.act->record);
  return records;
}

// In all readings that the rivals may ever bring: these are among the acts, and where one gives an
// act no other start, the act has the one that was recorded.
std::vector<int64_t> EdgesOfAllReadings(const std::vector<FoldAct>& acts,
                                        const std::vector<int64_t>& moved_to) {
  std::vector<int64_t> edges = EdgesOfAll(RecordsOf(acts));
  edges.insert(edges.end(), moved_to.begin(), moved_to.end());
  for (const FoldAct& act : acts) {
    for (const int64_t at : {act.act->start_earliest, act.act->start_latest}) {
      if (at != kAxisMin && at != kAxisMax) edges.push_back(at);
    }
  }
  SortOnce(edges);
  return edges;
}

std::vector<uint32_t> StatedPlaces(const std::vector<ActRecord>& acts) {
  std::vector<uint32_t> by_statement(acts.size()), places(acts.size());
  std::iota(by_statement.begin(), by_statement.end(), 0u);
  std::stable_sort(by_statement.begin(), by_statement.end(),
                   [&](uint32_t a, uint32_t b) { return StatedBefore(acts[a], acts[b]); });
  for (uint32_t i = 0; i < by_statement.size(); ++i) places[by_statement[i]] = i;
  return places;
}

}  // namespace

FoldOverTime::FoldOverTime(const std::vector<ActRecord>& ever)
    : FoldOverTime(ever, EdgesOfAll(ever), false) {}

FoldOverTime::FoldOverTime(const std::vector<FoldAct>& ever, const std::vector<int64_t>& moved_to)
    : FoldOverTime(RecordsOf(ever), EdgesOfAllReadings(ever, moved_to), true) {}

FoldOverTime::FoldOverTime(std::vector<ActRecord> ever, const std::vector<int64_t>& edges,
                           bool is_whole)
    : ever_(std::move(ever)),
      acts_(edges),
      imposing_(edges),
      plans_{ActsByEdge(edges), ActsByEdge(edges)},
      is_whole_(is_whole),
      stated_places_(StatedPlaces(ever_)),
      handed_over_(Given::kTerms) {
  const auto official = std::partition_point(
      ever_.begin(), ever_.end(), [](const ActRecord& record) { return record.rank() == 0; });
  unofficial_ = static_cast<uint32_t>(official - ever_.begin());
}

uint32_t FoldOverTime::FirstStatedAfter(int rank, uint32_t stated_place) const {
  const auto first = stated_places_.begin() + FirstOfRank(rank);
  const auto end = stated_places_.begin() + EndOfRank(rank);
  // Within a rank acts paint as they are stated.
  return static_cast<uint32_t>(std::upper_bound(first, end, stated_place) - stated_places_.begin());
}

uint32_t FoldOverTime::LabelOf(const Fold& fold, size_t index) const {
  if (is_whole_) return static_cast<uint32_t>(index);
  return static_cast<uint32_t>(
      std::lower_bound(ever_.begin(), ever_.end(), fold.acts[index].act->record, PaintsBefore) -
      ever_.begin());
}

size_t FoldOverTime::IndexOf(const Fold& fold, uint32_t label) const {
  if (is_whole_) return label;
  const auto act = std::lower_bound(
      fold.acts.begin(), fold.acts.end(), ever_[label],
      [](const FoldAct& a, const ActRecord& b) { return PaintsBefore(a.act->record, b); });
  return static_cast<size_t>(act - fold.acts.begin());
}

void FoldOverTime::Put(Labels& labels, uint32_t label, bool is_there) {
  if (is_there) {
    labels.insert(label);
  } else {
    labels.erase(label);
  }
}

template <typename Effect>
void FoldOverTime::Set(uint32_t facet, uint32_t label, const std::vector<int64_t>& edges,
                       bool is_there, Effect effect_at) {
  ActsOverTime::Stretch stretch{kAxisMin, kAxisMax, facet, effect_at(kAxisMin)};
  const auto close = [&](int64_t before) {
    stretch.before = before;
    if (stretch.effect == 0) return;
    if (is_there) {
      acts_.Insert(label, stretch);
    } else {
      acts_.Erase(label, stretch);
    }
  };
  for (const int64_t at : edges) {
    const uint32_t effect = effect_at(at);
    if (effect == stretch.effect) continue;
    close(at);
    stretch.from = at;
    stretch.effect = effect;
  }
  close(kAxisMax);
}

void FoldOverTime::SetGiven(const FoldAct& act, uint32_t label, const std::vector<int64_t>& edges,
                            bool is_there) {
  if (!is_whole_) {
    for (size_t g = 0; g < kGivenCount; ++g) {
      Set(kFirstGivenFacet + static_cast<uint32_t>(g), label, edges, is_there,
          [&](int64_t at) { return EffectOf(GivingAt(act, static_cast<Given>(g), at)); });
    }
    return;
  }
  // As if there were something to inherit.
  FoldAct giving = act;
  const ActRecord& record = act.act->record;
  const bool inherits = !act.of_instrument && Inherits(record) &&
                        !Inherit(giving, Given::kTerms, {record.position}).empty();
  const bool gives_itself =
      !inherits || std::any_of(act.readings.begin(), act.readings.end(),
                               [](const Reading& r) { return r.body[kTermsGiven] != 0; });
  const uint32_t facet = gives_itself
                             ? uint32_t{kFirstGivenFacet}
                             : kFirstInheritingFacet + static_cast<uint32_t>(record.rank());
  Set(facet, label, edges, is_there,
      [&](int64_t at) { return EffectOf(GivingAt(giving, Given::kTerms, at)); });
}

void FoldOverTime::SetFolded(const Fold& fold, size_t index, bool is_there) {
  const FoldAct& act = fold.acts[index];
  const ActRecord& record = act.act->record;
  const uint32_t label = LabelOf(fold, index);
  const std::vector<int64_t> edges = EdgesOf(act);
  for (const int64_t at : edges) {
    const auto boundary = boundaries_.try_emplace(at, 0).first;
    if (is_there) {
      ++boundary->second;
    } else if (--boundary->second == 0) {
      boundaries_.erase(boundary);
    }
  }
  Set(kForceFacet, label, edges, is_there, [&](int64_t at) {
    const ForceChoices choices = ForceChoicesOf(act, at);
    return choices == kNoChoice ? 0 : choices;
  });
  const uint32_t stated = IsRuling(record.kind) ? kLegalityFacet : kEnforcementFacet;
  if (IsRuling(record.kind) || SaysEnforcement(record.kind)) {
    Set(stated, label, edges, is_there,
        [&](int64_t at) { return EffectOf(record.kind, CoveringAt(act, at)); });
  }
  SetGiven(act, label, edges, is_there);
  if (act.of_instrument) return;
  SetComing(act, label, is_there);
  if (!record.has_interval()) return;
  if (IsPlan(record.kind)) Put(planning_, label, is_there);
  if (IsEnacting(record.kind)) Put(enacting_, label, is_there);
}

void FoldOverTime::SetComing(const FoldAct& act, uint32_t label, bool is_there) {
  const ActRecord& record = act.readings.front().record;
  const bool changes = record.kind == EventKind::kAmended || record.kind == EventKind::kEased;
  if (changes) Put(changing_, label, is_there);
  if (IsPlan(record.kind)) Put(planned_, label, is_there);
  const int64_t begins = record.from_latest;
  if (begins == kAxisMin || begins == kAxisMax || !record.has_interval()) return;
  const auto put = [&](ActsByEdge& acts) {
    if (is_there) {
      acts.Put(begins, static_cast<int>(label));
    } else {
      acts.Remove(begins, static_cast<int>(label));
    }
  };
  if (Imposes(act, act.readings.front())) put(imposing_);
  if (IsPlan(record.kind) && !CoversNothing(record)) {
    put(plans_[static_cast<size_t>(act.act->record.rank())]);
  }
}

void FoldOverTime::SetTold(const Fold& fold, size_t index, bool is_there) {
  const FoldAct& act = fold.acts[index];
  const ActRecord& record = act.act->record;
  const uint32_t label = LabelOf(fold, index);
  constexpr std::array<ActFlag, kGivenCount> kGives = {kActGivesTerms, kActGivesInclude,
                                                       kActGivesExclude};
  const size_t givens = is_whole_ ? 1 : kGivenCount;
  for (size_t g = 0; g < givens; ++g) {
    const bool is_said = g == kTermsGiven ? InfoOf(record.kind).family != EventFamily::kRecord
                                          : !IsLimitedByScope(record);
    if (record.Has(kGives[g]) && is_said) Put(giving_[g], label, is_there);
  }
  if (record.kind == EventKind::kWithdrawn) Put(withdrawn_, label, is_there);
  if (IsEnacting(record.kind)) Put(enacted_, label, is_there);
  Put(of_level_[static_cast<size_t>(LevelOf(record.kind))], label, is_there);
  if (is_whole_ && InfoOf(record.kind).family != EventFamily::kRecord) {
    handed_over_.Set(stated_places_[index], act.readings, is_there);
  }
}

void FoldOverTime::SetTied(const Fold& instrument, bool is_tied) {
  if (is_tied) {
    tied_.insert(&instrument);
  } else {
    tied_.erase(&instrument);
  }
}

}  // namespace decree
