// The force facet: base and overlay are walked together, so that a boundary read one way for the
// base is read the same way for the overlay.

#include <algorithm>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "core/query/walks/facet_walks.h"

namespace decree {
namespace {

struct Edge {
  int64_t earliest = 0, latest = 0;
};

enum class Base : uint8_t { kOpen, kInForce, kExpired, kRevoked };
enum class Overlay : uint8_t { kOpen, kSuspended, kClear };

struct WalkState {
  Base base = Base::kOpen;
  Overlay overlay = Overlay::kOpen;
  bool ended = false;
  int base_act = -1, overlay_act = -1, ended_act = -1;
  bool interval_unknown = false;

  bool IsDone() const {
    if (base == Base::kOpen) return false;
    return base != Base::kInForce || overlay != Overlay::kOpen;
  }
  // Equal states from several readings name the newest act that decides in any of them.
  void TakeNewerDeciders(const WalkState& o) {
    overlay_act = std::max(overlay_act, o.overlay_act);
    base_act = std::max(base_act, o.base_act);
    ended_act = std::max(ended_act, o.ended_act);
  }
  bool SameAs(const WalkState& o) const {
    return base == o.base && overlay == o.overlay && ended == o.ended &&
           interval_unknown == o.interval_unknown;
  }
};

class ForceWalk {
 public:
  // `walked`: as for VisitNewestFirst.
  ForceWalk(const std::vector<FoldAct>& acts, int64_t t, const WalkedActs* walked)
      : acts_(acts), t_(t), walked_(walked) {
    states_.push_back({});
  }

  using States = absl::InlinedVector<WalkState, 2>;

  States Run() {
    VisitNewestFirst(acts_, walked_, [this](int i) {
      next_.clear();
      for (const WalkState& state : states_) {
        if (state.IsDone()) {
          Keep(state);
          continue;
        }
        for (const Reading& reading : acts_[static_cast<size_t>(i)].readings) {
          Step(state, i, reading);
        }
      }
      states_.swap(next_);
      return !std::all_of(states_.begin(), states_.end(),
                          [](const WalkState& state) { return state.IsDone(); });
    });
    return std::move(states_);
  }

 private:
  void Keep(const WalkState& state) {
    for (WalkState& other : next_) {
      if (!other.SameAs(state)) continue;
      other.TakeNewerDeciders(state);
      return;
    }
    next_.push_back(state);
  }

  // Calls `with(true)` and/or `with(false)` for the readings that an edge allows.
  template <typename Function>
  void Fork(const Edge& edge, Function with) {
    const Tri happened = Happened(edge.earliest, edge.latest, t_);
    if (happened != Tri::kNo) with(true);
    if (happened != Tri::kYes) with(false);
  }

  void Step(const WalkState& state, int index, const Reading& reading) {
    const FoldAct& act = acts_[static_cast<size_t>(index)];
    const ActRecord& record = reading.record;
    const Edge from{record.from_earliest, record.from_latest};
    const Edge to{record.to_earliest, record.to_latest};
    if (Imposes(act, reading)) return StepImposing(state, index, record);
    switch (record.kind) {
      case EventKind::kRevoked:
      case EventKind::kReplaced:
        return StepEnding(state, index, from, Base::kRevoked);
      case EventKind::kExpired:
        return StepEnding(state, index, from, Base::kExpired);
      case EventKind::kSuspended:
        return StepOverlay(state, index, from, to, Overlay::kSuspended);
      case EventKind::kResumed:
        return StepOverlay(state, index, from, to, Overlay::kClear);
      case EventKind::kEnacted:
        if (IsUnknownInterval(act, record)) return StepUnknownInterval(state, index, record);
        break;
      default:
        break;
    }
    Keep(state);
  }

  void StepEnding(const WalkState& state, int index, const Edge& from, Base value) {
    Fork(from, [&](bool happened) {
      WalkState next = state;
      if (happened && next.base == Base::kOpen) {
        next.base = value;
        next.base_act = index;
      }
      Keep(next);
    });
  }

  void StepOverlay(const WalkState& state, int index, const Edge& from, const Edge& to,
                   Overlay value) {
    Fork(from, [&](bool begun) {
      Fork(to, [&](bool over) {
        WalkState next = state;
        if (begun && !over && next.overlay == Overlay::kOpen) {
          next.overlay = value;
          next.overlay_act = index;
        }
        Keep(next);
      });
    });
  }

  void StepUnknownInterval(const WalkState& state, int index, const ActRecord& record) {
    Keep(state);
    if (t_ < PublicationDay(record) || state.base != Base::kOpen) return;
    WalkState next = state;
    next.base = Base::kInForce;
    next.base_act = index;
    next.interval_unknown = true;
    Keep(next);
  }

  void StepImposing(const WalkState& state, int index, const ActRecord& record) {
    const bool enacts = IsEnacting(record.kind);
    Fork({record.from_earliest, record.from_latest}, [&](bool begun) {
      Fork({record.to_earliest, record.to_latest}, [&](bool over) {
        WalkState next = state;
        if (enacts && begun && !over && next.overlay == Overlay::kOpen) {
          next.overlay = Overlay::kClear;
          next.overlay_act = index;
        }
        if (next.base == Base::kOpen) {
          if (begun && !over) {
            next.base = Base::kInForce;
            next.base_act = index;
          }
          if (over && !next.ended) {
            next.ended = true;
            next.ended_act = index;
          }
        }
        Keep(next);
      });
    });
  }

