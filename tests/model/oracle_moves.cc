#include "tests/model/oracle_moves.h"

#include <optional>

namespace decree::oracle {
namespace {

Boundary BoundaryOf(const Bound& bound) { return {bound.earliest_civil_us, bound.latest_civil_us}; }

// Kinds that happen once: they lay their value from `from` on, and a `to` without a `from` is that.
bool HappensOnce(EventKind kind) {
  return kind == EventKind::kRevoked || kind == EventKind::kReplaced ||
         kind == EventKind::kExpired || kind == EventKind::kPostponed;
}

bool IsPlan(EventKind kind) {
  return kind == EventKind::kReported || kind == EventKind::kReviewOpened ||
         kind == EventKind::kThreatened || kind == EventKind::kProposed ||
         kind == EventKind::kAnnounced;
}

bool Moves(EventKind kind) { return kind == EventKind::kExtended || kind == EventKind::kPostponed; }

Boundary ToOf(const Event& event) {
  if (!event.effective || !event.effective->to) return kNever;
  return BoundaryOf(*event.effective->to);
}

Boundary FromOf(const Event& event) {
  if (event.effective && event.effective->from) return BoundaryOf(*event.effective->from);
  // A day or coarser starts at its midnight.
  const Boundary stated = BoundaryOf(StartOfMoment(StatedOf(event)));
  if (!event.effective || !event.effective->to) return stated;
  const Boundary to = BoundaryOf(*event.effective->to);
  if (HappensOnce(*event.kind)) return to;
  const bool begins_somewhere = *event.kind == EventKind::kEnacted || IsPlan(*event.kind);
  return begins_somewhere ? Boundary{std::min(stated.earliest, to.earliest), to.earliest} : stated;
}

Bounds RecordedBounds(const Act& act) {
  return {FromOf(act.body), HappensOnce(act.kind()) ? kNever : ToOf(act.body)};
}

// Has bounds that could be moved.
bool CanBeMoved(const Act& act) {
  if (act.lifted()) return false;
  if (act.kind() == EventKind::kEnacted || IsPlan(act.kind())) return HasInterval(act.body);
  const bool puts = act.family() == EventFamily::kForce || act.family() == EventFamily::kLegality ||
                    act.family() == EventFamily::kEnforcement;
  return puts && !Moves(act.kind());
}

bool ImposesByItself(const Act& act) {
  return act.kind() == EventKind::kImposed ||
         (act.kind() == EventKind::kEnacted && HasInterval(act.body));
}

int64_t DayOf(const Moment& moment) {
  const int64_t last = moment.latest_utc_us + int64_t{moment.utc_offset_s} * kMicrosPerSecond;
  return last - ((last % kMicrosPerDay) + kMicrosPerDay) % kMicrosPerDay;
}

class Binding {
 public:
  Binding(const std::vector<Act>& acts, std::vector<Bounds>& bounds)
      : acts_(acts), bounds_(bounds), moved_(acts.size(), kNothing) {}

  // Those among the acts `own` that move, oldest first; they find what they move among these, or,
  // if they name it, among `reached` as well.
  void Bind(const std::vector<bool>& own, const std::vector<bool>& reached) {
    for (size_t i = 0; i < acts_.size(); ++i) {
      const Act& mover = acts_[i];
      if (!own[i] || !Moves(mover.kind()) || mover.lifted() || IsPartial(mover)) continue;
      moved_[i] = mover.body.target.empty() ? Choose(i, own) : Named(i, reached);
      if (moved_[i] != kNothing) Move(mover, acts_[moved_[i]], bounds_[moved_[i]]);
    }
  }

 private:
  static constexpr size_t kNothing = SIZE_MAX;

  static void Move(const Act& mover, const Act& moved, Bounds& bounds) {
    const bool has_end = !HappensOnce(moved.kind());
    if (mover.kind() == EventKind::kExtended) {
      if (has_end) bounds.to = ToOf(mover.body);
      return;
    }
    bounds.from = FromOf(mover.body);
    const std::optional<EffectiveInterval>& given = mover.body.effective;
    if (has_end && given && given->from && given->to) bounds.to = BoundaryOf(*given->to);
  }

