#include "core/query/walks/legality_walk.h"

#include <algorithm>

namespace decree {
namespace {

bool HasSame(const RulingStates& states, const RulingState& state) {
  return std::any_of(states.begin(), states.end(),
                     [&](const RulingState& other) { return other.SameAs(state); });
}

// Of equal states one stays, with the newest deciders of both.
void Keep(const RulingState& state, RulingStates& states) {
  for (RulingState& other : states) {
    if (!other.SameAs(state)) continue;
    other.held = std::max(other.held, state.held);
    other.outcome.decider = std::max(other.outcome.decider, state.outcome.decider);
    return;
  }
  states.push_back(state);
}

// The effect of a ruling that covers the instant, in a walk from the newest to the oldest.
void ApplyRuling(EventKind kind, int index, RulingState& state) {
  switch (kind) {
    case EventKind::kStayLifted:
      state.stays_are_over = true;
      return;
    case EventKind::kStayed:
      if (!state.stays_are_over) state.Decide(Legality::kStayed, index);
      return;
    case EventKind::kHeldUnlawful:
      if (state.held < 0) state.held = index;
      return;
    case EventKind::kUpheld:
    case EventKind::kAnnulled:
      state.stays_are_over = true;
      if (state.held < 0) {
        state.Decide(kind == EventKind::kUpheld ? Legality::kUpheld : Legality::kAnnulled, index);
      } else {
        state.Decide(Legality::kHeldUnlawful, state.held);
      }
      return;
    case EventKind::kChallenged:
      if (state.held < 0) state.Decide(Legality::kChallenged, index);
      return;
    default:
      return;
  }
}

}  // namespace

RulingStates AfterRuling(const RulingStates& states, EventKind kind, int index,
                         const Covering& covering) {
  RulingStates next;
  for (const RulingState& state : states) {
    if (state.decided) {
      Keep(state, next);
      continue;
    }
    if (covering.may_miss) Keep(state, next);
    if (covering.may_cover) {
      RulingState ruled = state;
      ApplyRuling(kind, index, ruled);
      Keep(ruled, next);
    }
  }
  return next;
}

bool AreDecided(const RulingStates& states) {
  return std::all_of(states.begin(), states.end(),
                     [](const RulingState& state) { return state.decided; });
}

bool AreSame(const RulingStates& a, const RulingStates& b) {
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const RulingState& state) {
           return HasSame(b, state);
         });
}

}  // namespace decree
