// What a replacement takes away from what it repairs: a JSON null, a bit of Event::removes. The
// bits are stored (schema/VERSIONS.md): one is never given another meaning.
#ifndef DECREE_CORE_MODEL_REMOVED_FIELDS_H_
#define DECREE_CORE_MODEL_REMOVED_FIELDS_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace decree {

enum RemovedField : uint32_t {
  kRemovesTitle = 1u << 0,
  kRemovesProgram = 1u << 1,
  kRemovesClass = 1u << 2,
  kRemovesEffective = 1u << 3,
  kRemovesFrom = 1u << 4,
  kRemovesTo = 1u << 5,  // `through` as well
  kRemovesWording = 1u << 6,
  kRemovesAppliesBy = 1u << 7,
  kRemovesScope = 1u << 8,
  kRemovesInclude = 1u << 9,
  kRemovesExclude = 1u << 10,
  kRemovesTerms = 1u << 11,
  kRemovesInstrument = 1u << 12,
  kRemovesAuthorizes = 1u << 13,
  kRemovesThreads = 1u << 14,
  kRemovesLinks = 1u << 15,
  kRemovesSources = 1u << 16,
  kRemovesTone = 1u << 17,
  kRemovesReason = 1u << 18,
  kRemovesNote = 1u << 19,
  kRemovesMeasure = 1u << 20,
  kRemovesIncludeAdd = 1u << 21,
  kRemovesIncludeRemove = 1u << 22,
  kRemovesExcludeAdd = 1u << 23,
  kRemovesExcludeRemove = 1u << 24,
};
inline constexpr uint32_t kRemovesAny = (1u << 25) - 1;
// In the order of kScopeLists (core/model/scope.h).
inline constexpr std::array<RemovedField, 6> kRemovesOfScope = {
    kRemovesInclude,       kRemovesExclude,    kRemovesIncludeAdd,
    kRemovesIncludeRemove, kRemovesExcludeAdd, kRemovesExcludeRemove};
inline constexpr uint32_t kRemovesSomeOfScope = kRemovesInclude | kRemovesExclude |
                                                kRemovesIncludeAdd | kRemovesIncludeRemove |
                                                kRemovesExcludeAdd | kRemovesExcludeRemove;

struct RemovableField {
  absl::string_view path;  // in a replacement
  RemovedField bit;
};
inline constexpr std::array<RemovableField, 26> kRemovableFields = {{
    {"measure", kRemovesMeasure},
    {"class", kRemovesClass},
    {"title", kRemovesTitle},
    {"effective", kRemovesEffective},
    {"effective.from", kRemovesFrom},
    {"effective.to", kRemovesTo},
    {"effective.through", kRemovesTo},
    {"effective.wording", kRemovesWording},
    {"appliesBy", kRemovesAppliesBy},
    {"scope", kRemovesScope},
    {"scope.include", kRemovesInclude},
    {"scope.exclude", kRemovesExclude},
    {"scope.includeAdd", kRemovesIncludeAdd},
    {"scope.includeRemove", kRemovesIncludeRemove},
    {"scope.excludeAdd", kRemovesExcludeAdd},
    {"scope.excludeRemove", kRemovesExcludeRemove},
    {"terms", kRemovesTerms},
    {"program", kRemovesProgram},
    {"instrument", kRemovesInstrument},
    {"authorizes", kRemovesAuthorizes},
    {"threads", kRemovesThreads},
    {"links", kRemovesLinks},
    {"sources", kRemovesSources},
    {"tone", kRemovesTone},
    {"reason", kRemovesReason},
    {"note", kRemovesNote},
}};

}  // namespace decree

#endif  // DECREE_CORE_MODEL_REMOVED_FIELDS_H_
