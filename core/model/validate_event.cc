#include "core/model/validate_event.h"

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

absl::Status Refuse(absl::string_view field, absl::string_view problem) {
  return WithField(absl::InvalidArgumentError(absl::StrCat(field, ": ", problem)), field);
}

absl::Status Missing(absl::string_view field, EventKind kind, absl::string_view hint) {
  return Refuse(field, absl::StrCat("missing; \"", InfoOf(kind).name, "\" ", hint));
}

bool IsActOnMeasure(EventFamily family) {
  return family == EventFamily::kCommitment || family == EventFamily::kForce ||
         family == EventFamily::kLegality || family == EventFamily::kEnforcement;
}

// A block belongs to its kinds: required there, refused elsewhere.
absl::Status CheckBlock(absl::string_view field, bool given, bool wanted, EventKind kind) {
  if (given == wanted) return absl::OkStatus();
  if (wanted) return Missing(field, kind, absl::StrCat("must carry `", field, "`"));
  return Refuse(field, absl::StrCat("does not belong to \"", InfoOf(kind).name,
                                    "\"; leave it out or change the kind"));
}

bool IsCodeKind(EventKind kind) {
  return kind == EventKind::kCodeSplit || kind == EventKind::kCodeMerged ||
         kind == EventKind::kCodeRenamed;
}

bool IsMembershipKind(EventKind kind) {
  return kind == EventKind::kMembershipStarted || kind == EventKind::kMembershipEnded;
}

absl::Status CheckBlocks(const Event& event, EventKind kind) {
  DECREE_RETURN_IF_ERROR(CheckBlock("observation", event.observation.has_value(),
                                    kind == EventKind::kObservation, kind));
  DECREE_RETURN_IF_ERROR(
      CheckBlock("membership", event.membership.has_value(), IsMembershipKind(kind), kind));
  DECREE_RETURN_IF_ERROR(CheckBlock("code", event.code.has_value(), IsCodeKind(kind), kind));
  DECREE_RETURN_IF_ERROR(CheckBlock("stacking", event.stacking.has_value(),
                                    kind == EventKind::kStackingRuleSet, kind));
  DECREE_RETURN_IF_ERROR(
      CheckBlock("coverage", event.coverage.has_value(), kind == EventKind::kCoverageSet, kind));
  if (!MovesAnother(kind)) {  // which may name the act that it moves
    DECREE_RETURN_IF_ERROR(CheckBlock("target", !event.target.empty(),
                                      InfoOf(kind).family == EventFamily::kRecord, kind));
  }
  return CheckBlock("replacement", event.replacement != nullptr, kind == EventKind::kCorrected,
                    kind);
}

absl::Status CheckStacking(const StackingRule& rule) {
  const bool capped = rule.effect == StackingEffect::kCappedBy;
  if (capped && !rule.cap_ppm) {
    return Refuse("stacking.cap", "missing; \"cappedBy\" needs a rate, e.g. \"15%\"");
  }
  if (!capped && rule.cap_ppm) {
    return Refuse("stacking.cap", "belongs to \"cappedBy\" only; leave it out");
  }
  return absl::OkStatus();
}

// Of the event and of what it puts in another's place, which has no other check of its own.
absl::Status CheckDecimals(const Event& event, const std::string& path) {
  const auto check = [&path](absl::string_view field, const Decimal& value) {
    if (IsRecordable(value)) return absl::OkStatus();
    return Refuse(path + std::string(field),
                  absl::StrCat(FormatDecimal(value), " has more digits than are recorded"));
  };
  if (event.observation && event.observation->value) {
    DECREE_RETURN_IF_ERROR(check("observation.value", *event.observation->value));
  }
  if (event.terms && event.terms->tariff && event.terms->tariff->specific) {
    DECREE_RETURN_IF_ERROR(
        check("terms.tariff.specific.amount", event.terms->tariff->specific->amount));
  }
  if (event.replacement == nullptr) return absl::OkStatus();
  return CheckDecimals(*event.replacement, path + "replacement.");
}

// When another system recorded what is put in another's place says nothing of when it was put
// there.
absl::Status CheckFormerly(const Event& event) {
  std::string path = "replacement.";
  for (const Event* body = event.replacement.get(); body != nullptr;
       body = body->replacement.get()) {
    if (body->formerly) {
      return Refuse(path + "formerly",
                    "does not belong to a replacement; say on the repair itself when another "
                    "system recorded it");
    }
    path += "replacement.";
  }
  if (!event.formerly) return absl::OkStatus();
  if (event.formerly->system.empty()) {
    return Refuse("formerly.system", "missing; the name of the system that recorded the event");
  }
  if (event.formerly->recorded.text.empty()) {
    return Refuse("formerly.recorded",
                  "missing; when the other system recorded it, e.g. \"2024-06-14\"");
  }
  return absl::OkStatus();
}

absl::Status CheckReferences(const Event& event) {
  if (event.target == event.id) {
    return Refuse("target", "an event cannot be about itself; name another event's id");
  }
  for (size_t i = 0; i < event.links.size(); ++i) {
    if (event.links[i].id == event.id) {
      return Refuse(absl::StrCat("links[", i, "].id"), "an event cannot link to itself");
    }
  }
  if (!event.authorizes.empty() && event.measure_class != MeasureClass::kUnset &&
      event.measure_class != MeasureClass::kAuthorization) {
    return Refuse("authorizes", "belongs to class \"authorization\" only");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateEvent(const Event& event) {
  if (event.id.empty()) return Refuse("id", "missing; every event needs one, it is its key");
  if (!event.kind) return Refuse("kind", "missing; e.g. \"announced\" or \"imposed\"");
  const EventKind kind = *event.kind;
  const EventFamily family = InfoOf(kind).family;
  const bool may_be_clerical = kind == EventKind::kCorrected || kind == EventKind::kRetracted;
  if (!may_be_clerical && !event.stated && !event.published) {
    return Missing("stated", kind, "needs `stated` or `published`");
  }
  const bool is_act = IsActOnMeasure(family);
  if (!event.actor && (is_act || family == EventFamily::kTalk)) {
    return Missing("actor", kind, "names who acts, e.g. {\"jurisdiction\":\"US\"}");
  }
  if (is_act && event.measure.empty() && !event.instrument) {
    return Missing("measure", kind, "names a `measure` or an `instrument`");
  }
  if (kind == EventKind::kImposed && (!event.effective || !event.effective->from)) {
    return Missing("effective.from", kind, "must say from when; without a date it is \"enacted\"");
  }
  if (kind == EventKind::kPostponed && (!event.effective || !event.effective->from)) {
    return Missing("effective.from", kind, "gives the new start; without one it is \"suspended\"");
  }
  DECREE_RETURN_IF_ERROR(CheckBlocks(event, kind));
  if (event.stacking) DECREE_RETURN_IF_ERROR(CheckStacking(*event.stacking));
  DECREE_RETURN_IF_ERROR(CheckDecimals(event, ""));
  DECREE_RETURN_IF_ERROR(CheckFormerly(event));
  if (event.removes != 0) {
    return Refuse("removes", "only the replacement of a \"corrected\" takes fields away");
  }
  return CheckReferences(event);
}

}  // namespace decree
