// What a measure's visible acts say of it. The records tell which acts say something, so that only
// their bodies are read.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/state/measure_state.h"
#include "core/query/walks/fold_over_time.h"

namespace decree {
namespace {

// So many acts join before what the fold says is looked up over time: making that costs about as
// much as so many walks.
constexpr size_t kJoinedWalkedMax = 32;

AppliesBy DefaultAppliesBy(MeasureClass measure_class) {
  return measure_class == MeasureClass::kExportControl ||
                 measure_class == MeasureClass::kExportBan ||
                 measure_class == MeasureClass::kListing
             ? AppliesBy::kExport
             : AppliesBy::kEntry;
}

// Which acts say what a measure is, told by the records alone; nullptr: none does.
struct AttributeGivers {
  const VisibleAct* title = nullptr;
  const VisibleAct* program = nullptr;
  const VisibleAct* measure_class = nullptr;
  const VisibleAct* applies_by = nullptr;
};

AttributeGivers AttributeGiversOf(const LoadedMeasure& measure) {
  AttributeGivers givers;
  // Keeps the first or the last act, as stated, that gives it.
  const auto keep = [](const VisibleAct& act, ActFlag flag, bool is_last,
                       const VisibleAct*& giver) {
    if (!act.record.Has(flag)) return;
    if (giver == nullptr || StatedBefore(giver->record, act.record) == is_last) giver = &act;
  };
  for (const VisibleAct& act : measure.own.acts) {
    if (act.record.kind == EventKind::kDisputed) continue;
    // The measure's name comes from its first act; later titles name the act.
    keep(act, kActGivesTitle, false, givers.title);
    keep(act, kActGivesProgram, true, givers.program);
    keep(act, kActGivesClass, true, givers.measure_class);
    keep(act, kActGivesAppliesBy, true, givers.applies_by);
  }
  return givers;
}

// Who may speak for the measure: acts of commitment or force, else any.
std::vector<const VisibleAct*> SpeakersOf(const LoadedMeasure& measure, bool any_family) {
  std::vector<const VisibleAct*> acts;
  for (const VisibleAct& act : measure.own.acts) {
    const EventFamily family = InfoOf(act.record.kind).family;
    const bool speaks =
        any_family || family == EventFamily::kCommitment || family == EventFamily::kForce;
    if (speaks && act.record.kind != EventKind::kDisputed) acts.push_back(&act);
  }
  return acts;
}

bool IsStatedBefore(const VisibleAct* a, const VisibleAct* b) {
  return StatedBefore(a->record, b->record);
}

// The positions of what StateWords and FillWords look up.
class BodiesRead {
 public:
  BodiesRead(const LoadedMeasure& measure, const Fold& fold, EventReader& events)
      : measure_(measure), fold_(fold), events_(events) {}

  std::vector<uint64_t> Of(const Resolved& resolved) {
    AddAttributes();
    for (const auto* given : {&resolved.terms, &resolved.include, &resolved.exclude}) {
      for (const uint64_t body : *given) {
        for (const uint64_t part : events_.lists().PartsOf(body)) {
          if (part != 0) positions_.push_back(part);
        }
      }
    }
    bool is_pending = false;
    for (const ForceOutcome& outcome : resolved.force) {
      is_pending = is_pending || outcome.force == Force::kPending;
      Add(outcome.decider);
      Add(outcome.base);
      Add(outcome.instrument_end);
    }
    for (const LegalityOutcome& outcome : resolved.legality) Add(outcome.decider);
    for (const EnforcementOutcome& outcome : resolved.enforcement) Add(outcome.decider);
    if (is_pending) AddPlans(resolved);
    AddRepairsAndDisputes();
    return std::move(positions_);
  }

 private:
  void Add(int index) {
    if (index < 0) return;
    const FoldAct& folded = fold_.acts[static_cast<size_t>(index)];
    for (const VisibleAct* const act : {folded.act, folded.end_moved_by, folded.start_moved_by}) {
      Add(act);
    }
  }
  void Add(const VisibleAct* act) {
    if (act == nullptr) return;
    positions_.push_back(act->record.position);
    if (act->body != act->record.position) positions_.push_back(act->body);
    if (act->repair != 0) positions_.push_back(act->repair);
  }

