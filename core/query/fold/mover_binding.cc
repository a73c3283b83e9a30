#include "core/query/fold/mover_binding.h"

#include <algorithm>
#include <utility>

#include "core/query/fold/fold.h"

namespace decree {
namespace {

bool IsImposing(const ActRecord& record) {
  return IsEnacting(record.kind) && record.has_interval();
}

bool IsExtendedUnnamed(const ActRecord& record) {
  return IsImposing(record) || record.kind == EventKind::kAmended ||
         record.kind == EventKind::kEased || record.kind == EventKind::kSuspended;
}

bool IsPostponedUnnamed(const ActRecord& record) {
  return IsExtendedUnnamed(record) || record.kind == EventKind::kRevoked ||
         record.kind == EventKind::kReplaced || record.kind == EventKind::kExpired ||
         (IsPlan(record.kind) && record.has_interval());
}

// That an act, or what moves it, may have; only where some act moves others.
std::vector<int64_t> EdgesOf(const std::vector<ActRecord>& records, int64_t ActRecord::*edge) {
  const bool moves = std::any_of(records.begin(), records.end(),
                                 [](const ActRecord& record) { return MovesAnother(record.kind); });
  std::vector<int64_t> edges;
  if (!moves) return edges;
  edges.reserve(records.size());
  for (const ActRecord& record : records) edges.push_back(record.*edge);
  return edges;
}

}  // namespace

bool CanBeMoved(const ActRecord& record) {
  if (record.kind == EventKind::kEnacted || IsPlan(record.kind)) return record.has_interval();
  switch (InfoOf(record.kind).family) {
    case EventFamily::kForce:
    case EventFamily::kLegality:
    case EventFamily::kEnforcement:
      return !MovesAnother(record.kind);
    default:
      return false;
  }
}

bool MoverBinding::MovesEnd(const ActRecord& mover) {
  return !MovesStart(mover) || (mover.Has(kActHasFrom) && mover.Has(kActHasTo));
}

void MoverBinding::MoveBounds(const ActRecord& mover, ActRecord& record) {
  if (MovesEnd(mover)) {
    record.to_earliest = mover.to_earliest;
    record.to_latest = mover.to_latest;
    record.flags |= kActHasTo;
  }
  if (MovesStart(mover)) {
    record.from_earliest = mover.from_earliest;
    record.from_latest = mover.from_latest;
    record.flags |= kActHasFrom;
  }
}

MoverBinding::MoverBinding(std::vector<ActRecord> records, bool can_go_back)
    : records_(std::move(records)),
      can_go_back_(can_go_back),
      presence_(records_.size(), Presence::kAbsent),
      moved_(records_.size(), kNone),
      offered_(records_.size()),
      ends_(EdgesOf(records_, &ActRecord::to_latest)),
      starts_(EdgesOf(records_, &ActRecord::from_latest)) {
  bounds_.reserve(records_.size());
  for (const ActRecord& record : records_) bounds_.push_back({record, kNone, kNone});
}

void MoverBinding::Set(int act, Presence presence) {
  Presence& now = presence_[static_cast<size_t>(act)];
  if (now == presence) return;
  if (act < done_) {
    std::vector<int> touched;
    GoBackTo(act, touched);
    gone_back_.insert(gone_back_.end(), touched.begin(), touched.end());
  }
  now = presence;
  if (presence == Presence::kAbsent) {
    there_.erase(act);
  } else {
    there_.insert(act);
  }
  const bool moves =
      presence == Presence::kPresent && MovesAnother(records_[static_cast<size_t>(act)].kind);
  if (moves) {
    movers_.insert(act);
  } else {
    movers_.erase(act);
  }
}

void MoverBinding::Bind(std::vector<int>& touched) {
  touched.insert(touched.end(), gone_back_.begin(), gone_back_.end());
  gone_back_.clear();
  const int end = movers_.empty() ? 0 : *movers_.rbegin() + 1;
  for (auto act = there_.lower_bound(done_); act != there_.end() && *act < end; ++act) {
    Look(*act);
    if (moved_[static_cast<size_t>(*act)] != kNone) {
      touched.push_back(moved_[static_cast<size_t>(*act)]);
    }
  }
  done_ = std::max(done_, end);
}

void MoverBinding::Look(int act) {
  const ActRecord& record = records_[static_cast<size_t>(act)];
  Overtake(act);
  if (presence_[static_cast<size_t>(act)] != Presence::kPresent) return;
  if (!MovesAnother(record.kind)) return Offer(act);
  const auto target = targets_.find(act);
  const int moved = target == targets_.end() ? Choose(act) : TargetOf(act, target->second);
  if (moved != kNone) Move(act, moved);
}

// A plan that is withdrawn, or older than an enacting act, is offered no more.
void MoverBinding::Overtake(int act) {
  const ActRecord& record = records_[static_cast<size_t>(act)];
  const bool withdraws = record.kind == EventKind::kWithdrawn;
  if (!withdraws && !IsEnacting(record.kind)) return;
  const bool is_last =
      enacting_ == kNone || StatedBefore(records_[static_cast<size_t>(enacting_)], record);
  if (!withdraws && is_last) {
    Keep({act, Change::kEnacting, enacting_, {}, false, {}});
    enacting_ = act;
  }
  while (!plans_.empty()) {
    const auto [plan, place] = *plans_.begin();
    if (!withdraws && !StatedBefore(*plan, records_[static_cast<size_t>(enacting_)])) break;
    SetPlan(act, place, false);
    SetOffered(act, place, {});
  }
}

void MoverBinding::Offer(int act) {
  const ActRecord& record = records_[static_cast<size_t>(act)];
  if (IsLimitedByScope(record)) return;
  if (IsImposing(record)) {
    Keep({act, Change::kImposing, imposing_, {}, false, {}});
    imposing_ = act;
  }
  Offered offered{IsExtendedUnnamed(record), IsPostponedUnnamed(record)};
  if (offered.start && IsPlan(record.kind)) {
    offered.start =
        enacting_ == kNone || !StatedBefore(record, records_[static_cast<size_t>(enacting_)]);
    if (offered.start) SetPlan(act, act, true);
  }
  SetOffered(act, act, offered);
}

int MoverBinding::Choose(int mover) {
  const ActRecord& record = records_[static_cast<size_t>(mover)];
  if (IsLimitedByScope(record)) return kNone;  // it has to say which
  const bool extends = record.kind == EventKind::kExtended;
  const ActsByEdge& acts = extends ? ends_ : starts_;
  const int64_t edge = extends ? record.to_latest : record.from_latest;
  const int64_t day = StatedDay(record);
  int act = acts.NewestIn(day, edge);
  if (acts.AreSeveralIn(act < 0 ? kAxisMin : day, edge)) several_.insert(mover);
  if (act < 0) act = acts.LatestBefore(edge);
  return act < 0 && extends ? imposing_ : act;
}

int MoverBinding::TargetOf(int mover, int target) const {
  if (target == kNone || target >= mover) return kNone;
  if (presence_[static_cast<size_t>(target)] != Presence::kPresent) return kNone;
  const ActRecord& record = records_[static_cast<size_t>(target)];
  if (MovesAnother(record.kind)) return moved_[static_cast<size_t>(target)];
  return CanBeMoved(record) ? target : kNone;
}

void MoverBinding::Move(int mover, int act) {
  Bound& bound = bounds_[static_cast<size_t>(act)];
  const Offered offered = offered_[static_cast<size_t>(act)];
  SetOffered(mover, act, {});
  Keep({mover, Change::kMoved, act, {}, false, bound});
  const ActRecord& by = records_[static_cast<size_t>(mover)];
  MoveBounds(by, bound.record);
  if (MovesEnd(by)) bound.end_moved_by = mover;
  if (MovesStart(by)) bound.start_moved_by = mover;
  moved_[static_cast<size_t>(mover)] = act;
  SetOffered(mover, act, offered);
}

void MoverBinding::SetOffered(int at, int act, Offered offered) {
  Offered& now = offered_[static_cast<size_t>(act)];
  if (now.end == offered.end && now.start == offered.start) return;
  Keep({at, Change::kOffered, act, now, false, {}});
  const ActRecord& record = bounds_[static_cast<size_t>(act)].record;
  if (now.end && !offered.end) ends_.Remove(record.to_latest, act);
  if (!now.end && offered.end) ends_.Put(record.to_latest, act);
  if (now.start && !offered.start) starts_.Remove(record.from_latest, act);
  if (!now.start && offered.start) starts_.Put(record.from_latest, act);
  now = offered;
}

void MoverBinding::SetPlan(int at, int act, bool is_plan) {
  Keep({at, Change::kPlan, act, {}, !is_plan, {}});
  if (is_plan) {
    plans_.emplace(&records_[static_cast<size_t>(act)], act);
  } else {
    plans_.erase(&records_[static_cast<size_t>(act)]);
  }
}

void MoverBinding::Keep(const Undo& undo) {
  if (can_go_back_) undo_.push_back(undo);
}

void MoverBinding::GoBackTo(int act, std::vector<int>& touched) {
  while (!undo_.empty() && undo_.back().at >= act) {
    const Undo undo = undo_.back();
    undo_.pop_back();
    const size_t kept = undo_.size();
    switch (undo.change) {
      case Change::kOffered:
        SetOffered(undo.at, undo.act, undo.offered);
        break;
      case Change::kPlan:
        SetPlan(undo.at, undo.act, undo.was_plan);
        break;
      case Change::kEnacting:
        enacting_ = undo.act;
        break;
      case Change::kImposing:
        imposing_ = undo.act;
        break;
      case Change::kMoved:
        bounds_[static_cast<size_t>(undo.act)] = undo.bound;
        moved_[static_cast<size_t>(undo.at)] = kNone;
        touched.push_back(undo.act);
        break;
    }
    undo_.resize(kept);
  }
  several_.erase(several_.lower_bound(act), several_.end());
  done_ = act;
}

}  // namespace decree
