#include "core/append/name_checks.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/model/place/place.h"
#include "core/model/product_code.h"
#include "core/model/scope_dimensions.h"
#include "core/model/trade_code.h"
#include "core/projections/group_members.h"
#include "core/projections/name_projection.h"
#include "core/projections/projection_names.h"

namespace decree {
namespace {

absl::Status Refused(absl::string_view field, absl::string_view why) {
  return WithField(absl::InvalidArgumentError(absl::StrCat(field, ": ", why)), field);
}

class NameChecks {
 public:
  NameChecks(const RecordLog& log, const StrandReader* strands) : log_(log), strands_(strands) {}

  void TakeNamed(const Event& event) {
    for (const Event* at = &event; at != nullptr; at = at->replacement.get()) {
      if (at->actor) TakeNamed(at->actor->jurisdiction);
      if (at->coverage) TakeNamed(at->coverage->issuer);
      if (!at->membership || IsOwnership(*at->membership)) continue;
      TakeNamed(at->membership->group);
      if (IsUserAssignedCode(at->membership->member)) TakeNamed(at->membership->member);
    }
  }

  absl::Status Check(const Event& event) {
    std::string path;
    for (const Event* at = &event; at != nullptr; at = at->replacement.get()) {
      absl::Status status = CheckOne(*at, path);
      if (!status.ok()) {
        DECREE_ASSIGN_OR_RETURN(const bool is_recorded, IsRecorded(event.id));
        return is_recorded ? absl::OkStatus()
                           : Prefixed(absl::StrCat("event \"", event.id, "\": "), status);
      }
      absl::StrAppend(&path, "replacement.");
    }
    return absl::OkStatus();
  }

 private:
  void TakeNamed(const std::string& name) {
    // A slip does not put itself on record.
    if (!IsListedPlace(name) && PlaceMeantBy(name).empty()) named_.insert(name);
  }

  absl::Status CheckOne(const Event& given, const std::string& path) {
    if (given.actor) {
      DECREE_RETURN_IF_ERROR(CheckSlip(given.actor->jurisdiction, path + "actor.jurisdiction"));
    }
    if (given.coverage) {
      DECREE_RETURN_IF_ERROR(CheckSlip(given.coverage->issuer, path + "coverage.issuer"));
    }
    if (given.membership && !IsOwnership(*given.membership)) {
      DECREE_RETURN_IF_ERROR(CheckSlip(given.membership->group, path + "membership.group"));
    }
    if (!given.scope) return absl::OkStatus();
    for (const ScopeList& one : kScopeLists) {
      // What is taken away may have been recorded with any name.
      if (one.list == &Scope::include_remove || one.list == &Scope::exclude_remove) continue;
      DECREE_RETURN_IF_ERROR(
          CheckClauses((*given.scope).*one.list, absl::StrCat(path, "scope.", one.field)));
    }
    return absl::OkStatus();
  }

  // Who acts and what is a group may be any name, but not one that means a listed place.
  absl::Status CheckSlip(const std::string& name, const std::string& field) {
    if (IsListedPlace(name) || PlaceMeantBy(name).empty()) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const bool is_known, IsKnown(name));
    return is_known ? absl::OkStatus() : Refused(field, NotAPlace(name));
  }

  absl::Status CheckClauses(const std::optional<std::vector<ScopeClause>>& clauses,
                            const std::string& path) {
    if (!clauses) return absl::OkStatus();
    for (size_t i = 0; i < clauses->size(); ++i) {
      const auto field_of = [&](absl::string_view field) {
        return absl::StrCat(path, "[", i, "].", field);
      };
      for (const ScopeDimension& dimension : kScopeDimensions) {
        if (dimension.matching != ScopeMatching::kPlace) continue;
        for (const std::string& place : (*clauses)[i].*dimension.list) {
          DECREE_ASSIGN_OR_RETURN(const bool is_known, IsKnown(place));
          if (is_known) continue;
          return Refused(field_of(dimension.field),
                         absl::StrCat(NotAPlace(place),
                                      " (a new group: append who is in it first, or with it)"));
        }
      }
      for (const std::string& text : (*clauses)[i].product) {
        const absl::StatusOr<ProductCode> code = ParseProductCode(text);
        const absl::Status status = code.ok() ? CheckTradeCode(*code) : code.status();
        if (!status.ok()) return Refused(field_of("product"), status.message());
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<bool> IsKnown(const std::string& place) {
    if (place == "*" || IsListedPlace(place)) return true;
    const std::string base = place.substr(0, place.find(':'));
    if (named_.contains(place) || named_.contains(base)) return true;
    const auto found = known_.find(place);
    if (found != known_.end()) return found->second;
    DECREE_ASSIGN_OR_RETURN(bool is_known, IsOnRecord(place));
    if (!is_known && base != place) {
      DECREE_ASSIGN_OR_RETURN(is_known, IsOnRecord(base));
    }
    known_[place] = is_known;
    return is_known;
  }

  absl::StatusOr<bool> IsOnRecord(const std::string& place) const {
    DECREE_ASSIGN_OR_RETURN(const uint64_t as_issuer, log_.StreamLength("c/" + place));
    if (as_issuer > 0) return true;
    DECREE_ASSIGN_OR_RETURN(const uint64_t as_group, log_.StreamLength("g/" + place));
    if (strands_ == nullptr) return true;
    if (as_group > 0) {
      DECREE_ASSIGN_OR_RETURN(const bool has_members, HasGroupMembers(*strands_, "g/" + place));
      if (has_members) return true;
    }
    const std::string entity = kPlacePrefix + place;
    DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                            strands_->Entities(kNameProjection, entity));
    return std::find(names.begin(), names.end(), entity) != names.end();
  }

  absl::StatusOr<bool> IsRecorded(const std::string& id) const {
    const absl::StatusOr<Position> position = log_.Find(id);
    if (position.ok()) return true;
    if (absl::IsNotFound(position.status())) return false;
    return position.status();
  }

  const RecordLog& log_;
  const StrandReader* const strands_;
  absl::flat_hash_set<std::string> named_;        // by the call itself
  absl::flat_hash_map<std::string, bool> known_;  // that were looked up
};

}  // namespace

absl::Status CheckNames(absl::Span<const NewEvent> events, const RecordLog& log,
                        const StrandReader* strands) {
  NameChecks checks(log, strands);
  for (const NewEvent& added : events) checks.TakeNamed(added.event());
  for (size_t i = 0; i < events.size(); ++i) {
    DECREE_RETURN_IF_ERROR(WithIndex(checks.Check(events[i].event()), i));
  }
  return absl::OkStatus();
}

}  // namespace decree
