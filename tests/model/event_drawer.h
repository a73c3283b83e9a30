// Draws the parts of one event: its dates as texts on a small grid of days, its kind's fields, its
// sources. history_generator.cc puts events together into a history.
#ifndef DECREE_TESTS_MODEL_EVENT_DRAWER_H_
#define DECREE_TESTS_MODEL_EVENT_DRAWER_H_

#include <string>
#include <vector>

#include "core/model/event.h"
#include "tests/model/draws.h"

namespace decree::oracle {

// The days that a history happens on and how sharply it dates things.
struct Grid {
  int64_t first_day = 0;          // counted from 1970-01-01
  std::vector<int64_t> hot_days;  // drawn most of the time
  uint64_t imprecise_percent = 0;
};
inline constexpr int64_t kGridDays = 40;

class EventDrawer {
 public:
  EventDrawer(Draws& draws, const Grid& grid) : draws_(draws), grid_(grid) {}

  void DrawStated(Event& event);     // and perhaps `published`
  void DrawEffective(Event& event);  // as befits its kind; an interval that is not empty
  void DrawFrom(Event& event);
  void DrawTo(Event& event);
  void DrawTerms(Event& event);
  void DrawSources(Event& event);
  void DrawScope(Event& event);
  // Exclusions, each perhaps with a validity of its own; or that there are none any more.
  void DrawExclusions(Event& event);
  // Clauses that join or leave the lists below.
  void DrawScopeChanges(Event& event);
  Moment DrawMoment(const std::string& zone);

 private:
  int64_t DrawDay();
  std::string ImpreciseText(bool open_ends);
  std::string BoundText();
  Bound DrawBound(BoundRole role, const std::string& zone);

  Draws& draws_;
  const Grid& grid_;
};

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_EVENT_DRAWER_H_
