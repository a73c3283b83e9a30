#include "core/query/state/explain_acts.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/fold/mover_binding.h"

namespace decree {
namespace {

void SetFacet(ExplainedAct& act, const char* facet, ActFate fate) {
  if (std::find(act.facets.begin(), act.facets.end(), facet) == act.facets.end()) {
    act.facets.emplace_back(facet);
  }
  if (act.fate == ActFate::kLoses || fate == ActFate::kDecides) act.fate = fate;
}

// Why an act that a scope limits takes no part, or may not; "" where it does.
std::string LimitOf(const VisibleAct& act, const PartialMatcher* limited) {
  if (limited == nullptr || !IsLimitedByScope(act.record) || act.lifted_by != 0) return "";
  const PartialMatcher::Match match = limited->MatchOf(act);
  if (match == PartialMatcher::Match::kNone) {
    return "limited to a scope that does not cover the transaction";
  }
  if (match == PartialMatcher::Match::kWhole) return "";
  return "limited to a scope of which it is open whether it covers the transaction";
}

// Why an act that decides nothing lost; `record`: with its bounds as they were moved.
std::string LossOf(const VisibleAct& act, const ActRecord& record, bool is_partial,
                   const CivilWindow& window, const std::string& winner) {
  const EventFamily family = InfoOf(act.record.kind).family;
  if (act.lifted_by != 0) return "lifted: a later act replaces it";
  if (is_partial) {
    return "limited to a part of the scope; not asked about";
  }
  if (family == EventFamily::kTalk || family == EventFamily::kWorld) return "changes no state";
  if (act.record.kind == EventKind::kConfirmed || act.record.kind == EventKind::kDisputed) {
    return "speaks of another event; it counts for the evidence";
  }
  if (IsPlan(act.record.kind)) {
    return "a plan: below the floor, or overtaken by a later enacting act or withdrawal";
  }
  if (CanBeMoved(record) && CoversNothing(record)) {
    return "covers nothing: it ends before it begins";
  }
  if (Covers(record, window.first_civil_us) == Tri::kNo) {
    return record.from_earliest > window.last_civil_us ? "begins later" : "is over by then";
  }
  if (act.record.Has(kActUnofficial)) return absl::StrCat("unofficial: paints below ", winner);
  return winner.empty() ? "another act decides"
                        : absl::StrCat("painted over by the later ", winner);
}

std::string WhyHidden(const HiddenAct& hidden) {
  switch (hidden.why) {
    case HiddenWhy::kNotRecorded:
      return "not recorded yet at the position asked";
    case HiddenWhy::kNotKnown:
      return "not published yet by the date asked";
    case HiddenWhy::kRetracted:
      return "retracted";
    case HiddenWhy::kMoved:
      return "corrected: belongs to another measure";
  }
  return "";
}

class Explainer {
 public:
  explicit Explainer(EventReader& events) : events_(events) {}

  absl::StatusOr<ExplainedAct> ActOf(const ActRecord& record, uint64_t body_position,
                                     uint64_t repair) {
    ExplainedAct act;
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events_.At(record.position));
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(body_position));
    act.id = read->event.id;
    act.kind = record.kind;
    act.position = record.position;
    if (body->stated) act.stated = body->stated->text;
    if (body->published) act.published = body->published->text;
    if (body->effective && body->effective->from) act.from = body->effective->from->text;
    if (body->effective && body->effective->to) act.to = body->effective->to->text;
    act.sources = body->sources;
    act.repaired_by = repair;
    if (repair != 0) {
      DECREE_ASSIGN_OR_RETURN(const ReadEvent* const by, events_.At(repair));
      act.repaired_by_id = by->event.id;
    }
    return act;
  }

