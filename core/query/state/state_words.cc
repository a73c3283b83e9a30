#include "core/query/state/state_words.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/state/next_step.h"
#include "core/query/walks/fold_over_time.h"
#include "core/query/walks/force_choices.h"

namespace decree {
absl::StatusOr<std::string> StateWords::IdAt(uint64_t position) {
  DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events_.At(position));
  return read->event.id;
}

absl::StatusOr<std::string> StateWords::IdOf(const VisibleAct& act) {
  return IdAt(act.record.position);
}

const FoldAct* StateWords::FoldedOf(const VisibleAct& act) const {
  auto folded = std::lower_bound(
      fold_.acts.begin(), fold_.acts.end(), act.record,
      [](const FoldAct& a, const ActRecord& b) { return PaintsBefore(a.act->record, b); });
  // A fold may hold several forms of an act.
  for (; folded != fold_.acts.end() && folded->act->record.position == act.record.position;
       ++folded) {
    if (folded->act == &act) return &*folded;
  }
  return nullptr;
}

const VisibleAct* StateWords::ShownPlan() const {
  const NextStep step = NextStepAfter(fold_, window_.first_civil_us);
  return step.act != nullptr ? step.act->act : NewestPlan();
}

const VisibleAct* StateWords::NewestPlan() const {
  if (fold_.IsOverTime()) return fold_.over_time->NewestPlan(fold_);
  const VisibleAct* plan = nullptr;
  const VisibleAct* withdrawn = nullptr;
  for (const VisibleAct& act : own_.acts) {
    if (act.record.kind != EventKind::kWithdrawn) continue;
    if (act.record.position != fold_.left_out) withdrawn = &act;
  }
  for (const VisibleAct& act : own_.acts) {
    const bool plans = IsPlan(act.record.kind) || IsEnacting(act.record.kind);
    if (!plans || !act.record.has_interval() || act.lifted_by != 0) continue;
    if (act.record.position == fold_.left_out) continue;
    if (IsPlan(act.record.kind) && withdrawn != nullptr &&
        PaintsBefore(act.record, withdrawn->record)) {
      continue;
    }
    plan = &act;
  }
  return plan;
}

absl::StatusOr<std::string> StateWords::PendingSentence(const Resolved& resolved) {
  if (resolved.commitment_act == nullptr) return std::string("nothing is known of it in this view");
  // The act that plans it says more than the newest act of the same commitment (a suspension, say).
  const VisibleAct* plan = ShownPlan();
  const VisibleAct& named = plan != nullptr && LevelOf(plan->record.kind) == resolved.commitment
                                ? *plan
                                : *resolved.commitment_act;
  DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(named));
  const bool has_lapsed = resolved.force.size() == 1 && HasLapsed(fold_, window_.first_civil_us);
  std::string text = absl::StrCat(
      has_lapsed ? "lapsed: " : "not in force: ", NameOf(resolved.commitment), " (", id, ")");
  if (plan != nullptr) {
    const FoldAct* const folded = FoldedOf(*plan);
    DECREE_ASSIGN_OR_RETURN(const std::vector<IntervalText> intervals, PlannedIntervalsOf(*plan));
    absl::StrAppend(&text, IsEnacting(plan->record.kind) ? ", begins " : ", planned ",
                    SpansText(intervals));
    if (folded != nullptr) {
      DECREE_ASSIGN_OR_RETURN(
          const std::string moved,
          MovesSentence(intervals.front(), folded->end_moved_by, folded->start_moved_by));
      absl::StrAppend(&text, moved);
    }
  }
  if (has_lapsed) absl::StrAppend(&text, ", and nothing has enacted it");
  return text;
}

