#include "core/record/names_on_record.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/identifier.h"
#include "core/model/limits.h"
#include "core/model/place/place.h"
#include "core/model/scope_dimensions.h"
#include "core/projections/group_members.h"
#include "core/projections/name_projection.h"
#include "core/projections/projection_names.h"

namespace decree {
namespace {

constexpr char kGroupStream[] = "g/";
constexpr char kWatchedStream[] = "c/";
constexpr char kTag[] = "tag:";
constexpr char kExceptionClaimed[] = "exception";  // of a control; read whatever is recorded
constexpr size_t kRememberedMax = 65'536;

std::string DidYouMean(const std::string& name) {
  return name.empty() ? "" : absl::StrCat("; did you mean \"", name, "\"?");
}

}  // namespace

absl::StatusOr<bool> NamesOnRecord::Has(absl::string_view projection,
                                        const std::string& entity) const {
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> found,
                          strands_->Entities(projection, entity));
  return std::find(found.begin(), found.end(), entity) != found.end();
}

absl::StatusOr<bool> NamesOnRecord::HasPlace(const std::string& place) const {
  for (const std::string& name : {place, place.substr(0, place.find(':'))}) {
    DECREE_ASSIGN_OR_RETURN(const bool is_group, HasGroupMembers(*strands_, kGroupStream + name));
    if (is_group) return true;
    DECREE_ASSIGN_OR_RETURN(const bool is_named, Has(kNameProjection, kPlacePrefix + name));
    if (is_named) return true;
    DECREE_ASSIGN_OR_RETURN(const bool is_watched, Has("coverage", kWatchedStream + name));
    if (is_watched) return true;
  }
  return false;
}

absl::StatusOr<std::string> NamesOnRecord::Closest(absl::string_view name,
                                                   absl::string_view prefix) const {
  DECREE_ASSIGN_OR_RETURN(std::vector<std::string> names,
                          strands_->Entities(kNameProjection, prefix));
  for (std::string& one : names) one.erase(0, prefix.size());
  return std::string(ClosestName(name, names));
}

absl::StatusOr<std::string> NamesOnRecord::TroubleWithPlace(const std::string& place) const {
  if (place.empty() || place == "*" || strands_ == nullptr || IsListedPlace(place)) return "";
  DECREE_ASSIGN_OR_RETURN(const bool is_known, HasPlace(place));
  if (is_known) return "";
  std::string why = NotAPlace(place);
  if (!PlaceMeantBy(place).empty()) return why;
  DECREE_ASSIGN_OR_RETURN(std::vector<std::string> groups,
                          strands_->Entities(kMembership, kGroupStream));
  for (std::string& group : groups) group.erase(0, sizeof(kGroupStream) - 1);
  const std::string closest(ClosestName(place, groups));
  DECREE_ASSIGN_OR_RETURN(const bool is_group, HasGroupMembers(*strands_, kGroupStream + closest));
  return is_group ? absl::StrCat(why, DidYouMean(closest)) : why;
}

absl::Status NamesOnRecord::CheckPlace(absl::string_view field, const std::string& place) const {
  DECREE_ASSIGN_OR_RETURN(const std::string trouble, TroubleWithPlace(place));
  if (trouble.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", trouble));
}

absl::Status NamesOnRecord::CheckFact(const std::string& name) const {
  if (strands_ == nullptr || name == kExceptionClaimed) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const bool is_read, Has(kNameProjection, kFactPrefix + name));
  if (is_read) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(std::string closest, Closest(name, kFactPrefix));
  if (closest.empty()) closest = std::string(ClosestField(name));
  return absl::InvalidArgumentError(
      absl::StrCat(name.substr(0, kIdBytesMax), ": no measure on record reads a fact of that name",
                   closest.empty() ? "; leave it out" : DidYouMean(closest)));
}

absl::Status NamesOnRecord::CheckTransaction(const Transaction& transaction) const {
  for (const ScopeDimension& dimension : kScopeDimensions) {
    if (dimension.matching != ScopeMatching::kPlace) continue;
    DECREE_RETURN_IF_ERROR(CheckPlace(dimension.fact, transaction.*dimension.given));
  }
  for (const auto& [name, fact] : transaction.facts) {
    DECREE_RETURN_IF_ERROR(CheckShare(name, fact));
    DECREE_RETURN_IF_ERROR(CheckFact(name));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> NamesOnRecord::UnusedTags(
    const std::vector<ProductCode>& products) const {
  std::vector<std::string> unused;
  if (strands_ == nullptr) return unused;
  for (const ProductCode& product : products) {
    if (product.system != ProductSystem::kTag) continue;
    DECREE_ASSIGN_OR_RETURN(const bool is_in_scopes,
                            Has(kNameProjection, kTagPrefix + product.code));
    if (is_in_scopes) continue;
    DECREE_ASSIGN_OR_RETURN(
        const bool has_members,
        HasGroupMembers(*strands_, absl::StrCat(kGroupStream, kTag, product.code)));
    if (has_members) continue;
    DECREE_ASSIGN_OR_RETURN(const std::string closest, Closest(product.code, kTagPrefix));
    unused.push_back(absl::StrCat("no scope and no membership uses tag:", product.code,
                                  closest.empty() ? "" : DidYouMean(kTag + closest)));
  }
  return unused;
}

absl::StatusOr<std::vector<std::string>> NamesOnRecord::UnusedTags(
    const Transaction& transaction) const {
  return UnusedTags(transaction.products);
}

absl::Status RememberedNames::CheckTransaction(const Transaction& transaction) {
  for (const ScopeDimension& dimension : kScopeDimensions) {
    if (dimension.matching != ScopeMatching::kPlace) continue;
    const std::string& place = transaction.*dimension.given;
    if (place.empty() || ListedPlace(place) == PlaceKind::kCountry) continue;
    auto known = places_.find(place);
    if (known == places_.end()) {
      if (places_.size() >= kRememberedMax) places_.clear();
      DECREE_ASSIGN_OR_RETURN(std::string trouble, names_.TroubleWithPlace(place));
      known = places_.emplace(place, std::move(trouble)).first;
    }
    if (!known->second.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(dimension.fact, ": ", known->second));
    }
  }
  for (const auto& [name, fact] : transaction.facts) {
    DECREE_RETURN_IF_ERROR(CheckShare(name, fact));
    const auto known = facts_.find(name);
    if (known != facts_.end()) {
      DECREE_RETURN_IF_ERROR(known->second);
      continue;
    }
    if (facts_.size() >= kRememberedMax) facts_.clear();
    absl::Status& checked = facts_[name];
    checked = names_.CheckFact(name);
    DECREE_RETURN_IF_ERROR(checked);
  }
  return absl::OkStatus();
}

}  // namespace decree
