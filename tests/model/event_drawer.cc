#include "tests/model/event_drawer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"

namespace decree::oracle {
namespace {

std::string TextOfDay(int64_t day) { return FormatCivil(day * kMicrosPerDay); }

// How often, in percent, an act of a kind says from when and until when.
struct IntervalHabit {
  uint64_t from, to;
};

IntervalHabit HabitOf(EventKind kind) {
  switch (kind) {
    case EventKind::kImposed:
      return {100, 40};
    case EventKind::kEnacted:
      return {60, 45};
    case EventKind::kExtended:
      return {0, 88};
    case EventKind::kPostponed:
      return {100, 25};
    case EventKind::kRevoked:
    case EventKind::kReplaced:
    case EventKind::kExpired:
      return {50, 20};
    case EventKind::kStatement:
    case EventKind::kRefundOrdered:
    case EventKind::kWithdrawn:
      return {5, 5};
    case EventKind::kDisputed:
      return {60, 35};
    default:
      return {55, 50};
  }
}

bool IsEmpty(const EffectiveInterval& interval) {
  return interval.from && interval.to &&
         interval.from->earliest_civil_us >= interval.to->latest_civil_us;
}

}  // namespace

int64_t EventDrawer::DrawDay() {
  if (draws_.Percent(65)) return draws_.OneOf(grid_.hot_days);
  return grid_.first_day + draws_.Between(0, kGridDays - 1);
}

std::string EventDrawer::ImpreciseText(bool open_ends) {
  const int64_t day = DrawDay();
  const std::string text = TextOfDay(day);
  const uint64_t roll = draws_.Below(100);
  if (roll < 30) return text.substr(0, 7);                          // the month
  if (roll < 40 && text[8] != '3') return text.substr(0, 9) + "X";  // ten days
  if (roll < 55) return text + "~";
  if (roll < 60 && open_ends) return text + "/..";
  if (roll < 65 && open_ends) return "../" + text;
  return absl::StrCat(text, "/", TextOfDay(day + draws_.Between(1, 6)));
}

std::string EventDrawer::BoundText() {
  if (draws_.Percent(grid_.imprecise_percent)) return ImpreciseText(true);
  const std::string text = TextOfDay(DrawDay());
  const uint64_t roll = draws_.Below(100);
  if (roll < 10) return text + draws_.OneOf<std::string>({"T06:00:00", "T12:00:00", "T18:30:00Z"});
  if (roll < 16) return text + draws_.OneOf<std::string>({"T00:01:00-05:00", "T23:59:00Z"});
  return text;
}

Bound EventDrawer::DrawBound(BoundRole role, const std::string& zone) {
  absl::StatusOr<Bound> bound = ParseBound(BoundText(), role, zone);
  DECREE_ASSERT(bound.ok());
  return *std::move(bound);
}

Moment EventDrawer::DrawMoment(const std::string& zone) {
  std::string text = TextOfDay(DrawDay());
  if (draws_.Percent(grid_.imprecise_percent / 2)) {
    text = ImpreciseText(false);
  } else if (draws_.Percent(8)) {
    text += draws_.OneOf<std::string>({"T02:00:00Z", "T12:00:00", "T22:00:00-05:00"});
  }
  absl::StatusOr<Moment> moment = ParseMoment(text, zone);
  DECREE_ASSERT(moment.ok());
  return *std::move(moment);
}

void EventDrawer::DrawStated(Event& event) {
  event.stated = DrawMoment(event.zone);
  if (draws_.Percent(25)) event.published = DrawMoment(event.zone);
  if (event.published && draws_.Percent(10)) event.stated.reset();
}

void EventDrawer::DrawFrom(Event& event) {
  if (!event.effective) event.effective.emplace();
  event.effective->from = DrawBound(BoundRole::kFrom, event.zone);
}

void EventDrawer::DrawTo(Event& event) {
  if (!event.effective) event.effective.emplace();
  const BoundRole role = draws_.Percent(25) ? BoundRole::kThrough : BoundRole::kTo;
  event.effective->to = DrawBound(role, event.zone);
}

void EventDrawer::DrawEffective(Event& event) {
  if (event.kind == EventKind::kEnacted && draws_.Percent(20)) return;
  const IntervalHabit habit = HabitOf(*event.kind);
  if (draws_.Percent(habit.from)) DrawFrom(event);
  if (!draws_.Percent(habit.to)) return;
  for (int tries = 0; tries < 8; ++tries) {
    DrawTo(event);
    if (!IsEmpty(*event.effective)) return;
  }
  event.effective->to.reset();
}

void EventDrawer::DrawTerms(Event& event) {
  event.terms.emplace().text = absl::StrCat(draws_.Between(1, 99), "%");
}

void EventDrawer::DrawSources(Event& event) {
  if (draws_.Percent(45)) return;
  const bool is_official = draws_.Percent(60);
  const int64_t count = draws_.Between(1, 2);
  for (int64_t i = 0; i < count; ++i) {
    Source source;
    source.publisher = draws_.OneOf<std::string>({"Daily", "Wire", "Gazette"});
    source.standing = draws_.OneOf<Standing>({Standing::kReported, Standing::kAnonymousSources,
                                              Standing::kOpinion, Standing::kInferred});
    if (is_official && i == 0) source.standing = Standing::kOfficial;
    event.sources.push_back(std::move(source));
  }
}

void EventDrawer::DrawScope(Event& event) {
  ScopeClause clause;
  clause.origin = {"CN"};
  event.scope.emplace().include = {std::move(clause)};
}

void EventDrawer::DrawExclusions(Event& event) {
  if (!event.scope) event.scope.emplace();
  std::vector<ScopeClause>& clauses = event.scope->exclude.emplace();
  if (draws_.Percent(15)) return;
  for (int64_t i = draws_.Between(1, 2); i > 0; --i) {
    ScopeClause& clause = clauses.emplace_back();
    clause.origin = {draws_.OneOf<std::string>({"CN", "DE", "MX"})};
    if (draws_.Percent(40)) continue;
    EffectiveInterval& interval = clause.effective.emplace();
    if (draws_.Percent(75)) interval.from = DrawBound(BoundRole::kFrom, event.zone);
    if (!interval.from || draws_.Percent(40)) {
      interval.to = DrawBound(BoundRole::kTo, event.zone);
    }
    if (IsEmpty(interval)) interval.to.reset();
  }
}

void EventDrawer::DrawScopeChanges(Event& event) {
  if (!event.scope) event.scope.emplace();
  Scope& scope = *event.scope;
  const auto draw = [this](Scope::List& list) {
    list.emplace();
    for (int64_t i = draws_.Between(1, 2); i > 0; --i) {
      list->emplace_back().origin = {draws_.OneOf<std::string>({"CN", "DE", "MX"})};
    }
  };
  if (!scope.include && draws_.Percent(30)) draw(scope.include_add);
  if (!scope.include && draws_.Percent(20)) draw(scope.include_remove);
  if (!scope.exclude && draws_.Percent(60)) draw(scope.exclude_add);
  if (!scope.exclude && draws_.Percent(40)) draw(scope.exclude_remove);
  if (scope == Scope()) draw(scope.exclude_add);
}

}  // namespace decree::oracle
