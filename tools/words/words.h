// Facets, terms and dates as a person says them. JSON uses the names of the interface
// instead (names.h).
#ifndef DECREE_TOOLS_WORDS_WORDS_H_
#define DECREE_TOOLS_WORDS_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/decree.h"

namespace decree::tools {

std::string Words(absl::string_view camel_case);  // "heldUnlawful" -> "held unlawful"

std::string TermsInWords(const Terms& terms);             // "+100% ad valorem"
std::string TermsInWords(const MeasureState& state);      // "+10% or +20% ad valorem", "" when none
std::string EffectiveInWords(const MeasureState& state);  // "since 2025-11-10 through 2026-11-09"
std::string StandingInWords(const MeasureState& state);   // "enacted, held unlawful"

// "as known by 2025-10-23, store at position 74, counting what was announced"
std::string ViewInWords(const AnswerHeader& header, Commitment floor);

// What is to be told beside an answer: which claims it rests on, and that the store begins later
// than what was asked about.
std::vector<std::string> NotesOf(const AnswerHeader& header);
// The same where the claims are not counted: of many answers, or of events one by one.
std::vector<std::string> NotesOfMany(const AnswerHeader& header);

std::string HexOf(const Hash256& hash);
std::string RecordedText(const LogRecord& record);  // RFC 3339, UTC

}  // namespace decree::tools

#endif  // DECREE_TOOLS_WORDS_WORDS_H_
