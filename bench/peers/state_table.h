// The control state as a table without a history of its own: rectangles of what is known and what
// is effective, in days, and a table of what is said of each measure. SQLite answers from them what
// a whole-state question comes down to.
#ifndef DECREE_BENCH_PEERS_STATE_TABLE_H_
#define DECREE_BENCH_PEERS_STATE_TABLE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bench/peers/rectangles.h"

namespace decree::bench {

// What an answer says of a measure in words.
struct MeasureText {
  std::string issuer, title, program, terms, scope, because;
};

// From which day on a measure applies with which rate, or not: ascending, neighbours differ.
using RateChanges = std::vector<std::pair<int32_t, std::optional<int64_t>>>;

class StateTable {
 public:
  // Keys do not matter. `texts`: by the number of the measure.
  StateTable(const std::string& path, const std::vector<Rectangle>& rectangles,
             const std::vector<MeasureText>& texts);
  ~StateTable();

  // Every measure that applies, or may, on the day, with its rate; its texts are read.
  Hits StateOn(int32_t day, int32_t known) const;
  // Every measure that applies on one of the days only, or with another rate; rates do not count.
  Hits Difference(int32_t before, int32_t after, int32_t known) const;
  // Of one measure: along the days, as known on `known`; and along what is known, of `day`.
  RateChanges ByDay(uint32_t measure, int32_t known) const;
  RateChanges ByKnowledge(uint32_t measure, int32_t day) const;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_STATE_TABLE_H_
