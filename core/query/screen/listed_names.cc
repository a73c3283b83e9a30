#include "core/query/screen/listed_names.h"

#include <algorithm>

#include "core/base/status_macros.h"
#include "core/model/scope_dimensions.h"
#include "core/query/screen/screen_candidates.h"

namespace decree {
namespace {

constexpr size_t kTextsLookedForMax = 65'536;

}  // namespace

void ListedNames::Add(const std::string& name, CachedMeasure& measure) {
  names_.Add(name);
  std::vector<CachedMeasure*>& measures = listed_by_[name];
  if (measures.empty() || measures.back() != &measure) measures.push_back(&measure);
}

absl::Status ListedNames::TakeName(const std::string& name, CachedMeasure& measure) {
  Add(name, measure);
  Memberships& memberships = view_cache_.builder().memberships();
  DECREE_ASSIGN_OR_RETURN(const bool may_be_group, memberships.MayBePartyGroup(name));
  if (!may_be_group) return absl::OkStatus();
  // Whoever was ever a member; whether on the date is asked of those that are near.
  DECREE_ASSIGN_OR_RETURN(const std::vector<Memberships::Member> members,
                          memberships.PartyMembersOf(name, CivilWindow()));
  for (const Memberships::Member& member : members) Add(member.name, measure);
  return absl::OkStatus();
}

absl::Status ListedNames::Take(CachedMeasure& measure) {
  if (!measure.is_seen() || measure.is_authorization()) return absl::OkStatus();
  if (!taken_.insert(&measure).second) return absl::OkStatus();
  std::vector<const VisibleStrand*> strands = {&measure.loaded.own};
  for (const NamedStrand& instrument : measure.loaded.instruments) {
    strands.push_back(&instrument.strand);
  }
  for (const VisibleStrand* const strand : strands) {
    for (const VisibleAct& act : strand->acts) {
      if (!act.record.Has(kActGivesInclude) && !act.record.Has(kActChangesInclude)) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const body, view_cache_.events().Body(act.body));
      if (!body->scope) continue;
      for (const Scope::List* const list : {&body->scope->include, &body->scope->include_add}) {
        if (!*list) continue;
        for (const ScopeClause& clause : **list) {
          for (const ScopeDimension& dimension : kScopeDimensions) {
            if (!dimension.NamesParties() || !dimension.Restricts(clause)) continue;
            for (const std::string& name : clause.*dimension.list) {
              DECREE_RETURN_IF_ERROR(TakeName(name, measure));
            }
          }
        }
      }
    }
  }
  return absl::OkStatus();
}

absl::Status ListedNames::TakeMeasuresFor(const std::string& given) {
  const QuestionContext& context = view_cache_.context();
  std::vector<std::string> slugs;
  bool is_narrow = false;
  if (context.candidates != nullptr && context.candidates->listing_nearly) {
    DECREE_ASSIGN_OR_RETURN(is_narrow, context.candidates->listing_nearly(given, slugs));
  }
  if (!is_narrow) {
    DECREE_ASSIGN_OR_RETURN(const MeasureList* const all, view_cache_.All());
    for (CachedMeasure* const measure : *all) DECREE_RETURN_IF_ERROR(Take(*measure));
    return absl::OkStatus();
  }
  std::sort(slugs.begin(), slugs.end());
  for (const std::string& slug : slugs) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_ASSIGN_OR_RETURN(CachedMeasure* const measure, view_cache_.Measure(slug));
    DECREE_RETURN_IF_ERROR(Take(*measure));
  }
  return absl::OkStatus();
}

absl::StatusOr<const std::vector<ListedNames::Near>*> ListedNames::NearTo(
    const std::string& given) {
  const auto known = known_.find(given);
  if (known != known_.end()) return &known->second;
  const size_t names = names_.size();
  DECREE_RETURN_IF_ERROR(TakeMeasuresFor(given));
  // Measures taken since may list names that are nearly what was looked for before.
  if (names_.size() != names || known_.size() >= kTextsLookedForMax) known_.clear();
  std::vector<Near>& near = known_[given];
  for (const NearIndex::Found& found : names_.Near(given)) {
    Near& one = near.emplace_back();
    one.name = *found.name;
    one.score = found.score;
    one.measures = listed_by_.at(one.name);
    std::sort(one.measures.begin(), one.measures.end(),
              [](const CachedMeasure* a, const CachedMeasure* b) {
                return a->loaded.slug < b->loaded.slug;
              });
    one.measures.erase(std::unique(one.measures.begin(), one.measures.end()), one.measures.end());
  }
  return &near;
}

}  // namespace decree
