#include "tests/model/published_world.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/model/validate_event.h"
#include "tests/model/claims.h"

namespace decree::oracle {
namespace {

constexpr char kWorldZone[] = "Etc/UTC";

Moment DayOfPublication(Draws& draws) {
  // Few days, so that several events become public on one.
  const std::string day = absl::StrCat("2025-0", draws.Between(1, 6), "-0", draws.Between(1, 3));
  return ParseMoment(day, kWorldZone).value();
}

bool IsSeen(const Event& event, uint64_t position, const WorldView& view) {
  if (position > view.position_max || view.without.contains(position)) return false;
  auto recorded_us = static_cast<int64_t>(position - 1);
  if (view.reads_claims && event.formerly) {
    recorded_us = std::min(recorded_us, event.formerly->recorded.latest_utc_us);
  }
  if (recorded_us > view.recorded_us_max) return false;
  return !event.published || event.published->latest_utc_us <= view.known_by_us;
}

}  // namespace

std::vector<Event> PublishWorld(Draws& draws, std::vector<Event> world) {
  for (Event& event : world) event.published = DayOfPublication(draws);
  const size_t events = world.size();
  for (size_t i = 0; i < events; ++i) {
    if (!draws.Percent(12)) continue;
    Event& repair = world.emplace_back();
    repair.id = absl::StrCat("e", world.size());
    repair.kind = EventKind::kRetracted;
    repair.zone = kWorldZone;
    repair.target = world[i].id;
    if (draws.Percent(70)) repair.published = repair.stated = DayOfPublication(draws);
    DECREE_ASSERT(ValidateEvent(repair).ok());
  }
  if (draws.Percent(50)) {
    for (Event& event : world) {
      if (!draws.Percent(50)) continue;
      event.formerly = ClaimAt(draws.Between(-2, static_cast<int64_t>(world.size())));
    }
  }
  return world;
}

std::vector<Event> SeenOf(const std::vector<Event>& world, const WorldView& view) {
  std::set<std::string> retracted;
  std::vector<const Event*> seen;
  for (size_t i = 0; i < world.size(); ++i) {
    if (!IsSeen(world[i], i + 1, view)) continue;
    if (world[i].kind == EventKind::kRetracted) {
      retracted.insert(world[i].target);
    } else {
      seen.push_back(&world[i]);
    }
  }
  // All are stated on one day.
  std::stable_sort(seen.begin(), seen.end(), [](const Event* a, const Event* b) {
    return a->published->latest_utc_us < b->published->latest_utc_us;
  });
  std::vector<Event> events;
  for (const Event* event : seen) {
    if (!retracted.contains(event->id)) events.push_back(*event);
  }
  return events;
}

}  // namespace decree::oracle
