#include "core/query/state/next_step.h"

#include <algorithm>
#include <array>

#include "core/query/walks/fold_over_time.h"
#include "core/query/walks/scope_changes.h"

namespace decree {
namespace {

const ActRecord& RecordOf(const FoldAct& act) { return act.readings.front().record; }

bool IsThere(const Fold& fold, const VisibleAct& act) {
  return fold.left_out == 0 || act.record.position != fold.left_out;
}

// Which plans nobody has enacted or withdrawn since.
class LivePlans {
 public:
  explicit LivePlans(const Fold& fold) {
    for (const VisibleAct& act : fold.strands.front()->acts) {
      if (!IsThere(fold, act)) continue;
      if (act.record.kind == EventKind::kWithdrawn) withdrawn_ = &act.record;
      if (!IsEnacting(act.record.kind)) continue;
      if (enacting_ == nullptr || StatedBefore(*enacting_, act.record)) enacting_ = &act.record;
    }
  }

  bool Has(const FoldAct& act) const {
    const ActRecord& record = act.act->record;
    if (act.of_instrument || act.is_left_out || !IsPlan(record.kind)) return false;
    if (enacting_ != nullptr && StatedBefore(record, *enacting_)) return false;
    return withdrawn_ == nullptr || !PaintsBefore(record, *withdrawn_);
  }

 private:
  const ActRecord* enacting_ = nullptr;
  const ActRecord* withdrawn_ = nullptr;
};

bool ComesBefore(const ActRecord& record, int64_t civil_us, const NextStep& step) {
  if (record.from_latest <= civil_us || record.from_latest == kAxisMax) return false;
  // Of several the newest, which is visited last.
  return step.act == nullptr || record.from_latest <= step.at_civil_us;
}

bool IsEmptyOf(const FoldAct& act) {
  return !RecordOf(act).has_interval() || CoversNothing(RecordOf(act));
}

}  // namespace

NextStep NextStepAfter(const Fold& fold, int64_t civil_us) {
  NextStep step;
  if (fold.IsOverTime()) {
    const FoldOverTime::Coming coming = fold.over_time->ComingAfter(fold, civil_us);
    if (coming.act >= 0) step.act = &fold.acts[static_cast<size_t>(coming.act)];
    step.at_civil_us = coming.at_civil_us;
    step.is_plan = coming.is_plan;
    return step;
  }
  for (const FoldAct& act : fold.acts) {
    if (act.of_instrument || act.is_left_out || !Imposes(act, act.readings.front())) continue;
    if (ComesBefore(RecordOf(act), civil_us, step)) step = {&act, RecordOf(act).from_latest, false};
  }
  if (step.act != nullptr) return step;
  const LivePlans live(fold);
  for (const FoldAct& act : fold.acts) {
    if (!live.Has(act) || IsEmptyOf(act)) continue;
    if (ComesBefore(RecordOf(act), civil_us, step)) step = {&act, RecordOf(act).from_latest, true};
  }
  return step;
}

std::vector<uint64_t> BroughtBy(const Fold& fold, const NextStep& step, Given given) {
  if (step.act == nullptr) return {0};
  const FoldOverTime* const over_time = fold.IsOverTime() ? fold.over_time.get() : nullptr;
  const bool is_whole = over_time != nullptr && over_time->is_whole();
  if (is_whole && given != Given::kTerms) return {0};
  if (!step.is_plan && over_time == nullptr) return ListsAt(fold, given, step.at_civil_us);
  std::vector<uint64_t> bodies = {step.act->readings.front().body[static_cast<size_t>(given)]};
  if (!step.is_plan) {
    bodies = over_time->GivenAt(fold, given, step.at_civil_us);
  } else if (is_whole) {
    bodies = {over_time->TermsOf(fold, static_cast<size_t>(step.act - fold.acts.data()))};
  }
  if (!fold.ChangesLists(given) || !fold.apart.empty()) return bodies;
  return WithChanges(fold, given, step.at_civil_us, bodies);
}

std::vector<uint64_t> ComingBodies(const Fold& fold, const VisibleStrand& own,
                                   const CivilWindow& window, Given given) {
  const NextStep step = NextStepAfter(fold, window.first_civil_us);
  std::vector<uint64_t> bodies = BroughtBy(fold, step, given);
  bodies.erase(std::remove(bodies.begin(), bodies.end(), uint64_t{0}), bodies.end());
  if (!bodies.empty()) return bodies;
  if (fold.IsOverTime()) {
    const VisibleAct* const last = fold.over_time->LastGiving(fold, given);
    return {last == nullptr ? 0 : last->body};
  }
  constexpr std::array<ActFlag, kGivenCount> kGives = {kActGivesTerms, kActGivesInclude,
                                                       kActGivesExclude};
  for (auto act = own.acts.rbegin(); act != own.acts.rend(); ++act) {
    const ActRecord& record = act->record;
    if (!IsThere(fold, *act) || !record.Has(kGives[static_cast<size_t>(given)])) continue;
    // What only speaks of another event gives the measure nothing.
    const bool says = given == Given::kTerms ? InfoOf(record.kind).family != EventFamily::kRecord
                                             : !IsLimitedByScope(record);
    if (says) return {act->body};
  }
  return {0};
}

ShownLists ShownListsOf(const Fold& fold, const VisibleStrand& own, const CivilWindow& window,
                        const std::vector<uint64_t>& include,
                        const std::vector<uint64_t>& exclude) {
  const auto first_given = [](const std::vector<uint64_t>& bodies) {
    const auto given =
        std::find_if(bodies.begin(), bodies.end(), [](uint64_t body) { return body != 0; });
    return given == bodies.end() ? 0 : *given;
  };
  ShownLists shown{first_given(include), first_given(exclude)};
  if (shown.include != 0) return shown;
  shown.include = ComingBodies(fold, own, window, Given::kInclude).front();
  if (shown.exclude == 0) {
    shown.exclude = ComingBodies(fold, own, window, Given::kExclude).front();
  }
  return shown;
}

bool HasLapsed(const Fold& fold, int64_t civil_us) {
  const FoldAct* plan = nullptr;
  bool is_changed = false;  // since
  if (fold.IsOverTime()) {
    const int64_t newest = fold.over_time->NewestPlanToCome(fold);
    if (newest < 0) return false;
    plan = &fold.acts[static_cast<size_t>(newest)];
  } else {
    const LivePlans live(fold);
    for (const FoldAct& act : fold.acts) {
      const EventKind kind = act.act->record.kind;
      const bool changes = kind == EventKind::kAmended || kind == EventKind::kEased;
      if (changes && !act.of_instrument && !act.is_left_out) is_changed = true;
      if (!live.Has(act)) continue;
      plan = &act;
      is_changed = false;
    }
  }
  if (plan == nullptr || is_changed || IsEmptyOf(*plan)) return false;
  return RecordOf(*plan).from_latest <= civil_us && NextStepAfter(fold, civil_us).act == nullptr;
}

}  // namespace decree
