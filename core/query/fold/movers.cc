#include "core/query/fold/movers.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/query/fold/mover_binding.h"
#include "core/query/fold/rival_readings.h"

namespace decree {
namespace {

// So many whole readings of a fold are laid apart, and so many acts in all of them; what is beyond
// is cut, newest rivals first.
constexpr size_t kApartMax = 256;
constexpr size_t kActsApartMax = 1 << 20;

// With whether they are said.
auto BoundsOf(const ActRecord& r) {
  return std::tuple(r.from_earliest, r.from_latest, r.to_earliest, r.to_latest, r.Has(kActHasFrom),
                    r.Has(kActHasTo));
}

// Of an act all of whose readings have the same bounds.
const ActRecord& RecordOf(const FoldAct& act) { return act.readings.front().record; }

// The acts of one strand with those of them that are folded.
class Group {
 public:
  // `folded`: in paint order.
  Group(const VisibleStrand& strand, std::vector<FoldAct*> folded) : folded_(strand.acts.size()) {
    auto next = folded.begin();
    std::vector<ActRecord> records;
    records.reserve(strand.acts.size());
    for (size_t i = 0; i < strand.acts.size(); ++i) {
      const VisibleAct& act = strand.acts[i];
      if (next != folded.end() && (*next)->act == &act) folded_[i] = *next++;
      records.push_back(folded_[i] == nullptr ? act.record : RecordOf(*folded_[i]));
      place_of_.emplace(act.record.position, static_cast<int>(i));
    }
    binding_.emplace(std::move(records), /*can_go_back=*/false);
  }

  void Bind() {
    for (size_t i = 0; i < folded_.size(); ++i) {
      const auto act = static_cast<int>(i);
      const bool is_folded = folded_[i] != nullptr;
      binding_->Set(
          act, is_folded ? MoverBinding::Presence::kPresent : MoverBinding::Presence::kOvertaking);
      if (is_folded && folded_[i]->act->target != 0) {
        const auto target = place_of_.find(folded_[i]->act->target);
        binding_->SetTarget(act, target == place_of_.end() ? MoverBinding::kNone : target->second);
      }
    }
    std::vector<int> touched;
    binding_->Bind(touched);
    for (const int act : touched) TakeBound(act);
    for (size_t i = 0; i < folded_.size(); ++i) {
      const auto act = static_cast<int>(i);
      if (folded_[i] == nullptr || binding_->MovedBy(act) == MoverBinding::kNone) continue;
      folded_[i]->moves = At(binding_->MovedBy(act)).act;
      folded_[i]->moves_one_of_several = binding_->ChoseOneOfSeveral(act);
    }
  }

 private:
  FoldAct& At(int act) const { return *folded_[static_cast<size_t>(act)]; }

  void TakeBound(int act) {
    const MoverBinding::Bound& bound = binding_->BoundOf(act);
    FoldAct& moved = At(act);
    TakeBounds(bound.record, moved);
    if (bound.end_moved_by != MoverBinding::kNone) moved.end_moved_by = At(bound.end_moved_by).act;
    if (bound.start_moved_by != MoverBinding::kNone) {
      moved.start_moved_by = At(bound.start_moved_by).act;
    }
  }

