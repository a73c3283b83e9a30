// Which acts a walk need visit, found by what they do. `effects` tells the newest act below an end
// whose effect is approved of (NewestBelow; -1: none) and what it does (EffectOf an act found).
#ifndef DECREE_CORE_QUERY_WALKS_WALKED_ACTS_H_
#define DECREE_CORE_QUERY_WALKS_WALKED_ACTS_H_

#include <cstddef>
#include <cstdint>

#include "core/query/walks/facet_walks.h"
#include "core/query/walks/force_choices.h"
#include "core/query/walks/legality_walk.h"

namespace decree {

// What an act does to legality, enforcement or what is given: who it is, whether it surely does.
constexpr uint32_t EffectOf(uint32_t what, bool is_sure) { return (what + 1) * 2 + is_sure; }
constexpr bool IsSure(uint32_t effect) { return (effect & 1u) != 0; }
constexpr uint32_t WhatOf(uint32_t effect) { return effect / 2 - 1; }

inline uint32_t EffectOf(EventKind kind, const Covering& covering) {
  return covering.may_cover ? EffectOf(static_cast<uint32_t>(kind), !covering.may_miss) : 0;
}
inline uint32_t EffectOf(const Covering& gives) {
  return gives.may_cover ? EffectOf(0, !gives.may_miss) : 0;
}

template <typename Effects>
WalkedActs WalkedOfForce(const Effects& effects, size_t count) {
  WalkedActs walked;
  ForceChoices states = kNoChoice;
  size_t end = count;
  while (!AreDecided(states)) {
    const int next = effects.NewestBelow(
        end, [&](uint32_t choices) { return AfterChoices(states, choices) != states; });
    if (next < 0) break;
    end = static_cast<size_t>(next);
    walked.push_back(next);
    states = AfterChoices(states, effects.EffectOf(end));
  }
  return walked;
}

template <typename Effects>
WalkedActs WalkedOfLegality(const Effects& effects, size_t count) {
  WalkedActs walked;
  RulingStates states(1);
  const auto after = [&states](uint32_t effect) {
    return AfterRuling(states, static_cast<EventKind>(WhatOf(effect)), 0, {true, !IsSure(effect)});
  };
  size_t end = count;
  while (!AreDecided(states)) {
    const int next =
        effects.NewestBelow(end, [&](uint32_t effect) { return !AreSame(after(effect), states); });
    if (next < 0) break;
    end = static_cast<size_t>(next);
    walked.push_back(next);
    states = after(effects.EffectOf(end));
  }
  return walked;
}

template <typename Effects>
WalkedActs WalkedOfEnforcement(const Effects& effects, size_t count) {
  WalkedActs walked;
  uint64_t seen = 0;  // a bit for each kind
  size_t end = count;
  while (true) {
    const int next = effects.NewestBelow(
        end, [&](uint32_t effect) { return IsSure(effect) || (seen >> WhatOf(effect) & 1u) == 0; });
    if (next < 0) break;
    end = static_cast<size_t>(next);
    walked.push_back(next);
    const uint32_t effect = effects.EffectOf(end);
    if (IsSure(effect)) break;
    seen |= uint64_t{1} << WhatOf(effect);
  }
  return walked;
}

template <typename Effects>
WalkedActs WalkedOfGiven(const Effects& effects, size_t count) {
  WalkedActs walked;
  const auto any = [](uint32_t) { return true; };
  for (int next = effects.NewestBelow(count, any); next >= 0;
       next = effects.NewestBelow(static_cast<size_t>(next), any)) {
    walked.push_back(next);
    if (IsSure(effects.EffectOf(static_cast<size_t>(next)))) break;
  }
  return walked;
}

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WALKS_WALKED_ACTS_H_
