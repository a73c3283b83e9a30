#include "tools/guide/kind_guide.h"

#include <array>

namespace decree::tools {
namespace {

struct Does {
  EventKind kind;
  absl::string_view words;
};

constexpr std::array<Does, kEventKindCount> kDoes = {{
    {EventKind::kReported,
     "Somebody reports that a measure may come. Commitment: reported. Puts nothing in force."},
    {EventKind::kReviewOpened,
     "The issuer examines whether to act. Commitment: reviewOpened. Puts nothing in force."},
    {EventKind::kThreatened,
     "The issuer says what it will do if. Commitment: threatened. Puts nothing in force."},
    {EventKind::kProposed, "A draft is laid open. Commitment: proposed. Puts nothing in force."},
    {EventKind::kAnnounced,
     "The issuer says what it will do, without an act that does it. Commitment: announced; shown "
     "as "
     "pending until an `imposed` or `enacted` follows, and as lapsed once its day has passed "
     "without one."},
    {EventKind::kEnacted,
     "A legal act is signed or published. Commitment: enacted. With `effective` it puts force, "
     "terms "
     "and scope from then on, as `imposed` does; without, its day is unknown until another act "
     "gives it."},
    {EventKind::kWithdrawn,
     "Takes back the plans before it. What is in force stays: to end that, use `revoked`."},
    {EventKind::kImposed,
     "Puts the measure in force from effective.from until effective.to, with its terms and scope "
     "(what it leaves out is taken from the act before). Use it for every new period of force: a "
     "definitive duty after a provisional one is `imposed`, since an `amended` puts nothing where "
     "nothing is in force."},
    {EventKind::kAmended,
     "Changes terms or scope on its interval, over what is in force there. It puts no force of its "
     "own: where nothing imposes on those days, nothing applies."},
    {EventKind::kEased,
     "As `amended`, where the change softens the measure: a lower rate, an exclusion more."},
    {EventKind::kSuspended,
     "Force: suspended on its interval; what lies below returns after effective.to by itself."},
    {EventKind::kResumed,
     "Ends a suspension early, from effective.from on: what was suspended is in force again."},
    {EventKind::kExtended,
     "Moves the end of an act: effective.to is the new end (without one: open). `target` names the "
     "act; else it is the newest that has not ended by the day of `stated`. At another rate it is "
     "an `extended` and an "
     "`amended`."},
    {EventKind::kPostponed,
     "Moves the start of an act or a plan: effective.from is the new start. `target` names the "
     "act; "
     "without a new start it is a `suspended`."},
    {EventKind::kReplaced,
     "Force: revoked from effective.from on, since another measure takes its place; that one is "
     "`imposed` by an event of its own."},
    {EventKind::kRevoked, "Force: revoked from effective.from on."},
    {EventKind::kExpired,
     "Force: expired from effective.from on, told afterwards. An end known beforehand is the "
     "effective.to of the act itself."},
    {EventKind::kChallenged, "Legality: challenged before a court. The measure stays in force."},
    {EventKind::kHeldUnlawful,
     "Legality: held unlawful. The measure is void, even where it is still collected; a `stayed` "
     "keeps it until the case is decided."},
    {EventKind::kStayed,
     "Legality: stayed; an adverse ruling is kept from taking effect, and the measure applies."},
    {EventKind::kStayLifted, "Ends a `stayed`; the ruling below counts again."},
    {EventKind::kUpheld, "Legality: upheld; a court has decided for the measure."},
    {EventKind::kAnnulled,
     "Legality: annulled for good; the measure is void on the interval. To reach back, give the "
     "effective.from that the court gives."},
    {EventKind::kEnforcementStarted, "Enforcement: enforced from then on."},
    {EventKind::kEnforcementStopped,
     "Enforcement: not operational; nobody collects or checks it. The law stays as it is."},
    {EventKind::kWaived, "Enforcement: waived on its interval; the measure does not apply."},
    {EventKind::kRefundOrdered,
     "What was collected is to be paid back. Told in timelines; changes no facet."},
    {EventKind::kStatement,
     "Something said in a conflict. A move of a thread; changes no measure."},
    {EventKind::kMeetingScheduled,
     "A meeting is fixed; effective.from says for when. Changes no measure."},
    {EventKind::kMeetingHeld, "A meeting took place. Changes no measure."},
    {EventKind::kMeetingPostponed, "A meeting is put off. Changes no measure."},
    {EventKind::kMeetingCancelled, "A meeting is called off. Changes no measure."},
    {EventKind::kDealReached,
     "The sides agree. Changes no measure: what each then does is an event of its own, linked by "
     "`implements`."},
    {EventKind::kDealBroken, "A side leaves an agreement. Changes no measure."},
    {EventKind::kObservation,
     "A value of a series, as published; to check stated effects against."},
    {EventKind::kMembershipStarted,
     "A member joins a group, a list of parties or a tag of goods from effective.from on. Scopes "
     "that name the group follow, on the date that each measure applies by."},
    {EventKind::kMembershipEnded, "A member leaves the group from effective.from on."},
    {EventKind::kCodeSplit,
     "A code of a classification becomes several. Told for goods that were given with the old "
     "one."},
    {EventKind::kCodeMerged, "Several codes become one."},
    {EventKind::kCodeRenamed, "A code gets another number."},
    {EventKind::kStackingRuleSet,
     "From effective.from on, duties of a programme exclude those of others, or cap the sum."},
    {EventKind::kCoverageSet,
     "A claim that the record watches an issuer's sources: that nothing is found means nothing "
     "happened. Without it answers say `not monitored`."},
    {EventKind::kConfirmed,
     "Another source confirms the event `target`. Evidence rises, and disputes before it end."},
    {EventKind::kDisputed,
     "A source contradicts the event `target`; with `effective` or `terms` it says what it has "
     "instead. Of equal rank both are possible; an official one stands in for an unofficial one."},
    {EventKind::kCorrected,
     "The record of `target` was wrong: `replacement` says what it should have said (null takes a "
     "field away). With `stated` or `published` the correction was itself published; without, only "
     "this record was wrong."},
    {EventKind::kRetracted,
     "The event `target` should not have been recorded, or its source took it back. It stays "
     "readable and no longer counts."},
}};

}  // namespace

absl::string_view WhatItDoes(EventKind kind) {
  for (const Does& known : kDoes) {
    if (known.kind == kind) return known.words;
  }
  return "";
}

}  // namespace decree::tools