  void AddAttributes() {
    const AttributeGivers givers = AttributeGiversOf(measure_);
    for (const VisibleAct* const act :
         {givers.title, givers.program, givers.measure_class, givers.applies_by}) {
      if (act != nullptr) positions_.push_back(act->body);
    }
    for (const bool any_family : {false, true}) {
      const auto acts = SpeakersOf(measure_, any_family);
      if (acts.empty()) continue;
      positions_.push_back((*std::min_element(acts.begin(), acts.end(), IsStatedBefore))->body);
      break;
    }
  }

  // What the reasons name of every act.
  void AddRepairsAndDisputes() {
    for (const VisibleAct& act : measure_.own.acts) {
      if (act.repair == 0 && act.record.kind != EventKind::kDisputed) continue;
      Add(&act);
      if (act.record.kind == EventKind::kDisputed) positions_.push_back(act.target);
    }
    for (const HiddenAct& hidden : measure_.own.hidden) {
      if (hidden.why != HiddenWhy::kRetracted && hidden.why != HiddenWhy::kMoved) continue;
      positions_.push_back(hidden.record.position);
      positions_.push_back(hidden.by);
    }
  }

  // Nothing is put yet: what plans it says the most.
  void AddPlans(const Resolved& resolved) {
    Add(resolved.commitment_act);
    for (const VisibleAct& act : measure_.own.acts) {
      const EventKind kind = act.record.kind;
      if (IsPlan(kind) || IsEnacting(kind)) Add(&act);
    }
  }

  const LoadedMeasure& measure_;
  const Fold& fold_;
  EventReader& events_;
  std::vector<uint64_t> positions_;
};

}  // namespace

bool MayBeListed(const Resolved& resolved) {
  return IsListed(resolved.applies.decided() ? resolved.applies.value() : Answer::kUndetermined,
                  resolved.commitment, resolved.force_values());
}

std::vector<uint64_t> BodiesReadFor(const LoadedMeasure& measure, const MeasureFold& folded,
                                    EventReader& events) {
  return BodiesRead(measure, folded.fold, events).Of(folded.resolved);
}

absl::StatusOr<MeasureFold> StateBuilder::FoldOver(const LoadedMeasure& measure,
                                                   const CivilWindow& window,
                                                   const AskedFacts& facts) {
  DECREE_ASSIGN_OR_RETURN(Fold fold, FoldOf(measure, facts, window));
  Resolved resolved = Resolve(fold, measure.own, window, filter_.view);
  return MeasureFold{std::move(fold), std::move(resolved)};
}

absl::Status StateBuilder::FillAttributes(LoadedMeasure& measure) {
  const AttributeGivers givers = AttributeGiversOf(measure);
  MeasureAttributes& attributes = measure.attributes;
  const Event* body = nullptr;
  if (givers.title != nullptr) {
    DECREE_ASSIGN_OR_RETURN(body, events_.Body(givers.title->body));
    attributes.title = body->title;
  }
  if (givers.program != nullptr) {
    DECREE_ASSIGN_OR_RETURN(body, events_.Body(givers.program->body));
    attributes.program = body->program;
  }
  if (givers.measure_class != nullptr) {
    DECREE_ASSIGN_OR_RETURN(body, events_.Body(givers.measure_class->body));
    attributes.measure_class = body->measure_class;
  }
  if (givers.applies_by != nullptr) {
    DECREE_ASSIGN_OR_RETURN(body, events_.Body(givers.applies_by->body));
    attributes.applies_by = body->applies_by;
  }
  DECREE_RETURN_IF_ERROR(FillIssuer(measure));
  if (attributes.measure_class == MeasureClass::kAuthorization) {
    DECREE_RETURN_IF_ERROR(FillAuthorizes(measure));
  }
  if (attributes.program.empty()) attributes.program = measure.slug;
  if (attributes.applies_by == AppliesBy::kUnset)
    attributes.applies_by = DefaultAppliesBy(attributes.measure_class);
  return absl::OkStatus();
}

// Whether an act that joined may change what the measure is. `issuing`: the act that says who
// issues it, so far.
absl::StatusOr<bool> StateBuilder::MovesAttributes(const VisibleAct& act, const VisibleAct* issuing,
                                                   const MeasureAttributes& attributes,
                                                   bool is_stated_last) {
  const auto speaks_first = [](const VisibleAct& of) {
    const EventFamily family = InfoOf(of.record.kind).family;
    return family == EventFamily::kCommitment || family == EventFamily::kForce;
  };
  const bool gives_any = act.record.Has(kActGivesTitle) || act.record.Has(kActGivesProgram) ||
                         act.record.Has(kActGivesClass) || act.record.Has(kActGivesAppliesBy);
  const bool is_issued = issuing != nullptr && (speaks_first(*issuing) || !speaks_first(act));
  if (!is_stated_last) return gives_any || !is_issued || StatedBefore(act.record, issuing->record);
  if (!gives_any && is_issued) return false;
  DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act.body));
  const bool may_issue = !is_issued && body->actor && !body->actor->jurisdiction.empty();
  // The first that is stated gives the title, the last everything else.
  return may_issue || (act.record.Has(kActGivesTitle) && attributes.title.empty()) ||
         (act.record.Has(kActGivesProgram) && body->program != attributes.program) ||
         (act.record.Has(kActGivesClass) && body->measure_class != attributes.measure_class) ||
         (act.record.Has(kActGivesAppliesBy) && body->applies_by != attributes.applies_by);
}

