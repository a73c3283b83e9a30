#include "core/model/scope_dimensions.h"

#include <algorithm>

namespace decree {
namespace {

void AddGiven(ScopeMatching matching, const Transaction& transaction,
              std::vector<std::string>& to) {
  for (const ScopeDimension& dimension : kScopeDimensions) {
    if (dimension.matching != matching) continue;
    const std::string& given = transaction.*dimension.given;
    if (!given.empty()) to.push_back(given);
  }
}

}  // namespace

bool ScopeDimension::IsIn(const ScopeClause& clause) const {
  if (list != nullptr) return !(clause.*list).empty();
  if (share_ppm != nullptr) return (clause.*share_ppm).has_value();
  return before != nullptr ? (clause.*before).has_value() : !(clause.*value).empty();
}

bool ScopeDimension::Restricts(const ScopeClause& clause) const {
  return list != nullptr ? decree::Restricts(clause.*list) : IsIn(clause);
}

void ScopeDimension::Copy(const ScopeClause& from, ScopeClause& to) const {
  if (list != nullptr) to.*list = from.*list;
  if (share_ppm != nullptr) to.*share_ppm = from.*share_ppm;
  if (value != nullptr) to.*value = from.*value;
  if (before != nullptr) to.*before = from.*before;
}

bool Restricts(const std::vector<std::string>& values) {
  return !values.empty() && std::find(values.begin(), values.end(), "*") == values.end();
}

std::vector<std::string> PlacesOf(const Transaction& transaction) {
  std::vector<std::string> places;
  AddGiven(ScopeMatching::kPlace, transaction, places);
  return places;
}

std::vector<std::string> InvolvedIn(const Transaction& transaction) {
  std::vector<std::string> involved = transaction.parties;
  AddGiven(ScopeMatching::kRole, transaction, involved);
  return involved;
}

}  // namespace decree
