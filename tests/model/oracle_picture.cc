// What there is to paint: which acts impose, from when to when, whose terms they give.
#include "tests/model/oracle_moves.h"

namespace decree::oracle {
namespace {

bool IsPainted(EventFamily family) {
  return family == EventFamily::kForce || family == EventFamily::kLegality ||
         family == EventFamily::kEnforcement;
}

bool IsEnacting(EventKind kind) {
  return kind == EventKind::kImposed || kind == EventKind::kEnacted;
}

// Acts of an instrument that join those of the measure.
bool JoinsMeasure(const Act& act) {
  switch (act.kind()) {
    case EventKind::kSuspended:
    case EventKind::kResumed:
    case EventKind::kRevoked:
    case EventKind::kReplaced:
    case EventKind::kExpired:
    case EventKind::kAmended:
    case EventKind::kEased:
      return true;
    default:
      return act.family() == EventFamily::kLegality || act.family() == EventFamily::kEnforcement;
  }
}

// Of an act that gives none: that part of the latest earlier act of the measure that gives it.
uint64_t Inherited(GivenPart part, const std::vector<Act>& acts, const std::string& measure,
                   const Act& heir) {
  const Act* giver = nullptr;
  for (const Act& act : acts) {
    if (!IsOwn(act, measure) || act.gives[part] == 0) continue;
    if (act.family() == EventFamily::kRecord) continue;  // speaks of another event only
    if (part != kTerms && IsPartial(act)) continue;      // a scope that only limits its act
    if (DateOrderOf(act) >= DateOrderOf(heir)) continue;
    if (giver == nullptr || DateOrderOf(*giver) < DateOrderOf(act)) giver = &act;
  }
  return giver == nullptr ? 0 : giver->gives[part];
}

class PictureMaker {
 public:
  PictureMaker(const std::vector<Act>& acts, const std::string& measure, Commitment floor)
      : acts_(acts), measure_(measure), floor_(floor) {}

  Picture Make() {
    const std::set<std::string> tied = TiedInstruments(acts_, measure_);
    bounds_ = MovedBounds(acts_, measure_, tied);
    for (size_t i = 0; i < acts_.size(); ++i) picture_.places[acts_[i].body_position] = i;
    for (size_t i = 0; i < acts_.size(); ++i) {
      const Act& act = acts_[i];
      if (act.lifted() || IsPartial(act)) continue;
      if (IsOwn(act, measure_)) {
        AddOwn(i);
      } else if (IsOfInstrument(act, tied) && JoinsMeasure(act) && !bounds_[i].CoverNothing()) {
        picture_.strokes.push_back(StrokeOf(i));
      }
    }
    for (const std::string& instrument : tied) picture_.instruments.push_back(Layer(instrument));
    return std::move(picture_);
  }

 private:
  static bool IsOfInstrument(const Act& act, const std::set<std::string>& instruments) {
    return act.body.measure.empty() && act.body.instrument &&
           instruments.count(act.body.instrument->id) > 0;
  }

  size_t Add(Boundary boundary) {
    picture_.boundaries.push_back(boundary);
    return picture_.boundaries.size() - 1;
  }

  Stroke StrokeOf(size_t index) {
    const Act& act = acts_[index];
    Stroke stroke;
    stroke.kind = act.kind();
    stroke.act = index;
    stroke.from = Add(bounds_[index].from);
    stroke.to = Add(bounds_[index].to);
    stroke.gives = act.gives;
    stroke.changes = act.changes;
    return stroke;
  }

  void AddOwn(size_t index) {
    const Act& act = acts_[index];
    if (act.kind() == EventKind::kEnacted && !HasInterval(act.body)) {
      if (!IsSilenced(act)) picture_.strokes.push_back(WithoutInterval(index));
      return;
    }
    if (act.kind() == EventKind::kExtended || act.kind() == EventKind::kPostponed) return;
    const bool imposes = Imposes(index);
    if (!imposes && !IsPainted(act.family())) return;
    if (bounds_[index].CoverNothing()) return;
    Stroke stroke = StrokeOf(index);
    stroke.imposes = imposes;
    for (const GivenPart part : {kTerms, kInclude, kExclude}) {
      if (!imposes || stroke.gives[part] != 0) continue;
      stroke.gives[part] = Inherited(part, acts_, measure_, act);
    }
    picture_.strokes.push_back(stroke);
  }

