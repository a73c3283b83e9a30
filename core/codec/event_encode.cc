#include <capnp/message.h>
#include <capnp/serialize.h>

#include <array>

#include "core/codec/event_codec.h"
#include "core/codec/plain_day.h"
#include "core/model/removed_fields.h"
#include "schema/event.capnp.h"

// Enums cross by number: the schema's enumerants have the numbers of the model's.
namespace decree {
namespace {

// What an event says tells its format, so that what an earlier version could say keeps its bytes.
uint16_t FormatOf(const Event& event) {
  if (event.formerly || (event.membership && event.membership->share_ppm)) return 4;
  const bool changes_a_scope =
      event.scope && (event.scope->changes_include() || event.scope->changes_exclude());
  if (changes_a_scope || event.removes >= kRemovesIncludeAdd) return 3;
  if (event.terms && event.terms->tariff && event.terms->tariff->is_rest_of_share) return 3;
  const bool moves_a_target = event.kind && MovesAnother(*event.kind) && !event.target.empty();
  return moves_a_target || event.removes != 0 ? 2 : 1;
}

constexpr size_t kScratchWords = 4096;

// All setters take the wire struct last and write nothing for what is not said.
kj::StringPtr Wire(const std::string& text) { return kj::StringPtr(text.c_str(), text.size()); }

// Wraps where an end of the axis is open.
uint64_t Length(int64_t earliest, int64_t latest) {
  return static_cast<uint64_t>(latest) - static_cast<uint64_t>(earliest);
}

void Fill(const Moment& moment, wire::Moment::Builder to) {
  to.setLatest(moment.latest_utc_us);
  to.setOffset(moment.utc_offset_s);
  to.setIsInstant(moment.is_instant);
  to.setLength(Length(moment.earliest_utc_us, moment.latest_utc_us));
  if (moment.text != PlainDayOf(moment)) to.setText(Wire(moment.text));
}

void Fill(const Bound& bound, wire::Bound::Builder to) {
  to.setEarliest(bound.earliest_civil_us);
  to.setLength(Length(bound.earliest_civil_us, bound.latest_civil_us));
  to.setThrough(bound.is_through);
  if (bound.text != PlainDayOf(bound)) to.setText(Wire(bound.text));
}

void Fill(const EffectiveInterval& effective, wire::EffectiveInterval::Builder to) {
  if (effective.from) Fill(*effective.from, to.initFrom());
  if (effective.to) Fill(*effective.to, to.initTo());
  if (!effective.wording.empty()) to.setWording(Wire(effective.wording));
}

void Fill(const Decimal& decimal, wire::Decimal::Builder to) {
  to.setUnscaled(static_cast<int64_t>(decimal.unscaled));  // ValidateEvent: it fits
  to.setScale(decimal.scale);
}

#define DECREE_TEXT(text, Setter) \
  if (!(text).empty()) to.set##Setter(Wire(text))

#define DECREE_RATE(ppm, Initializer) \
  if (ppm) to.init##Initializer().setPpm(*(ppm))

template <typename Init>
void FillTexts(const std::vector<std::string>& texts, Init&& init) {
  if (texts.empty()) return;
  auto list = init(static_cast<unsigned>(texts.size()));
  for (unsigned i = 0; i < list.size(); ++i) list.set(i, Wire(texts[i]));
}

#define DECREE_TEXTS(texts, Initializer) \
  FillTexts(texts, [&to](unsigned size) { return to.init##Initializer(size); })

void Fill(const Source& source, wire::Source::Builder to);
void Fill(const Link& link, wire::Link::Builder to);
void Fill(const ScopeClause& clause, wire::ScopeClause::Builder to);

template <typename Item, typename List>
void FillItems(const std::vector<Item>& items, List list) {
  for (unsigned i = 0; i < list.size(); ++i) Fill(items[i], list[i]);
}

void Fill(const Actor& actor, wire::Actor::Builder to) {
  DECREE_TEXT(actor.jurisdiction, Jurisdiction);
  DECREE_TEXT(actor.office, Office);
  DECREE_TEXT(actor.person, Person);
}

void Fill(const Instrument& instrument, wire::Instrument::Builder to) {
  DECREE_TEXT(instrument.id, Id);
  DECREE_TEXT(instrument.type, Type);
  DECREE_TEXT(instrument.title, Title);
  DECREE_TEXT(instrument.number, Number);
  DECREE_TEXT(instrument.url, Url);
}

void Fill(const Source& source, wire::Source::Builder to) {
  DECREE_TEXT(source.publisher, Publisher);
  DECREE_TEXT(source.title, Title);
  DECREE_TEXT(source.url, Url);
  DECREE_TEXT(source.locator, Locator);
  if (source.published) Fill(*source.published, to.initPublished());
  if (source.retrieved) Fill(*source.retrieved, to.initRetrieved());
  DECREE_TEXT(source.sha256, Sha256);
  to.setStanding(static_cast<wire::Standing>(source.standing));
  DECREE_TEXT(source.step, Step);
}

void Fill(const Link& link, wire::Link::Builder to) {
  to.setRel(static_cast<wire::LinkRel>(link.rel));
  DECREE_TEXT(link.id, Id);
}

void Fill(const ScopeClause& clause, wire::ScopeClause::Builder to) {
  DECREE_TEXTS(clause.origin, Origin);
  DECREE_TEXTS(clause.destination, Destination);
  DECREE_TEXTS(clause.shipped_from, ShippedFrom);
  DECREE_TEXTS(clause.exporter, Exporter);
  DECREE_TEXTS(clause.importer, Importer);
  DECREE_TEXTS(clause.consignee, Consignee);
  DECREE_TEXTS(clause.end_user, EndUser);
  DECREE_TEXTS(clause.movement, Movement);
  DECREE_TEXTS(clause.product, Product);
  DECREE_TEXTS(clause.party, Party);
  DECREE_RATE(clause.ownership_at_least_ppm, OwnershipAtLeast);
  DECREE_TEXTS(clause.end_use, EndUse);
  DECREE_RATE(clause.content_share_at_least_ppm, ContentShareAtLeast);
  DECREE_TEXT(clause.value_below, ValueBelow);
  if (clause.exported_before) Fill(*clause.exported_before, to.initExportedBefore());
  if (clause.loaded_before) Fill(*clause.loaded_before, to.initLoadedBefore());
  if (clause.entered_before) Fill(*clause.entered_before, to.initEnteredBefore());
  if (clause.contract_before) Fill(*clause.contract_before, to.initContractBefore());
  DECREE_TEXTS(clause.preference, Preference);
  if (clause.effective) Fill(*clause.effective, to.initEffective());
}

#define DECREE_CLAUSES(clauses, Initializer) \
  if (clauses) FillItems(*(clauses), to.init##Initializer(static_cast<unsigned>((clauses)->size())))

void Fill(const Scope& scope, wire::Scope::Builder to) {
  to.setHasInclude(scope.include.has_value());
  to.setHasExclude(scope.exclude.has_value());
  if (scope.include && !scope.include->empty()) {
    FillItems(*scope.include, to.initInclude(static_cast<unsigned>(scope.include->size())));
  }
  if (scope.exclude && !scope.exclude->empty()) {
    FillItems(*scope.exclude, to.initExclude(static_cast<unsigned>(scope.exclude->size())));
  }
  DECREE_CLAUSES(scope.include_add, IncludeAdd);
  DECREE_CLAUSES(scope.include_remove, IncludeRemove);
  DECREE_CLAUSES(scope.exclude_add, ExcludeAdd);
  DECREE_CLAUSES(scope.exclude_remove, ExcludeRemove);
}

void Fill(const Tariff& tariff, wire::Tariff::Builder to) {
  DECREE_RATE(tariff.ad_valorem_ppm, AdValorem);
  if (tariff.specific) {
    wire::SpecificDuty::Builder specific = to.initSpecific();
    Fill(tariff.specific->amount, specific.initAmount());
    specific.setCurrency(Wire(tariff.specific->currency));
    specific.setPer(Wire(tariff.specific->per));
  }
  DECREE_RATE(tariff.floor_total_ppm, FloorTotal);
  DECREE_RATE(tariff.minimum_ppm, Minimum);
  DECREE_RATE(tariff.maximum_ppm, Maximum);
  DECREE_TEXT(tariff.value_share, ValueShare);
  to.setUnknown(tariff.unknown);
  to.setIsRestOfShare(tariff.is_rest_of_share);
}

void Fill(const ExportControl& control, wire::ExportControl::Builder to) {
  if (control.policy) to.setPolicy(static_cast<wire::LicencePolicy>(*control.policy));
  DECREE_TEXTS(control.reasons, Reasons);
  DECREE_RATE(control.de_minimis_ppm, DeMinimis);
  DECREE_TEXTS(control.exceptions, Exceptions);
  DECREE_TEXT(control.performance, Performance);
}

void Fill(const Terms& terms, wire::Terms::Builder to) {
  if (terms.tariff) Fill(*terms.tariff, to.initTariff());
  if (terms.export_control) Fill(*terms.export_control, to.initExportControl());
  DECREE_TEXT(terms.text, Text);
}

void Fill(const Observation& observation, wire::Observation::Builder to) {
  DECREE_TEXT(observation.series, Series);
  DECREE_TEXT(observation.unit, Unit);
  DECREE_TEXT(observation.period, Period);
  if (observation.value) Fill(*observation.value, to.initValue());
  DECREE_TEXT(observation.change, Change);
}

void Fill(const Membership& membership, wire::Membership::Builder to) {
  DECREE_TEXT(membership.group, Group);
  DECREE_TEXT(membership.member, Member);
  DECREE_TEXT(membership.kind, Kind);
  DECREE_RATE(membership.share_ppm, Share);
}

void Fill(const CodeChange& code, wire::CodeChange::Builder to) {
  DECREE_TEXT(code.system, System);
  DECREE_TEXT(code.edition, Edition);
  DECREE_TEXTS(code.from, From);
  DECREE_TEXTS(code.to, To);
}

void Fill(const StackingRule& rule, wire::StackingRule::Builder to) {
  DECREE_TEXT(rule.program, Program);
  to.setEffect(static_cast<wire::StackingEffect>(rule.effect));
  DECREE_TEXTS(rule.over, Over);
  DECREE_RATE(rule.cap_ppm, Cap);
}

void Fill(const Coverage& coverage, wire::Coverage::Builder to) {
  DECREE_TEXT(coverage.issuer, Issuer);
  DECREE_TEXT(coverage.domain, Domain);
  DECREE_TEXTS(coverage.sources, Sources);
}

void Fill(const Formerly& formerly, wire::Formerly::Builder to) {
  DECREE_TEXT(formerly.system, System);
  Fill(formerly.recorded, to.initRecorded());
  DECREE_TEXT(formerly.id, Id);
}

void FillWorldParts(const Event& event, wire::Event::Builder to) {
  if (event.observation) Fill(*event.observation, to.initObservation());
  if (event.membership) Fill(*event.membership, to.initMembership());
  if (event.code) Fill(*event.code, to.initCode());
  if (event.stacking) Fill(*event.stacking, to.initStacking());
  if (event.coverage) Fill(*event.coverage, to.initCoverage());
}

void FillLists(const Event& event, wire::Event::Builder to) {
  DECREE_TEXTS(event.authorizes, Authorizes);
  DECREE_TEXTS(event.threads, Threads);
  if (!event.links.empty()) {
    FillItems(event.links, to.initLinks(static_cast<unsigned>(event.links.size())));
  }
  if (!event.sources.empty()) {
    FillItems(event.sources, to.initSources(static_cast<unsigned>(event.sources.size())));
  }
}

void Fill(const Event& event, wire::Event::Builder to) {
  to.setFormat(FormatOf(event));
  DECREE_TEXT(event.id, Id);
  if (event.kind) to.setKind(static_cast<wire::EventKind>(*event.kind));
  DECREE_TEXT(event.measure, Measure);
  to.setClass(static_cast<wire::MeasureClass>(event.measure_class));
  DECREE_TEXT(event.title, Title);
  if (event.actor) Fill(*event.actor, to.initActor());
  if (event.stated) Fill(*event.stated, to.initStated());
  if (event.published && event.published == event.stated) {
    to.setPublishedAsStated(true);
  } else if (event.published) {
    Fill(*event.published, to.initPublished());
  }
  if (event.effective) Fill(*event.effective, to.initEffective());
  to.setAppliesBy(static_cast<wire::AppliesBy>(event.applies_by));
  if (event.scope) Fill(*event.scope, to.initScope());
  if (event.terms) Fill(*event.terms, to.initTerms());
  DECREE_TEXT(event.program, Program);
  if (event.instrument) Fill(*event.instrument, to.initInstrument());
  FillLists(event, to);
  to.setTone(static_cast<wire::Tone>(event.tone));
  DECREE_TEXT(event.target, Target);
  if (event.replacement != nullptr) Fill(*event.replacement, to.initReplacement());
  FillWorldParts(event, to);
  DECREE_TEXT(event.reason, Reason);
  DECREE_TEXT(event.note, Note);
  DECREE_TEXT(event.zone, Zone);
  to.setRemoves(event.removes);
  if (event.formerly) Fill(*event.formerly, to.initFormerly());
}

#undef DECREE_TEXT
#undef DECREE_TEXTS
#undef DECREE_RATE

}  // namespace

std::string EncodeEvent(const Event& event) {
  // The builder clears what it used of its first segment, so that the next event finds zeros.
  thread_local std::array<capnp::word, kScratchWords> scratch{};
  capnp::MallocMessageBuilder message(kj::arrayPtr(scratch.data(), scratch.size()));
  wire::Event::Builder root = message.initRoot<wire::Event>();
  Fill(event, root);
  const kj::Array<capnp::word> words = capnp::canonicalize(root.asReader());
  const auto bytes = words.asChars();
  return std::string(bytes.begin(), bytes.size());
}

}  // namespace decree
