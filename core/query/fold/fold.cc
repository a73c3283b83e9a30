#include "core/query/fold/fold.h"

#include <algorithm>
#include <array>

#include "core/query/fold/changing_acts.h"
#include "core/query/fold/movers.h"
#include "core/query/fold/rival_readings.h"

namespace decree {
namespace {

// What of a measure's acts overtakes plans: the last stated act that enacts, lifted or not, and the
// withdrawal that paints last.
struct Overtaking {
  const VisibleAct* enacting = nullptr;
  const VisibleAct* withdrawn = nullptr;
};

Overtaking OvertakingIn(const std::vector<VisibleAct>& own) {
  Overtaking last;
  for (const VisibleAct& act : own) {
    if (act.record.kind == EventKind::kWithdrawn) last.withdrawn = &act;
    if (!IsEnacting(act.record.kind)) continue;
    if (last.enacting == nullptr || StatedBefore(last.enacting->record, act.record)) {
      last.enacting = &act;
    }
  }
  return last;
}

bool IsPlanLive(const VisibleAct& plan, const Overtaking& last, Commitment floor) {
  if (!IsPlan(plan.record.kind) || LevelOf(plan.record.kind) < floor) return false;
  if (last.enacting != nullptr && StatedBefore(plan.record, last.enacting->record)) return false;
  return last.withdrawn == nullptr || !PaintsBefore(plan.record, last.withdrawn->record);
}

// The acts that give what an `enacted` without interval lacks, paint order.
std::vector<const VisibleAct*> IntervalGivers(const std::vector<VisibleAct>& own,
                                              const Rivals& rivals) {
  std::vector<const VisibleAct*> givers;
  if (std::none_of(own.begin(), own.end(), IsBare)) return givers;
  for (const VisibleAct& act : own) {
    if (!IsEnacting(act.record.kind) || act.lifted_by != 0) continue;
    const Readings readings = ReadingsOf(act, rivals);
    const bool gives = std::all_of(readings.begin(), readings.end(), [](const Reading& reading) {
      return reading.record.has_interval();
    });
    if (gives) givers.push_back(&act);
  }
  return givers;
}

// Whether another act gives a bare one its interval: stated since, or painted later.
class Silencing {
 public:
  explicit Silencing(const std::vector<const VisibleAct*>& givers) {
    // Two of each, for an act does not silence itself.
    for (const VisibleAct* giver : givers) {
      painted_[1] = painted_[0];
      painted_[0] = giver;
      if (stated_[0] == nullptr || giver->record.stated_us >= stated_[0]->record.stated_us) {
        stated_[1] = stated_[0];
        stated_[0] = giver;
      } else if (stated_[1] == nullptr || giver->record.stated_us >= stated_[1]->record.stated_us) {
        stated_[1] = giver;
      }
    }
  }

  bool Silences(const VisibleAct& act) const {
    if (!IsBare(act)) return false;
    const VisibleAct* painted = OtherThan(act, painted_);
    const VisibleAct* stated = OtherThan(act, stated_);
    return (painted != nullptr && PaintsBefore(act.record, painted->record)) ||
           (stated != nullptr && stated->record.stated_us >= act.record.stated_us);
  }

 private:
  using Newest = std::array<const VisibleAct*, 2>;
  static const VisibleAct* OtherThan(const VisibleAct& act, const Newest& newest) {
    const bool is_it = newest[0] != nullptr && newest[0]->record.position == act.record.position;
    return is_it ? newest[1] : newest[0];
  }

