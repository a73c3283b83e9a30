// A row of the growth bench: a record of one shape that can be made of any size, and what is asked
// of it. Each row is run at an eighth, a quarter, half and all of its largest size; what counts is
// the exponent: 1 when twice the pieces cost twice the time.
//
//   rows.push_back({"moves", 100'000, [](size_t n) { return MovesOf(n); }, further_move,
//                   {Asks("replay", [](Decree& store) { return store.Replay({…}).status(); })}});
#ifndef DECREE_BENCH_GROWTH_GROWTH_ROW_H_
#define DECREE_BENCH_GROWTH_GROWTH_ROW_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/decree.h"

namespace decree::bench {

// Processor seconds that it took, of all threads, without what does not belong to it.
using Timed = std::function<double(const std::string& store_dir)>;

struct Operation {
  std::string name;
  Timed seconds;
};

struct GrowthRow {
  std::string name;  // of the shape
  size_t largest = 0;
  std::function<std::string(size_t n)> lines;  // n events, JSON Lines
  // One more event of the kind, JSON; "": what a further act costs is not measured.
  std::function<std::string(size_t n)> further;
  std::vector<Operation> operations;  // after append and close, which every row has
};

// A question to a store that is open for reading: the best of three runs, or the first when it took
// long.
Operation Asks(std::string name, std::function<absl::Status(Decree&)> question);

// The rows, each family in a file of its own.
std::vector<GrowthRow> ActRows();         // acts of one measure
std::vector<GrowthRow> RepairRows();      // what is repaired, disputed, linked
std::vector<GrowthRow> InstrumentRows();  // instruments and many measures
std::vector<GrowthRow> LargeRows();       // codes, authorizations
std::vector<GrowthRow> QuestionRows();    // histories, differences, replays, whole records

}  // namespace decree::bench

#endif  // DECREE_BENCH_GROWTH_GROWTH_ROW_H_
