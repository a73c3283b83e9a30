#include "core/query/screen/possible_parties.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/base/status_macros.h"
#include "core/model/scope_dimensions.h"
#include "core/names/party_name.h"

namespace decree {
namespace {

constexpr size_t kTextsKeptMax = 65'536;

}  // namespace

// On the date: by its own name, or as a member of a group.
absl::StatusOr<bool> PossibleParties::IsListedBy(CachedMeasure& measure, const std::string& name) {
  ScreenViewCache& view_cache = date_cache_.view_cache();
  DECREE_ASSIGN_OR_RETURN(
      const std::shared_ptr<DateFold> fold,
      date_cache_.FoldOf(measure, measure.loaded.attributes.applies_by, LimitedActs()));
  if (fold->in_force.value == Tri::kNo) return false;
  Memberships& memberships = view_cache.builder().memberships();
  const std::string folded = FoldedName(name);
  for (const bool by_group : {false, true}) {
    for (const uint64_t body : fold->resolved.include) {
      if (body == 0) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const event, view_cache.events().Body(body));
      const std::vector<ScopeClause>* const clauses = ClausesOf(event, true);
      if (clauses == nullptr) continue;
      for (const ScopeClause& clause : *clauses) {
        for (const ScopeDimension& dimension : kScopeDimensions) {
          if (!dimension.NamesParties() || !dimension.Restricts(clause)) continue;
          const std::vector<std::string>& names = clause.*dimension.list;
          if (!by_group) {
            if (std::find(names.begin(), names.end(), name) != names.end()) return true;
            continue;
          }
          for (const std::string& group : names) {
            DECREE_ASSIGN_OR_RETURN(const bool may_be_group, memberships.MayBePartyGroup(group));
            if (!may_be_group) continue;
            DECREE_ASSIGN_OR_RETURN(const Memberships::Answer answer,
                                    memberships.IsPartyMember(group, folded, fold->on));
            if (answer.may_be_in) return true;
          }
        }
      }
    }
  }
  return false;
}

absl::StatusOr<const std::vector<PossibleParty>*> PossibleParties::OfText(
    const std::string& given) {
  const auto known = known_.find(given);
  if (known != known_.end()) return &known->second;
  DECREE_ASSIGN_OR_RETURN(const std::vector<ListedNames::Near>* const near,
                          date_cache_.view_cache().listed_names().NearTo(given));
  std::vector<PossibleParty> possible;
  for (const ListedNames::Near& one : *near) {
    for (CachedMeasure* const measure : one.measures) {
      if (possible.size() >= kPossiblePartiesMax) break;
      DECREE_ASSIGN_OR_RETURN(const bool is_listed, IsListedBy(*measure, one.name));
      if (is_listed) possible.push_back({given, one.name, measure->loaded.slug, one.score});
    }
  }
  if (known_.size() >= kTextsKeptMax) known_.clear();
  return &(known_[given] = std::move(possible));
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
