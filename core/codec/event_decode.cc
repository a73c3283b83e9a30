#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/codec/event_codec.h"
#include "core/codec/plain_day.h"
#include "core/model/event_names.h"
#include "core/model/limits.h"
#include "core/model/removed_fields.h"
#include "schema/event.capnp.h"

namespace decree {
namespace {

constexpr uint16_t kFormatMax = 4;
constexpr int kNestingMax = 32;
constexpr uint8_t kScaleMax = 18;

// Reads wire structs; the first thing that does not fit is kept in `problem`.
class Reader {
 public:
  explicit Reader(DecodedParts parts) : parts_(parts), all_(parts != DecodedParts::kActParts) {}

  const std::string& problem() const { return problem_; }
  static std::string Get(capnp::Text::Reader text) { return std::string(text.cStr(), text.size()); }

  Moment Get(wire::Moment::Reader from) {
    Moment to;
    to.latest_utc_us = from.getLatest();
    to.earliest_utc_us =
        static_cast<int64_t>(static_cast<uint64_t>(to.latest_utc_us) - from.getLength());
    to.utc_offset_s = from.getOffset();
    to.is_instant = from.getIsInstant();
    if (all_) to.text = from.hasText() ? Get(from.getText()) : PlainDayOf(to);
    return to;
  }

  Bound Get(wire::Bound::Reader from) {
    Bound to;
    to.earliest_civil_us = from.getEarliest();
    to.latest_civil_us =
        static_cast<int64_t>(static_cast<uint64_t>(to.earliest_civil_us) + from.getLength());
    to.is_through = from.getThrough();
    if (all_) to.text = from.hasText() ? Get(from.getText()) : PlainDayOf(to);
    return to;
  }

  EffectiveInterval Get(wire::EffectiveInterval::Reader from) {
    EffectiveInterval to;
    if (from.hasFrom()) to.from = Get(from.getFrom());
    if (from.hasTo()) to.to = Get(from.getTo());
    to.wording = Get(from.getWording());
    return to;
  }

  Decimal Get(wire::Decimal::Reader from) {
    if (from.getScale() > kScaleMax) Fail("decimal scale", from.getScale());
    return {from.getUnscaled(), from.getScale()};
  }

  static int64_t Get(wire::Rate::Reader from) { return from.getPpm(); }

  Actor Get(wire::Actor::Reader from) {
    return {Get(from.getJurisdiction()), Get(from.getOffice()), Get(from.getPerson())};
  }

  Instrument Get(wire::Instrument::Reader from) {
    return {Get(from.getId()), Get(from.getType()), Get(from.getTitle()), Get(from.getNumber()),
            Get(from.getUrl())};
  }

  Source Get(wire::Source::Reader from) {
    Source to;
    to.publisher = Get(from.getPublisher());
    to.standing = Enum(from.getStanding(), kStandingNames, "standing");
    if (!all_) return to;
    to.title = Get(from.getTitle());
    to.url = Get(from.getUrl());
    to.locator = Get(from.getLocator());
    if (from.hasPublished()) to.published = Get(from.getPublished());
    if (from.hasRetrieved()) to.retrieved = Get(from.getRetrieved());
    to.sha256 = Get(from.getSha256());
    to.step = Get(from.getStep());
    return to;
  }

  Link Get(wire::Link::Reader from) {
    return {Enum(from.getRel(), kLinkRelNames, "link relation"), Get(from.getId())};
  }

  ScopeClause Get(wire::ScopeClause::Reader from) {
    ScopeClause to;
    if (parts_ == DecodedParts::kNames) {
      for (capnp::Text::Reader text : from.getProduct()) {
        if (IsTag(text)) to.product.push_back(Get(text));
      }
      return to;
    }
    to.origin = Texts(from.getOrigin());
    to.destination = Texts(from.getDestination());
    to.shipped_from = Texts(from.getShippedFrom());
    to.exporter = Texts(from.getExporter());
    to.importer = Texts(from.getImporter());
    to.consignee = Texts(from.getConsignee());
    to.end_user = Texts(from.getEndUser());
    to.movement = Texts(from.getMovement());
    to.product = Texts(from.getProduct());
    to.party = Texts(from.getParty());
    if (from.hasOwnershipAtLeast()) to.ownership_at_least_ppm = Get(from.getOwnershipAtLeast());
    to.end_use = Texts(from.getEndUse());
    if (from.hasContentShareAtLeast()) {
      to.content_share_at_least_ppm = Get(from.getContentShareAtLeast());
    }
    to.value_below = Get(from.getValueBelow());
    if (from.hasExportedBefore()) to.exported_before = Get(from.getExportedBefore());
    if (from.hasLoadedBefore()) to.loaded_before = Get(from.getLoadedBefore());
    if (from.hasEnteredBefore()) to.entered_before = Get(from.getEnteredBefore());
    if (from.hasContractBefore()) to.contract_before = Get(from.getContractBefore());
    to.preference = Texts(from.getPreference());
    if (from.hasEffective()) to.effective = Get(from.getEffective());
    return to;
  }

