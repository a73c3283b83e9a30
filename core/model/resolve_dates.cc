#include "core/model/resolve_dates.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/model/scope_dimensions.h"
#include "core/model/zone.h"

namespace decree {
namespace {

absl::Status At(absl::string_view path, absl::string_view field, const absl::Status& status) {
  const std::string whole = absl::StrCat(path, field);
  return WithField(Prefixed(absl::StrCat(whole, ": "), status), whole);
}

// Resolves the dates below one path, e.g. "replacement." or "scope.include[0].".
class Resolver {
 public:
  Resolver(std::string path, absl::string_view zone) : path_(std::move(path)), zone_(zone) {}

  absl::Status Resolve(absl::string_view field, std::optional<Moment>& moment) const {
    if (!moment) return absl::OkStatus();
    absl::StatusOr<Moment> parsed = ParseMoment(moment->text, zone_);
    if (!parsed.ok()) return At(path_, field, parsed.status());
    *moment = *std::move(parsed);
    return absl::OkStatus();
  }

  absl::Status Resolve(absl::string_view field, std::optional<Bound>& bound, BoundRole role) const {
    if (!bound) return absl::OkStatus();
    absl::StatusOr<Bound> parsed = ParseBound(bound->text, role, zone_);
    if (!parsed.ok()) return At(path_, field, parsed.status());
    *bound = *std::move(parsed);
    return absl::OkStatus();
  }

  absl::Status Resolve(std::optional<EffectiveInterval>& effective) const {
    if (!effective) return absl::OkStatus();
    DECREE_RETURN_IF_ERROR(Resolve("effective.from", effective->from, BoundRole::kFrom));
    const bool through = effective->to && effective->to->is_through;
    DECREE_RETURN_IF_ERROR(Resolve(through ? "effective.through" : "effective.to", effective->to,
                                   through ? BoundRole::kThrough : BoundRole::kTo));
    if (effective->from && effective->to &&
        effective->from->earliest_civil_us >= effective->to->latest_civil_us) {
      return At(
          path_, "effective",
          absl::InvalidArgumentError(absl::StrCat(
              "from \"", effective->from->text, "\" is not before ", through ? "through" : "to",
              " \"", effective->to->text, "\"; swap or correct them")));
    }
    return absl::OkStatus();
  }

  absl::Status Resolve(absl::string_view field,
                       std::optional<std::vector<ScopeClause>>& clauses) const {
    if (!clauses) return absl::OkStatus();
    for (size_t i = 0; i < clauses->size(); ++i) {
      const Resolver inner(absl::StrCat(path_, field, "[", i, "]."), zone_);
      DECREE_RETURN_IF_ERROR(inner.ResolveClause((*clauses)[i]));
    }
    return absl::OkStatus();
  }

  absl::Status Resolve(std::vector<Source>& sources) const {
    for (size_t i = 0; i < sources.size(); ++i) {
      const Resolver inner(absl::StrCat(path_, "sources[", i, "]."), zone_);
      DECREE_RETURN_IF_ERROR(inner.Resolve("published", sources[i].published));
      DECREE_RETURN_IF_ERROR(inner.Resolve("retrieved", sources[i].retrieved));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ResolveClause(ScopeClause& clause) const {
    for (const ScopeDimension& dimension : kScopeDimensions) {
      if (dimension.before == nullptr) continue;
      DECREE_RETURN_IF_ERROR(Resolve(dimension.field, clause.*dimension.before, BoundRole::kTo));
    }
    return Resolve(clause.effective);
  }

  std::string path_;
  absl::string_view zone_;
};

// Another system's clock is told in UTC, whatever the zone of the event. An imprecise one could not
// be compared with what is asked.
absl::Status ResolveFormerly(std::optional<Formerly>& formerly) {
  if (!formerly) return absl::OkStatus();
  const Resolver resolver("formerly.", "Etc/UTC");
  std::optional<Moment> recorded = formerly->recorded;
  DECREE_RETURN_IF_ERROR(resolver.Resolve("recorded", recorded));
  // Wraps where an end is open, and is then no day.
  const uint64_t length = static_cast<uint64_t>(recorded->latest_utc_us) -
                          static_cast<uint64_t>(recorded->earliest_utc_us);
  const bool is_day = length == kMicrosPerDay - 1 &&
                      recorded->text == FormatUtc(recorded->earliest_utc_us).substr(0, 10);
  const bool is_instant = recorded->is_instant && length < kMicrosPerDay;
  if (!is_day && !is_instant) {
    return At("formerly.", "recorded",
              absl::InvalidArgumentError(absl::StrCat(
                  "\"", recorded->text,
                  "\" is neither a day nor an instant; give what the other system has, e.g. "
                  "\"2024-06-14\" or \"2024-06-14T09:30:00Z\"")));
  }
  formerly->recorded = *std::move(recorded);
  return absl::OkStatus();
}

absl::Status ResolveUnder(const std::string& path, Event& event, absl::string_view zone) {
  const Resolver resolver(path, zone);
  DECREE_RETURN_IF_ERROR(resolver.Resolve("stated", event.stated));
  DECREE_RETURN_IF_ERROR(resolver.Resolve("published", event.published));
  DECREE_RETURN_IF_ERROR(resolver.Resolve(event.effective));
  if (event.scope) {
    for (const ScopeList& one : kScopeLists) {
      DECREE_RETURN_IF_ERROR(
          resolver.Resolve(absl::StrCat("scope.", one.field), (*event.scope).*one.list));
    }
  }
  DECREE_RETURN_IF_ERROR(resolver.Resolve(event.sources));
  DECREE_RETURN_IF_ERROR(ResolveFormerly(event.formerly));
  if (event.replacement != nullptr) {
    auto replacement = std::make_shared<Event>(*event.replacement);
    const absl::string_view own = replacement->actor ? OwnZoneOf(*replacement) : "";
    DECREE_RETURN_IF_ERROR(
        ResolveUnder(path + "replacement.", *replacement, own.empty() ? zone : own));
    event.replacement = std::move(replacement);
  }
  event.zone = std::string(zone);
  return absl::OkStatus();
}

}  // namespace

absl::Status ResolveDates(Event& event, absl::string_view zone) {
  // The zone may be a view into the event that is about to change.
  const std::string kept(zone);
  return ResolveUnder("", event, kept);
}

absl::string_view OwnZoneOf(const Event& event) {
  if (event.actor) return ZoneOfJurisdiction(event.actor->jurisdiction);
  if (event.membership && IsKnownJurisdiction(event.membership->group)) {
    return ZoneOfJurisdiction(event.membership->group);
  }
  if (event.coverage && IsKnownJurisdiction(event.coverage->issuer)) {
    return ZoneOfJurisdiction(event.coverage->issuer);
  }
  return "";
}

}  // namespace decree
