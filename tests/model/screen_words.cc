#include "tests/model/screen_words.h"

#include <algorithm>

namespace decree::oracle {
namespace {

// Words with the events that wrote their lists out, as places in the world.
struct Laid {
  Event words;
  std::optional<size_t> include, exclude;
};

void Change(const Scope::List& remove, const Scope::List& add, Scope::List& list) {
  if (!remove && !add) return;
  std::vector<ScopeClause> changed;
  const auto is_in = [](const std::vector<ScopeClause>& clauses, const ScopeClause& clause) {
    return std::find(clauses.begin(), clauses.end(), clause) != clauses.end();
  };
  for (const ScopeClause& clause : list.value_or(std::vector<ScopeClause>())) {
    if (!remove || !is_in(*remove, clause)) changed.push_back(clause);
  }
  for (const ScopeClause& clause : add.value_or(std::vector<ScopeClause>())) {
    if (!is_in(changed, clause)) changed.push_back(clause);
  }
  list = changed;
}

void Lay(const Laid& laid, Laid& over) {
  const Event& words = laid.words;
  if (words.terms) over.words.terms = words.terms;
  if (!words.scope) return;
  if (!over.words.scope) over.words.scope.emplace();
  if (words.scope->include) {
    over.words.scope->include = words.scope->include;
    over.include = laid.include;
  }
  if (words.scope->exclude) {
    over.words.scope->exclude = words.scope->exclude;
    over.exclude = laid.exclude;
  }
}

}  // namespace

void PutWords(const std::vector<Event>& world, const Event& imposed, const HoldsOn& holds,
              Event& on_the_day) {
  Laid inherited, day;
  day.words = on_the_day;
  bool is_before = true;
  for (size_t i = 0; i < world.size(); ++i) {
    const Event& event = world[i];
    if (event.measure != imposed.measure) continue;
    if (event.kind == EventKind::kImposed) {
      is_before = false;
      Lay(inherited, day);
      Lay({event, i, i}, day);
    } else if (event.kind == EventKind::kAmended) {
      if (is_before) Lay({event, i, i}, inherited);
      if (holds(event.effective)) Lay({event, i, i}, day);
    }
  }
  for (size_t i = 0; i < world.size(); ++i) {
    const Event& event = world[i];
    if (event.measure != imposed.measure || !event.scope || !holds(event.effective)) continue;
    Scope& scope = *day.words.scope;
    const Scope& by = *event.scope;
    if (scope.include && i > *day.include) Change(by.include_remove, by.include_add, scope.include);
    const bool is_later = !day.exclude || i > *day.exclude;
    if (is_later) Change(by.exclude_remove, by.exclude_add, scope.exclude);
  }
  on_the_day = day.words;
}

}  // namespace decree::oracle
