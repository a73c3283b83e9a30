#include "tests/model/oracle_paint.h"

#include <algorithm>

namespace decree::oracle {
namespace {

struct ForcePaint {
  Force force = Force::kPending;
  size_t by = SIZE_MAX;
};

class Painter {
 public:
  Painter(const Picture& picture, const Reading& happened)
      : picture_(picture), happened_(happened) {}

  Painted Paint() const {
    Painted painted;
    const ForcePaint force = PaintForce();
    painted.force = force.force;
    painted.force_by = force.by;
    painted.legality = PaintLegality();
    painted.enforcement = PaintEnforcement();
    painted.terms = Paint(kTerms);
    painted.include = PaintList(kInclude);
    painted.exclude = PaintList(kExclude);
    return painted;
  }

  // A list that an act inherits lies where its giver lies.
  Words PaintList(GivenPart part) const { return PaintList(part, Paint(part)); }
  Words PaintList(GivenPart part, uint64_t list) const {
    Words words = {list};
    if (list == 0 && part == kInclude) return words;
    for (const Stroke& stroke : picture_.strokes) {
      if (stroke.changes[part] == 0 || !Covers(stroke)) continue;
      if (list != 0 && stroke.act < picture_.places.at(list)) continue;
      words.push_back(stroke.changes[part]);
    }
    return words;
  }

 private:
  // An act whose `to` has happened while its `from` has not covers nothing.
  bool Covers(const Stroke& stroke) const {
    return happened_[stroke.from] && !happened_[stroke.to];
  }

  ForcePaint PaintBase(const std::vector<Stroke>& strokes) const {
    ForcePaint paint;
    size_t ended = SIZE_MAX;
    for (const Stroke& stroke : strokes) {
      if (stroke.imposes && happened_[stroke.to]) ended = stroke.act;
      if ((stroke.imposes || stroke.without_interval) && Covers(stroke)) {
        paint = {Force::kInForce, stroke.act};
      }
      const bool revokes =
          stroke.kind == EventKind::kRevoked || stroke.kind == EventKind::kReplaced;
      if (revokes && happened_[stroke.from]) paint = {Force::kRevoked, stroke.act};
      if (stroke.kind == EventKind::kExpired && happened_[stroke.from]) {
        paint = {Force::kExpired, stroke.act};
      }
    }
    if (paint.by == SIZE_MAX && ended != SIZE_MAX) return {Force::kExpired, ended};
    return paint;
  }

  // The `suspended` act that shows, or SIZE_MAX.
  size_t PaintOverlay() const {
    size_t suspended_by = SIZE_MAX;
    for (const Stroke& stroke : picture_.strokes) {
      if (!Covers(stroke)) continue;
      if (stroke.kind == EventKind::kSuspended) suspended_by = stroke.act;
      const bool imposed_anew = stroke.imposes && (stroke.kind == EventKind::kImposed ||
                                                   stroke.kind == EventKind::kEnacted);
      if (stroke.kind == EventKind::kResumed || imposed_anew) suspended_by = SIZE_MAX;
    }
    return suspended_by;
  }

  ForcePaint PaintForce() const {
    ForcePaint paint = PaintBase(picture_.strokes);
    if (paint.force != Force::kInForce) return paint;
    for (const std::vector<Stroke>& instrument : picture_.instruments) {
      const ForcePaint own = PaintBase(instrument);
      if (own.force != Force::kExpired) continue;
      const size_t by = paint.force == Force::kExpired ? std::max(paint.by, own.by) : own.by;
      paint = {Force::kExpired, by};
    }
    if (paint.force != Force::kInForce) return paint;
    const size_t suspended_by = PaintOverlay();
    if (suspended_by != SIZE_MAX) return {Force::kSuspended, suspended_by};
    return paint;
  }

  Legality PaintLegality() const {
    Legality ruling = Legality::kUnchallenged;  // the newest apart from stays
    bool stayed = false;                        // a stay counts ...
    bool stay_is_newest = false;                // ... and no ruling is newer
    for (const Stroke& stroke : picture_.strokes) {
      if (!Covers(stroke)) continue;
      switch (stroke.kind) {
        case EventKind::kChallenged:
        case EventKind::kHeldUnlawful:
          ruling = stroke.kind == EventKind::kChallenged ? Legality::kChallenged
                                                         : Legality::kHeldUnlawful;
          stay_is_newest = false;
          break;
        case EventKind::kUpheld:
        case EventKind::kAnnulled:
          ruling = stroke.kind == EventKind::kUpheld ? Legality::kUpheld : Legality::kAnnulled;
          stayed = stay_is_newest = false;
          break;
        case EventKind::kStayed:
          stayed = stay_is_newest = true;
          break;
        case EventKind::kStayLifted:
          stayed = stay_is_newest = false;
          break;
        default:
          break;
      }
    }
    const bool shows_stay = stay_is_newest || ruling == Legality::kHeldUnlawful;
    return stayed && shows_stay ? Legality::kStayed : ruling;
  }

  Enforcement PaintEnforcement() const {
    Enforcement value = Enforcement::kEnforced;
    for (const Stroke& stroke : picture_.strokes) {
      if (!Covers(stroke)) continue;
      if (stroke.kind == EventKind::kEnforcementStarted) value = Enforcement::kEnforced;
      if (stroke.kind == EventKind::kEnforcementStopped) value = Enforcement::kNotOperational;
      if (stroke.kind == EventKind::kWaived) value = Enforcement::kWaived;
    }
    return value;
  }

  // Whose words of this part show.
  uint64_t Paint(GivenPart part) const {
    uint64_t from = 0;
    for (const Stroke& stroke : picture_.strokes) {
      if (stroke.gives[part] == 0) continue;
      const bool amends = stroke.kind == EventKind::kAmended || stroke.kind == EventKind::kEased;
      const bool gives = stroke.imposes ? happened_[stroke.from] : amends && Covers(stroke);
      if (gives) from = stroke.gives[part];
    }
    return from;
  }

  const Picture& picture_;
  const Reading& happened_;
};

}  // namespace

Painted PaintInstant(const Picture& picture, const Reading& happened) {
  return Painter(picture, happened).Paint();
}

Words PaintChanges(const Picture& picture, const Reading& happened, GivenPart part, uint64_t from) {
  return Painter(picture, happened).PaintList(part, from);
}

}  // namespace decree::oracle