  // Both readings are possible from its publication on: a boundary that stays open for ever.
  Stroke WithoutInterval(size_t index) {
    const Moment& moment = PublishedOf(acts_[index].body);
    const int64_t last = moment.latest_utc_us + int64_t{moment.utc_offset_s} * kMicrosPerSecond;
    const int64_t published = last - ((last % kMicrosPerDay) + kMicrosPerDay) % kMicrosPerDay;
    Stroke stroke;
    stroke.kind = EventKind::kEnacted;
    stroke.act = index;
    stroke.without_interval = true;
    stroke.from = Add({published, kAxisMax});
    stroke.to = Add(kNever);
    return stroke;
  }

  bool Imposes(size_t index) const {
    const Act& act = acts_[index];
    if (act.kind() == EventKind::kImposed) return true;
    if (!HasInterval(act.body) || act.family() != EventFamily::kCommitment) return false;
    if (act.kind() == EventKind::kEnacted) return true;
    if (LevelOf(act.kind()) == Commitment::kNone || LevelOf(act.kind()) < floor_) return false;
    for (size_t i = 0; i < acts_.size(); ++i) {
      const Act& other = acts_[i];
      if (!IsOwn(other, measure_)) continue;
      if (IsEnacting(other.kind()) && DateOrderOf(other) > DateOrderOf(act)) return false;
      if (other.kind() == EventKind::kWithdrawn && i > index) return false;
    }
    return true;
  }

  // Some visible act of the measure gives the interval that this one lacks.
  bool IsSilenced(const Act& enacted) const {
    bool is_after = false;  // in paint order
    for (const Act& other : acts_) {
      if (&other == &enacted) is_after = true;
      if (!IsOwn(other, measure_) || other.lifted() || !IsEnacting(other.kind())) continue;
      if (other.kind() == EventKind::kEnacted && !HasInterval(other.body)) continue;
      const bool stated_since =
          StatedOf(other.body).latest_utc_us >= StatedOf(enacted.body).latest_utc_us;
      if (stated_since || is_after) return true;
    }
    return false;
  }

  // When the instrument itself is in force: its own acts of these kinds, folded by themselves.
  std::vector<Stroke> Layer(const std::string& instrument) {
    std::vector<Stroke> strokes;
    for (size_t i = 0; i < acts_.size(); ++i) {
      const Act& act = acts_[i];
      if (act.lifted() || IsPartial(act) || !IsOfInstrument(act, {instrument})) continue;
      const bool imposes = act.kind() == EventKind::kImposed ||
                           (act.kind() == EventKind::kEnacted && HasInterval(act.body));
      if (!imposes || bounds_[i].CoverNothing()) continue;
      strokes.push_back(StrokeOf(i));
      strokes.back().imposes = true;
    }
    return strokes;
  }

  const std::vector<Act>& acts_;
  const std::string& measure_;
  const Commitment floor_;
  std::vector<Bounds> bounds_;  // of each act, moved
  Picture picture_;
};

}  // namespace

bool IsPartial(const Act& act) {
  // Changes of a list limit nothing.
  const bool has_scope = act.body.scope && (act.body.scope->include || act.body.scope->exclude);
  return has_scope && act.family() != EventFamily::kCommitment &&
         act.kind() != EventKind::kImposed && act.kind() != EventKind::kAmended &&
         act.kind() != EventKind::kEased;
}

bool IsOwn(const Act& act, const std::string& measure) { return act.body.measure == measure; }

std::set<std::string> TiedInstruments(const std::vector<Act>& acts, const std::string& measure) {
  std::set<std::string> tied;
  for (const Act& act : acts) {
    const bool ties =
        act.family() == EventFamily::kCommitment || act.family() == EventFamily::kForce;
    if (ties && IsOwn(act, measure) && act.body.instrument) tied.insert(act.body.instrument->id);
  }
  return tied;
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

Picture PictureOf(const std::vector<Act>& acts, const std::string& measure, Commitment floor) {
  return PictureMaker(acts, measure, floor).Make();
}

}  // namespace decree::oracle
