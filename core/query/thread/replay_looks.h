// The looks of a replay at one measure, and the order in which they are best taken.
#ifndef DECREE_CORE_QUERY_THREAD_REPLAY_LOOKS_H_
#define DECREE_CORE_QUERY_THREAD_REPLAY_LOOKS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace decree {

// A look just before and just after a move, at what was known when it became public.
struct ReplayLook {
  size_t move = 0;  // its place in the game
  int64_t known_by_us = 0;
  bool known_by_is_instant = true;
};

// Orders looks, which come in the order of the moves, so that few acts turn on the way from one to
// the next, wherever `published` goes: in blocks of moves, within a block by what is known. Of n
// looks some n √n acts turn at the most, and some n where what is known only grows.
void OrderToPlay(std::vector<ReplayLook>& looks);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_REPLAY_LOOKS_H_
