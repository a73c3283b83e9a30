// The parts of an event that have a file of their own, read from JSON. Dates keep their texts only:
// core/model/resolve_dates.h gives them bounds. Errors go to the FieldErrors of `fields`.
#ifndef DECREE_CORE_CODEC_PARTS_FROM_JSON_H_
#define DECREE_CORE_CODEC_PARTS_FROM_JSON_H_

#include <optional>
#include <string>
#include <vector>

#include "core/codec/json_fields.h"
#include "core/model/event.h"

namespace decree {

// A whole event; `path` is its place, "" when it stands alone. Errors: as EventFromJson.
absl::StatusOr<Event> EventFromTree(const JsonValue& root, const std::string& path,
                                    size_t json_bytes);

// The two halves of reading an event: its fields, of which as many errors are kept as there is room
// for, then what they have to be together, and their dates.
void ReadEventFields(const JsonValue& root, FieldErrors& errors, Event& to);
absl::Status CompleteEvent(Event& event);

// Each reads the field of that name from `fields` when it is given.
void ReadMoment(JsonFields& fields, absl::string_view field, std::optional<Moment>& to);
// Where all errors are kept, what is no date is told at once; else when dates get their bounds.
void CheckDateText(JsonFields& fields, absl::string_view field, const std::string& text);
void ReadEffective(JsonFields& fields, std::optional<EffectiveInterval>& to);
void ReadScope(JsonFields& fields, std::optional<Scope>& to);
void ReadTerms(JsonFields& fields, std::optional<Terms>& to);
void ReadSources(JsonFields& fields, std::vector<Source>& to);
void ReadWorldParts(JsonFields& fields, Event& to);  // observation … coverage
void ReadUrl(JsonFields& fields, std::string& to);

// "US", "EU:customs", "SUHH". Errors: InvalidArgument with what to write instead.
absl::StatusOr<std::string> CheckJurisdiction(absl::string_view text);
absl::StatusOr<std::string> CheckIdentifier(absl::string_view text);
// A jurisdiction, a group or a party; two letters are always a jurisdiction.
absl::StatusOr<std::string> CheckMember(absl::string_view text);
absl::StatusOr<std::string> CheckWords(absl::string_view text);  // any text
// As CheckMember, or "*", or the name of a party in its own letters.
absl::StatusOr<std::string> CheckPartyOrPlace(absl::string_view text);

}  // namespace decree

#endif  // DECREE_CORE_CODEC_PARTS_FROM_JSON_H_
