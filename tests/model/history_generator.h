// Random histories and questions for comparing two implementations of the fold.
//
// A history is 1 to 20 events on up to three measures and an instrument, on a grid of 40 days some
// of which are much more likely than others, so that acts collide. Everything follows from the
// seed. Every event is valid by itself (core/model/validate_event.h); what corrections make of it
// may not be.
#ifndef DECREE_TESTS_MODEL_HISTORY_GENERATOR_H_
#define DECREE_TESTS_MODEL_HISTORY_GENERATOR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/model/draws.h"
#include "tests/model/oracle.h"

namespace decree::oracle {

inline constexpr size_t kHistoryEventsMax = 20;
inline constexpr size_t kHistoryOpenMax = 10;  // boundaries open, and rivals, at any one instant

// Positions are 1, 2, 3 ...; a target comes before what targets it. No retraction is corrected.
std::vector<Record> DrawHistory(Draws& draws);

// On all three axes and the floor; often on or right beside a date of the history.
Question DrawQuestion(Draws& draws, const std::vector<Record>& history);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_HISTORY_GENERATOR_H_