  Scope Get(wire::Scope::Reader from) {
    Scope to;
    if (!all_) {
      if (from.getHasInclude()) to.include.emplace();
      if (from.getHasExclude()) to.exclude.emplace();
      if (from.hasIncludeAdd()) to.include_add.emplace();
      if (from.hasIncludeRemove()) to.include_remove.emplace();
      if (from.hasExcludeAdd()) to.exclude_add.emplace();
      if (from.hasExcludeRemove()) to.exclude_remove.emplace();
      return to;
    }
    if (from.getHasInclude()) to.include = Items<ScopeClause>(from.getInclude(), kClausesMax);
    if (from.getHasExclude()) to.exclude = Items<ScopeClause>(from.getExclude(), kClausesMax);
    const auto clauses = [this](capnp::List<wire::ScopeClause>::Reader list) {
      return Items<ScopeClause>(list, kClausesMax);
    };
    if (from.hasIncludeAdd()) to.include_add = clauses(from.getIncludeAdd());
    if (from.hasIncludeRemove()) to.include_remove = clauses(from.getIncludeRemove());
    if (from.hasExcludeAdd()) to.exclude_add = clauses(from.getExcludeAdd());
    if (from.hasExcludeRemove()) to.exclude_remove = clauses(from.getExcludeRemove());
    return to;
  }

  Tariff Get(wire::Tariff::Reader from) {
    Tariff to;
    if (from.hasAdValorem()) to.ad_valorem_ppm = Get(from.getAdValorem());
    if (from.hasSpecific()) {
      const wire::SpecificDuty::Reader specific = from.getSpecific();
      to.specific = SpecificDuty{Get(specific.getAmount()), Get(specific.getCurrency()),
                                 Get(specific.getPer())};
    }
    if (from.hasFloorTotal()) to.floor_total_ppm = Get(from.getFloorTotal());
    if (from.hasMinimum()) to.minimum_ppm = Get(from.getMinimum());
    if (from.hasMaximum()) to.maximum_ppm = Get(from.getMaximum());
    to.value_share = Get(from.getValueShare());
    to.unknown = from.getUnknown();
    to.is_rest_of_share = from.getIsRestOfShare();
    if (to.is_rest_of_share && to.value_share.empty()) Fail("terms.tariff.isRestOfShare", 1);
    return to;
  }

  ExportControl Get(wire::ExportControl::Reader from) {
    ExportControl to;
    if (from.getPolicy() != wire::LicencePolicy::UNSET) {
      to.policy = Enum(from.getPolicy(), kLicencePolicyNames, "licence policy");
    }
    to.reasons = Texts(from.getReasons());
    if (from.hasDeMinimis()) to.de_minimis_ppm = Get(from.getDeMinimis());
    to.exceptions = Texts(from.getExceptions());
    to.performance = Get(from.getPerformance());
    return to;
  }

  Terms Get(wire::Terms::Reader from) {
    Terms to;
    if (!all_) return to;
    if (from.hasTariff()) to.tariff = Get(from.getTariff());
    if (from.hasExportControl()) to.export_control = Get(from.getExportControl());
    to.text = Get(from.getText());
    return to;
  }

  Observation Get(wire::Observation::Reader from) {
    Observation to;
    to.series = Get(from.getSeries());
    to.unit = Get(from.getUnit());
    to.period = Get(from.getPeriod());
    if (from.hasValue()) to.value = Get(from.getValue());
    to.change = Get(from.getChange());
    return to;
  }

  Membership Get(wire::Membership::Reader from) {
    Membership to{Get(from.getGroup()), Get(from.getMember()), Get(from.getKind()), {}};
    if (from.hasShare()) to.share_ppm = Get(from.getShare());
    return to;
  }

  CodeChange Get(wire::CodeChange::Reader from) {
    return {Get(from.getSystem()), Get(from.getEdition()), Texts(from.getFrom()),
            Texts(from.getTo())};
  }

