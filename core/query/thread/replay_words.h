// The words of a replay: what a measure's state says before and after a move, and on which day.
#ifndef DECREE_CORE_QUERY_THREAD_REPLAY_WORDS_H_
#define DECREE_CORE_QUERY_THREAD_REPLAY_WORDS_H_

#include <string>

#include "core/model/edtf_date.h"
#include "core/model/event.h"
#include "core/query/answers/answers.h"

namespace decree {

// "announced, planned from 2025-11, 100%".
std::string StateText(const MeasureState& state);

// The day on which a move shows: when it was stated, or when it begins if that is later.
CivilWindow DayOfEffect(const Event& event);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_REPLAY_WORDS_H_
