// Between an Event and its two written forms: canonical Cap'n Proto bytes (the only form ever
// stored or hashed) and JSON (the form people and programs exchange). This folder alone includes
// <capnp/>. All functions are pure and safe for concurrent use.
//
//   auto event = decree::EventFromJson(R"({"id":"x","kind":"observation", …})");
//   std::string json = decree::EventToJson(*event);
//
// The fields are in schema/event.schema.json, the bytes in schema/event.capnp.
#ifndef DECREE_CORE_CODEC_EVENT_CODEC_H_
#define DECREE_CORE_CODEC_EVENT_CODEC_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/model/event.h"

namespace decree {

// Canonical bytes: equal events give equal bytes on every machine. Never fails for a valid event.
std::string EncodeEvent(const Event& event);

// kActParts is what act records and side entries are made of: id, kind, dates, measure, instrument,
// links, publishers, membership, and whether terms and scope are given. kPointParts is what answers
// in numbers are made of: id, kind, actor, scope, terms and programme. kNames is who and what is
// named: id, kind, actor, membership, tags of the scope, facts and units that a tariff
// reads, and the same of a replacement. kClaim: id, kind and `formerly`. The rest is left empty.
enum class DecodedParts { kAll, kActParts, kPointParts, kNames, kClaim };

// Errors: DataLoss naming what does not fit (truncated, traversal limit, unknown enum …).
absl::StatusOr<Event> DecodeEvent(absl::string_view bytes, DecodedParts parts = DecodedParts::kAll);

// An event as it was read, with its canonical bytes: valid, its dates resolved, and not to be
// changed, so that nobody on its way to the log needs to validate or encode it again.
class EncodedEvent {
 public:
  const Event& operator*() const { return event_; }
  const Event* operator->() const { return &event_; }
  const std::string& body() const { return body_; }

 private:
  friend absl::StatusOr<EncodedEvent> EncodedEventFromJson(absl::string_view json);
  EncodedEvent(Event event, std::string body) : event_(std::move(event)), body_(std::move(body)) {}

  Event event_;
  std::string body_;
};

// One JSON object. Unknown fields, duplicate keys, wrong types, values outside the limits and
// invalid UTF-8 are InvalidArgument `FIELD: what is wrong and what to do` (no line number: the
// caller adds it), with the field as data (core/base/append_error.h). EncodedEventFromJson is the
// one for events that are to be appended.
absl::StatusOr<Event> EventFromJson(absl::string_view json);
absl::StatusOr<EncodedEvent> EncodedEventFromJson(absl::string_view json);

// What is wrong with an event, for people who write them by hand.
struct EventProblem {
  std::string field;  // as AppendErrorPlace::field; "": the event as a whole
  std::string value;  // as written, of what is long the beginning
  std::string text;   // what is wrong and what to do
  size_t offset = 0;  // in bytes of the JSON, where it is known
  bool has_offset = false;
};
// Of the JSON of an event every field that cannot be read, up to `problems_max` of them, in the
// order in which they stand; where all can be read, what is first wrong with them together. Empty:
// EncodedEventFromJson takes it, but for its size.
std::vector<EventProblem> EventProblems(absl::string_view json, size_t problems_max);

// Canonical JSON: fields in schema order, no white space; EventFromJson gives an equal event back.
std::string EventToJson(const Event& event);

// Parts of answers, in the same JSON form as inside an event.
std::string TermsToJson(const Terms& terms);
std::string ScopeToJson(const Scope& scope);
std::string SourceToJson(const Source& source);
std::string JsonQuote(absl::string_view text);  // a JSON string literal; text must be UTF-8

struct JsonLine {
  int line = 0;  // 1-based
  EncodedEvent event;
};

// Splits JSON Lines and parses each; empty lines are skipped. Errors: InvalidArgument
// `line 12: effective.from: "2025-13" is not an EDTF date`. With `on_error`, bad lines are handed
// to it (with that text) and skipped instead.
absl::StatusOr<std::vector<JsonLine>> EventsFromJsonLines(
    absl::string_view text,
    const std::function<void(int line, const absl::Status&)>& on_error = nullptr);

}  // namespace decree

#endif  // DECREE_CORE_CODEC_EVENT_CODEC_H_
