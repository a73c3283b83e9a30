// Kleene's logic of three values, where an open value knows what would close it: the facts that are
// missing and the sentences that say why. A value that is decided carries neither, so that only
// facts which can still change a result are ever named.
#ifndef DECREE_CORE_QUERY_SCOPE_KLEENE_H_
#define DECREE_CORE_QUERY_SCOPE_KLEENE_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/query/fold/fold.h"

namespace decree {

struct Kleene {
  Tri value = Tri::kYes;
  std::set<std::string> missing;     // facts; empty unless open
  std::vector<std::string> reasons;  // sentences; empty unless open

  static Kleene Yes() { return {Tri::kYes, {}, {}}; }
  static Kleene No() { return {Tri::kNo, {}, {}}; }
  static Kleene Of(bool is) { return is ? Yes() : No(); }
  // Open because this fact was not given.
  static Kleene Missing(const std::string& fact) { return {Tri::kOpen, {fact}, {}}; }
  // Open for a reason that no fact removes.
  static Kleene Open(std::string reason) { return {Tri::kOpen, {}, {std::move(reason)}}; }

  bool is_open() const { return value == Tri::kOpen; }
};

namespace kleene_internal {
inline void Join(Kleene& into, Kleene&& other) {
  into.value = Tri::kOpen;
  into.missing.merge(other.missing);
  for (std::string& reason : other.reasons) into.reasons.push_back(std::move(reason));
}
// `dominant` decides alone, the other decided value changes nothing, two open ones stay open.
inline Kleene Combine(Kleene a, Kleene b, Tri dominant) {
  if (a.value == dominant || b.value == dominant) return {dominant, {}, {}};
  if (!a.is_open()) return b;
  if (b.is_open()) Join(a, std::move(b));
  return a;
}
}  // namespace kleene_internal

inline Kleene And(Kleene a, Kleene b) {
  return kleene_internal::Combine(std::move(a), std::move(b), Tri::kNo);
}
inline Kleene Or(Kleene a, Kleene b) {
  return kleene_internal::Combine(std::move(a), std::move(b), Tri::kYes);
}
inline Kleene Not(Kleene a) {
  if (!a.is_open()) a.value = a.value == Tri::kYes ? Tri::kNo : Tri::kYes;
  return a;
}
// Of several readings of one thing: decided where all agree.
inline Kleene Unite(Kleene a, Kleene b, const std::string& reason) {
  if (a.value == b.value && !a.is_open()) return a;
  const bool differ = !a.is_open() && !b.is_open();
  kleene_internal::Join(a, std::move(b));
  if (differ) a.reasons.push_back(reason);
  return a;
}

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_KLEENE_H_
