# One event of a Decree store, in the only form that is stored or hashed. What the fields mean is told
# in core/model/event.h; how the bytes are laid out, in schema/VERSIONS.md. Field names are the JSON names.
#
# Rules: fields and enumerants are only ever added, at the end, and never change meaning; a text or list
# that says nothing is left null; enumerant 0 means "not said". Within a struct the fields that most
# events give come first: the canonical form cuts what is empty at the end.
@0xe9d1c4b7a3f05826;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("decree::wire");

# A date on the UTC axis: when something was said or could be known. Microseconds since 1970, inclusive
# ends. The start is `latest - length` in wrapping 64-bit arithmetic (an open one is the int64 minimum).
# A `text` of null stands for the plain civil day of `latest` at `offset`, "2025-02-01".
struct Moment {
  latest @0 :Int64;
  offset @1 :Int32;  # of the issuer's zone at `latest`, seconds east of UTC
  isInstant @2 :Bool;
  length @3 :UInt64 = 86399999999;
  text @4 :Text;
}

# A change of validity on the civil axis of the issuer's zone, inside [earliest, earliest + length]
# (wrapping); int64 minimum and maximum are open. `through`: the source gave an inclusive end; the
# numbers are always exclusive. A `text` of null stands for the plain civil day of `earliest`, with
# `through` the day before.
struct Bound {
  earliest @0 :Int64;
  length @1 :UInt64;
  through @2 :Bool;
  text @3 :Text;
}

struct EffectiveInterval {
  from @0 :Bound;
  to @1 :Bound;
  wording @2 :Text;
}

# Parts per million; a struct so that 0% and "not said" differ.
struct Rate {
  ppm @0 :Int64;
}

# unscaled × 10^-scale
struct Decimal {
  unscaled @0 :Int64;
  scale @1 :UInt8;
}

struct Actor {
  jurisdiction @0 :Text;
  office @1 :Text;
  person @2 :Text;
}

struct Instrument {
  id @0 :Text;
  type @1 :Text;
  title @2 :Text;
  number @3 :Text;
  url @4 :Text;
}

enum Standing {
  unset @0;
  official @1;
  reported @2;
  anonymousSources @3;
  opinion @4;
  inferred @5;
}

struct Source {
  standing @0 :Standing;
  publisher @1 :Text;
  locator @2 :Text;
  title @3 :Text;
  url @4 :Text;
  published @5 :Moment;
  step @6 :Text;
  retrieved @7 :Moment;
  sha256 @8 :Text;
}

enum LinkRel {
  unset @0;
  respondsTo @1;
  confirms @2;
  implements @3;
  replaces @4;
  conditionalOn @5;
  coordinatedWith @6;
}

struct Link {
  rel @0 :LinkRel;
  id @1 :Text;
}

struct ScopeClause {
  product @0 :List(Text);
  origin @1 :List(Text);
  destination @2 :List(Text);
  effective @3 :EffectiveInterval;
  endUse @4 :List(Text);
  party @5 :List(Text);
  exporter @6 :List(Text);
  movement @7 :List(Text);
  endUser @8 :List(Text);
  importer @9 :List(Text);
  consignee @10 :List(Text);
  shippedFrom @11 :List(Text);
  ownershipAtLeast @12 :Rate;
  contentShareAtLeast @13 :Rate;
  valueBelow @14 :Text;
  enteredBefore @15 :Bound;
  exportedBefore @16 :Bound;
  loadedBefore @17 :Bound;
  contractBefore @18 :Bound;
  preference @19 :List(Text);
}

# The flags tell an empty list from one that was not given.
struct Scope {
  include @0 :List(ScopeClause);
  exclude @1 :List(ScopeClause);
  hasInclude @2 :Bool;
  hasExclude @3 :Bool;
  includeAdd @4 :List(ScopeClause);
  includeRemove @5 :List(ScopeClause);
  excludeAdd @6 :List(ScopeClause);
  excludeRemove @7 :List(ScopeClause);
}

struct SpecificDuty {
  amount @0 :Decimal;
  currency @1 :Text;
  per @2 :Text;
}

struct Tariff {
  adValorem @0 :Rate;
  specific @1 :SpecificDuty;
  floorTotal @2 :Rate;
  minimum @3 :Rate;
  maximum @4 :Rate;
  valueShare @5 :Text;
  unknown @6 :Bool;
  isRestOfShare @7 :Bool;
}