  const std::vector<FoldAct>& acts_;
  const int64_t t_;
  const WalkedActs* const walked_;
  States states_, next_;
};

ForceOutcome OutcomeOf(const WalkState& state, const VisibleAct* instrument_end) {
  ForceOutcome out;
  out.base = state.base_act;
  out.decider = state.base_act;
  switch (state.base) {
    case Base::kOpen:
      out.force = state.ended ? Force::kExpired : Force::kPending;
      out.decider = out.base = state.ended_act;
      break;
    case Base::kExpired:
      out.force = Force::kExpired;
      break;
    case Base::kRevoked:
      out.force = Force::kRevoked;
      break;
    case Base::kInForce:
      out.interval_unknown = state.interval_unknown;
      if (instrument_end != nullptr) {
        out.force = Force::kExpired;
        out.instrument_end = instrument_end;
      } else if (state.overlay == Overlay::kSuspended) {
        out.force = Force::kSuspended;
        out.decider = state.overlay_act;
      } else {
        out.force = Force::kInForce;
      }
  }
  return out;
}

ForceOutcome WithMovers(ForceOutcome outcome, const std::vector<FoldAct>& acts) {
  if (outcome.decider < 0) return outcome;
  const FoldAct& decider = acts[static_cast<size_t>(outcome.decider)];
  outcome.end_moved_by = decider.end_moved_by;
  outcome.start_moved_by = decider.start_moved_by;
  return outcome;
}

bool IsNewer(const VisibleAct* a, const VisibleAct* b) {
  return a != nullptr && (b == nullptr || PaintsBefore(b->record, a->record));
}

// By the same decider: on the newest base, and moved by the newest.
bool IsByNewer(const ForceOutcome& a, const ForceOutcome& b) {
  if (a.base != b.base) return a.base > b.base;
  if (a.end_moved_by != b.end_moved_by) return IsNewer(a.end_moved_by, b.end_moved_by);
  if (a.start_moved_by != b.start_moved_by) return IsNewer(a.start_moved_by, b.start_moved_by);
  return !a.interval_unknown && b.interval_unknown;
}

void AddOutcomesOf(const Fold& fold, const std::vector<FoldAct>& acts, int64_t civil_us,
                   const WalkedActs* walked, const InstrumentEnd& end,
                   std::vector<ForceOutcome>& outcomes) {
  for (const WalkState& state : ForceWalk(acts, civil_us, walked).Run()) {
    if (end.may_last) AddOutcome(fold, WithMovers(OutcomeOf(state, nullptr), acts), outcomes);
    if (end.may_have_ended) {
      AddOutcome(fold, WithMovers(OutcomeOf(state, end.act), acts), outcomes);
    }
  }
}

void AddForceOf(const Fold& fold, const FoldLayers& layers, int64_t civil_us,
                std::vector<ForceOutcome>& outcomes) {
  InstrumentEnd end;  // of any tied instrument
  for (const std::vector<FoldAct>& instrument : layers.instruments) {
    AddEnd(InstrumentEndAt(instrument, civil_us, nullptr), end);
  }
  AddOutcomesOf(fold, layers.acts, civil_us, nullptr, end, outcomes);
}

}  // namespace

InstrumentEnd InstrumentEndAt(const std::vector<FoldAct>& instrument, int64_t civil_us,
                              const WalkedActs* walked) {
  InstrumentEnd end;
  end.may_last = false;
  for (const WalkState& state : ForceWalk(instrument, civil_us, walked).Run()) {
    if (state.base != Base::kOpen || !state.ended) {
      end.may_last = true;
      continue;
    }
    end.may_have_ended = true;
    const VisibleAct* act = instrument[static_cast<size_t>(state.ended_act)].act;
    if (end.act == nullptr || PaintsBefore(end.act->record, act->record)) end.act = act;
  }
  return end;
}

void AddEnd(const InstrumentEnd& one, InstrumentEnd& all) {
  all.may_last = all.may_last && one.may_last;
  if (!one.may_have_ended) return;
  all.may_have_ended = true;
  if (all.act == nullptr || PaintsBefore(all.act->record, one.act->record)) all.act = one.act;
}

const VisibleAct* DeciderOf(const Fold& fold, const ForceOutcome& outcome) {
  if (outcome.instrument_end != nullptr) return outcome.instrument_end;
  return outcome.decider < 0 ? nullptr : fold.acts[static_cast<size_t>(outcome.decider)].act;
}

void AddOutcome(const Fold& fold, const ForceOutcome& outcome,
                std::vector<ForceOutcome>& outcomes) {
  for (ForceOutcome& other : outcomes) {
    if (other.force != outcome.force) continue;
    const VisibleAct* newer = DeciderOf(fold, outcome);
    const VisibleAct* older = DeciderOf(fold, other);
    if (newer == older ? IsByNewer(outcome, other) : IsNewer(newer, older)) other = outcome;
    return;
  }
  outcomes.push_back(outcome);
}

std::vector<ForceOutcome> ForceAt(const Fold& fold, int64_t civil_us) {
  std::vector<ForceOutcome> outcomes;
  if (fold.apart.empty()) AddForceOf(fold, fold, civil_us, outcomes);
  for (const FoldLayers& layers : fold.apart) AddForceOf(fold, layers, civil_us, outcomes);
  return outcomes;
}

std::vector<ForceOutcome> ForceAt(const Fold& fold, int64_t civil_us, const WalkedActs* walked,
                                  const InstrumentEnd& end) {
  std::vector<ForceOutcome> outcomes;
  AddOutcomesOf(fold, fold.acts, civil_us, walked, end, outcomes);
  return outcomes;
}

}  // namespace decree
