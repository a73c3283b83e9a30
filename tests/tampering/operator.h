// An operator with the signing key who rewrites a log: every rewriting is a log of its own, written
// by the real code, with valid hashes inside.
#ifndef DECREE_TESTS_TAMPERING_OPERATOR_H_
#define DECREE_TESTS_TAMPERING_OPERATOR_H_

#include <memory>
#include <string>
#include <vector>

#include "core/log/event_log.h"
#include "core/merkle/log_checkpoint.h"
#include "tests/model/draws.h"

namespace decree {

struct ToldEvent {
  AppendRequest request;
  int64_t recorded_us = 0;
};
using Story = std::vector<ToldEvent>;

// 12 to 20 events, with repairs among them.
Story DrawStory(oracle::Draws& draws);

enum class Tampering {
  kEdit,
  kDelete,
  kReorder,
  kBackDate,
  kInsert,
  kTruncate,
  kFork,
  kSignAnotherRoot,  // the log stays as it is, what is signed of it does not
  kSignAnotherTable,
};
inline constexpr int kTamperings = 9;
const char* NameOf(Tampering tampering);

// The story told otherwise, so that its first `held` events are no longer those that they were; as
// it was for the last two.
Story Rewrite(oracle::Draws& draws, Tampering tampering, const Story& story, size_t held);

// nullptr when no log can be like that (an event before its target).
std::unique_ptr<EventLog> WriteLog(const std::string& dir, const Story& story);

// What the operator signs of a log; for the last two tamperings, something else.
SignedCheckpoint SignAnew(oracle::Draws& draws, Tampering tampering, const EventLog& log,
                          const SigningKey& key);

}  // namespace decree

#endif  // DECREE_TESTS_TAMPERING_OPERATOR_H_
