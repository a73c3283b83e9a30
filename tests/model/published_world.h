// A screening world whose events become public on different days, and some of which are taken
// back: what the screening oracle is asked about under different views.
#ifndef DECREE_TESTS_MODEL_PUBLISHED_WORLD_H_
#define DECREE_TESTS_MODEL_PUBLISHED_WORLD_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/model/event.h"
#include "tests/model/draws.h"

namespace decree::oracle {

struct WorldView {
  int64_t known_by_us = 0;    // of UTC, which is every zone's clock here
  uint64_t position_max = 0;  // positions are 1, 2, 3 …, recorded at 0, 1, 2 …
  int64_t recorded_us_max = kAxisMax;
  bool reads_claims = false;
  std::set<uint64_t> without;
};

// Gives a world of screen_world.h dates of publication, and appends retractions of some events,
// with a date of their own or without one; some events with a claim of another recording.
std::vector<Event> PublishWorld(Draws& draws, std::vector<Event> world);

// What a view shows of it, in paint order, retracted events left out.
std::vector<Event> SeenOf(const std::vector<Event>& world, const WorldView& view);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_PUBLISHED_WORLD_H_
