// Moves: the events of a thread, read as a game. What each one answers, whether it hardens or
// eases, and whether it puts a card on the table.
#ifndef DECREE_CORE_QUERY_THREAD_MOVES_H_
#define DECREE_CORE_QUERY_THREAD_MOVES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/query/context.h"

namespace decree {

// The visible acts of the thread (all events when empty) within the question's dates, in the order
// (stated, published, position), with weight and answers; changes and cards are the replay's.
absl::StatusOr<std::vector<Move>> MovesOf(const QuestionContext& context, EventReader& events,
                                          const TimelineQuestion& question);

// An escalation, an easing, or neither, by kind, class and tone.
MoveWeight WeightOf(const Event& event);

// Civil day number of a moment; nullopt when it spans more than one day.
std::optional<int64_t> CivilDayOf(const Moment& moment);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_MOVES_H_
