// What is coming for a measure that reaches a transaction: the next change of the law, and plans
// that are not law.
#include <algorithm>

#include "core/base/status_macros.h"
#include "core/query/screen/screened_measure.h"

namespace decree {
namespace {

// What people must act on.
bool Differ(const LawAhead& a, Tri a_reach, const LawAhead& b, Tri b_reach) {
  if (a_reach == Tri::kNo && b_reach == Tri::kNo) return false;
  if (!(a.applies == b.applies) || !(a.force == b.force) || a_reach != b_reach) return true;
  return !std::equal(a.terms.begin(), a.terms.end(), b.terms.begin(), b.terms.end(),
                     [](const Terms* x, const Terms* y) { return *x == *y; });
}

}  // namespace

absl::StatusOr<std::optional<Coming>> Screener::NextChange(const ScreenedMeasure& measure) {
  std::optional<Coming> coming;
  const size_t count = date_cache_.AheadCount(*measure.on_date);
  if (count < 2) return coming;
  const TransactionReading reading = ReadingOf(*measure.on_date);
  const LawAhead* matched = nullptr;
  Tri reach = Tri::kNo;
  const auto reach_at = [&](const LawAhead& law) -> absl::StatusOr<Tri> {
    const bool is_same =
        matched != nullptr && matched->include == law.include && matched->exclude == law.exclude;
    if (is_same) return reach;
    DECREE_ASSIGN_OR_RETURN(const Kleene match,
                            MatchBodies(reading, law.include, law.exclude, *measure.on_date));
    matched = &law;
    return reach = match.value;
  };
  DECREE_ASSIGN_OR_RETURN(const LawAhead* const first, date_cache_.AheadOf(*measure.on_date, 0));
  const LawAhead& now = *first;
  DECREE_ASSIGN_OR_RETURN(const Tri reach_now, reach_at(now));
  for (size_t i = 1; i < count; ++i) {
    DECREE_ASSIGN_OR_RETURN(const LawAhead* const next, date_cache_.AheadOf(*measure.on_date, i));
    const LawAhead& then = *next;
    DECREE_ASSIGN_OR_RETURN(const Tri reach_then, reach_at(then));
    if (!Differ(now, reach_now, then, reach_then)) {
      if (coming) break;
      continue;
    }
    if (!coming) {
      coming.emplace();
      coming->from = FormatCivil(then.at);
    } else if (then.decided()) {
      coming->latest = FormatCivil(then.at);
    } else {
      continue;
    }
    DECREE_ASSIGN_OR_RETURN(const StateAhead* const after,
                            date_cache_.StateAheadOf(*measure.on_date, i));
    coming->then = after->state;
    coming->commitment = after->state.commitment;
    coming->because = after->because;
    if (then.applies.Has(Answer::kYes)) coming->terms = after->state.terms;
    if (then.decided()) break;
  }
  return coming;
}

absl::StatusOr<std::optional<Coming>> Screener::NewestPlan(const ScreenedMeasure& measure) {
  std::optional<Coming> coming;
  const VisibleAct* const plan = date_cache_.PlanOf(*measure.on_date);
  if (plan == nullptr) return coming;
  DECREE_ASSIGN_OR_RETURN(const Event* const body, view_cache_.events().Body(plan->body));
  const std::vector<ScopeClause>* include = ClausesOf(body, true);
  const std::vector<ScopeClause>* exclude = ClausesOf(body, false);
  if (include == nullptr) {
    DECREE_ASSIGN_OR_RETURN(include, Clauses(measure.on_date->shown_include, true));
  }
  if (exclude == nullptr) {
    DECREE_ASSIGN_OR_RETURN(exclude, Clauses(measure.on_date->shown_exclude, false));
  }
  DECREE_ASSIGN_OR_RETURN(const Kleene reach, Match(ReadingOf(*measure.on_date), include, exclude));
  if (reach.value == Tri::kNo) return coming;
  coming.emplace();
  if (body->effective && body->effective->from) coming->from = body->effective->from->text;
  DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read,
                          view_cache_.events().At(plan->record.position));
  coming->because = {read->event.id};
  if (const VisibleAct* const by = measure.on_date->plan_postponed_by) {
    DECREE_ASSIGN_OR_RETURN(const Event* const moved_to, view_cache_.events().Body(by->body));
    if (moved_to->effective && moved_to->effective->from) {
      coming->from = moved_to->effective->from->text;
    }
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const mover,
                            view_cache_.events().At(by->record.position));
    coming->because.push_back(mover->event.id);
  }
  coming->then = measure.state();
  coming->is_plan = true;
  coming->commitment = LevelOf(plan->record.kind);
  coming->terms = body->terms ? body->terms : measure.state().terms;
  return coming;
}

absl::StatusOr<std::vector<Coming>> Screener::ComingFor(const ScreenedMeasure& measure) {
  std::vector<Coming> all;
  DECREE_ASSIGN_OR_RETURN(std::optional<Coming> change, NextChange(measure));
  if (change) all.push_back(*std::move(change));
  DECREE_ASSIGN_OR_RETURN(std::optional<Coming> plan, NewestPlan(measure));
  if (plan) all.push_back(*std::move(plan));
  return all;
}

}  // namespace decree
