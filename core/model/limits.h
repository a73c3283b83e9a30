// Limits on everything that comes from outside; core/LIMITS.md is the same list for readers.
//
// A value beyond its limit is refused with InvalidArgument that names the field and the limit.
// Lengths are bytes of UTF-8. Raising a limit is safe for stored records; lowering one is not.
#ifndef DECREE_CORE_MODEL_LIMITS_H_
#define DECREE_CORE_MODEL_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace decree {

// One event as a whole. Large enough for a scope with kProductsPerClauseMax codes.
inline constexpr size_t kEventJsonBytesMax = size_t{4} << 20;
inline constexpr size_t kEventBytesMax = size_t{4} << 20;  // canonical bytes
inline constexpr size_t kJsonDepthMax = 32;                // arrays and objects inside each other
inline constexpr size_t kJsonValuesMax = 400'000;          // values in one JSON object, all levels
inline constexpr size_t kReplacementDepthMax = 4;          // a repair of a repair of …

// Strings.
inline constexpr size_t kIdBytesMax = 128;              // ids, slugs, codes
inline constexpr size_t kDateTextBytesMax = 96;         // a date as the source has it
inline constexpr size_t kShortTextBytesMax = 512;       // names, units, words of a list
inline constexpr size_t kTextBytesMax = 4 * 1024;       // titles, URLs, locators, wordings
inline constexpr size_t kLongTextBytesMax = 64 * 1024;  // note, reason, terms.text

// Lists.
inline constexpr size_t kClausesMax = 1'000;              // in scope.include, in scope.exclude
inline constexpr size_t kProductsPerClauseMax = 100'000;  // scope.*.product
inline constexpr size_t kWordsPerListMax = 10'000;        // every other list of a clause
inline constexpr size_t kThreadsMax = 64;
inline constexpr size_t kLinksMax = 256;
inline constexpr size_t kSourcesMax = 256;
inline constexpr size_t kAuthorizesMax = 1'000;
inline constexpr size_t kProgramsMax = 1'000;        // stacking.over
inline constexpr size_t kCodesPerChangeMax = 1'000;  // code.from, code.to
inline constexpr size_t kReasonsMax = 256;  // exportControl.reasons, .exceptions, coverage.sources

// A transaction of a question.
inline constexpr size_t kTransactionFieldsMax = 10'000;           // flags, facts and columns given
inline constexpr size_t kTransactionListMax = 1'000;              // products, parties, owners: each
inline constexpr size_t kDecisionJsonBytesMax = size_t{1} << 20;  // a past decision, one line

// Years that a date may name. Moments and bounds stay far inside int64 microseconds.
inline constexpr int kYearMin = 1;
inline constexpr int kYearMax = 9999;

}  // namespace decree

#endif  // DECREE_CORE_MODEL_LIMITS_H_
