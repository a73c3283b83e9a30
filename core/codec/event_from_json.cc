#include <array>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/codec/json_fields.h"
#include "core/codec/json_value.h"
#include "core/codec/parts_from_json.h"
#include "core/model/edtf_parse.h"
#include "core/model/event_names.h"
#include "core/model/limits.h"
#include "core/model/removed_fields.h"
#include "core/model/resolve_dates.h"
#include "core/model/validate_event.h"

namespace decree {
namespace {

constexpr size_t kSha256HexLength = 64;

// An empty JSON object of a list ({"origin":"CN"} and a comma) grows most: 16 bytes to 200.
constexpr size_t kStoredGrowthMax = 64;

void ReadActor(JsonFields& event, std::optional<Actor>& to) {
  const JsonValue* value = event.Find("actor");
  if (value == nullptr) return;
  JsonFields fields(*value, event.PathOf("actor"), event.errors());
  to.emplace();
  const bool given = fields.Text("jurisdiction", to->jurisdiction, kIdBytesMax);
  fields.Require(given, "jurisdiction", "e.g. \"US\" or \"EU\"");
  if (given) {
    const absl::StatusOr<std::string> checked = CheckJurisdiction(to->jurisdiction);
    if (!checked.ok()) fields.Fail("jurisdiction", checked.status().message());
  }
  fields.Text("office", to->office, kShortTextBytesMax);
  fields.Text("person", to->person, kShortTextBytesMax);
  fields.Finish();
}

// An id alone, or an object.
void ReadInstrument(JsonFields& event, std::optional<Instrument>& to) {
  const JsonValue* value = event.Find("instrument");
  if (value == nullptr) return;
  to.emplace();
  if (value->type == JsonValue::Type::kString) {
    const absl::StatusOr<std::string> id = CheckIdentifier(value->text);
    if (!id.ok()) return event.Fail("instrument", id.status().message());
    to->id = *id;
    return;
  }
  JsonFields fields(*value, event.PathOf("instrument"), event.errors());
  fields.Require(fields.Identifier("id", to->id), "id", "e.g. \"us/eo-14257\"");
  fields.Text("type", to->type, kShortTextBytesMax);
  fields.Text("title", to->title, kTextBytesMax);
  fields.Text("number", to->number, kShortTextBytesMax);
  ReadUrl(fields, to->url);
  fields.Finish();
}

// The items of a list of objects; an error is kept when it is none or too long.
const std::vector<JsonValue>& ObjectsOf(JsonFields& event, absl::string_view field,
                                        size_t count_max) {
  static const std::vector<JsonValue>* const kNone = new std::vector<JsonValue>;
  const JsonValue* value = event.Find(field);
  if (value == nullptr) return *kNone;
  if (value->type != JsonValue::Type::kArray) {
    event.Fail(field, absl::StrCat("must be a list of objects, not ", NameOf(value->type)));
    return *kNone;
  }
  if (value->items.size() > count_max) {
    event.Fail(field, absl::StrCat("has ", value->items.size(), " entries, at most ", count_max,
                                   " are kept; split the event"));
    return *kNone;
  }
  return value->items;
}

void ReadLinks(JsonFields& event, std::vector<Link>& to) {
  const std::vector<JsonValue>& items = ObjectsOf(event, "links", kLinksMax);
  for (size_t i = 0; i < items.size() && event.ok(); ++i) {
    JsonFields fields(items[i], absl::StrCat(event.PathOf("links"), "[", i, "]"), event.errors());
    Link& link = to.emplace_back();
    fields.Require(fields.Word("rel", kLinkRelNames, link.rel), "rel", "e.g. \"respondsTo\"");
    fields.Require(fields.Identifier("id", link.id), "id", "the other event's id");
    fields.Finish();
  }
}

void CheckSha256(JsonFields& fields, const std::string& hex) {
  const bool is_hex = hex.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (hex.empty() || (is_hex && hex.size() == kSha256HexLength)) return;
  fields.Fail("sha256", "must be 64 lower-case hex digits");
}

// The words of a standing, and one spelling more that sources of data use.
constexpr auto kStandingWords = [] {
  std::array<NamedValue<Standing>, kStandingNames.size() + 1> words{};
  for (size_t i = 0; i < kStandingNames.size(); ++i) words[i] = kStandingNames[i];
  words.back() = {Standing::kAnonymousSources, "anonymous_sources"};
  return words;
}();

// The table of kinds in the form of the other words.
constexpr auto kKindNames = [] {
  std::array<NamedValue<EventKind>, kEventKindCount> names{};
  for (size_t i = 0; i < kEventKindCount; ++i)
    names[i] = {kEventKinds[i].kind, kEventKinds[i].name};
  return names;
}();

void ReadLists(JsonFields& fields, Event& to) {
  fields.List("authorizes", to.authorizes, kAuthorizesMax,
              [](absl::string_view text) -> absl::StatusOr<std::string> {
                if (IsIdentifierGlob(text)) return std::string(text);
                return absl::InvalidArgumentError(absl::StrCat(
                    "\"", text, "\" is neither a measure nor a glob such as \"us/*\""));
              });
  fields.List("threads", to.threads, kThreadsMax, CheckIdentifier);
  ReadLinks(fields, to.links);
  ReadSources(fields, to.sources);
}

void ReadFormerly(JsonFields& event, std::optional<Formerly>& to) {
  const JsonValue* value = event.Find("formerly");
  if (value == nullptr) return;
  JsonFields fields(*value, event.PathOf("formerly"), event.errors());
  to.emplace();
  fields.Require(fields.Text("system", to->system, kShortTextBytesMax), "system",
                 "the name of the system that recorded the event");
  fields.Require(fields.Text("recorded", to->recorded.text, kDateTextBytesMax), "recorded",
                 "when that system recorded it, e.g. \"2024-06-14\" or \"2024-06-14T09:30:00Z\"");
  fields.Text("id", to->id, kShortTextBytesMax);
  fields.Finish();
}

void ReadBody(JsonFields& fields, size_t depth, Event& to);

// Of a field whose path is that of the whole event.
void AddRemoved(const std::string& path, JsonFields& event, Event& replacement) {
  const std::string within = path.substr(event.PathOf("replacement").size() + 1);
  for (const RemovableField& field : kRemovableFields) {
    if (field.path != within) continue;
    replacement.removes |= field.bit;
    if (field.bit == kRemovesTo && replacement.effective && replacement.effective->to) {
      event.errors().Add(path, "taken away beside a new end; keep one of the two");
    }
    return;
  }
  event.errors().Add(path, "cannot be taken away; give what it should say instead");
}

void ReadReplacement(JsonFields& event, size_t depth, Event& to) {
  const JsonValue* value = event.Find("replacement");
  if (value == nullptr) return;
  if (depth == kReplacementDepthMax) {
    return event.Fail("replacement", absl::StrCat("repairs inside repairs go at most ",
                                                  kReplacementDepthMax, " deep"));
  }
  JsonFields fields(*value, event.PathOf("replacement"), event.errors());
  auto body = std::make_shared<Event>();
  std::vector<std::string> nulls;
  fields.TakeNulls(&nulls);
  ReadBody(fields, depth + 1, *body);
  for (const std::string& null : nulls) AddRemoved(null, event, *body);
  if (!body->id.empty()) fields.Fail("id", "a replacement keeps its target's id; leave it out");
  if (value->keys.empty()) event.Fail("replacement", "says nothing; give what is to be replaced");
  to.replacement = std::move(body);
}

// Every field of an event, or of the body of a replacement (depth > 0), where none is required.
void ReadBody(JsonFields& fields, size_t depth, Event& to) {
  fields.Identifier("id", to.id);
  EventKind kind{};
  if (fields.Word("kind", kKindNames, kind)) to.kind = kind;
  fields.Identifier("measure", to.measure);
  fields.Word("class", kMeasureClassNames, to.measure_class);
  fields.Text("title", to.title, kTextBytesMax);
  ReadActor(fields, to.actor);
  ReadMoment(fields, "stated", to.stated);
  ReadMoment(fields, "published", to.published);
  ReadEffective(fields, to.effective);
  fields.Word("appliesBy", kAppliesByNames, to.applies_by);
  ReadScope(fields, to.scope);
  ReadTerms(fields, to.terms);
  fields.Identifier("program", to.program);
  ReadInstrument(fields, to.instrument);
  ReadLists(fields, to);
  fields.Word("tone", kToneNames, to.tone);
  fields.Identifier("target", to.target);
  ReadReplacement(fields, depth, to);
  ReadWorldParts(fields, to);
  fields.Text("reason", to.reason, kLongTextBytesMax);
  fields.Text("note", to.note, kLongTextBytesMax);
  ReadFormerly(fields, to.formerly);
  fields.Finish();
}

// The zone the event names; of a repair without an actor, the one its replacement names.
std::string ZoneOf(const Event& event) {
  absl::string_view zone = OwnZoneOf(event);
  if (zone.empty() && event.replacement != nullptr) return ZoneOf(*event.replacement);
  return zone.empty() ? "Etc/UTC" : std::string(zone);
}

// Valid and with its dates resolved; its stored size is not looked at.
absl::StatusOr<Event> ReadEvent(const JsonValue& root, const std::string& path) {
  FieldErrors errors;
  Event event;
  JsonFields fields(root, path, errors);
  if (errors.ok()) ReadBody(fields, 0, event);
  DECREE_RETURN_IF_ERROR(errors.status());
  DECREE_RETURN_IF_ERROR(CompleteEvent(event));
  return event;
}

absl::Status CheckStoredSize(size_t bytes) {
  if (bytes <= kEventBytesMax) return absl::OkStatus();
  return WithField(absl::InvalidArgumentError(
                       absl::StrCat("the stored form of an event has at most ", kEventBytesMax,
                                    " bytes, this has ", bytes, "; split its scope")),
                   "");
}

}  // namespace

void ReadUrl(JsonFields& fields, std::string& to) {
  if (!fields.Text("url", to, kTextBytesMax)) return;
  if (absl::StartsWith(to, "http://") || absl::StartsWith(to, "https://")) return;
  fields.Fail("url",
              absl::StrCat("\"", to.substr(0, 64), "\" must begin with https:// or http://"));
}

void ReadMoment(JsonFields& fields, absl::string_view field, std::optional<Moment>& to) {
  std::string text;
  if (!fields.Text(field, text, kDateTextBytesMax)) return;
  CheckDateText(fields, field, text);
  to.emplace();
  to->text = std::move(text);
}

void CheckDateText(JsonFields& fields, absl::string_view field, const std::string& text) {
  if (!fields.errors().collects()) return;
  const absl::Status read = ParseEdtf(text).status();
  if (!read.ok()) fields.Fail(field, read.message());
}

void ReadSources(JsonFields& event, std::vector<Source>& to) {
  const std::vector<JsonValue>& items = ObjectsOf(event, "sources", kSourcesMax);
  for (size_t i = 0; i < items.size() && event.ok(); ++i) {
    JsonFields fields(items[i], absl::StrCat(event.PathOf("sources"), "[", i, "]"), event.errors());
    Source& source = to.emplace_back();
    fields.Text("publisher", source.publisher, kShortTextBytesMax);
    fields.Text("title", source.title, kTextBytesMax);
    ReadUrl(fields, source.url);
    fields.Text("locator", source.locator, kTextBytesMax);
    ReadMoment(fields, "published", source.published);
    ReadMoment(fields, "retrieved", source.retrieved);
    fields.Text("sha256", source.sha256, kIdBytesMax);
    CheckSha256(fields, source.sha256);
    fields.Word("standing", kStandingWords, source.standing);
    fields.Text("step", source.step, kIdBytesMax);
    fields.Finish();
    if (source.publisher.empty() && source.title.empty() && source.url.empty()) {
      fields.Fail("publisher", "missing; a source names its publisher, title or url");
    }
  }
}

void ReadEventFields(const JsonValue& root, FieldErrors& errors, Event& to) {
  JsonFields fields(root, "", errors);
  if (root.type == JsonValue::Type::kObject) ReadBody(fields, 0, to);
}

absl::Status CompleteEvent(Event& event) {
  if (!event.published) event.published = event.stated;
  if (!event.stated) event.stated = event.published;
  DECREE_RETURN_IF_ERROR(ValidateEvent(event));
  return ResolveDates(event, ZoneOf(event));
}

absl::StatusOr<Event> EventFromJson(absl::string_view json) {
  DECREE_ASSIGN_OR_RETURN(const JsonValue root, ParseJson(json));
  return EventFromTree(root, "", json.size());
}

absl::StatusOr<EncodedEvent> EncodedEventFromJson(absl::string_view json) {
  DECREE_ASSIGN_OR_RETURN(const JsonValue root, ParseJson(json));
  DECREE_ASSIGN_OR_RETURN(Event event, ReadEvent(root, ""));
  std::string body = EncodeEvent(event);
  DECREE_RETURN_IF_ERROR(CheckStoredSize(body.size()));
  return EncodedEvent(std::move(event), std::move(body));
}

absl::StatusOr<Event> EventFromTree(const JsonValue& root, const std::string& path,
                                    size_t json_bytes) {
  DECREE_ASSIGN_OR_RETURN(Event event, ReadEvent(root, path));
  // The stored form is at most this many times the JSON; only large events are measured.
  if (json_bytes > kEventBytesMax / kStoredGrowthMax) {
    DECREE_RETURN_IF_ERROR(CheckStoredSize(EncodeEvent(event).size()));
  }
  return event;
}

}  // namespace decree