  // Of one that moves nothing that decides.
  absl::StatusOr<std::string> WhyOfMover(const FoldAct& mover) {
    if (mover.moves == nullptr) return std::string("moves nothing");
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const moved, events_.At(mover.moves->record.position));
    return absl::StrCat("moves ", moved->event.id, ", which does not decide here");
  }

  absl::Status Mark(const Fold& fold, const Resolved& resolved, std::vector<ExplainedAct>& acts) {
    const auto mark_act = [&](const VisibleAct* marked, const char* facet, ActFate fate) {
      for (ExplainedAct& act : acts) {
        if (marked != nullptr && act.position == marked->record.position) {
          SetFacet(act, facet, fate);
        }
      }
    };
    const auto mark = [&](int index, const char* facet, ActFate fate) {
      if (index < 0) return;
      const FoldAct& folded = fold.acts[static_cast<size_t>(index)];
      mark_act(folded.act, facet, fate);
      mark_act(folded.end_moved_by, facet, ActFate::kContributes);
      mark_act(folded.start_moved_by, facet, ActFate::kContributes);
    };
    for (const ForceOutcome& outcome : resolved.force) {
      mark(outcome.decider, "force", ActFate::kDecides);
      if (outcome.base != outcome.decider) mark(outcome.base, "force", ActFate::kContributes);
    }
    for (const LegalityOutcome& outcome : resolved.legality) {
      mark(outcome.decider, "legality", ActFate::kDecides);
    }
    for (const EnforcementOutcome& outcome : resolved.enforcement) {
      mark(outcome.decider, "enforcement", ActFate::kDecides);
    }
    const absl::flat_hash_set<uint64_t> giving(resolved.terms.begin(), resolved.terms.end());
    for (ExplainedAct& act : acts) {
      const uint64_t body = act.repaired_by != 0 ? act.repaired_by : act.position;
      if (giving.contains(body)) SetFacet(act, "terms", ActFate::kDecides);
      if (resolved.commitment_act != nullptr &&
          resolved.commitment_act->record.position == act.position) {
        SetFacet(act, "commitment", ActFate::kContributes);
      }
    }
    return absl::OkStatus();
  }

 private:
  EventReader& events_;
};

}  // namespace

absl::Status ExplainActs(const ActsAsked& asked, const QuestionContext& context,
                         EventReader& events, std::vector<ExplainedAct>& acts) {
  const LoadedMeasure& loaded = asked.measure;
  std::vector<const VisibleAct*> visible;
  for (const VisibleAct& act : loaded.own.acts) visible.push_back(&act);
  for (const NamedStrand& instrument : loaded.instruments) {
    for (const VisibleAct& act : instrument.strand.acts) visible.push_back(&act);
  }
  std::sort(visible.begin(), visible.end(), [](const VisibleAct* a, const VisibleAct* b) {
    return PaintsBefore(b->record, a->record);
  });
  absl::flat_hash_map<const VisibleAct*, const FoldAct*> folded;
  for (const FoldAct& act : asked.fold.acts) folded.emplace(act.act, &act);
  for (const std::vector<FoldAct>& instrument : asked.fold.instruments) {
    for (const FoldAct& act : instrument) folded.emplace(act.act, &act);
  }
  Explainer explainer(events);
  for (const VisibleAct* act : visible) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, acts.size() + 1));
    DECREE_ASSIGN_OR_RETURN(ExplainedAct explained,
                            explainer.ActOf(act->record, act->body, act->repair));
    acts.push_back(std::move(explained));
  }
  DECREE_RETURN_IF_ERROR(explainer.Mark(asked.fold, asked.resolved, acts));
  const absl::flat_hash_set<const VisibleAct*> partial(asked.fold.partial.begin(),
                                                       asked.fold.partial.end());
  for (size_t i = 0; i < acts.size(); ++i) {
    ExplainedAct& act = acts[i];
    if (act.fate == ActFate::kLoses) {
      const auto found = folded.find(visible[i]);
      const FoldAct* const of = found == folded.end() ? nullptr : found->second;
      const ActRecord& record = of == nullptr ? visible[i]->record : of->readings.front().record;
      act.why =
          LossOf(*visible[i], record, partial.contains(visible[i]), asked.window, asked.winner);
      if (of != nullptr && MovesAnother(record.kind)) {
        DECREE_ASSIGN_OR_RETURN(act.why, explainer.WhyOfMover(*of));
      }
    }
    if (act.fate == ActFate::kDecides) act.why = "decides: the last act that covers the time asked";
    if (act.fate == ActFate::kContributes) act.why = "contributes to what decides";
    // What it counts for, such as the commitment, it counts for whomever it binds.
    const std::string limit = LimitOf(*visible[i], asked.limited);
    if (act.fate != ActFate::kDecides && !limit.empty()) act.why = limit;
  }
  for (const HiddenAct& hidden : loaded.own.hidden) {
    if (hidden.record.position > context.filter.view.position_max)
      continue;  // this store knew nothing of it
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, acts.size() + 1));
    DECREE_ASSIGN_OR_RETURN(ExplainedAct act,
                            explainer.ActOf(hidden.record, hidden.record.position, hidden.by));
    act.fate = ActFate::kNotVisible;
    act.why = WhyHidden(hidden);
    acts.push_back(std::move(act));
  }
  return absl::OkStatus();
}

}  // namespace decree
