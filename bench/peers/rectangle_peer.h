// A database server or library that holds the rectangles and a table of transactions, and is asked
// either for one of them or for all at once, by a join.
//
// None of them is needed to build or test the project: one that is not installed says so, and its
// rows are left out (bench/peers/install).
#ifndef DECREE_BENCH_PEERS_RECTANGLE_PEER_H_
#define DECREE_BENCH_PEERS_RECTANGLE_PEER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/peers/rectangles.h"

namespace decree::bench {

class RectanglePeer {
 public:
  virtual ~RectanglePeer() = default;
  virtual Hits Ask(const RectangleQuestion& question) = 0;
  // One join over all transactions; only the sums leave the database.
  virtual Hits AskAll() = 0;
  // The same join with a row a transaction, for the first `count` of them.
  virtual std::vector<Hits> AskEach(size_t count) = 0;
};

// What a peer is filled with.
struct RectangleTables {
  const std::vector<Rectangle>& rectangles;
  const std::vector<RectangleQuestion>& transactions;
};

// nullptr, and in `missing` the reason in one line, where it cannot run here.
using RectanglePeerPtr = std::unique_ptr<RectanglePeer>;
RectanglePeerPtr OpenDuckdb(const RectangleTables& tables, int threads, std::string& missing);
RectanglePeerPtr OpenPostgres(const RectangleTables& tables, int threads, std::string& missing);
// In a new file at `path`. It has one thread for one question, whatever the machine.
RectanglePeerPtr OpenSqlite(const RectangleTables& tables, const std::string& path);

// Words of SQL that all of them share: r is a rectangle, t a transaction with one of its keys.
inline constexpr char kCoversSql[] =
    "r.k = t.k AND r.f <= t.d AND r.u > t.d AND r.kf <= t.known AND r.ku > t.known";
inline constexpr char kSumSql[] =
    "count(*), CAST(coalesce(sum((r.m + 1) * 1000003 + r.rate), 0) AS BIGINT)";

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_RECTANGLE_PEER_H_
