#include "core/query/fold.h"

#include <algorithm>

namespace decree {
namespace {

constexpr size_t kReadingsMax =
    16;  // 2^4: more equal rivals on one act than this are cut, newest first

ActFlag FlagOf(Given given) {
  constexpr std::array<ActFlag, kGivenCount> flags = {kActGivesTerms, kActGivesInclude,
                                                      kActGivesExclude};
  return flags[static_cast<size_t>(given)];
}

Reading PlainReading(const VisibleAct& act) {
  Reading reading{act.record, {}};
  for (size_t g = 0; g < kGivenCount; ++g) {
    if (act.record.Has(FlagOf(static_cast<Given>(g)))) reading.body[g] = act.body;
  }
  return reading;
}

// The reading with the rival's values standing in for the act's.
Reading WithRival(const VisibleAct& act, Reading reading, const VisibleAct& rival) {
  if (!reading.record.Has(kActHasFrom)) {
    reading.record.from_earliest = act.start_earliest;
    reading.record.from_latest = act.start_latest;
  }
  if (rival.record.Has(kActHasFrom)) {
    reading.record.from_earliest = rival.record.from_earliest;
    reading.record.from_latest = rival.record.from_latest;
    reading.record.flags |= kActHasFrom;
  }
  if (rival.record.Has(kActHasTo)) {
    reading.record.to_earliest = rival.record.to_earliest;
    reading.record.to_latest = rival.record.to_latest;
    reading.record.flags |= kActHasTo;
  }
  SetDefaultFrom(reading.record);
  if (rival.record.Has(kActGivesTerms)) {
    reading.body[static_cast<size_t>(Given::kTerms)] = rival.body;
    reading.record.flags |= kActGivesTerms;
  }
  return reading;
}

bool IsSettled(const VisibleAct& dispute, const std::vector<VisibleAct>& acts) {
  return std::any_of(acts.begin(), acts.end(), [&](const VisibleAct& act) {
    return act.record.kind == EventKind::kConfirmed && act.target == dispute.target &&
           PaintsBefore(dispute.record, act.record);
  });
}

// The disputes of a strand that stand against what they dispute, in paint order; gathered once, for
// most strands have none.
using Rivals = std::vector<const VisibleAct*>;

Rivals RivalsIn(const std::vector<VisibleAct>& strand) {
  Rivals rivals;
  for (const VisibleAct& rival : strand) {
    if (rival.record.kind != EventKind::kDisputed || rival.lifted_by != 0) continue;
    if (!rival.record.has_interval() && !rival.record.Has(kActGivesTerms)) continue;
    if (!IsSettled(rival, strand)) rivals.push_back(&rival);
  }
  return rivals;
}

std::vector<Reading> ReadingsOf(const VisibleAct& act, const Rivals& rivals) {
  std::vector<Reading> readings = {PlainReading(act)};
  for (const VisibleAct* rival : rivals) {
    if (rival->target != act.record.position) continue;
    if (rival->record.rank() < act.record.rank()) continue;
    if (rival->record.rank() > act.record.rank()) {
      for (Reading& reading : readings) reading = WithRival(act, reading, *rival);
      continue;
    }
    const size_t count = readings.size();
    for (size_t i = 0; i < count && readings.size() < kReadingsMax; ++i) {
      readings.push_back(WithRival(act, readings[i], *rival));
    }
  }
  return readings;
}

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
  return IsEnacting(kind) || kind == EventKind::kExtended || kind == EventKind::kPostponed;
}

bool IsPlanLive(const VisibleAct& plan, const VisibleStrand& own, Commitment floor) {
  if (!IsPlan(plan.record.kind) || LevelOf(plan.record.kind) < floor) return false;
  for (const VisibleAct& other : own.acts) {
    if (IsEnacting(other.record.kind) && StatedBefore(plan.record, other.record)) return false;
    if (other.record.kind == EventKind::kWithdrawn && PaintsBefore(plan.record, other.record)) {
      return false;
    }
  }
  return true;
}

// An `enacted` without interval that another act has given one.
bool IsSilent(const VisibleAct& act, const VisibleStrand& own, const Rivals& rivals) {
  if (act.record.kind != EventKind::kEnacted || act.record.has_interval()) return false;
  return std::any_of(own.acts.begin(), own.acts.end(), [&](const VisibleAct& other) {
    if (!IsEnacting(other.record.kind) || other.lifted_by != 0) return false;
    if (other.record.position == act.record.position) return false;
    if (other.record.stated_us < act.record.stated_us && !PaintsBefore(act.record, other.record)) {
      return false;
    }
    const std::vector<Reading> readings = ReadingsOf(other, rivals);
    return std::all_of(readings.begin(), readings.end(),
                       [](const Reading& reading) { return reading.record.has_interval(); });
  });
}

void Inherit(FoldAct& act, size_t given, const std::vector<uint64_t>& bodies) {
  std::vector<Reading> readings;
  for (const Reading& reading : act.readings) {
    if (reading.body[given] != 0) {
      readings.push_back(reading);
      continue;
    }
    for (const uint64_t body : bodies) {
      if (readings.size() >= kReadingsMax) break;
      readings.push_back(reading);
      readings.back().body[given] = body;
    }
  }
  act.readings = std::move(readings);
}

// Gives every act that may impose what it leaves out: from the latest earlier act that has it.
// Order of statement, whatever the rank or the kind, lifted or not; a scope that only limits its
// act is not handed on, nor are a rival's words except as a reading of the act they dispute.
void FindInherited(const VisibleStrand& own, const Rivals& rivals, Fold& fold) {
  std::vector<const VisibleAct*> by_stated;
  for (const VisibleAct& act : own.acts) {
    // What only speaks of another event gives the measure nothing.
    if (InfoOf(act.record.kind).family != EventFamily::kRecord) by_stated.push_back(&act);
  }
  std::sort(by_stated.begin(), by_stated.end(), [](const VisibleAct* a, const VisibleAct* b) {
    return StatedBefore(a->record, b->record);
  });
  for (size_t g = 0; g < kGivenCount; ++g) {
    std::vector<uint64_t> handed = {0};  // the bodies that may hold it, 0: none does
    for (const VisibleAct* act : by_stated) {
      if (IsEnacting(act->record.kind) || IsPlan(act->record.kind)) {
        for (FoldAct& folded : fold.acts) {
          if (folded.act == act) Inherit(folded, g, handed);
        }
      }
      if (static_cast<Given>(g) != Given::kTerms && IsLimitedByScope(act->record)) continue;
      std::vector<uint64_t> next;
      const auto add = [&next](uint64_t body) {
        if (std::find(next.begin(), next.end(), body) == next.end()) next.push_back(body);
      };
      for (const Reading& reading : ReadingsOf(*act, rivals)) {
        if (reading.body[g] != 0) {
          add(reading.body[g]);
        } else {
          for (const uint64_t body : handed) add(body);
        }
      }
      handed = std::move(next);
    }
  }
}

void AddInstruments(const std::vector<NamedStrand>& instruments, const PartialMatcher* partial,
                    Fold& fold) {
  for (const NamedStrand& instrument : instruments) {
    std::vector<FoldAct> interval;
    const Rivals rivals = RivalsIn(instrument.strand.acts);
    for (const VisibleAct& act : instrument.strand.acts) {
      if (act.lifted_by != 0) continue;
      FoldAct folded{&act, ReadingsOf(act, rivals), true, false, false};
      const bool says_interval = SaysInstrumentInterval(act.record.kind);
      if (!says_interval && !JoinsFromInstrument(act.record.kind)) continue;
      if (IsLimitedByScope(act.record)) {
        const auto match =
            partial == nullptr ? PartialMatcher::Match::kPart : partial->MatchOf(act);
        if (match == PartialMatcher::Match::kPart) fold.partial.push_back(&act);
        if (match != PartialMatcher::Match::kWhole) continue;
      }
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

bool Imposes(const FoldAct& act, const Reading& reading) {
  if (!reading.record.has_interval()) return false;
  return IsEnacting(reading.record.kind) || act.is_live_plan;
}

Fold MakeFold(const VisibleStrand& own, const std::vector<NamedStrand>& instruments,
              Commitment floor, const PartialMatcher* partial) {
  Fold fold;
  const Rivals rivals = RivalsIn(own.acts);
  for (const VisibleAct& act : own.acts) {
    if (act.lifted_by != 0) continue;
    if (IsLimitedByScope(act.record)) {
      const auto match = partial == nullptr ? PartialMatcher::Match::kPart : partial->MatchOf(act);
      if (match == PartialMatcher::Match::kPart) fold.partial.push_back(&act);
      if (match != PartialMatcher::Match::kWhole) continue;
    }
    FoldAct folded{&act, ReadingsOf(act, rivals), false, false, false};
    folded.is_live_plan = floor < Commitment::kEnacted && IsPlanLive(act, own, floor);
    folded.is_silent = IsSilent(act, own, rivals);
    fold.acts.push_back(std::move(folded));
  }
  fold.strands.push_back(&own);
  for (const NamedStrand& instrument : instruments) fold.strands.push_back(&instrument.strand);
  FindInherited(own, rivals, fold);
  AddInstruments(instruments, partial, fold);
  std::stable_sort(fold.acts.begin(), fold.acts.end(), [](const FoldAct& a, const FoldAct& b) {
    return PaintsBefore(a.act->record, b.act->record);
  });
  return fold;
}

}  // namespace decree