  size_t Named(size_t mover, const std::vector<bool>& reached) const {
    for (size_t i = 0; i < mover; ++i) {
      if (acts_[i].body.id != acts_[mover].body.target || !reached[i]) continue;
      if (Moves(acts_[i].kind())) return moved_[i];
      return CanBeMoved(acts_[i]) ? i : kNothing;
    }
    return kNothing;
  }

  size_t Choose(size_t mover, const std::vector<bool>& own) const {
    const bool extends = acts_[mover].kind() == EventKind::kExtended;
    const auto edge = [&](size_t act) {
      return extends ? bounds_[act].to.latest : bounds_[act].from.latest;
    };
    const int64_t new_edge =
        extends ? ToOf(acts_[mover].body).latest : FromOf(acts_[mover].body).latest;
    const int64_t stated_day = DayOf(StatedOf(acts_[mover].body));
    size_t newest = kNothing, latest = kNothing, imposing = kNothing;
    for (size_t i = 0; i < mover; ++i) {
      const Act& act = acts_[i];
      if (!own[i] || !CanBeMoved(act) || IsPartial(act)) continue;
      if (ImposesByItself(act)) imposing = i;
      if (!(extends ? IsExtendedUnnamed(act) : IsPostponedUnnamed(i, mover, own))) continue;
      if (edge(i) == kAxisMax || edge(i) >= new_edge) continue;
      if (edge(i) >= stated_day) newest = i;
      if (latest == kNothing || edge(i) >= edge(latest)) latest = i;
    }
    if (newest != kNothing) return newest;
    if (latest != kNothing) return latest;
    return extends ? imposing : kNothing;
  }

  static bool IsExtendedUnnamed(const Act& act) {
    return ImposesByItself(act) || act.kind() == EventKind::kAmended ||
           act.kind() == EventKind::kEased || act.kind() == EventKind::kSuspended;
  }

  bool IsPostponedUnnamed(size_t i, size_t mover, const std::vector<bool>& own) const {
    const EventKind kind = acts_[i].kind();
    if (IsPlan(kind)) return IsPlanAlive(i, mover, own);
    return IsExtendedUnnamed(acts_[i]) || kind == EventKind::kRevoked ||
           kind == EventKind::kReplaced || kind == EventKind::kExpired;
  }

  // By what was there when it was moved: what comes later does not reach back.
  bool IsPlanAlive(size_t plan, size_t mover, const std::vector<bool>& own) const {
    for (size_t i = 0; i < mover; ++i) {
      if (!own[i]) continue;
      if (acts_[i].kind() == EventKind::kWithdrawn && i > plan) return false;
      const bool enacts =
          acts_[i].kind() == EventKind::kImposed || acts_[i].kind() == EventKind::kEnacted;
      if (enacts && DateOrderOf(acts_[i]) > DateOrderOf(acts_[plan])) return false;
    }
    return true;
  }

  const std::vector<Act>& acts_;
  std::vector<Bounds>& bounds_;
  std::vector<size_t> moved_;  // by each act that moves one
};

}  // namespace

bool HasInterval(const Event& event) {
  return event.effective && (event.effective->from || event.effective->to);
}

std::vector<Bounds> MovedBounds(const std::vector<Act>& acts, const std::string& measure,
                                const std::set<std::string>& instruments) {
  std::vector<Bounds> bounds;
  for (const Act& act : acts) bounds.push_back(RecordedBounds(act));
  std::vector<bool> own(acts.size()), reached(acts.size());
  for (size_t i = 0; i < acts.size(); ++i) own[i] = reached[i] = IsOwn(acts[i], measure);
  Binding binding(acts, bounds);
  // An instrument's are the same for every measure that it is tied to.
  for (const std::string& instrument : instruments) {
    std::vector<bool> of_instrument(acts.size());
    for (size_t i = 0; i < acts.size(); ++i) {
      const Event& body = acts[i].body;
      const bool is_of_it =
          body.measure.empty() && body.instrument && body.instrument->id == instrument;
      of_instrument[i] = is_of_it;
      if (is_of_it) reached[i] = true;
    }
    binding.Bind(of_instrument, of_instrument);
  }
  binding.Bind(own, reached);
  return bounds;
}

}  // namespace decree::oracle
