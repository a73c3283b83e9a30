#include "core/append/act_warnings.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/append/covered_steps.h"
#include "core/append/dropped_exclusions.h"
#include "core/projections/event_reader.h"
#include "core/projections/projection_names.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/fold/fold.h"
#include "core/query/walks/facet_walks.h"

namespace decree {
namespace {

constexpr size_t kWarnedEventsMax = 4'096;
constexpr size_t kActsMax = 4'096;     // of a measure whose acts are looked at one by one
constexpr size_t kExclusionsMax = 32;  // amendments of a call whose exclusions are looked at

bool Amends(EventKind kind) { return kind == EventKind::kAmended || kind == EventKind::kEased; }

const char* NameOfPart(Given given) {
  if (given == Given::kTerms) return "it";
  return given == Given::kInclude ? "its list of what is included" : "its list of exclusions";
}

class ActWarnings {
 public:
  ActWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
              std::vector<AppendWarning>& warnings)
      : events_(events),
        context_(context),
        repaired_(context.strands),
        reader_(context.log),
        warnings_(warnings) {}

  void Add() {
    std::map<std::string, std::vector<size_t>> measures;
    first_position_ = UINT64_MAX;
    for (size_t i = 0; i < std::min(events_.size(), kWarnedEventsMax); ++i) {
      const Event& event = events_[i].event();
      AddOf(event, i);
      const absl::StatusOr<Position> position = context_.log.Find(event.id);
      if (!position.ok()) continue;
      AddOfClaim(event, *position, i);
      first_position_ = std::min(first_position_, *position);
      index_[*position] = i;
      if (!event.measure.empty() && !IsRepairKind(*event.kind))
        measures[event.measure].push_back(i);
    }
    for (const auto& [measure, of_measure] : measures) AddOfMeasure(measure);
  }

 private:
  void Warn(size_t index, absl::string_view text) {
    warnings_.push_back({index, absl::StrCat("event \"", events_[index].event().id, "\": ", text)});
  }

  // What one event says by itself.
  void AddOf(const Event& event, size_t index) {
    if (event.stated && event.published &&
        event.published->latest_utc_us < event.stated->earliest_utc_us) {
      Warn(index, absl::StrCat("published ", event.published->text, " before it was stated, ",
                               event.stated->text, "; swap or correct them"));
    }
    for (const Link& link : event.links) {
      const absl::StatusOr<Position> linked = context_.log.Find(link.id);
      if (!absl::IsNotFound(linked.status())) continue;
      Warn(index, absl::StrCat("links to \"", link.id, "\", which is not on record"));
    }
  }

  void AddOfClaim(const Event& event, Position position, size_t index) {
    if (!event.formerly) return;
    const absl::StatusOr<LogRecord> record = context_.log.Read(position);
    const Moment& claimed = event.formerly->recorded;
    if (!record.ok() || claimed.earliest_utc_us <= record->recorded_us) return;
    Warn(index, absl::StrCat("formerly.recorded ", claimed.text,
                             " is later than this store's own recording, so the claim counts for "
                             "nothing"));
  }

  void AddOfMeasure(const std::string& measure) {
    const auto repaired = repaired_.Of(kControls, absl::StrCat("m/", measure));
    if (!repaired.ok()) return;
    const VisibleStrand own = (*repaired)->SeenBy(context_.filter);
    std::vector<ActRecord> records;
    for (const VisibleAct& act : own.acts) {
      if (act.lifted_by == 0) records.push_back(act.record);
    }
    for (const CoveredStep& covered : CoveredStepsOf(records, first_position_)) {
      WarnOfCovered(covered, measure);
    }
    if (own.acts.size() > kActsMax) return;
    const Fold fold = MakeFold(own, {}, Commitment::kEnacted, nullptr, &reader_.lists());
    for (const FoldAct& act : fold.acts) {
      const auto index = index_.find(act.act->record.position);
      if (index != index_.end()) AddOfAct(fold, act, index->second, measure);
    }
  }

