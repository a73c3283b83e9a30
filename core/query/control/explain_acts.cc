#include "core/query/control/explain_acts.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/query/control/facet_race.h"
#include "core/query/fold/mover_binding.h"

namespace decree {
namespace {

void SetFacet(ExplainedAct& act, const char* facet, ActFate fate) {
  if (std::find(act.facets.begin(), act.facets.end(), facet) == act.facets.end()) {
    act.facets.emplace_back(facet);
  }
  if (act.fate == ActFate::kLoses || fate == ActFate::kDecides) act.fate = fate;
}

// "terms and include overridden by the later wf-3; exclude by wf-4"
std::string LossesOf(const ExplainedAct& act) {
  std::vector<std::pair<const ExplainedAct::Lost*, std::vector<std::string>>> by_winner;
  for (const ExplainedAct::Lost& lost : act.lost) {
    const auto same = std::find_if(by_winner.begin(), by_winner.end(), [&](const auto& entry) {
      return entry.first->by == lost.by && entry.first->by_rank == lost.by_rank;
    });
    if (same != by_winner.end()) {
      same->second.push_back(lost.facet);
    } else {
      by_winner.push_back({&lost, {lost.facet}});
    }
  }
  std::string text;
  for (const auto& [lost, facets] : by_winner) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", absl::StrJoin(facets, " and "),
                    lost->by.empty() ? " without effect beside the others"
                    : lost->by_rank  ? " outranked by the stay "
                                     : " overridden by the later ",
                    lost->by);
  }
  return text;
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

// Why an act that does nothing at the time asked counts for nothing; `record`: with its bounds as
// they were moved.
std::string IdlenessOf(const VisibleAct& act, const ActRecord& record, bool is_partial,
                       const CivilWindow& window) {
  const EventFamily family = InfoOf(act.record.kind).family;
  if (act.lifted_by != 0) return "lifted: a later act replaces it";
  if (is_partial) return "limited to a part of the scope; not asked about";
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
  return "says nothing that shows at the time asked";
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

  // What each act does on each facet; `visible`: the acts, in the same order.
  absl::Status Mark(const Fold& fold, const Resolved& resolved, const CivilWindow& window,
                    const std::vector<const VisibleAct*>& visible,
                    std::vector<ExplainedAct>& acts) {
    const FacetRace race(fold, resolved, events_.lists(), window);
    for (size_t i = 0; i < acts.size(); ++i) {
      for (const FacetFate& fate : race.Of(*visible[i])) {
        if (fate.fate != FacetFate::Fate::kLoses) {
          const bool decides = fate.fate == FacetFate::Fate::kDecides;
          SetFacet(acts[i], fate.facet, decides ? ActFate::kDecides : ActFate::kContributes);
          continue;
        }
        ExplainedAct::Lost& lost = acts[i].lost.emplace_back();
        lost.facet = fate.facet;
        lost.by_rank = fate.by_rank;
        if (fate.by == nullptr) continue;
        DECREE_ASSIGN_OR_RETURN(const ReadEvent* const by, events_.At(fate.by->record.position));
        lost.by = by->event.id;
      }
      if (resolved.commitment_act != nullptr &&
          resolved.commitment_act->record.position == acts[i].position) {
        SetFacet(acts[i], "commitment", ActFate::kContributes);
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
  DECREE_RETURN_IF_ERROR(explainer.Mark(asked.fold, asked.resolved, asked.window, visible, acts));
  const absl::flat_hash_set<const VisibleAct*> partial(asked.fold.partial.begin(),
                                                       asked.fold.partial.end());
  for (size_t i = 0; i < acts.size(); ++i) {
    ExplainedAct& act = acts[i];
    const std::string losses = LossesOf(act);
    if (act.fate == ActFate::kLoses && losses.empty()) {
      const auto found = folded.find(visible[i]);
      const FoldAct* const of = found == folded.end() ? nullptr : found->second;
      const ActRecord& record = of == nullptr ? visible[i]->record : of->readings.front().record;
      act.why = IdlenessOf(*visible[i], record, partial.contains(visible[i]), asked.window);
      if (of != nullptr && MovesAnother(record.kind)) {
        DECREE_ASSIGN_OR_RETURN(act.why, explainer.WhyOfMover(*of));
      }
    }
    if (act.fate == ActFate::kDecides) act.why = "decides: the last act that covers the time asked";
    if (act.fate == ActFate::kContributes) act.why = "contributes to what decides";
    if (!losses.empty()) {
      absl::StrAppend(&act.why, act.why.empty() ? "" : "; its ", losses);
      if (act.fate == ActFate::kLoses && visible[i]->record.Has(kActUnofficial)) {
        absl::StrAppend(&act.why, " (unofficial: paints below what is official)");
      }
    }
    // What it counts for, such as the commitment, it counts for whomever it binds.
    const std::string limit = LimitOf(*visible[i], asked.limited);
    if (act.fate != ActFate::kDecides && !limit.empty()) act.why = limit;
  }
  for (const HiddenAct& hidden : loaded.own.hidden) {
    // This store knew nothing of it.
    const View& view = context.filter.view;
    if (hidden.record.position > view.position_max) continue;
    if (view.reads_claims && hidden.why == HiddenWhy::kNotRecorded) continue;
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