enum LicencePolicy {
  unset @0;
  licence @1;
  caseByCase @2;
  presumptionOfDenial @3;
  denial @4;
}

struct ExportControl {
  policy @0 :LicencePolicy;
  reasons @1 :List(Text);
  deMinimis @2 :Rate;
  exceptions @3 :List(Text);
  performance @4 :Text;
}

struct Terms {
  tariff @0 :Tariff;
  exportControl @1 :ExportControl;
  text @2 :Text;
}

struct Observation {
  series @0 :Text;
  unit @1 :Text;
  period @2 :Text;
  value @3 :Decimal;
  change @4 :Text;
}

struct Membership {
  group @0 :Text;
  member @1 :Text;
  kind @2 :Text;
  share @3 :Rate;
}

struct CodeChange {
  system @0 :Text;
  edition @1 :Text;
  from @2 :List(Text);
  to @3 :List(Text);
}

enum StackingEffect {
  unset @0;
  excludes @1;
  cappedBy @2;
}

struct StackingRule {
  program @0 :Text;
  effect @1 :StackingEffect;
  over @2 :List(Text);
  cap @3 :Rate;
}

struct Coverage {
  issuer @0 :Text;
  domain @1 :Text;
  sources @2 :List(Text);
}

enum MeasureClass {
  unset @0;
  tariff @1;
  exportControl @2;
  exportBan @3;
  importBan @4;
  listing @5;
  portFee @6;
  investmentRestriction @7;
  subsidy @8;
  easing @9;
  authorization @10;
  baseDuty @11;
  quota @12;
  licensing @13;
  sanction @14;
  other @15;
}

enum AppliesBy {
  unset @0;
  entry @1;
  export @2;
  loading @3;
  contract @4;
  admission @5;
}

enum Tone {
  unset @0;
  hardening @1;
  softening @2;
  neutral @3;
}

enum EventKind {
  unset @0;
  reported @1;
  reviewOpened @2;
  threatened @3;
  proposed @4;
  announced @5;
  enacted @6;
  withdrawn @7;
  imposed @8;
  amended @9;
  eased @10;
  suspended @11;
  resumed @12;
  extended @13;
  postponed @14;
  replaced @15;
  revoked @16;
  expired @17;
  challenged @18;
  heldUnlawful @19;
  stayed @20;
  stayLifted @21;
  upheld @22;
  annulled @23;
  enforcementStarted @24;
  enforcementStopped @25;
  waived @26;
  refundOrdered @27;
  statement @28;
  meetingScheduled @29;
  meetingHeld @30;
  meetingPostponed @31;
  meetingCancelled @32;
  dealReached @33;
  dealBroken @34;
  observation @35;
  membershipStarted @36;
  membershipEnded @37;
  codeSplit @38;
  codeMerged @39;
  codeRenamed @40;
  stackingRuleSet @41;
  coverageSet @42;
  confirmed @43;
  disputed @44;
  corrected @45;
  retracted @46;
}

# When another system says that it recorded the event: a claim.
struct Formerly {
  system @0 :Text;
  recorded @1 :Moment;  # in UTC
  id @2 :Text;
}

struct Event {
  format @0 :UInt16;  # see schema/VERSIONS.md
  kind @1 :EventKind;
  class @2 :MeasureClass;
  appliesBy @3 :AppliesBy;
  tone @4 :Tone;
  publishedAsStated @5 :Bool;  # `published` is null and equal to `stated`
  id @6 :Text;
  measure @7 :Text;
  stated @8 :Moment;
  actor @9 :Actor;
  zone @10 :Text;  # the IANA zone in which the dates were resolved
  sources @11 :List(Source);
  effective @12 :EffectiveInterval;
  terms @13 :Terms;
  scope @14 :Scope;
  published @15 :Moment;
  title @16 :Text;
  threads @17 :List(Text);
  links @18 :List(Link);
  target @19 :Text;
  replacement @20 :Event;
  reason @21 :Text;
  program @22 :Text;
  instrument @23 :Instrument;
  note @24 :Text;
  authorizes @25 :List(Text);
  observation @26 :Observation;
  membership @27 :Membership;
  code @28 :CodeChange;
  stacking @29 :StackingRule;
  coverage @30 :Coverage;
  removes @31 :UInt32;  # in a replacement: a bit for each field that it takes away
  formerly @32 :Formerly;
}