absl::StatusOr<std::string> StateWords::ForceSentence(const ForceOutcome& outcome,
                                                      const Resolved& resolved) {
  if (outcome.decider < 0) return PendingSentence(resolved);
  const VisibleAct& act = *At(outcome.decider).act;
  DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(act));
  DECREE_ASSIGN_OR_RETURN(
      const std::vector<IntervalText> intervals,
      IntervalsOf(At(outcome.decider), outcome.end_moved_by, outcome.start_moved_by));
  const IntervalText& interval = intervals.front();
  DECREE_ASSIGN_OR_RETURN(const std::string moved,
                          MovesSentence(interval, outcome.end_moved_by, outcome.start_moved_by));
  switch (outcome.force) {
    case Force::kInForce:
      if (outcome.interval_unknown) {
        return absl::StrCat("enacted, interval unknown: no source says from when ", id, " applies");
      }
      return absl::StrCat("in force ", SpansText(intervals), " (", id, ")", moved);
    case Force::kSuspended:
      return absl::StrCat("suspended ", SpansText(intervals), " (", id, ")", moved,
                          interval.to.empty() ? "" : "; returns then unless extended");
    case Force::kRevoked:
      return absl::StrCat("revoked from ", interval.from, " (", id, ")", moved);
    case Force::kExpired:
      if (outcome.instrument_end != nullptr) {
        DECREE_ASSIGN_OR_RETURN(const std::string instrument, IdOf(*outcome.instrument_end));
        return absl::StrCat("ended with its instrument (", instrument, "; imposed by ", id, ")");
      }
      if (act.record.kind == EventKind::kExpired) {
        return absl::StrCat("expired from ", interval.from, " (", id, ")", moved);
      }
      return absl::StrCat("ended: was in force ", SpansText(intervals), " (", id, ")", moved);
    case Force::kPending:
      break;
  }
  return PendingSentence(resolved);
}

absl::Status StateWords::AddOpenBoundaries(std::vector<std::string>& reasons) {
  for (size_t i = fold_.acts.size(); i-- > 0;) {
    const FoldAct& act = fold_.acts[i];
    const EventFamily family = InfoOf(act.act->record.kind).family;
    if (family == EventFamily::kTalk || family == EventFamily::kRecord) continue;
    if (act.readings.size() > 1) {
      DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(*act.act));
      reasons.push_back(absl::StrCat("disputed on equal terms: ", id, " has a rival reading"));
    }
    const ActRecord& r = act.readings.front().record;
    const bool paints = !IsPlan(r.kind) || act.is_live_plan;
    if (!paints || !r.has_interval()) continue;
    for (const bool is_start : {true, false}) {
      const int64_t earliest = is_start ? r.from_earliest : r.to_earliest;
      const int64_t latest = is_start ? r.from_latest : r.to_latest;
      if (!IsOpenIn(earliest, latest, window_)) continue;
      DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(*act.act));
      reasons.push_back(absl::StrCat("possible, not certain: ", id, is_start ? " begins" : " ends",
                                     " somewhere between ", FormatCivil(earliest), " and ",
                                     latest == kAxisMax ? "an open end" : FormatCivil(latest)));
    }
  }
  return absl::OkStatus();
}

absl::Status StateWords::AddIdleMovers(std::vector<std::string>& reasons) {
  for (const FoldAct& act : fold_.acts) {
    if (!MovesAnother(act.act->record.kind) || act.moves != nullptr) continue;
    DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(*act.act));
    const bool extends = act.act->record.kind == EventKind::kExtended;
    std::string why =
        extends ? "no act below it ends before then" : "no act below it begins before then";
    if (act.act->target != 0) {
      DECREE_ASSIGN_OR_RETURN(const std::string target, IdAt(act.act->target));
      why = absl::StrCat("its target ", target, " has no interval to move in this view");
    } else if (IsLimitedByScope(act.act->record)) {
      why = "limited to a scope, it needs a target";
    }
    reasons.push_back(
        absl::StrCat(id, " (", InfoOf(act.act->record.kind).name, ") moves nothing: ", why));
  }
  return absl::OkStatus();
}

absl::Status StateWords::AddPartial(std::vector<std::string>& reasons) {
  for (const VisibleAct* act : fold_.partial) {
    if (Covers(act->record, window_.first_civil_us) == Tri::kNo &&
        Covers(act->record, window_.last_civil_us) == Tri::kNo) {
      continue;
    }
    DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(*act));
    DECREE_ASSIGN_OR_RETURN(const IntervalText interval, IntervalTextOf(*act));
    reasons.push_back(absl::StrCat("partial: ", InfoOf(act->record.kind).name, " ",
                                   SpanText(interval), " for a part of its scope only (", id, ")"));
  }
  return absl::OkStatus();
}

