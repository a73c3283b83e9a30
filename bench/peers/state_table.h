// The control state as a table without a history of its own: rectangles of what is known and what
// is effective, in days. SQLite answers from it what a whole-state question comes down to.
#ifndef DECREE_BENCH_PEERS_STATE_TABLE_H_
#define DECREE_BENCH_PEERS_STATE_TABLE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/peers/rectangles.h"

namespace decree::bench {

class StateTable {
 public:
  // Keys do not matter.
  StateTable(const std::string& path, const std::vector<Rectangle>& rectangles);
  ~StateTable();

  // Every measure that applies, or may, on the day, with its rate.
  Hits StateOn(int32_t day, int32_t known) const;
  // Every measure that applies on one of the days only, or with another rate; rates do not count.
  Hits Difference(int32_t before, int32_t after, int32_t known) const;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_STATE_TABLE_H_