  void WarnOfCovered(const CoveredStep& covered, const std::string& measure) {
    const auto amending = index_.find(covered.amendment->position);
    const auto stepping = index_.find(covered.step->position);
    const char* const part = NameOfPart(covered.given);
    if (amending != index_.end()) {
      Warn(amending->second,
           absl::StrCat("amends ", measure, " from ", FormatCivil(covered.amendment->from_earliest),
                        " on without end, so ", part, " also covers a step scheduled earlier for ",
                        FormatCivil(covered.step->from_earliest), " (position ",
                        covered.step->position, "); give effective.to if that step still stands"));
    } else if (stepping != index_.end()) {
      Warn(stepping->second,
           absl::StrCat("for ", FormatCivil(covered.step->from_earliest), " ", part,
                        " is covered by an amendment stated later that has no end (position ",
                        covered.amendment->position,
                        "); correct that one's effective.to if this step still stands"));
    }
  }

  void AddOfAct(const Fold& fold, const FoldAct& act, size_t index, const std::string& measure) {
    const ActRecord& record = act.readings.front().record;
    const EventKind kind = record.kind;
    const bool ends = kind == EventKind::kRevoked || kind == EventKind::kAnnulled;
    if (ends && !HasSomethingBelow(fold, record)) {
      Warn(index, absl::StrCat(InfoOf(kind).name, ", but nothing that imposes or plans ", measure,
                               " is on record below it"));
    }
    if (kind == EventKind::kSuspended && !MayBeInForceIn(fold, record)) {
      Warn(index, absl::StrCat("suspends ", measure, " from ", FormatCivil(record.from_earliest),
                               " on, when nothing imposes it"));
    }
    if (Amends(kind) && record.Has(kActGivesTerms) && HasSomethingBelow(fold, record) &&
        !MayBeInForceIn(fold, record)) {
      Warn(index, absl::StrCat("puts terms from ", FormatCivil(record.from_earliest),
                               " on, on days on which nothing imposes ", measure,
                               "; \"imposed\" or \"extended\" is meant"));
    }
    if (!Amends(kind) || exclusions_looked_at_ >= kExclusionsMax) return;
    if (record.Has(kActGivesExclude) || record.Has(kActChangesExclude)) ++exclusions_looked_at_;
    for (const std::string& text : DroppedExclusions(fold, act, measure, context_, reader_)) {
      Warn(index, text);
    }
  }

  static bool HasSomethingBelow(const Fold& fold, const ActRecord& record) {
    const std::vector<VisibleAct>& acts = fold.strands.front()->acts;  // lifted ones too
    return std::any_of(acts.begin(), acts.end(), [&](const VisibleAct& other) {
      const EventKind kind = other.record.kind;
      return (IsEnacting(kind) || IsPlan(kind)) && PaintsBefore(other.record, record);
    });
  }

  // In some reading at its start, or later on in its interval; plans count.
  static bool MayBeInForceIn(const Fold& fold, const ActRecord& record) {
    for (const ForceOutcome& outcome : ForceAt(fold, record.from_latest)) {
      if (outcome.force == Force::kInForce || outcome.force == Force::kSuspended) return true;
    }
    return std::any_of(fold.acts.begin(), fold.acts.end(), [&](const FoldAct& other) {
      const ActRecord& there = other.readings.front().record;
      if (!IsEnacting(there.kind) && !IsPlan(there.kind)) return false;
      if (!there.has_interval()) return true;
      return there.from_latest >= record.from_earliest && there.from_earliest < record.to_latest;
    });
  }

  const absl::Span<const NewEvent> events_;
  const QuestionContext& context_;
  RepairedStrands repaired_;
  EventReader reader_;
  std::vector<AppendWarning>& warnings_;
  size_t exclusions_looked_at_ = 0;
  Position first_position_ = 0;                  // of the events
  absl::flat_hash_map<Position, size_t> index_;  // of the events by position
};

}  // namespace

void AddActWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
                    std::vector<AppendWarning>& warnings) {
  std::vector<AppendWarning> added;
  ActWarnings(events, context, added).Add();
  std::stable_sort(added.begin(), added.end(), [](const AppendWarning& a, const AppendWarning& b) {
    return a.index < b.index;
  });
  warnings.insert(warnings.end(), added.begin(), added.end());
}

}  // namespace decree