absl::Status StateWords::AddRepairsAndDisputes(std::vector<std::string>& reasons) {
  for (const VisibleAct& act : own_.acts) {
    if (act.repair != 0) {
      DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(act));
      DECREE_ASSIGN_OR_RETURN(const std::string repair, IdAt(act.repair));
      reasons.push_back(absl::StrCat(id, " reads as corrected by ", repair));
    }
    if (act.record.kind == EventKind::kDisputed) {
      DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(act));
      DECREE_ASSIGN_OR_RETURN(const std::string target, IdAt(act.target));
      DECREE_ASSIGN_OR_RETURN(const IntervalText rival, IntervalTextOf(act));
      reasons.push_back(absl::StrCat(target, " is disputed by ", id,
                                     act.record.has_interval() ? ", which says " : "",
                                     act.record.has_interval() ? SpanText(rival) : ""));
    }
  }
  for (const HiddenAct& hidden : own_.hidden) {
    if (hidden.why != HiddenWhy::kRetracted && hidden.why != HiddenWhy::kMoved) continue;
    DECREE_ASSIGN_OR_RETURN(const std::string id, IdAt(hidden.record.position));
    DECREE_ASSIGN_OR_RETURN(const std::string by, IdAt(hidden.by));
    reasons.push_back(absl::StrCat(
        id, hidden.why == HiddenWhy::kRetracted ? " is retracted by " : " belongs elsewhere since ",
        by));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> StateWords::WhoChangesAt(int64_t civil_us) {
  std::string ids;
  const auto look = [&](const std::vector<FoldAct>& acts) -> absl::Status {
    for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
      if (IsPlan(act->act->record.kind) && !act->is_live_plan) continue;
      std::vector<int64_t> edges;
      AddEdgesOf(*act, edges);
      if (std::find(edges.begin(), edges.end(), civil_us) == edges.end()) continue;
      for (const VisibleAct* const one : {act->act, act->start_moved_by, act->end_moved_by}) {
        if (one == nullptr) continue;
        DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(*one));
        absl::StrAppend(&ids, ids.empty() ? "" : ", ", id);
      }
    }
    return absl::OkStatus();
  };
  DECREE_RETURN_IF_ERROR(look(fold_.acts));
  for (const std::vector<FoldAct>& instrument : fold_.instruments) {
    DECREE_RETURN_IF_ERROR(look(instrument));
  }
  return ids;
}

absl::Status StateWords::AddReasons(const Resolved& resolved, std::vector<std::string>& reasons) {
  const bool several = resolved.force.size() > 1;
  for (const ForceOutcome& outcome : resolved.force) {
    if (several && outcome.decider < 0) continue;  // said by the other possibility
    DECREE_ASSIGN_OR_RETURN(const std::string sentence, ForceSentence(outcome, resolved));
    reasons.push_back(several && !outcome.interval_unknown ? absl::StrCat("possibly ", sentence)
                                                           : sentence);
  }
  if (resolved.changes_at_civil_us != kAxisMin) {
    DECREE_ASSIGN_OR_RETURN(const std::string by, WhoChangesAt(resolved.changes_at_civil_us));
    reasons.push_back(absl::StrCat("the answer changes inside the time asked, at ",
                                   FormatCivil(resolved.changes_at_civil_us), " (issuer's clock)",
                                   by.empty() ? "" : ": ", by));
  }
  if (!resolved.applies.decided() || several) DECREE_RETURN_IF_ERROR(AddOpenBoundaries(reasons));
  for (const LegalityOutcome& outcome : resolved.legality) {
    if (outcome.decider < 0) continue;
    DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(*At(outcome.decider).act));
    const bool is_void =
        outcome.legality == Legality::kHeldUnlawful || outcome.legality == Legality::kAnnulled;
    reasons.push_back(absl::StrCat("legality: ", NameOf(outcome.legality), " (", id, ")",
                                   is_void ? "; void, even where it is still collected" : ""));
  }
  for (const EnforcementOutcome& outcome : resolved.enforcement) {
    if (outcome.decider < 0) continue;
    DECREE_ASSIGN_OR_RETURN(const std::string id, IdOf(*At(outcome.decider).act));
    reasons.push_back(absl::StrCat("enforcement: ", NameOf(outcome.enforcement), " (", id, ")"));
  }
  if (fold_.last_mover != nullptr) DECREE_RETURN_IF_ERROR(AddIdleMovers(reasons));
  DECREE_RETURN_IF_ERROR(AddPartial(reasons));
  return AddRepairsAndDisputes(reasons);
}

}  // namespace decree
