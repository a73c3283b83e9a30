// An Event is one announcement, ruling, observation or repair of the record, as a validated plain
// value: every date already has its bounds, every zone is resolved, every field is within the
// limits of core/model/limits.h. It never changes once appended; a repair is another event.
//
// Example: {"id":"x","kind":"imposed","measure":"us/a","actor":{"jurisdiction":"US"},
//           "stated":"2025-02-01","effective":{"from":"2025-02-04"}}
// JSON and stored bytes are made of it in core/codec.
#ifndef DECREE_CORE_MODEL_EVENT_H_
#define DECREE_CORE_MODEL_EVENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/decimal.h"
#include "core/model/edtf_date.h"
#include "core/model/event_kind.h"
#include "core/model/scope.h"
#include "core/model/terms.h"

namespace decree {

// What sort of instrument a measure is. The numbers of every enumeration here are stored: never
// reuse or renumber them. kUnset: the event does not say.
enum class MeasureClass : uint8_t {
  kUnset = 0,
  kTariff = 1,
  kExportControl = 2,
  kExportBan = 3,
  kImportBan = 4,
  kListing = 5,
  kPortFee = 6,
  kInvestmentRestriction = 7,
  kSubsidy = 8,
  kEasing = 9,
  kAuthorization = 10,
  kBaseDuty = 11,
  kQuota = 12,
  kLicensing = 13,
  kSanction = 14,
  kOther = 15,
};

// Which date of a transaction the effective interval is tested against.
enum class AppliesBy : uint8_t {
  kUnset = 0,
  kEntry = 1,
  kExport = 2,
  kLoading = 3,
  kContract = 4,
  kAdmission = 5
};

// How a source stands to what it tells: core/SEMANTICS.md makes evidence of it.
enum class Standing : uint8_t {
  kOfficial = 1,
  kReported = 2,
  kAnonymousSources = 3,
  kOpinion = 4,
  kInferred = 5
};

// Whether a statement hardens or softens the conflict; it weighs a move, and changes no law.
enum class Tone : uint8_t { kUnset = 0, kHardening = 1, kSoftening = 2, kNeutral = 3 };

// What an event is to another one. kReplaces lifts another act of the same measure and kConfirms
// bears on evidence; the rest are told and change no state.
enum class LinkRel : uint8_t {
  kRespondsTo = 1,
  kConfirms = 2,
  kImplements = 3,
  kReplaces = 4,
  kConditionalOn = 5,
  kCoordinatedWith = 6
};

// Who acted. The jurisdiction gives the zone in which the event's days are counted.
struct Actor {
  std::string jurisdiction;  // ISO 3166-1 alpha-2, -3 historic, or a bloc
  std::string office, person;
  friend bool operator==(const Actor&, const Actor&) = default;
};

// The legal act that a measure rests on.
struct Instrument {
  std::string id;  // e.g. "us/eo-14257"; the only part that ties measures to it
  std::string type, title, number, url;
  friend bool operator==(const Instrument&, const Instrument&) = default;
};

// A claim: a document, the place in it, and how firmly it stands. JSON name: sources[].
struct Source {
  std::string publisher, title, url, locator;
  std::optional<Moment> published, retrieved;
  std::string sha256;  // hex of the stored text; "" when none
  Standing standing = Standing::kReported;
  std::string step;  // web, publicInspection, gazette …
  friend bool operator==(const Source&, const Source&) = default;
};

struct Link {  // to an event by its id; it may be recorded later
  LinkRel rel = LinkRel::kRespondsTo;
  std::string id;
  friend bool operator==(const Link&, const Link&) = default;
};

// A value of a series in a period (EDTF), as published.
struct Observation {
  std::string series, unit, period;
  std::optional<Decimal> value;
  std::string change;  // decimal with optional %, on the previous period; "" when none
  friend bool operator==(const Observation&, const Observation&) = default;
};

// That `member` belongs to `group`, as a `kind` of member, while the event's interval lasts. Of
// kind "owns": that the party `member` holds `share_ppm` of the party `group`, which is no group
// then.
struct Membership {
  std::string group, member, kind;
  std::optional<int64_t> share_ppm;  // of what starts an ownership; none: not known how much
  friend bool operator==(const Membership&, const Membership&) = default;
};

inline constexpr char kOwnsKind[] = "owns";
inline bool IsOwnership(const Membership& membership) { return membership.kind == kOwnsKind; }

struct CodeChange {  // code_split, code_merged, code_renamed
  std::string system, edition;
  std::vector<std::string> from, to;
  friend bool operator==(const CodeChange&, const CodeChange&) = default;
};

// How the duties of a program stand beside those of others.
enum class StackingEffect : uint8_t { kExcludes = 1, kCappedBy = 2 };
struct StackingRule {
  std::string program;
  StackingEffect effect = StackingEffect::kExcludes;
  std::vector<std::string> over;
  std::optional<int64_t> cap_ppm;  // parts per million; for kCappedBy
  friend bool operator==(const StackingRule&, const StackingRule&) = default;
};

// A claim that the record watches these sources for this issuer and domain.
struct Coverage {
  std::string issuer, domain;
  std::vector<std::string> sources;
  friend bool operator==(const Coverage&, const Coverage&) = default;
};

// A claim that another system recorded the event before this store did, and under which id.
struct Formerly {
  std::string system, id;  // `id` may be empty
  Moment recorded;         // a day, or an instant; always in UTC
  friend bool operator==(const Formerly&, const Formerly&) = default;
};

struct Event {
  std::string id;
  // In the `replacement` of a repair kind may be left out (nullopt); elsewhere always set.
  std::optional<EventKind> kind;
  std::string measure, title, program;
  MeasureClass measure_class = MeasureClass::kUnset;
  std::optional<Actor> actor;
  std::optional<Moment> stated, published;  // absent only on clerical repairs and replacements
  std::optional<EffectiveInterval> effective;
  AppliesBy applies_by = AppliesBy::kUnset;
  std::optional<Scope> scope;
  std::optional<Terms> terms;
  std::optional<Instrument> instrument;
  std::vector<std::string> authorizes, threads;
  std::vector<Link> links;
  std::vector<Source> sources;
  Tone tone = Tone::kUnset;
  std::string target;
  std::shared_ptr<const Event> replacement;  // `corrected` only
  std::optional<Observation> observation;
  std::optional<Membership> membership;
  std::optional<CodeChange> code;
  std::optional<StackingRule> stacking;
  std::optional<Coverage> coverage;
  std::string reason, note;
  std::optional<Formerly> formerly;  // never in a replacement
  uint32_t removes = 0;  // in a replacement: what it takes away (core/model/removed_fields.h)
  std::string zone;  // IANA zone in which the dates were resolved; set by the model, never by input
};

bool operator==(const Event& a, const Event& b);  // deep: compares replacements by value

// The body of `target` with every field that `replacement` gives put over it. The result keeps the
// target's id and kind unless the replacement gives a kind. `include` and `exclude` and the parts
// of `effective` (from, to) are replaced separately; a given `terms`, `actor`, `instrument` or list
// is replaced whole. What it removes goes first. When the target is itself a `corrected`, the
// result is the final act's body: the caller has already merged the target's own replacement into
// it.
Event MergeReplacement(const Event& target, const Event& replacement);

// Names of the streams an event joins: "m/<measure>", "t/<thread>", "i/<instrument id>" (only
// without a measure), "s/<series>", "g/<group>", "c/<issuer>", "k/<program>" (stacking),
// "x/<system>" (codes). Of a repair: those of its replacement; the log adds those of the target.
std::vector<std::string> StreamsOf(const Event& event);

// The camelCase words of the JSON form; "" for kUnset.
absl::string_view NameOf(MeasureClass value);
absl::string_view NameOf(AppliesBy value);
absl::string_view NameOf(Standing value);
absl::string_view NameOf(Tone value);
absl::string_view NameOf(LinkRel value);
absl::string_view NameOf(LicencePolicy value);
absl::string_view NameOf(StackingEffect value);

// UNCTAD MAST chapter ("P3") and Global Trade Alert intervention type of a class; "" when none.
absl::string_view MastChapterOf(MeasureClass value);
absl::string_view GtaInterventionOf(MeasureClass value);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_EVENT_H_
