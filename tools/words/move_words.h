// Moves, what they answer and what they weigh, in words.
#ifndef DECREE_TOOLS_WORDS_MOVE_WORDS_H_
#define DECREE_TOOLS_WORDS_MOVE_WORDS_H_

#include <string>
#include <vector>

#include "core/decree.h"

namespace decree::tools {

// "answers cn-2025-10-09-rare-earths after 1 day"
std::string AnswerInWords(const MoveAnswer& answer);
// The same with another name for what is answered: "answers move 43 after 1 day".
std::string AnswerInWords(const MoveAnswer& answer, const std::string& answered);
std::string WeightInWords(const Move& move);  // "card, escalation", "" when neutral
std::string TallyInWords(const std::vector<SideTally>& tally);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_WORDS_MOVE_WORDS_H_