  Newest painted_{}, stated_{};
};

void AddInstruments(const std::vector<NamedStrand>& instruments, const PartialMatcher* partial,
                    Fold& fold) {
  for (uint32_t k = 0; k < instruments.size(); ++k) {
    const NamedStrand& instrument = instruments[k];
    std::vector<FoldAct> interval;
    const Rivals rivals = RivalsIn(instrument.strand.acts);
    for (const VisibleAct& act : instrument.strand.acts) {
      if (act.lifted_by != 0) continue;
      FoldAct folded;
      folded.act = &act;
      folded.of_instrument = true;
      folded.instrument = k;
      const bool says_interval = SaysInstrumentInterval(act.record.kind);
      if (!says_interval && !JoinsFromInstrument(act.record.kind)) continue;
      if (IsLimitedByScope(act.record)) {
        const auto match =
            partial == nullptr ? PartialMatcher::Match::kPart : partial->MatchOf(act);
        if (match == PartialMatcher::Match::kPart) fold.partial.push_back(&act);
        if (match != PartialMatcher::Match::kWhole) continue;
      }
      folded.readings = ReadingsOf(act, rivals);
      if (says_interval) {
        folded.is_silent = true;  // without an interval it says nothing of the instrument's
        interval.push_back(std::move(folded));
        continue;
      }
      fold.acts.push_back(std::move(folded));
    }
    if (!interval.empty()) fold.instruments.push_back(std::move(interval));
  }
}

}  // namespace

bool JoinsFromInstrument(EventKind kind) {
  switch (kind) {
    case EventKind::kSuspended:
    case EventKind::kResumed:
    case EventKind::kRevoked:
    case EventKind::kReplaced:
    case EventKind::kExpired:
    case EventKind::kAmended:
    case EventKind::kEased:
      return true;
    default:
      return InfoOf(kind).family == EventFamily::kLegality ||
             InfoOf(kind).family == EventFamily::kEnforcement;
  }
}

bool SaysInstrumentInterval(EventKind kind) {
  return IsEnacting(kind) || MovesAnother(kind) || IsPlan(kind);
}

bool IsBare(const VisibleAct& act) {
  return act.record.kind == EventKind::kEnacted && !act.record.has_interval();
}

Commitment LevelOf(EventKind kind) {
  switch (kind) {
    case EventKind::kReported:
      return Commitment::kReported;
    case EventKind::kReviewOpened:
      return Commitment::kUnderReview;
    case EventKind::kThreatened:
      return Commitment::kThreatened;
    case EventKind::kProposed:
      return Commitment::kProposed;
    case EventKind::kAnnounced:
      return Commitment::kAnnounced;
    case EventKind::kEnacted:
      return Commitment::kEnacted;
    default:
      return InfoOf(kind).family == EventFamily::kForce ? Commitment::kEnacted : Commitment::kNone;
  }
}

bool IsEnacting(EventKind kind) {
  return kind == EventKind::kImposed || kind == EventKind::kEnacted;
}

bool IsPlan(EventKind kind) {
  return kind >= EventKind::kReported && kind <= EventKind::kAnnounced;
}

bool IsLimitedByScope(const ActRecord& record) {
  if (!record.Has(kActGivesInclude) && !record.Has(kActGivesExclude)) return false;
  if (InfoOf(record.kind).family == EventFamily::kCommitment) return false;
  return record.kind != EventKind::kImposed && record.kind != EventKind::kAmended &&
         record.kind != EventKind::kEased;
}

bool CoversNothing(const ActRecord& record) {
  if (record.from_earliest < record.to_latest) return false;
  // Those that happen once have no end.
  return record.kind != EventKind::kRevoked && record.kind != EventKind::kReplaced &&
         record.kind != EventKind::kExpired;
}

bool Imposes(const FoldAct& act, const Reading& reading) {
  if (!reading.record.has_interval() || CoversNothing(reading.record)) return false;
  return IsEnacting(reading.record.kind) || act.is_live_plan;
}

Fold MakeFold(const VisibleStrand& own, const std::vector<NamedStrand>& instruments,
              Commitment floor, const PartialMatcher* partial, ComposedLists* lists) {
  Fold fold;
  fold.floor = floor;
  fold.lists = lists;
  fold.acts.reserve(own.acts.size());
  const Rivals rivals = RivalsIn(own.acts);
  const Overtaking last = floor < Commitment::kEnacted ? OvertakingIn(own.acts) : Overtaking();
  const Silencing silencing(IntervalGivers(own.acts, rivals));
  bool has_links = false;
  for (const VisibleAct& act : own.acts) {
    has_links = has_links || !act.replaces.empty();
    if (fold.last_stated == nullptr || StatedBefore(fold.last_stated->record, act.record)) {
      fold.last_stated = &act;
    }
    if (act.lifted_by != 0) continue;
    if (IsLimitedByScope(act.record)) {
      const auto match = partial == nullptr ? PartialMatcher::Match::kPart : partial->MatchOf(act);
      if (match == PartialMatcher::Match::kPart) fold.partial.push_back(&act);
      if (match != PartialMatcher::Match::kWhole) continue;
    }
    fold.has_bare = fold.has_bare || IsBare(act);
    FoldAct& folded = fold.acts.emplace_back();
    folded.act = &act;
    folded.readings = ReadingsOf(act, rivals);
    folded.has_rival = rivals.contains(act.record.position);
    folded.is_live_plan = floor < Commitment::kEnacted && IsPlanLive(act, last, floor);
    folded.is_silent = silencing.Silences(act);
  }
  fold.AddStrand(own);
  for (const NamedStrand& instrument : instruments) fold.AddStrand(instrument.strand);
  HandOn(own, rivals, fold);
  const size_t own_count = fold.acts.size();
  AddInstruments(instruments, partial, fold);
  if (fold.acts.size() > own_count) {
    std::stable_sort(fold.acts.begin(), fold.acts.end(), [](const FoldAct& a, const FoldAct& b) {
      return PaintsBefore(a.act->record, b.act->record);
    });
  }
  NoteChanges(own, instruments, fold);
  BindMovers(own, instruments, rivals, fold);
  fold.can_grow = floor == Commitment::kEnacted && instruments.empty() && fold.partial.empty() &&
                  rivals.empty() && !fold.has_bare && !has_links && !own.acts.empty();
  return fold;
}

bool Fold::CanJoin(const VisibleAct& act) const {
  const ActRecord& record = act.record;
  const bool speaks = InfoOf(record.kind).family == EventFamily::kRecord || act.target != 0 ||
                      !act.replaces.empty() || !act.confirms.empty() || !act.ties.empty();
  if (!can_grow || left_out != 0 || speaks || act.lifted_by != 0) return false;
  if (MovesAnother(record.kind) || MayBeMoved(record)) return false;
  return !IsLimitedByScope(record) && !IsBare(act);
}

void Fold::Join(const std::vector<VisibleAct>& own, size_t place) {
  ++joined;
  const VisibleAct& act = own[place];
  if (last_stated >= &act) ++last_stated;  // moved on with what paints after the act
  acts.emplace(acts.begin() + static_cast<std::ptrdiff_t>(place));
  for (size_t i = place; i < acts.size(); ++i) acts[i].act = &own[i];
  const bool is_stated_last = StatedBefore(last_stated->record, act.record);
  if (is_stated_last) {
    AddJoined(place, *this);
    last_stated = &act;
  } else if (AddJoinedBefore(place, *this)) {
    over_time = nullptr;
  }
  if (place + 1 < acts.size()) {
    index_.clear();
    if (!speakers.front().is_empty()) speakers.front() = Speakers(*strands.front());
  } else if (!index_.empty()) {
    index_.emplace(act.record.position, place);
  }
  NoteJoined(place, *this);
}

bool Fold::MayBeMoved(const ActRecord& record) const {
  return last_mover != nullptr && !PaintsBefore(last_mover->record, record);
}

void Fold::AddStrand(const VisibleStrand& strand) {
  strands.push_back(&strand);
  speakers.emplace_back(strand);
}

Speakers::Speakers(const VisibleStrand& strand) {
  for (const VisibleAct& act : strand.acts) {
    const uint64_t position = act.record.position;
    if (act.record.kind == EventKind::kDisputed && act.lifted_by == 0) {
      said_[act.target].disputed = &act;
    } else if (act.record.kind == EventKind::kConfirmed) {
      said_[act.target].confirmed = &act;
    }
    for (const uint64_t id : act.confirms) {
      const auto [slot, is_new] = linked_.try_emplace(id, Linked{position, false});
      if (!is_new && slot->second.position != position) slot->second.others = true;
    }
  }
}

bool Speakers::Dispute(const VisibleAct& act) const {
  const auto found = said_.find(act.record.position);
  if (found == said_.end() || found->second.disputed == nullptr) return false;
  const VisibleAct* const confirmed = found->second.confirmed;
  return confirmed == nullptr || !PaintsBefore(found->second.disputed->record, confirmed->record);
}

bool Speakers::Confirm(const VisibleAct& act) const {
  const auto found = said_.find(act.record.position);
  if (found != said_.end() && found->second.confirmed != nullptr) return true;
  const auto linked = linked_.find(act.record.id_hash);
  return linked != linked_.end() &&
         (linked->second.others || linked->second.position != act.record.position);
}

bool Fold::CanLeaveOut(const FoldAct& folded) const {
  const VisibleAct& act = *folded.act;
  const ActRecord& record = act.record;
  if (InfoOf(record.kind).family == EventFamily::kRecord || act.target != 0) return false;
  if (MayBeMoved(record)) return false;
  if (act.repair != 0 || !act.replaces.empty() || !act.confirms.empty() || !act.ties.empty()) {
    return false;
  }
  if (folded.has_rival || folded.readings.size() != 1 || IsLimitedByScope(record)) return false;
  // The last that is stated says what class the measure is of.
  const bool says_class = record.Has(kActGivesClass) &&
                          std::none_of(acts.rbegin(), acts.rend(), [&](const auto& other) {
                            return !other.of_instrument && other.act->record.Has(kActGivesClass) &&
                                   other.act->record.kind != EventKind::kDisputed &&
                                   StatedBefore(record, other.act->record);
                          });
  if (says_class) return false;
  if (handed_on.contains(act.body)) return false;
  if (record.kind == EventKind::kWithdrawn) return floor == Commitment::kEnacted;
  if (!IsEnacting(record.kind)) return true;
  return floor == Commitment::kEnacted && !has_bare;
}

bool Fold::LeaveOut(uint64_t position) {
  if (left_out != 0) acts[index_[left_out]].is_left_out = false;
  left_out = 0;
  if (position == 0) return true;
  if (!apart.empty()) return false;
  if (index_.empty()) {
    for (size_t i = 0; i < acts.size(); ++i) {
      if (!acts[i].of_instrument) index_.emplace(acts[i].act->record.position, i);
    }
  }
  const auto found = index_.find(position);
  if (found == index_.end() || !CanLeaveOut(acts[found->second])) return false;
  acts[found->second].is_left_out = true;
  left_out = position;
  return true;
}

}  // namespace decree
