// The kinds of event, and what each kind touches: one constexpr table, the only place that knows.
// Semantics: core/SEMANTICS.md. The numbers are stored: never reuse or renumber them.
#ifndef DECREE_CORE_MODEL_EVENT_KIND_H_
#define DECREE_CORE_MODEL_EVENT_KIND_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace decree {

enum class EventKind : uint8_t {
  // commitment
  kReported = 1,
  kReviewOpened = 2,
  kThreatened = 3,
  kProposed = 4,
  kAnnounced = 5,
  kEnacted = 6,
  kWithdrawn = 7,
  // force
  kImposed = 8,
  kAmended = 9,
  kEased = 10,
  kSuspended = 11,
  kResumed = 12,
  kExtended = 13,
  kPostponed = 14,
  kReplaced = 15,
  kRevoked = 16,
  kExpired = 17,
  // legality
  kChallenged = 18,
  kHeldUnlawful = 19,
  kStayed = 20,
  kStayLifted = 21,
  kUpheld = 22,
  kAnnulled = 23,
  // enforcement
  kEnforcementStarted = 24,
  kEnforcementStopped = 25,
  kWaived = 26,
  kRefundOrdered = 27,
  // talk
  kStatement = 28,
  kMeetingScheduled = 29,
  kMeetingHeld = 30,
  kMeetingPostponed = 31,
  kMeetingCancelled = 32,
  kDealReached = 33,
  kDealBroken = 34,
  // world
  kObservation = 35,
  kMembershipStarted = 36,
  kMembershipEnded = 37,
  kCodeSplit = 38,
  kCodeMerged = 39,
  kCodeRenamed = 40,
  kStackingRuleSet = 41,
  kCoverageSet = 42,
  // record
  kConfirmed = 43,
  kDisputed = 44,
  kCorrected = 45,
  kRetracted = 46,
};
inline constexpr size_t kEventKindCount = 46;

// What a kind speaks of. The first four are the facets of a measure's state; kTalk changes no law,
// kWorld is fact about groups, codes and numbers, kRecord repairs or weighs the record itself.
enum class EventFamily : uint8_t {
  kCommitment,
  kForce,
  kLegality,
  kEnforcement,
  kTalk,
  kWorld,
  kRecord
};

struct EventKindInfo {
  EventKind kind;
  absl::string_view name;  // the camelCase word of the JSON form
  EventFamily family;
};

inline constexpr std::array<EventKindInfo, kEventKindCount> kEventKinds = {{
    {EventKind::kReported, "reported", EventFamily::kCommitment},
    {EventKind::kReviewOpened, "reviewOpened", EventFamily::kCommitment},
    {EventKind::kThreatened, "threatened", EventFamily::kCommitment},
    {EventKind::kProposed, "proposed", EventFamily::kCommitment},
    {EventKind::kAnnounced, "announced", EventFamily::kCommitment},
    {EventKind::kEnacted, "enacted", EventFamily::kCommitment},
    {EventKind::kWithdrawn, "withdrawn", EventFamily::kCommitment},
    {EventKind::kImposed, "imposed", EventFamily::kForce},
    {EventKind::kAmended, "amended", EventFamily::kForce},
    {EventKind::kEased, "eased", EventFamily::kForce},
    {EventKind::kSuspended, "suspended", EventFamily::kForce},
    {EventKind::kResumed, "resumed", EventFamily::kForce},
    {EventKind::kExtended, "extended", EventFamily::kForce},
    {EventKind::kPostponed, "postponed", EventFamily::kForce},
    {EventKind::kReplaced, "replaced", EventFamily::kForce},
    {EventKind::kRevoked, "revoked", EventFamily::kForce},
    {EventKind::kExpired, "expired", EventFamily::kForce},
    {EventKind::kChallenged, "challenged", EventFamily::kLegality},
    {EventKind::kHeldUnlawful, "heldUnlawful", EventFamily::kLegality},
    {EventKind::kStayed, "stayed", EventFamily::kLegality},
    {EventKind::kStayLifted, "stayLifted", EventFamily::kLegality},
    {EventKind::kUpheld, "upheld", EventFamily::kLegality},
    {EventKind::kAnnulled, "annulled", EventFamily::kLegality},
    {EventKind::kEnforcementStarted, "enforcementStarted", EventFamily::kEnforcement},
    {EventKind::kEnforcementStopped, "enforcementStopped", EventFamily::kEnforcement},
    {EventKind::kWaived, "waived", EventFamily::kEnforcement},
    {EventKind::kRefundOrdered, "refundOrdered", EventFamily::kEnforcement},
    {EventKind::kStatement, "statement", EventFamily::kTalk},
    {EventKind::kMeetingScheduled, "meetingScheduled", EventFamily::kTalk},
    {EventKind::kMeetingHeld, "meetingHeld", EventFamily::kTalk},
    {EventKind::kMeetingPostponed, "meetingPostponed", EventFamily::kTalk},
    {EventKind::kMeetingCancelled, "meetingCancelled", EventFamily::kTalk},
    {EventKind::kDealReached, "dealReached", EventFamily::kTalk},
    {EventKind::kDealBroken, "dealBroken", EventFamily::kTalk},
    {EventKind::kObservation, "observation", EventFamily::kWorld},
    {EventKind::kMembershipStarted, "membershipStarted", EventFamily::kWorld},
    {EventKind::kMembershipEnded, "membershipEnded", EventFamily::kWorld},
    {EventKind::kCodeSplit, "codeSplit", EventFamily::kWorld},
    {EventKind::kCodeMerged, "codeMerged", EventFamily::kWorld},
    {EventKind::kCodeRenamed, "codeRenamed", EventFamily::kWorld},
    {EventKind::kStackingRuleSet, "stackingRuleSet", EventFamily::kWorld},
    {EventKind::kCoverageSet, "coverageSet", EventFamily::kWorld},
    {EventKind::kConfirmed, "confirmed", EventFamily::kRecord},
    {EventKind::kDisputed, "disputed", EventFamily::kRecord},
    {EventKind::kCorrected, "corrected", EventFamily::kRecord},
    {EventKind::kRetracted, "retracted", EventFamily::kRecord},
}};

// Kinds that put nothing themselves and move the start or the end of another act.
constexpr bool MovesAnother(EventKind kind) {
  return kind == EventKind::kExtended || kind == EventKind::kPostponed;
}

// For a valid kind only.
constexpr const EventKindInfo& InfoOf(EventKind kind) {
  return kEventKinds[static_cast<size_t>(kind) - 1];
}

// nullopt: no such word.
constexpr std::optional<EventKind> EventKindFromName(absl::string_view name) {
  for (const EventKindInfo& info : kEventKinds) {
    if (info.name == name) return info.kind;
  }
  return std::nullopt;
}

// Of a number from outside, before it is taken for an EventKind.
constexpr bool IsValidEventKind(uint8_t number) { return number >= 1 && number <= kEventKindCount; }

}  // namespace decree

#endif  // DECREE_CORE_MODEL_EVENT_KIND_H_