absl::StatusOr<bool> StateBuilder::Join(uint64_t position, LoadedMeasure& measure, Fold& fold) {
  std::vector<VisibleAct>& acts = measure.own.acts;
  // The fold points to where the acts are.
  if (acts.empty() || acts.size() == acts.capacity()) return false;
  if (measure.attributes.measure_class == MeasureClass::kAuthorization) return false;
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand,
                          repaired_.Of("controls", absl::StrCat("m/", measure.slug)));
  const VisibleAct* const act = strand->PlainAct(position);
  if (act == nullptr || !filter_.Records(position) || !fold.CanJoin(*act)) return false;
  const ActRecord& record = act->record;
  if (!IsKnown(record.published_us, record.published_offset_min, filter_.view)) return false;
  const auto place = std::lower_bound(
      acts.begin(), acts.end(), record,
      [](const VisibleAct& a, const ActRecord& b) { return PaintsBefore(a.record, b); });
  if (place != acts.end() && place->record.position == position) return false;
  const bool is_stated_last = StatedBefore(fold.last_stated->record, record);
  const auto at = static_cast<size_t>(place - acts.begin());
  acts.insert(place, *act);
  fold.Join(acts, at);
  if (fold.over_time != nullptr) fold.over_time->Add(fold, at);
  if (fold.joined == kJoinedWalkedMax) DECREE_RETURN_IF_ERROR(LookOverTime(measure, fold));
  const VisibleAct* const issuing = strand->PlainAct(measure.attributes.issuer_from);
  DECREE_ASSIGN_OR_RETURN(const bool moves,
                          MovesAttributes(*act, issuing, measure.attributes, is_stated_last));
  if (moves) {
    measure.attributes = {};
    DECREE_RETURN_IF_ERROR(FillAttributes(measure));
  }
  return true;
}

absl::Status StateBuilder::LookOverTime(const LoadedMeasure& measure, Fold& fold) {
  if (!fold.can_grow) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand,
                          repaired_.Of("controls", absl::StrCat("m/", measure.slug)));
  auto over_time = std::make_shared<FoldOverTime>(strand->RecordsInPaintOrder());
  for (size_t i = 0; i < fold.acts.size(); ++i) over_time->Add(fold, i);
  fold.over_time = std::move(over_time);
  return absl::OkStatus();
}

// Who spoke first for the measure.
absl::Status StateBuilder::FillIssuer(LoadedMeasure& measure) {
  for (const bool any_family : {false, true}) {
    std::vector<const VisibleAct*> acts = SpeakersOf(measure, any_family);
    // The first nearly always says it: no need to sort for that.
    if (acts.empty()) continue;
    std::iter_swap(acts.begin(), std::min_element(acts.begin(), acts.end(), IsStatedBefore));
    for (size_t i = 0; i < acts.size(); ++i) {
      if (i == 1) std::sort(acts.begin() + 1, acts.end(), IsStatedBefore);
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(acts[i]->body));
      if (!body->actor || body->actor->jurisdiction.empty()) continue;
      measure.attributes.issuer = body->actor->jurisdiction;
      measure.attributes.issuer_from = acts[i]->record.position;
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
    measure.attributes.authorizes_body = act.body;
  }
  return absl::OkStatus();
}

}  // namespace decree
