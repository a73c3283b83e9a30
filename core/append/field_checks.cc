#include "core/append/field_checks.h"

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/model/parts_per_million.h"
#include "core/names/party_name.h"
#include "core/query/fold/fold.h"
#include "core/query/fold/mover_binding.h"

namespace decree {
namespace {

absl::Status Unused(absl::string_view field, EventKind kind, absl::string_view instead) {
  return WithField(absl::InvalidArgumentError(absl::StrCat(field, ": \"", InfoOf(kind).name,
                                                           "\" does not use it; ", instead)),
                   field);
}

bool ActsOnMeasure(EventKind kind) {
  switch (InfoOf(kind).family) {
    case EventFamily::kCommitment:
    case EventFamily::kForce:
    case EventFamily::kLegality:
    case EventFamily::kEnforcement:
      return true;
    default:
      return false;
  }
}

bool UsesTerms(EventKind kind) {
  return IsPlan(kind) || IsEnacting(kind) || kind == EventKind::kAmended ||
         kind == EventKind::kEased || kind == EventKind::kDisputed;
}

// Of talk it tells when a meeting is.
bool UsesInterval(EventKind kind) {
  return kind != EventKind::kObservation && kind != EventKind::kWithdrawn &&
         kind != EventKind::kConfirmed;
}

absl::Status CheckInterval(EventKind kind, const EffectiveInterval& effective) {
  const bool has_bounds = effective.from || effective.to;
  if (has_bounds && !UsesInterval(kind)) {
    return Unused("effective", kind,
                  kind == EventKind::kObservation ? "give observation.period"
                                                  : "say the time in title or note");
  }
  if (kind == EventKind::kExtended && effective.from) {
    return Unused("effective.from", kind, "it moves the end only, to effective.to");
  }
  const bool is_for_good =
      kind == EventKind::kRevoked || kind == EventKind::kReplaced || kind == EventKind::kExpired;
  if (is_for_good && effective.from && effective.to) {
    return Unused("effective.to", kind, "what ends for a time is \"suspended\"");
  }
  return absl::OkStatus();
}

absl::Status CheckScopeChanges(EventKind kind, const Event& given) {
  if (!given.scope || kind == EventKind::kAmended || kind == EventKind::kEased) {
    return absl::OkStatus();
  }
  for (const ScopeList& one : kScopeLists) {
    if (!one.is_change || !((*given.scope).*one.list)) continue;
    return Unused(absl::StrCat("scope.", one.field), kind,
                  "change the scope with an \"amended\" or \"eased\", or give the whole list");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckFieldUse(EventKind kind, const Event& given) {
  if (given.terms && !UsesTerms(kind)) {
    return Unused("terms", kind, "put the new rate with an \"amended\" from the day it holds");
  }
  const bool acts = ActsOnMeasure(kind);
  if (given.scope && (!acts || kind == EventKind::kWithdrawn)) {
    return Unused("scope", kind, "change the scope with an \"amended\"");
  }
  DECREE_RETURN_IF_ERROR(CheckScopeChanges(kind, given));
  if (given.effective) DECREE_RETURN_IF_ERROR(CheckInterval(kind, *given.effective));
  if (!given.authorizes.empty() && !acts) {
    return Unused("authorizes", kind, "it belongs to the acts of a measure");
  }
  const bool is_of_measure = acts || InfoOf(kind).family == EventFamily::kTalk;
  if (is_of_measure) return absl::OkStatus();
  if (given.measure_class != MeasureClass::kUnset) {
    return Unused("class", kind, "it belongs to the acts of a measure");
  }
  if (given.applies_by != AppliesBy::kUnset) {
    return Unused("appliesBy", kind, "it belongs to the acts of a measure");
  }
  if (!given.program.empty()) {
    return Unused("program", kind, "it belongs to the acts of a measure");
  }
  return absl::OkStatus();
}

absl::Status CheckOwnership(EventKind kind, const Membership& membership) {
  const auto refuse = [](absl::string_view field, absl::string_view why) {
    return WithField(absl::InvalidArgumentError(absl::StrCat(field, ": ", why)), field);
  };
  const bool needs_share = IsOwnership(membership) && kind == EventKind::kMembershipStarted;
  if (!IsOwnership(membership) && membership.share_ppm) {
    return refuse("membership.share", "belongs to kind \"owns\" only; leave it out");
  }
  if (needs_share && !membership.share_ppm) {
    return refuse("membership.share",
                  "missing; an ownership says how much of the party is owned, e.g. \"60%\"");
  }
  if (!needs_share && membership.share_ppm) {
    return refuse("membership.share",
                  "an ownership that ends has none; a smaller one is a new \"membershipStarted\"");
  }
  if (membership.share_ppm && (*membership.share_ppm <= 0 || *membership.share_ppm > kWholePpm)) {
    return refuse("membership.share", "is above 0% and at most 100%");
  }
  if (IsOwnership(membership) && FoldedName(membership.group) == FoldedName(membership.member)) {
    return refuse("membership.member",
                  absl::StrCat("\"", membership.member, "\" cannot own itself; name its owner"));
  }
  return absl::OkStatus();
}

absl::Status CheckListsApart(const Scope& scope) {
  const auto apart = [](absl::string_view list) {
    const std::string field = absl::StrCat("scope.", list);
    return WithField(
        absl::InvalidArgumentError(absl::StrCat(
            field, ": would stand beside what changes it; take one of the two away ", "with null")),
        field);
  };
  if (scope.include && scope.changes_include()) return apart("include");
  if (scope.exclude && scope.changes_exclude()) return apart("exclude");
  return absl::OkStatus();
}

absl::Status CheckCoversSomething(const Event& act) {
  if (!act.kind || !act.stated || !act.effective) return absl::OkStatus();
  ActRecord record = MakeActRecord(act, 0);
  SetDefaultFrom(record);
  if (!CanBeMoved(record) || !CoversNothing(record)) return absl::OkStatus();
  const std::string from = act.effective->from ? act.effective->from->text
                                               : FormatCivil(record.from_earliest) + " (stated)";
  const std::string to = act.effective->to ? act.effective->to->text : "open";
  return WithField(absl::InvalidArgumentError(absl::StrCat(
                       "effective: from ", from, " is not before its end ", to,
                       ", so it would cover nothing; correct one of the two (in a replacement, "
                       "\"to\": null takes the end away)")),
                   "effective");
}

}  // namespace decree
