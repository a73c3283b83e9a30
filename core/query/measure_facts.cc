// What a measure's visible acts say of it. The records tell which acts say something, so that only
// their bodies are read.

#include <algorithm>

#include "core/base/status_macros.h"
#include "core/query/measure_state.h"

namespace decree {
namespace {

AppliesBy DefaultAppliesBy(MeasureClass measure_class) {
  return measure_class == MeasureClass::kExportControl ||
                 measure_class == MeasureClass::kExportBan ||
                 measure_class == MeasureClass::kListing
             ? AppliesBy::kExport
             : AppliesBy::kEntry;
}

}  // namespace

absl::Status StateBuilder::FillFacts(LoadedMeasure& measure) {
  // The first or the last act, as stated, that the test lets pass.
  const auto find = [&](bool is_last, const auto& test) {
    const VisibleAct* found = nullptr;
    for (const VisibleAct& act : measure.own.acts) {
      if (act.record.kind == EventKind::kDisputed || !test(act.record)) continue;
      if (found == nullptr || StatedBefore(found->record, act.record) == is_last) found = &act;
    }
    return found;
  };
  const auto giving = [](ActFlag flag) {
    return [flag](const ActRecord& record) { return record.Has(flag); };
  };
  MeasureFacts& facts = measure.facts;
  const Event* body = nullptr;
  // The measure's name comes from its first act; later titles name the act.
  if (const VisibleAct* act = find(false, giving(kActGivesTitle))) {
    DECREE_ASSIGN_OR_RETURN(body, events_.Body(act->body));
    facts.title = body->title;
  }
  if (const VisibleAct* act = find(true, giving(kActGivesProgram))) {
    DECREE_ASSIGN_OR_RETURN(body, events_.Body(act->body));
    facts.program = body->program;
  }
  if (const VisibleAct* act = find(true, giving(kActGivesClass))) {
    DECREE_ASSIGN_OR_RETURN(body, events_.Body(act->body));
    facts.measure_class = body->measure_class;
  }
  if (const VisibleAct* act = find(true, giving(kActGivesAppliesBy))) {
    DECREE_ASSIGN_OR_RETURN(body, events_.Body(act->body));
    facts.applies_by = body->applies_by;
  }
  DECREE_RETURN_IF_ERROR(FillIssuer(measure));
  if (facts.measure_class == MeasureClass::kAuthorization) {
    DECREE_RETURN_IF_ERROR(FillAuthorizes(measure));
  }
  if (facts.program.empty()) facts.program = measure.slug;
  if (facts.applies_by == AppliesBy::kUnset)
    facts.applies_by = DefaultAppliesBy(facts.measure_class);
  return absl::OkStatus();
}

// Who spoke first for the measure: by an act of commitment or force, else by any.
absl::Status StateBuilder::FillIssuer(LoadedMeasure& measure) {
  const auto stated_before = [](const VisibleAct* a, const VisibleAct* b) {
    return StatedBefore(a->record, b->record);
  };
  for (const bool any_family : {false, true}) {
    std::vector<const VisibleAct*> acts;
    for (const VisibleAct& act : measure.own.acts) {
      const EventFamily family = InfoOf(act.record.kind).family;
      const bool speaks =
          any_family || family == EventFamily::kCommitment || family == EventFamily::kForce;
      if (speaks && act.record.kind != EventKind::kDisputed) acts.push_back(&act);
    }
    // The first nearly always says it: no need to sort for that.
    if (acts.empty()) continue;
    std::iter_swap(acts.begin(), std::min_element(acts.begin(), acts.end(), stated_before));
    for (size_t i = 0; i < acts.size(); ++i) {
      if (i == 1) std::sort(acts.begin() + 1, acts.end(), stated_before);
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(acts[i]->body));
      if (!body->actor || body->actor->jurisdiction.empty()) continue;
      measure.facts.issuer = body->actor->jurisdiction;
      measure.facts.issuer_from = acts[i]->record.position;
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::Status StateBuilder::FillAuthorizes(LoadedMeasure& measure) {
  const VisibleAct* giver = nullptr;
  for (const VisibleAct& act : measure.own.acts) {
    if (act.record.kind == EventKind::kDisputed) continue;
    if (giver != nullptr && StatedBefore(act.record, giver->record)) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act.body));
    if (body->authorizes.empty()) continue;
    giver = &act;
    measure.facts.authorizes = body->authorizes;
  }
  return absl::OkStatus();
}

}  // namespace decree
