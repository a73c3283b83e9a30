// Records that append admits and that are as far from ordinary as its limits let them be: deep
// chains, circles, piles, maximal lists, the ends of the calendar. Everything follows from the
// draws. Each line is an event by itself; whether it is admitted is for append to say.
//
// Beside them lies a calm record that nothing here concerns, to see that its answers stay.
#ifndef DECREE_TESTS_EXTREME_EXTREME_RECORD_H_
#define DECREE_TESTS_EXTREME_EXTREME_RECORD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "tests/model/draws.h"

namespace decree::extreme {

using Lines = std::vector<std::string>;

// Measure za/calm, thread calm, series calm, goods tag:calm from ZW to ZA.
Lines CalmLines();

// Some piles of some `size` events each, one after the other; ids are given once. The measures are
// us/p-0 to us/p-4, us/q-…, the thread "x", the groups g-0 …
Lines DrawExtremeLines(oracle::Draws& draws, size_t size);

// Every pile once.
Lines AllExtremeLines(oracle::Draws& draws, size_t size);

}  // namespace decree::extreme

#endif  // DECREE_TESTS_EXTREME_EXTREME_RECORD_H_