  StackingRule Get(wire::StackingRule::Reader from) {
    StackingRule to;
    to.program = Get(from.getProgram());
    to.effect = Enum(from.getEffect(), kStackingEffectNames, "stacking effect");
    to.over = Texts(from.getOver());
    if (from.hasCap()) to.cap_ppm = Get(from.getCap());
    return to;
  }

  Coverage Get(wire::Coverage::Reader from) {
    return {Get(from.getIssuer()), Get(from.getDomain()), Texts(from.getSources())};
  }

  Formerly Get(wire::Formerly::Reader from) {
    return {Get(from.getSystem()), Get(from.getId()), Get(from.getRecorded())};
  }

  Event Get(wire::Event::Reader from) {
    Event to;
    GetInto(from, to);
    return to;
  }

  void GetInto(wire::Event::Reader from, Event& to) {
    if (from.getFormat() == 0 || from.getFormat() > kFormatMax) Fail("format", from.getFormat());
    to.id = Get(from.getId());
    const auto kind = static_cast<uint16_t>(from.getKind());
    if (kind > kEventKindCount) Fail("kind", kind);
    if (kind >= 1 && kind <= kEventKindCount) to.kind = static_cast<EventKind>(kind);
    const bool with_claim = parts_ == DecodedParts::kClaim || parts_ == DecodedParts::kAll;
    if (with_claim && from.hasFormerly()) to.formerly = Get(from.getFormerly());
    if (parts_ == DecodedParts::kClaim) return;
    if (parts_ == DecodedParts::kPointParts) {
      if (from.hasActor()) to.actor = Get(from.getActor());
      if (from.hasScope()) to.scope = Get(from.getScope());
      if (from.hasTerms()) to.terms = Get(from.getTerms());
      if (from.hasProgram()) to.program = Get(from.getProgram());
      return;
    }
    if (parts_ == DecodedParts::kNames) return GetNames(from, to);
    to.measure = Get(from.getMeasure());
    to.measure_class = OptionalEnum(from.getClass(), kMeasureClassNames, "class");
    if (from.hasTitle()) to.title = Get(from.getTitle());
    if (from.hasStated()) to.stated = Get(from.getStated());
    if (from.hasPublished()) to.published = Get(from.getPublished());
    if (from.getPublishedAsStated()) to.published = to.stated;
    if (from.hasEffective()) to.effective = Get(from.getEffective());
    to.applies_by = OptionalEnum(from.getAppliesBy(), kAppliesByNames, "appliesBy");
    if (from.hasScope()) to.scope = Get(from.getScope());
    if (from.hasTerms()) to.terms = Get(from.getTerms());
    if (from.hasProgram()) to.program = Get(from.getProgram());
    if (from.hasInstrument()) to.instrument = Get(from.getInstrument());
    if (from.hasAuthorizes()) to.authorizes = Texts(from.getAuthorizes());
    if (from.hasLinks()) to.links = Items<Link>(from.getLinks(), kLinksMax);
    if (from.hasSources()) to.sources = Items<Source>(from.getSources(), kSourcesMax);
    if (from.hasMembership()) to.membership = Get(from.getMembership());
    if (all_) GetRest(from, to);
  }

 private:
  void GetNames(wire::Event::Reader from, Event& to) {
    if (from.hasActor()) to.actor = Get(from.getActor());
    if (from.hasScope()) to.scope = Get(from.getScope());
    if (from.hasTerms()) to.terms = Get(from.getTerms());
    if (from.hasMembership()) to.membership = Get(from.getMembership());
    if (from.hasReplacement()) to.replacement = std::make_shared<Event>(Get(from.getReplacement()));
  }

  // What no act record is made of.
  void GetRest(wire::Event::Reader from, Event& to) {
    if (from.hasActor()) to.actor = Get(from.getActor());
    if (from.hasThreads()) to.threads = Texts(from.getThreads());
    to.tone = OptionalEnum(from.getTone(), kToneNames, "tone");
    if (from.hasTarget()) to.target = Get(from.getTarget());
    if (from.hasReplacement()) to.replacement = std::make_shared<Event>(Get(from.getReplacement()));
    if (from.hasObservation()) to.observation = Get(from.getObservation());
    if (from.hasCode()) to.code = Get(from.getCode());
    if (from.hasStacking()) to.stacking = Get(from.getStacking());
    if (from.hasCoverage()) to.coverage = Get(from.getCoverage());
    if (from.hasReason()) to.reason = Get(from.getReason());
    if (from.hasNote()) to.note = Get(from.getNote());
    to.removes = from.getRemoves();
    if ((to.removes & ~kRemovesAny) != 0) Fail("removes", to.removes);
    to.zone = Get(from.getZone());
  }

