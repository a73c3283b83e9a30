// What `extended` and `postponed` move in a measure that is played.

#include <algorithm>

#include "core/query/fold/movers.h"
#include "core/query/thread/played_measure.h"

namespace decree {

bool PlayedMeasure::PrepareMovers() {
  return std::all_of(parts_.begin(), parts_.end(),
                     [this](Part& part) { return PrepareMoversOf(part); });
}

bool PlayedMeasure::PrepareMoversOf(Part& part) const {
  const PlayedStrand& acts = part.acts;
  std::vector<ActRecord> records;
  std::vector<uint32_t> movers;
  bool has_rivals = false;
  for (uint32_t form = 0; form < acts.forms(); ++form) {
    const ActRecord& record = acts.ActAt(form).record;
    records.push_back(record);
    if (MovesAnother(record.kind)) movers.push_back(form);
    has_rivals = has_rivals || (record.kind == EventKind::kDisputed && record.has_interval());
  }
  if (movers.empty()) return true;
  if (has_rivals) return false;
  part.movers.emplace(std::move(records), /*can_go_back=*/true);
  const bool may_reach_instruments = &part == &parts_.front() && parts_.size() > 1;
  for (const uint32_t form : movers) {
    const uint64_t target = acts.ActAt(form).target;
    if (target == 0) continue;
    const std::vector<uint32_t>& named = acts.FormsAt(target);
    if (named.size() > 1 || (named.empty() && may_reach_instruments)) return false;
    part.movers->SetTarget(static_cast<int>(form),
                           named.empty() ? MoverBinding::kNone : static_cast<int>(named.front()));
  }
  return true;
}

std::vector<int64_t> PlayedMeasure::EdgesMovedTo() const {
  std::vector<int64_t> edges;
  for (const Part& part : parts_) {
    for (uint32_t form = 0; part.movers && form < part.acts.forms(); ++form) {
      const ActRecord& record = part.acts.ActAt(form).record;
      if (!MovesAnother(record.kind)) continue;
      for (const int64_t at :
           {record.from_earliest, record.from_latest, record.to_earliest, record.to_latest}) {
        if (at != kAxisMin && at != kAxisMax) edges.push_back(at);
      }
    }
  }
  return edges;
}

MoverBinding::Presence PlayedMeasure::PresenceOf(const FormRef& ref) const {
  const Part& part = parts_[ref.strand];
  if (!part.acts.IsSeen(ref.form)) return MoverBinding::Presence::kAbsent;
  const bool takes_part = !part.acts.IsLifted(ref.form) && part.places[ref.form].may_take_part;
  return takes_part ? MoverBinding::Presence::kPresent : MoverBinding::Presence::kOvertaking;
}

void PlayedMeasure::Rebind(const std::vector<FormRef>& moved, std::vector<FormRef>& rebound) {
  for (const FormRef& ref : moved) {
    Part& part = parts_[ref.strand];
    if (part.movers) part.movers->Set(static_cast<int>(ref.form), PresenceOf(ref));
  }
  std::vector<int> touched;
  for (uint32_t p = 0; p < parts_.size(); ++p) {
    Part& part = parts_[p];
    if (!part.movers) continue;
    touched.clear();
    part.movers->Bind(touched);
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (const int form : touched) {
      const FormRef ref{p, static_cast<uint32_t>(form)};
      const Place& place = part.places[ref.form];
      // What moved is taken in anew anyhow.
      if (!place.is_folded || std::binary_search(moved.begin(), moved.end(), ref)) continue;
      const ActRecord& now = place.fold->acts[place.index].readings.front().record;
      const ActRecord& then = part.movers->BoundOf(form).record;
      const bool is_same = now.from_earliest == then.from_earliest &&
                           now.from_latest == then.from_latest &&
                           now.to_earliest == then.to_earliest && now.to_latest == then.to_latest;
      if (!is_same) rebound.push_back(ref);
    }
  }
}

}  // namespace decree
