// The words of intervals: as a source says them, as rivals have them, as movers leave them.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/edtf_date.h"
#include "core/query/state/next_step.h"
#include "core/query/state/state_words.h"

namespace decree {
namespace {

void SetEnd(const Bound& to, IntervalText& interval) {
  if (to.is_through) interval.through = to.text;
  interval.to = to.is_through && to.earliest_civil_us == to.latest_civil_us
                    ? FormatCivil(to.earliest_civil_us)
                    : to.text;
}

bool SameStart(const ActRecord& a, const ActRecord& b) {
  return a.from_earliest == b.from_earliest && a.from_latest == b.from_latest;
}

bool SameEnd(const ActRecord& a, const ActRecord& b) {
  return a.to_earliest == b.to_earliest && a.to_latest == b.to_latest;
}

}  // namespace

bool IsOpenIn(int64_t earliest, int64_t latest, const CivilWindow& window) {
  return earliest <= window.last_civil_us && latest > window.first_civil_us && earliest != latest;
}

std::string SpansText(const std::vector<IntervalText>& intervals) {
  std::string text;
  for (const IntervalText& interval : intervals) {
    absl::StrAppend(&text, text.empty() ? "" : " or ", SpanText(interval));
  }
  if (intervals.size() > 1) absl::StrAppend(&text, " (disputed)");
  return text;
}

std::string SpanText(const IntervalText& interval) {
  std::string text;
  if (!interval.from.empty()) text = absl::StrCat("from ", interval.from);
  const std::string end = !interval.through.empty() ? absl::StrCat("through ", interval.through)
                          : !interval.to.empty()    ? absl::StrCat("until ", interval.to)
                                                    : "";
  if (!end.empty()) absl::StrAppend(&text, text.empty() ? "" : " ", end);
  return text;
}

absl::StatusOr<std::string> DisputesInWords(uint64_t position, const VisibleStrand& own,
                                            EventReader& events) {
  std::string ids;
  absl::flat_hash_set<uint64_t> confirmed;
  for (auto act = own.acts.rbegin(); act != own.acts.rend(); ++act) {
    if (act->record.kind == EventKind::kConfirmed) confirmed.insert(act->target);
    if (act->record.kind != EventKind::kDisputed || act->lifted_by != 0) continue;
    if (position != 0 && act->target != position) continue;
    if (confirmed.contains(act->target)) continue;
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const disputing, events.At(act->record.position));
    ids = absl::StrCat(disputing->event.id, ids.empty() ? "" : ", ", ids);
  }
  return ids.empty() ? ids : absl::StrCat(" (disputed by ", ids, ")");
}

absl::StatusOr<IntervalText> StateWords::IntervalTextOf(const VisibleAct& act) {
  DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act.body));
  IntervalText interval;
  if (body->effective && body->effective->from) {
    interval.from = body->effective->from->text;
  } else if (act.record.kind != EventKind::kEnacted && !IsPlan(act.record.kind)) {
    interval.from = FormatCivil(act.record.from_earliest);
  }
  if (body->effective && body->effective->to) SetEnd(*body->effective->to, interval);
  return interval;
}

absl::Status StateWords::MoveEnds(const VisibleAct* end_moved_by, const VisibleAct* start_moved_by,
                                  IntervalText& interval) {
  if (start_moved_by != nullptr) {
    DECREE_ASSIGN_OR_RETURN(const IntervalText moved, IntervalTextOf(*start_moved_by));
    interval.from = moved.from;
  }
  if (end_moved_by != nullptr) {
    DECREE_ASSIGN_OR_RETURN(const IntervalText moved, IntervalTextOf(*end_moved_by));
    interval.to = moved.to;
    interval.through = moved.through;
  }
  return absl::OkStatus();
}

