// What holds of a measure on a day: the scope and the terms of what was imposed, with what it
// inherits from amendments before it, under the amendments that cover the day; then the changes of
// its lists by acts that come after those that wrote them out.
#ifndef DECREE_TESTS_MODEL_SCREEN_WORDS_H_
#define DECREE_TESTS_MODEL_SCREEN_WORDS_H_

#include <functional>
#include <optional>
#include <vector>

#include "core/model/event.h"

namespace decree::oracle {

// Whether an interval covers the day.
using HoldsOn = std::function<bool(const std::optional<EffectiveInterval>&)>;

// `world`: in the order of paint. Puts them into `on_the_day`, which begins as what was imposed.
void PutWords(const std::vector<Event>& world, const Event& imposed, const HoldsOn& holds,
              Event& on_the_day);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_SCREEN_WORDS_H_
