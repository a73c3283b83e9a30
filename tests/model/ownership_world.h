// Who owns whom in the worlds of screen_world.h, on their days and among their parties: chains,
// circles and shares that meet the threshold of 50% together.
#ifndef DECREE_TESTS_MODEL_OWNERSHIP_WORLD_H_
#define DECREE_TESTS_MODEL_OWNERSHIP_WORLD_H_

#include <vector>

#include "core/model/event.h"
#include "tests/model/draws.h"

namespace decree::oracle {

// Adds ownerships that start and end on exact days and that nothing repairs: one way to read them.
void AddOwnership(Draws& draws, std::vector<Event>& world);

// Adds more of them, and what can be said of them afterwards: corrections, retractions, disputes
// and confirmations; some on days that are not exact, some from weaker sources, some without a
// share, as they could once be recorded.
void AddOpenOwnership(Draws& draws, std::vector<Event>& world);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_OWNERSHIP_WORLD_H_
