#include "core/query/change/axis_instants.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/projections/projection_names.h"
#include "core/query/state/authorizations.h"

namespace decree {
namespace {

absl::Status AddMeasure(const std::string& slug, RepairedStrands& strands, AnswerSources& sources) {
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const own,
                          strands.Of(kControls, absl::StrCat("m/", slug)));
  sources.parts.push_back(own);
  for (const std::string& tie : EverTiedTo(*own)) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const part,
                            strands.Of(kControls, absl::StrCat("i/", tie)));
    sources.parts.push_back(part);
  }
  return absl::OkStatus();
}

// Slugs of what ever named the measure.
absl::StatusOr<std::set<std::string>> EverAuthorizing(const std::string& slug,
                                                      RepairedStrands& strands,
                                                      EventReader& events) {
  std::set<std::string> authorizations;
  DECREE_ASSIGN_OR_RETURN(AuthorizationPatterns* const patterns,
                          PatternsThrough(std::numeric_limits<uint64_t>::max(), strands, events));
  for (std::string& giver : patterns->SlugsOf(patterns->Fitting(slug), ViewFilter())) {
    if (giver != slug) authorizations.insert(std::move(giver));
  }
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand,
                          strands.Of(kControls, absl::StrCat("a/", slug)));
  for (const SideEntry& side : strand->strand().sides) {
    if (side.kind != SideKind::kAuthorizes || side.text == slug) continue;
    DECREE_RETURN_IF_ERROR(strands.CheckMayGoOn());
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(side.position));
    if (NamesMeasure(*body, slug)) authorizations.insert(side.text);
  }
  return authorizations;
}

void AddClauseBounds(const std::optional<std::vector<ScopeClause>>& clauses,
                     std::vector<int64_t>& at) {
  if (!clauses) return;
  const auto add = [&at](const std::optional<Bound>& bound) {
    if (!bound) return;
    at.push_back(bound->earliest_civil_us);
    at.push_back(bound->latest_civil_us);
  };
  for (const ScopeClause& clause : *clauses) {
    for (const auto* bound : {&clause.exported_before, &clause.loaded_before,
                              &clause.entered_before, &clause.contract_before}) {
      add(*bound);
    }
    if (!clause.effective) continue;
    add(clause.effective->from);
    add(clause.effective->to);
  }
}

}  // namespace

absl::Status AddBoundaries(const VisibleStrand& strand, bool with_clauses, EventReader& events,
                           std::map<int64_t, Positions>& instants) {
  for (const VisibleAct& act : strand.acts) {
    const ActRecord& r = act.record;
    // `start_*` counts where a rival of the act gives it another end.
    std::vector<int64_t> at = {r.from_earliest, r.from_latest,      r.to_earliest,
                               r.to_latest,     act.start_earliest, act.start_latest};
    if (r.kind == EventKind::kEnacted) at.push_back(PublicationDay(r));
    const bool gives_scope = r.Has(kActGivesInclude) || r.Has(kActGivesExclude) ||
                             r.Has(kActChangesInclude) || r.Has(kActChangesExclude);
    if (gives_scope && (with_clauses || IsLimitedByScope(r))) {
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act.body));
      if (body->scope) {
        for (const ScopeList& one : kScopeLists) AddClauseBounds((*body->scope).*one.list, at);
      }
    }
    for (const int64_t civil_us : at) {
      if (civil_us == kAxisMin || civil_us == kAxisMax) continue;
      instants[civil_us].insert(r.position);
      if (act.repair != 0) instants[civil_us].insert(act.repair);
    }
  }
  return absl::OkStatus();
}

namespace {

absl::Status AddBoundaries(const LoadedMeasure& measure, bool with_clauses, EventReader& events,
                           std::map<int64_t, Positions>& instants) {
  DECREE_RETURN_IF_ERROR(AddBoundaries(measure.own, with_clauses, events, instants));
  for (const NamedStrand& instrument : measure.instruments) {
    DECREE_RETURN_IF_ERROR(AddBoundaries(instrument.strand, with_clauses, events, instants));
  }
  return absl::OkStatus();
}

// One thing that becomes visible, with the events it takes: an act as recorded, an act as a repair
// makes it, or a repair itself.
struct Publication {
  int64_t utc_us = 0;  // when it was certainly public
  int16_t offset_min = 0;
  bool is_clerical = false;  // public whenever its target is
  std::vector<uint64_t> events;
};

std::vector<Publication> PublicationsOf(const AnswerSources& sources) {
  std::vector<Publication> all;
  for (const RepairedStrand* const part : sources.parts) {
    for (const ActRecord& act : part->strand().acts) {
      all.push_back({act.published_us, act.published_offset_min, false, {act.position}});
    }
    for (const RepairEntry& repair : part->repairs()) {
      all.push_back(
          {repair.published_us, repair.published_offset_min, !repair.is_dated, {repair.position}});
      if (repair.is_retraction) continue;
      all.push_back({repair.act.published_us,
                     repair.act.published_offset_min,
                     false,
                     {repair.root, repair.position}});
    }
  }
  return all;
}

bool IsSeen(const Publication& publication, const ViewFilter& filter) {
  for (const uint64_t position : publication.events) {
    if (!filter.Records(position)) return false;
  }
  return publication.is_clerical ||
         IsKnown(publication.utc_us, publication.offset_min, filter.view);
}

// The wall clock of the event's zone, "2025-11-07" for a day's last microsecond.
std::string WallClockText(int64_t civil_us, int16_t offset_min) {
  const int64_t next = civil_us + 1;
  if (next % kMicrosPerDay == 0) return FormatCivil(next - kMicrosPerDay);
  const int64_t utc_us = civil_us - int64_t{offset_min} * 60 * kMicrosPerSecond;
  if (offset_min == 0) return FormatUtc(utc_us);
  std::string text = FormatUtc(civil_us);
  text.pop_back();  // the Z
  const int minutes = offset_min < 0 ? -offset_min : offset_min;
  return absl::StrCat(
      text, absl::StrFormat("%c%02d:%02d", offset_min < 0 ? '-' : '+', minutes / 60, minutes % 60));
}

}  // namespace

