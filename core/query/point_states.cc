#include "core/query/point_states.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

constexpr char kControls[] = "controls";

int64_t CivilPublished(int64_t published_us, int16_t offset_min) {
  return published_us + int64_t{offset_min} * 60 * kMicrosPerSecond;
}

// Every civil instant at which a view of the strand may come to see something.
absl::Status AddKnown(const std::string& entity, const StrandReader& strands,
                      std::vector<int64_t>& known) {
  DECREE_ASSIGN_OR_RETURN(const Strand strand, strands.Load(kControls, entity));
  for (const ActRecord& act : strand.acts) {
    known.push_back(CivilPublished(act.published_us, act.published_offset_min));
  }
  for (const SideEntry& side : strand.sides) {
    if (side.kind != SideKind::kRepaired) continue;
    DECREE_ASSIGN_OR_RETURN(const std::vector<RepairEntry> repairs, strands.Repairs(side.number));
    for (const RepairEntry& repair : repairs) {
      known.push_back(CivilPublished(repair.act.published_us, repair.act.published_offset_min));
      if (repair.is_dated) {
        known.push_back(CivilPublished(repair.published_us, repair.published_offset_min));
      }
    }
  }
  return absl::OkStatus();
}

bool HasLimitedAct(const VisibleStrand& strand) {
  return std::any_of(strand.acts.begin(), strand.acts.end(),
                     [](const VisibleAct& act) { return IsLimitedByScope(act.record); });
}

// The body whose scope counts, as StateBuilder::StateOf picks it.
uint64_t ScopeBody(const std::vector<uint64_t>& bodies, const VisibleStrand& own, ActFlag gives) {
  for (const uint64_t body : bodies) {
    if (body != 0) return body;
  }
  uint64_t planned = 0;
  for (const VisibleAct& act : own.acts) {
    if (act.record.Has(gives) && !IsLimitedByScope(act.record)) planned = act.body;
  }
  return planned;
}

int64_t RateIn(const Resolved& resolved, const BodyNumbers& numbers) {
  uint32_t found = 0;
  for (const uint64_t body : resolved.terms) {
    const uint32_t terms = body == 0 ? 0 : numbers.GivesOf(body).terms;
    if (terms == 0 || (found != 0 && terms != found)) return kRateNotPlain;
    found = terms;
  }
  return found == 0 ? kRateNotPlain : numbers.RateOf(found);
}

PointState StateAt(const LoadedMeasure& measure, const Fold& fold, const View& view, int64_t t,
                   const BodyNumbers& numbers) {
  const Resolved resolved = Resolve(fold, measure.own, {t, t}, view);
  PointState state;
  state.applies = resolved.applies.decided() ? resolved.applies.value() : Answer::kUndetermined;
  if (state.applies == Answer::kNo) return state;  // no hit: the rest does not matter
  state.force_bits = resolved.force_values().bits();
  state.rate_ppm = RateIn(resolved, numbers);
  const uint64_t include = ScopeBody(resolved.include, measure.own, kActGivesInclude);
  const uint64_t exclude = ScopeBody(resolved.exclude, measure.own, kActGivesExclude);
  state.include = include == 0 ? 0 : numbers.GivesOf(include).include;
  state.needs_scope_match =
      state.include == 0 || !numbers.IsPlainInclude(state.include) ||
      (exclude != 0 && !numbers.IsEmptyExclude(numbers.GivesOf(exclude).exclude));
  return state;
}

PointStates::Version CompileVersion(const LoadedMeasure& measure, const View& view,
                                    const BodyNumbers& numbers) {
  const Fold fold = MakeFold(measure.own, measure.instruments, view.floor, nullptr);
  PointStates::Version version{view.known_by_us, measure.facts.issuer, {}};
  std::vector<int64_t> instants = BoundariesIn(fold, {kAxisMin, kAxisMax});
  instants.insert(instants.begin(), kAxisMin);
  for (const int64_t t : instants) {
    const PointState state = StateAt(measure, fold, view, t, numbers);
    if (!version.segments.empty() && version.segments.back().state == state) continue;
    version.segments.push_back({t, state});
  }
  return version;
}

