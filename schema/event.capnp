# One event of a Decree store, in the only form that is stored or hashed. What the fields mean is told
# in core/model/event.h; how the bytes are laid out, in schema/VERSIONS.md. Field names are the JSON names.
#
# Rules: fields and enumerants are only ever added, at the end, and never change meaning; a text or list
# that says nothing is left null; enumerant 0 means "not said".
@0xe9d1c4b7a3f05826;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("decree::wire");

# A date on the UTC axis: when something was said or could be known. Microseconds since 1970, inclusive
# ends; int64 minimum is an open start.
struct Moment {
  text @0 :Text;
  earliest @1 :Int64;
  latest @2 :Int64;
  offset @3 :Int32;  # of the issuer's zone at `latest`, seconds east of UTC
  isInstant @4 :Bool;
}

# A change of validity on the civil axis of the issuer's zone, inside [earliest, latest]; int64 minimum
# and maximum are open. `through`: the source gave an inclusive end; the numbers are always exclusive.
struct Bound {
  text @0 :Text;
  earliest @1 :Int64;
  latest @2 :Int64;
  through @3 :Bool;
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
  publisher @0 :Text;
  title @1 :Text;
  url @2 :Text;
  locator @3 :Text;
  published @4 :Moment;
  retrieved @5 :Moment;
  sha256 @6 :Text;
  standing @7 :Standing;
  step @8 :Text;
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
  origin @0 :List(Text);
  destination @1 :List(Text);
  shippedFrom @2 :List(Text);
  exporter @3 :List(Text);
  importer @4 :List(Text);
  consignee @5 :List(Text);
  endUser @6 :List(Text);
  movement @7 :List(Text);
  product @8 :List(Text);
  party @9 :List(Text);
  ownershipAtLeast @10 :Rate;
  endUse @11 :List(Text);
  contentShareAtLeast @12 :Rate;
  valueBelow @13 :Text;
  exportedBefore @14 :Bound;
  loadedBefore @15 :Bound;
  enteredBefore @16 :Bound;
  contractBefore @17 :Bound;
  preference @18 :List(Text);
  effective @19 :EffectiveInterval;
}

# The flags tell an empty list from one that was not given.
struct Scope {
  include @0 :List(ScopeClause);
  exclude @1 :List(ScopeClause);
  hasInclude @2 :Bool;
  hasExclude @3 :Bool;
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

struct Event {
  format @0 :UInt16;  # 1; see schema/VERSIONS.md
  id @1 :Text;
  kind @2 :EventKind;
  measure @3 :Text;
  class @4 :MeasureClass;
  title @5 :Text;
  actor @6 :Actor;
  stated @7 :Moment;
  published @8 :Moment;
  effective @9 :EffectiveInterval;
  appliesBy @10 :AppliesBy;
  scope @11 :Scope;
  terms @12 :Terms;
  program @13 :Text;
  instrument @14 :Instrument;
  authorizes @15 :List(Text);
  threads @16 :List(Text);
  links @17 :List(Link);
  sources @18 :List(Source);
  tone @19 :Tone;
  target @20 :Text;
  replacement @21 :Event;
  observation @22 :Observation;
  membership @23 :Membership;
  code @24 :CodeChange;
  stacking @25 :StackingRule;
  coverage @26 :Coverage;
  reason @27 :Text;
  note @28 :Text;
  zone @29 :Text;  # the IANA zone in which the dates were resolved
}
