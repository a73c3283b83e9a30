// Random worlds and transactions for comparing two ways of screening: a few measures whose scopes
// use every dimension, amendments that bring, change and withdraw exclusions (and other words),
// authorizations, groups with dated members, owners and stacking rules; all on a few days and a few
// names, so that they meet.
#ifndef DECREE_TESTS_MODEL_SCREEN_WORLD_H_
#define DECREE_TESTS_MODEL_SCREEN_WORLD_H_

#include <string>
#include <vector>

#include "core/model/event.h"
#include "core/model/transaction.h"
#include "tests/model/draws.h"

namespace decree::oracle {

// In the order of their positions; every date is a day of Etc/UTC. Valid by themselves.
std::vector<Event> DrawWorld(Draws& draws);

// Pairs that name every fact a world asks for.
// `several_parties`: also with several in one text, of which the oracle alone cannot tell
// everything.
// `by_the_record`: also without owners, who are then those on record.
std::vector<TransactionField> DrawTransaction(Draws& draws, bool several_parties = false,
                                              bool by_the_record = false);

// Facts that may be left out, and what they may be then. `product` stands for all its codes.
const std::vector<std::string>& FactNames();
std::vector<std::vector<TransactionField>> FillingsOf(const std::string& fact);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_SCREEN_WORLD_H_
