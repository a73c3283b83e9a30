// The moves of a thread as JSON and as the lines of a game record; used by timeline and replay.
#ifndef DECREE_TOOLS_TEXT_MOVES_H_
#define DECREE_TOOLS_TEXT_MOVES_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/codec/json_writer.h"
#include "core/decree.h"
#include "tools/text/terminal.h"

namespace decree::cli {

// {"n","id","stated","side","kind","title","measure","tone","answers","weight","card","changes"}
// and, of a replay, "tally". `number` counts from 1.
void WriteMove(JsonWriter& json, size_t number, const Move& move,
               const std::vector<SideTally>* tally);

// "answers cn-2025-10-09-rare-earths after 1 day"
std::string AnswerInWords(const MoveAnswer& answer);

// The numbers, from 1, of the moves listed, by their ids.
using MoveNumbers = std::map<std::string, size_t>;
MoveNumbers NumbersOf(const std::vector<Move>& moves);
// "answers move 43 after 1 day"; the id where the answered move is not listed.
std::string AnswerByNumber(const MoveAnswer& answer, const MoveNumbers& numbers);
std::string WeightName(MoveWeight weight);    // "escalation"
std::string WeightInWords(const Move& move);  // "card, escalation", "" when neutral
std::string TallyInWords(const std::vector<SideTally>& tally);

// The numbered move, what it answers, and what it changed.
std::string MoveInWords(const Terminal& terminal, size_t number, const Move& move,
                        const MoveNumbers& numbers);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_MOVES_H_