// Whether some authorization, in some view, names the measure: by its slug or by a pattern.
absl::StatusOr<bool> HasAuthorizations(const StrandReader& strands, EventReader& events,
                                       const std::string& slug) {
  DECREE_ASSIGN_OR_RETURN(const Strand named, strands.Load(kControls, absl::StrCat("a/", slug)));
  if (!named.sides.empty()) return true;
  DECREE_ASSIGN_OR_RETURN(const Strand patterns, strands.Load(kControls, "a/*"));
  for (const SideEntry& side : patterns.sides) {
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(side.position));
    for (const std::string& pattern : body->authorizes) {
      if (MatchesGlob(pattern, slug)) return true;
    }
  }
  return false;
}

}  // namespace

PointStates::PointStates(const std::vector<Version>& versions) {
  for (const Version& version : versions) {
    const auto first = static_cast<uint32_t>(segments_.size());
    segments_.insert(segments_.end(), version.segments.begin(), version.segments.end());
    const auto last = static_cast<uint32_t>(segments_.size());
    versions_.push_back({version.known_from_civil_us, PlaceNumber(version.issuer), first, last});
  }
  segments_.shrink_to_fit();
  versions_.shrink_to_fit();
}

PointStates::Found PointStates::At(const CivilWindow& window, int64_t known_by_us) const {
  // From the newest: most questions ask what is known now.
  size_t v = versions_.size();
  while (v > 0 && versions_[v - 1].known_from_civil_us > known_by_us) --v;
  if (v == 0) return {};
  const Packed& version = versions_[v - 1];
  uint32_t s = version.last - 1;
  bool changes = false;
  while (s > version.first && segments_[s].from_civil_us > window.first_civil_us) {
    changes = changes || segments_[s].from_civil_us <= window.last_civil_us;
    --s;
  }
  return {&segments_[s].state, version.issuer, changes};
}

absl::StatusOr<std::unique_ptr<const PointStates>> CompilePointStates(const StrandReader& strands,
                                                                      EventReader& events,
                                                                      const BodyNumbers& numbers,
                                                                      const std::string& slug,
                                                                      uint64_t head) {
  std::unique_ptr<const PointStates> none;
  DECREE_ASSIGN_OR_RETURN(const bool authorized, HasAuthorizations(strands, events, slug));
  if (authorized) return none;
  std::vector<int64_t> known;
  DECREE_RETURN_IF_ERROR(AddKnown(absl::StrCat("m/", slug), strands, known));
  // Instruments come and go with what is known; those of any view are looked at.
  DECREE_ASSIGN_OR_RETURN(const Strand strand, strands.Load(kControls, absl::StrCat("m/", slug)));
  for (const SideEntry& side : strand.sides) {
    if (side.kind == SideKind::kRepaired) {
      DECREE_ASSIGN_OR_RETURN(const std::vector<RepairEntry> repairs, strands.Repairs(side.number));
      for (const RepairEntry& repair : repairs) {
        for (const SideEntry& of_repair : repair.sides) {
          if (of_repair.kind != SideKind::kTie) continue;
          DECREE_RETURN_IF_ERROR(AddKnown(absl::StrCat("i/", of_repair.text), strands, known));
        }
      }
    } else if (side.kind == SideKind::kTie) {
      DECREE_RETURN_IF_ERROR(AddKnown(absl::StrCat("i/", side.text), strands, known));
    }
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::vector<PointStates::Version> versions;
  for (const int64_t known_by_us : known) {
    Sight sight;
    sight.view.known_by_us = known_by_us;
    sight.view.position_max = head;
    StateBuilder builder(strands, events, sight);
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder.Load(slug));
    if (HasLimitedAct(measure.own)) return none;
    for (const NamedStrand& instrument : measure.instruments) {
      if (HasLimitedAct(instrument.strand)) return none;
    }
    versions.push_back(CompileVersion(measure, sight.view, numbers));
  }
  return std::make_unique<const PointStates>(versions);
}

}  // namespace decree
