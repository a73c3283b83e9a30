#include "core/query/screen/possible_parties.h"

#include <algorithm>
#include <tuple>

#include "core/base/status_macros.h"
#include "core/model/scope_dimensions.h"
#include "core/query/screen/screen_candidates.h"

namespace decree {
namespace {

constexpr size_t kTextsKeptMax = 65'536;

}  // namespace

absl::Status PossibleParties::TakeName(const std::string& name, const std::string& slug,
                                       const CivilWindow& window) {
  names_.Add(name);
  listed_by_[name].insert(slug);
  Memberships& memberships = date_cache_.view_cache().builder().memberships();
  DECREE_ASSIGN_OR_RETURN(const bool may_be_group, memberships.MayBePartyGroup(name));
  if (!may_be_group) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const std::vector<Memberships::Member> members,
                          memberships.PartyMembersOf(name, window));
  for (const Memberships::Member& member : members) {
    if (!member.answer.may_be_in) continue;
    names_.Add(member.name);
    listed_by_[member.name].insert(slug);
  }
  return absl::OkStatus();
}

absl::Status PossibleParties::Take(CachedMeasure& measure) {
  if (!measure.is_seen() || measure.is_authorization()) return absl::OkStatus();
  if (!taken_.insert(&measure).second) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(
      const std::shared_ptr<DateFold> fold,
      date_cache_.FoldOf(measure, measure.loaded.attributes.applies_by, LimitedActs()));
  if (fold->in_force.value == Tri::kNo) return absl::OkStatus();
  for (const uint64_t body : fold->resolved.include) {
    if (body == 0) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const event, date_cache_.view_cache().events().Body(body));
    const std::vector<ScopeClause>* const clauses = ClausesOf(event, true);
    if (clauses == nullptr) continue;
    for (const ScopeClause& clause : *clauses) {
      for (const ScopeDimension& dimension : kScopeDimensions) {
        if (!dimension.NamesParties() || !dimension.Restricts(clause)) continue;
        for (const std::string& name : clause.*dimension.list) {
          DECREE_RETURN_IF_ERROR(TakeName(name, measure.loaded.slug, fold->on));
        }
      }
    }
  }
  return absl::OkStatus();
}

absl::Status PossibleParties::TakeMeasuresFor(const std::string& given) {
  ScreenViewCache& view_cache = date_cache_.view_cache();
  const QuestionContext& context = view_cache.context();
  std::vector<std::string> slugs;
  bool is_narrow = false;
  if (context.candidates != nullptr && context.candidates->listing_nearly) {
    DECREE_ASSIGN_OR_RETURN(is_narrow, context.candidates->listing_nearly(given, slugs));
  }
  if (!is_narrow) {
    DECREE_ASSIGN_OR_RETURN(const MeasureList* const all, view_cache.All());
    for (CachedMeasure* const measure : *all) DECREE_RETURN_IF_ERROR(Take(*measure));
    return absl::OkStatus();
  }
  std::sort(slugs.begin(), slugs.end());
  for (const std::string& slug : slugs) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_ASSIGN_OR_RETURN(CachedMeasure* const measure, view_cache.Measure(slug));
    DECREE_RETURN_IF_ERROR(Take(*measure));
  }
  return absl::OkStatus();
}

absl::StatusOr<const std::vector<PossibleParty>*> PossibleParties::OfText(
    const std::string& given) {
  const auto known = known_.find(given);
  if (known != known_.end()) return &known->second;
  DECREE_RETURN_IF_ERROR(TakeMeasuresFor(given));
  if (known_.size() >= kTextsKeptMax) known_.clear();
  std::vector<PossibleParty>& possible = known_[given];
  for (const NearIndex::Found& found : names_.Near(given)) {
    for (const std::string& slug : listed_by_.at(*found.name)) {
      if (possible.size() >= kPossiblePartiesMax) return &possible;
      possible.push_back({given, *found.name, slug, found.score});
    }
  }
  return &possible;
}

absl::StatusOr<std::vector<PossibleParty>> PossibleParties::Of(const Transaction& transaction) {
  std::vector<std::string> texts = InvolvedIn(transaction);
  for (const OwnerShare& owner : transaction.owners) texts.push_back(owner.id);
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  std::vector<PossibleParty> all;
  for (const std::string& text : texts) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<PossibleParty>* const of_text, OfText(text));
    all.insert(all.end(), of_text->begin(), of_text->end());
  }
  std::sort(all.begin(), all.end(), [](const PossibleParty& a, const PossibleParty& b) {
    return std::tuple(-a.score, a.given, a.listed, a.measure) <
           std::tuple(-b.score, b.given, b.listed, b.measure);
  });
  if (all.size() > kPossiblePartiesMax) all.resize(kPossiblePartiesMax);
  return all;
}

}  // namespace decree