absl::StatusOr<AnswerSources> SourcesOf(const std::string& slug, const AskedFacts& facts,
                                        RepairedStrands& strands, EventReader& events) {
  AnswerSources sources;
  DECREE_RETURN_IF_ERROR(AddMeasure(slug, strands, sources));
  DECREE_ASSIGN_OR_RETURN(const std::set<std::string> authorizations,
                          EverAuthorizing(slug, strands, events));
  for (const std::string& authorization : authorizations) {
    DECREE_RETURN_IF_ERROR(AddMeasure(authorization, strands, sources));
    sources.authorizations.push_back(authorization);
  }
  if (!facts.any()) return sources;
  DECREE_ASSIGN_OR_RETURN(const auto entities, strands.reader().Entities(kMembership, "g/"));
  for (const std::string& group : entities) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const part, strands.Of(kMembership, group));
    if (TellsOfOwnersAlone(*part)) continue;  // goods have no owners
    sources.groups.push_back(group);
    sources.parts.push_back(part);
  }
  return sources;
}

bool TellsOfOwnersAlone(const RepairedStrand& members) {
  bool any_owner = false, any_member = false;
  const auto look_at = [&](const std::vector<SideEntry>& sides) {
    for (const SideEntry& side : sides) {
      if (side.kind != SideKind::kMember) continue;
      (ReadMemberSide(side.text).is_ownership() ? any_owner : any_member) = true;
    }
  };
  look_at(members.strand().sides);
  for (const RepairEntry& repair : members.repairs()) look_at(repair.sides);
  return any_owner && !any_member;
}

std::map<int64_t, KnownInstant> KnownInstants(const AnswerSources& sources,
                                              const ViewFilter& filter) {
  std::map<int64_t, KnownInstant> instants;
  const bool is_instant = filter.view.known_by_is_instant;
  for (const Publication& publication : PublicationsOf(sources)) {
    if (publication.is_clerical || !IsSeen(publication, filter)) continue;
    const int64_t wall_us =
        publication.utc_us + int64_t{publication.offset_min} * 60 * kMicrosPerSecond;
    const int64_t key = is_instant ? publication.utc_us : wall_us;
    KnownInstant& instant = instants[key];
    if (instant.at.empty()) {
      instant.at = is_instant ? FormatUtc(key) : WallClockText(key, publication.offset_min);
    }
    instant.events.insert(publication.events.begin(), publication.events.end());
  }
  return instants;
}

Positions RecordedPositions(const AnswerSources& sources, const ViewFilter& filter) {
  Positions instants;
  for (const Publication& publication : PublicationsOf(sources)) {
    for (const uint64_t position : publication.events) {
      if (filter.Records(position)) instants.insert(position);
    }
  }
  return instants;
}

Positions EventsBetween(const AnswerSources& sources, const ViewFilter& before,
                        const ViewFilter& after) {
  Positions events;
  for (const Publication& publication : PublicationsOf(sources)) {
    if (IsSeen(publication, before) == IsSeen(publication, after)) continue;
    events.insert(publication.events.begin(), publication.events.end());
  }
  return events;
}

absl::StatusOr<std::map<int64_t, Positions>> EffectiveInstants(
    const LoadedMeasure& measure, const AnswerSources& sources, const ViewFilter& filter,
    RepairedStrands& strands, EventReader& events, bool with_clauses) {
  std::map<int64_t, Positions> instants;
  DECREE_RETURN_IF_ERROR(AddBoundaries(measure, with_clauses, events, instants));
  StateBuilder builder(strands, events, filter);
  for (const std::string& slug : sources.authorizations) {
    DECREE_RETURN_IF_ERROR(strands.CheckMayGoOn());
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure authorization, builder.Load(slug));
    DECREE_RETURN_IF_ERROR(AddBoundaries(authorization, true, events, instants));
  }
  for (const std::string& group : sources.groups) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand, strands.Of(kMembership, group));
    DECREE_RETURN_IF_ERROR(AddBoundaries(strand->SeenBy(filter), true, events, instants));
  }
  return instants;
}

}  // namespace decree