  static bool IsTag(capnp::Text::Reader text) {
    return absl::StartsWith(absl::string_view(text.cStr(), text.size()), "tag:");
  }

  static std::vector<std::string> Texts(capnp::List<capnp::Text>::Reader from) {
    std::vector<std::string> to;
    to.reserve(from.size());
    for (capnp::Text::Reader text : from) to.push_back(Get(text));
    return to;
  }

  // A list of structs without content takes no bytes, so its length needs a bound of its own.
  template <typename Item, typename List>
  std::vector<Item> Items(List from, size_t count_max) {
    std::vector<Item> to;
    if (from.size() > count_max) {
      Fail("length of a list:", from.size());
      return to;
    }
    to.reserve(from.size());
    for (auto item : from) to.push_back(Get(item));
    return to;
  }

  // The model's value with the same number; it must be one that the table names.
  template <typename Value, size_t kSize, typename WireEnum>
  Value Enum(WireEnum wire_value, const std::array<NamedValue<Value>, kSize>& table,
             absl::string_view what) {
    const auto number = static_cast<uint16_t>(wire_value);
    for (const NamedValue<Value>& row : table) {
      if (static_cast<uint16_t>(row.value) == number) return row.value;
    }
    Fail(what, number);
    return table[0].value;
  }

  template <typename Value, size_t kSize, typename WireEnum>
  Value OptionalEnum(WireEnum wire_value, const std::array<NamedValue<Value>, kSize>& table,
                     absl::string_view what) {
    if (static_cast<uint16_t>(wire_value) == 0) return Value::kUnset;
    return Enum(wire_value, table, what);
  }

  void Fail(absl::string_view what, unsigned number) {
    if (problem_.empty()) problem_ = absl::StrCat("unknown ", what, " ", number);
  }

  const DecodedParts parts_;
  const bool all_;  // of what is read at all
  std::string problem_;
};

absl::Status Damaged(absl::string_view problem) {
  return absl::DataLossError(absl::StrCat("stored event: ", problem));
}

absl::Status DecodeWords(kj::ArrayPtr<const capnp::word> words, DecodedParts parts, Event& event) {
  capnp::ReaderOptions options;
  // Each word may be read twice (once to see that it is there); what goes on beyond is a loop.
  options.traversalLimitInWords = 2 * words.size() + 64;
  options.nestingLimit = kNestingMax;
  const kj::ArrayPtr<const capnp::word> segments[] = {words};
  capnp::SegmentArrayMessageReader message(kj::arrayPtr(segments, 1), options);
  Reader reader(parts);
  reader.GetInto(message.getRoot<wire::Event>(), event);
  if (!reader.problem().empty()) return Damaged(reader.problem());
  if (!event.kind) return Damaged("no kind");
  if (event.id.empty()) return Damaged("no id");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Event> DecodeEvent(absl::string_view bytes, DecodedParts parts) {
  constexpr size_t kWordBytes = sizeof(capnp::word);
  if (bytes.empty() || bytes.size() % kWordBytes != 0 || bytes.size() > kEventBytesMax) {
    return Damaged(
        absl::StrCat(bytes.size(), " bytes are no whole number of words within the limit"));
  }
  const size_t count = bytes.size() / kWordBytes;
  thread_local std::vector<uint64_t> aligned;
  static_assert(sizeof(uint64_t) == kWordBytes);
  const auto* words = reinterpret_cast<const capnp::word*>(bytes.data());
  if (reinterpret_cast<uintptr_t>(bytes.data()) % alignof(capnp::word) != 0) {
    if (aligned.size() < count) aligned.resize(count);
    std::memcpy(aligned.data(), bytes.data(), bytes.size());
    words = reinterpret_cast<const capnp::word*>(aligned.data());
  }
  absl::StatusOr<Event> event(absl::in_place);
  absl::Status status;
  const auto thrown = kj::runCatchingExceptions(
      [&] { status = DecodeWords(kj::arrayPtr(words, count), parts, *event); });
  KJ_IF_MAYBE (exception, thrown) {
    return Damaged(exception->getDescription().cStr());
  }
  if (!status.ok()) return status;
  return event;
}

}  // namespace decree
