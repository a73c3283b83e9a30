// What is coming for a measure that reaches a transaction: the next change of the law, and plans
// that are not law.
#include <algorithm>

#include "core/base/status_macros.h"
#include "core/query/screened_measure.h"

namespace decree {
namespace {

// What people must act on, at one instant of the law.
struct LawAt {
  uint8_t applies = 0, force = 0;
  Tri reach = Tri::kNo;
  std::vector<const Terms*> terms;
  bool decided() const { return (applies & (applies - 1)) == 0 && terms.size() < 2; }
  bool Matters() const { return reach != Tri::kNo; }
};

bool Differ(const LawAt& a, const LawAt& b) {
  if (!a.Matters() && !b.Matters()) return false;
  if (a.applies != b.applies || a.force != b.force || a.reach != b.reach) return true;
  return !std::equal(a.terms.begin(), a.terms.end(), b.terms.begin(), b.terms.end(),
                     [](const Terms* x, const Terms* y) { return *x == *y; });
}

}  // namespace

// The acts that begin or end at the instant, and the repairs that made them do so.
absl::StatusOr<std::vector<std::string>> Screener::ChangingAt(const Fold& fold, int64_t at) {
  std::vector<std::string> ids;
  const auto add = [&](const std::vector<FoldAct>& acts) -> absl::Status {
    for (const FoldAct& act : acts) {
      const bool changes =
          std::any_of(act.readings.begin(), act.readings.end(), [at](const Reading& reading) {
            const ActRecord& r = reading.record;
            return r.from_earliest == at || r.from_latest == at || r.to_earliest == at ||
                   r.to_latest == at;
          });
      if (!changes) continue;
      for (const uint64_t position : {act.act->record.position, act.act->repair}) {
        if (position == 0) continue;
        DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, builder_.events().At(position));
        ids.push_back(read->event.id);
      }
    }
    return absl::OkStatus();
  };
  DECREE_RETURN_IF_ERROR(add(fold.acts));
  for (const std::vector<FoldAct>& instrument : fold.instruments) {
    DECREE_RETURN_IF_ERROR(add(instrument));
  }
  return ids;
}

absl::StatusOr<std::optional<Coming>> Screener::NextChange(const LoadedMeasure& measure,
                                                           const TransactionFold& fold) {
  const View& view = builder_.sight().view;
  const TransactionReading reading = ReadingOf(measure, fold);
  std::optional<std::pair<std::vector<uint64_t>, std::vector<uint64_t>>> matched;
  Tri reach = Tri::kNo;
  const auto standing_at = [&](int64_t t, Resolved& resolved) -> absl::StatusOr<LawAt> {
    resolved = Resolve(fold.fold, measure.own, {t, t}, view);
    LawAt standing{resolved.applies.bits(), resolved.force_values().bits(), Tri::kNo, {}};
    for (const uint64_t body : resolved.terms) {
      if (body == 0) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const event, builder_.events().Body(body));
      if (event->terms) standing.terms.push_back(&*event->terms);
    }
    if (!matched || matched->first != resolved.include || matched->second != resolved.exclude) {
      DECREE_ASSIGN_OR_RETURN(const Kleene match,
                              MatchBodies(reading, resolved.include, resolved.exclude, fold.state));
      reach = match.value;
      matched.emplace(resolved.include, resolved.exclude);
    }
    standing.reach = reach;
    return standing;
  };
  Resolved resolved;
  DECREE_ASSIGN_OR_RETURN(const LawAt now, standing_at(fold.on.last_civil_us, resolved));
  std::optional<Coming> coming;
  for (const int64_t t : BoundariesIn(fold.fold, {fold.on.last_civil_us, kAxisMax - 1})) {
    DECREE_ASSIGN_OR_RETURN(const LawAt then, standing_at(t, resolved));
    if (!Differ(now, then)) {
      if (coming) break;
      continue;
    }
    if (!coming) {
      coming.emplace();
      coming->from = FormatCivil(t);
    } else if (then.decided()) {
      coming->latest = FormatCivil(t);
    } else {
      continue;
    }
    DECREE_ASSIGN_OR_RETURN(coming->then,
                            builder_.StateOfFold(measure, fold.fold, resolved, {t, t}));
    coming->commitment = coming->then.commitment;
    DECREE_ASSIGN_OR_RETURN(coming->because, ChangingAt(fold.fold, t));
    if (coming->because.empty()) coming->because = coming->then.because;
    if (resolved.applies.Has(Answer::kYes)) coming->terms = coming->then.terms;
    if (then.decided()) break;
  }
  return coming;
}

absl::StatusOr<std::optional<Coming>> Screener::NewestPlan(const LoadedMeasure& measure,
                                                           const TransactionFold& fold) {
  const Fold lowered =
      MakeFold(measure.own, measure.instruments, Commitment::kReported, &fold.limited);
  const VisibleAct* plan = nullptr;
  for (const FoldAct& act : lowered.acts) {
    if (!act.is_live_plan) continue;
    // Above the floor of the question it counts already.
    const bool counts = LevelOf(act.act->record.kind) >= builder_.sight().view.floor;
    const bool is_over = Happened(act.act->record.to_earliest, act.act->record.to_latest,
                                  fold.on.first_civil_us) == Tri::kYes;
    if (!(counts && act.act->record.has_interval()) && !is_over) plan = act.act;
  }
  std::optional<Coming> coming;
  if (plan == nullptr) return coming;
  DECREE_ASSIGN_OR_RETURN(const Event* const body, builder_.events().Body(plan->body));
  const Scope known = fold.state.scope.value_or(Scope{});
  const std::vector<ScopeClause>* include = ClausesOf(body, true);
  const std::vector<ScopeClause>* exclude = ClausesOf(body, false);
  if (include == nullptr && known.include) include = &*known.include;
  if (exclude == nullptr && known.exclude) exclude = &*known.exclude;
  DECREE_ASSIGN_OR_RETURN(const Kleene reach, Match(ReadingOf(measure, fold), include, exclude));
  if (reach.value == Tri::kNo) return coming;
  coming.emplace();
  if (body->effective && body->effective->from) coming->from = body->effective->from->text;
  coming->then = fold.state;
  coming->is_plan = true;
  coming->commitment = LevelOf(plan->record.kind);
  coming->terms = body->terms ? body->terms : fold.state.terms;
  DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, builder_.events().At(plan->record.position));
  coming->because = {read->event.id};
  return coming;
}

absl::StatusOr<std::vector<Coming>> Screener::ComingFor(const LoadedMeasure& measure,
                                                        const TransactionFold& fold) {
  std::vector<Coming> all;
  DECREE_ASSIGN_OR_RETURN(std::optional<Coming> change, NextChange(measure, fold));
  if (change) all.push_back(*std::move(change));
  DECREE_ASSIGN_OR_RETURN(std::optional<Coming> plan, NewestPlan(measure, fold));
  if (plan) all.push_back(*std::move(plan));
  return all;
}

}  // namespace decree