  std::vector<FoldAct*> folded_;  // of each act of the strand; nullptr: it is not
  absl::flat_hash_map<uint64_t, int> place_of_;
  std::optional<MoverBinding> binding_;
};

bool HasMover(const std::vector<FoldAct*>& acts) {
  return std::any_of(acts.begin(), acts.end(),
                     [](const FoldAct* act) { return MovesAnother(act->act->record.kind); });
}

std::vector<FoldAct*> ActsOfInstrument(uint32_t instrument, FoldLayers& layers) {
  std::vector<FoldAct*> acts;
  for (FoldAct& act : layers.acts) {
    if (act.of_instrument && act.instrument == instrument) acts.push_back(&act);
  }
  for (std::vector<FoldAct>& interval : layers.instruments) {
    if (interval.front().instrument != instrument) continue;
    for (FoldAct& act : interval) acts.push_back(&act);
  }
  std::sort(acts.begin(), acts.end(), [](const FoldAct* a, const FoldAct* b) {
    return PaintsBefore(a->act->record, b->act->record);
  });
  return acts;
}

// For this measure alone, its own movers may name acts of its instruments.
void MoveNamedOfInstruments(const std::vector<FoldAct*>& own, FoldLayers& layers) {
  absl::flat_hash_map<uint64_t, FoldAct*> by_position;  // what is not the measure's own
  const auto add = [&by_position](FoldAct& act) {
    if (act.of_instrument) by_position.emplace(act.act->record.position, &act);
  };
  for (FoldAct& act : layers.acts) add(act);
  for (std::vector<FoldAct>& instrument : layers.instruments) {
    for (FoldAct& act : instrument) add(act);
  }
  const auto found = [&by_position](uint64_t position) -> FoldAct* {
    const auto at = by_position.find(position);
    return at == by_position.end() ? nullptr : at->second;
  };
  for (FoldAct* const mover : own) {
    if (!MovesAnother(mover->act->record.kind) || mover->act->target == 0) continue;
    FoldAct* named = found(mover->act->target);
    if (named == nullptr || !PaintsBefore(named->act->record, mover->act->record)) continue;
    // One that moves stands for what it moves.
    if (MovesAnother(named->act->record.kind)) {
      named = named->moves == nullptr ? nullptr : found(named->moves->record.position);
    }
    if (named == nullptr || !CanBeMoved(RecordOf(*named))) continue;
    ActRecord bounds = RecordOf(*named);
    MoverBinding::MoveBounds(RecordOf(*mover), bounds);
    TakeBounds(bounds, *named);
    if (MoverBinding::MovesEnd(RecordOf(*mover))) named->end_moved_by = mover->act;
    if (MoverBinding::MovesStart(RecordOf(*mover))) named->start_moved_by = mover->act;
    mover->moves = named->act;
    // An own mover that names this one moves the same.
    by_position.emplace(mover->act->record.position, mover);
  }
}

void Bind(const VisibleStrand& own, const std::vector<NamedStrand>& instruments,
          FoldLayers& layers) {
  for (uint32_t k = 0; k < instruments.size(); ++k) {
    std::vector<FoldAct*> acts = ActsOfInstrument(k, layers);
    if (HasMover(acts)) Group(instruments[k].strand, std::move(acts)).Bind();
  }
  std::vector<FoldAct*> acts;
  for (FoldAct& act : layers.acts) {
    if (!act.of_instrument) acts.push_back(&act);
  }
  if (!HasMover(acts)) return;
  Group(own, acts).Bind();
  if (!instruments.empty()) MoveNamedOfInstruments(acts, layers);
}

using Bounds = decltype(BoundsOf(ActRecord()));

// Each once.
std::vector<Bounds> BoundsIn(const Readings& readings) {
  std::vector<Bounds> bounds;
  for (const Reading& reading : readings) {
    const Bounds of = BoundsOf(reading.record);
    if (std::find(bounds.begin(), bounds.end(), of) == bounds.end()) bounds.push_back(of);
  }
  return bounds;
}

Readings WithBounds(const Readings& readings, const Bounds& bounds) {
  Readings with;
  for (const Reading& reading : readings) {
    if (BoundsOf(reading.record) == bounds) with.push_back(reading);
  }
  return with;
}

// An act whose bounds hang on a rival.
struct Choice {
  size_t list = 0, act = 0;  // in a FoldLayers: 0 its acts, k + 1 those of its instrument k
  std::vector<Bounds> bounds;
};

std::vector<FoldAct>& ListOf(FoldLayers& layers, size_t list) {
  return list == 0 ? layers.acts : layers.instruments[list - 1];
}

std::vector<Choice> ChoicesIn(FoldLayers& layers) {
  std::vector<Choice> choices;
  for (size_t list = 0; list <= layers.instruments.size(); ++list) {
    const std::vector<FoldAct>& acts = ListOf(layers, list);
    for (size_t i = 0; i < acts.size(); ++i) {
      const Readings& readings = acts[i].readings;
      if (readings.size() < 2) continue;
      const bool bears = std::any_of(readings.begin(), readings.end(), [](const Reading& reading) {
        return CanBeMoved(reading.record) || MovesAnother(reading.record.kind);
      });
      if (!bears) continue;
      std::vector<Bounds> bounds = BoundsIn(readings);
      if (bounds.size() > 1) choices.push_back({list, i, std::move(bounds)});
    }
  }
  return choices;
}

// Leaves each act the readings that have the bounds chosen; what others inherit follows from that.
void Choose(const std::vector<Choice>& choices, const std::vector<size_t>& chosen,
            const VisibleStrand& own, const Rivals& rivals, FoldLayers& layers) {
  Fold own_acts;
  for (FoldAct& act : layers.acts) {
    if (!act.of_instrument) act.readings = ReadingsOf(*act.act, rivals);
  }
  for (size_t c = 0; c < choices.size(); ++c) {
    Readings& readings = ListOf(layers, choices[c].list)[choices[c].act].readings;
    readings = WithBounds(readings, choices[c].bounds[chosen[c]]);
  }
  for (const FoldAct& act : layers.acts) {
    if (!act.of_instrument) own_acts.acts.push_back(act);
  }
  HandOn(own, rivals, own_acts);
  auto with_inherited = own_acts.acts.begin();
  for (FoldAct& act : layers.acts) {
    if (!act.of_instrument) act.readings = std::move(with_inherited++->readings);
  }
}

// Every act in all the readings that it has in the whole readings laid apart.
void Unite(const std::vector<FoldLayers>& apart, size_t list, std::vector<FoldAct>& united) {
  const auto newer = [](const VisibleAct* a, const VisibleAct* b) {
    return a == nullptr || (b != nullptr && PaintsBefore(a->record, b->record)) ? b : a;
  };
  for (size_t i = 0; i < united.size(); ++i) {
    Readings readings;
    for (const FoldLayers& layers : apart) {
      const FoldAct& act = list == 0 ? layers.acts[i] : layers.instruments[list - 1][i];
      for (const Reading& reading : act.readings) {
        const bool is_there = std::any_of(readings.begin(), readings.end(), [&](const Reading& r) {
          return r.record == reading.record && r.body == reading.body;
        });
        if (!is_there) readings.push_back(reading);
      }
      united[i].end_moved_by = newer(united[i].end_moved_by, act.end_moved_by);
      united[i].start_moved_by = newer(united[i].start_moved_by, act.start_moved_by);
      united[i].moves = newer(united[i].moves, act.moves);
    }
    united[i].readings = std::move(readings);
  }
}

}  // namespace

void TakeBounds(const ActRecord& bounds, FoldAct& act) {
  constexpr auto kBoundFlags = static_cast<uint16_t>(kActHasFrom | kActHasTo);
  for (Reading& reading : act.readings) {
    ActRecord& record = reading.record;
    record.from_earliest = bounds.from_earliest;
    record.from_latest = bounds.from_latest;
    record.to_earliest = bounds.to_earliest;
    record.to_latest = bounds.to_latest;
    record.flags = static_cast<uint16_t>(record.flags | (bounds.flags & kBoundFlags));
  }
}

void BindMovers(const VisibleStrand& own, const std::vector<NamedStrand>& instruments,
                const Rivals& rivals, Fold& fold) {
  size_t acts = 0;
  const auto keep_last = [&](const std::vector<FoldAct>& in) {
    acts += in.size();
    for (const FoldAct& act : in) {
      if (!MovesAnother(act.act->record.kind)) continue;
      if (fold.last_mover == nullptr || PaintsBefore(fold.last_mover->record, act.act->record)) {
        fold.last_mover = act.act;
      }
    }
  };
  keep_last(fold.acts);
  for (const std::vector<FoldAct>& instrument : fold.instruments) keep_last(instrument);
  if (fold.last_mover == nullptr) return;
  const std::vector<Choice> choices = ChoicesIn(fold);
  if (choices.empty()) return Bind(own, instruments, fold);
  std::vector<size_t> chosen(choices.size());
  for (bool is_done = false; !is_done;) {
    FoldLayers& layers = fold.apart.emplace_back(static_cast<const FoldLayers&>(fold));
    Choose(choices, chosen, own, rivals, layers);
    Bind(own, instruments, layers);
    // Counts on, the first choice fastest.
    size_t c = 0;
    for (; c < choices.size() && ++chosen[c] == choices[c].bounds.size(); ++c) chosen[c] = 0;
    is_done = c == choices.size() || fold.apart.size() == kApartMax ||
              fold.apart.size() * acts > kActsApartMax;
  }
  Unite(fold.apart, 0, fold.acts);
  for (size_t k = 0; k < fold.instruments.size(); ++k)
    Unite(fold.apart, k + 1, fold.instruments[k]);
}

}  // namespace decree