absl::StatusOr<IntervalText> StateWords::ReadTextOf(const FoldAct& folded, const Reading& reading) {
  DECREE_ASSIGN_OR_RETURN(IntervalText interval, IntervalTextOf(*folded.act));
  const ActRecord& own = folded.act->record;
  const ActRecord& read = reading.record;
  bool starts_alike = SameStart(own, read), ends_alike = SameEnd(own, read);
  for (const VisibleStrand* const strand : fold_.strands) {
    for (auto rival = strand->acts.rbegin(); rival != strand->acts.rend(); ++rival) {
      if (starts_alike && ends_alike) return interval;
      if (rival->record.kind != EventKind::kDisputed || rival->target != own.position) continue;
      DECREE_ASSIGN_OR_RETURN(const IntervalText said, IntervalTextOf(*rival));
      if (!starts_alike && rival->record.Has(kActHasFrom) && SameStart(rival->record, read)) {
        interval.from = said.from;
        starts_alike = true;
      }
      if (!ends_alike && rival->record.Has(kActHasTo) && SameEnd(rival->record, read)) {
        interval.to = said.to;
        interval.through = said.through;
        ends_alike = true;
      }
    }
  }
  return interval;
}

absl::StatusOr<std::vector<IntervalText>> StateWords::IntervalsOf(
    const FoldAct& folded, const VisibleAct* end_moved_by, const VisibleAct* start_moved_by) {
  std::vector<IntervalText> intervals;
  for (const Reading& reading : folded.readings) {
    IntervalText interval;
    if (folded.readings.size() == 1 && !folded.has_rival) {
      DECREE_ASSIGN_OR_RETURN(interval, IntervalTextOf(*folded.act));
    } else {
      DECREE_ASSIGN_OR_RETURN(interval, ReadTextOf(folded, reading));
    }
    DECREE_RETURN_IF_ERROR(MoveEnds(end_moved_by, start_moved_by, interval));
    const bool is_new =
        std::none_of(intervals.begin(), intervals.end(), [&](const IntervalText& other) {
          return other.from == interval.from && other.to == interval.to &&
                 other.through == interval.through;
        });
    if (is_new) intervals.push_back(std::move(interval));
  }
  return intervals;
}

absl::StatusOr<std::string> StateWords::MovesSentence(const IntervalText& moved,
                                                      const VisibleAct* end_moved_by,
                                                      const VisibleAct* start_moved_by) {
  std::string text;
  if (start_moved_by != nullptr) {
    DECREE_ASSIGN_OR_RETURN(const std::string by, IdOf(*start_moved_by));
    absl::StrAppend(&text, "; start moved to ", moved.from, " by ", by);
  }
  if (end_moved_by != nullptr) {
    DECREE_ASSIGN_OR_RETURN(const std::string by, IdOf(*end_moved_by));
    const std::string& end = moved.through.empty() ? moved.to : moved.through;
    absl::StrAppend(&text, end.empty() ? "; end taken away" : absl::StrCat("; end moved to ", end),
                    " by ", by);
  }
  return text;
}

absl::StatusOr<std::vector<IntervalText>> StateWords::PlannedIntervalsOf(const VisibleAct& plan) {
  const FoldAct* const folded = FoldedOf(plan);
  if (folded != nullptr) return IntervalsOf(*folded, folded->end_moved_by, folded->start_moved_by);
  DECREE_ASSIGN_OR_RETURN(const IntervalText interval, IntervalTextOf(plan));
  return std::vector<IntervalText>(1, interval);
}

absl::StatusOr<std::vector<IntervalText>> StateWords::IntervalOf(const Resolved& resolved) {
  const ForceOutcome* outcome = nullptr;
  for (const ForceOutcome& candidate : resolved.force) {
    if (candidate.decider < 0) continue;
    if (outcome == nullptr || candidate.force == Force::kInForce) outcome = &candidate;
  }
  std::vector<IntervalText> intervals;
  if (outcome == nullptr) {
    const VisibleAct* plan = ShownPlan();
    if (plan == nullptr) return intervals;
    DECREE_ASSIGN_OR_RETURN(intervals, PlannedIntervalsOf(*plan));
    const FoldAct* const folded = FoldedOf(*plan);
    const ActRecord& record = folded == nullptr ? plan->record : folded->readings.front().record;
    intervals.front().certain =
        intervals.size() == 1 && !IsOpenIn(record.from_earliest, record.from_latest, window_);
    return intervals;
  }
  DECREE_ASSIGN_OR_RETURN(
      intervals, IntervalsOf(At(outcome->decider), outcome->end_moved_by, outcome->start_moved_by));
  intervals.front().certain = resolved.force.size() == 1 && intervals.size() == 1;
  return intervals;
}

}  // namespace decree
