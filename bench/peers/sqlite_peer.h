// SQLite with the same bodies: WAL, synchronous=FULL, one prepared insert, position as rowid.
#ifndef DECREE_BENCH_PEERS_SQLITE_PEER_H_
#define DECREE_BENCH_PEERS_SQLITE_PEER_H_

#include <cstddef>
#include <string>

#include "bench/generator.h"

namespace decree::bench {

// Makes a database in `dir`, appends the first `count` bodies, reads them back and checks them;
// events a second.
double SqliteAppend(const std::string& dir, const Corpus& corpus, size_t count,
                    size_t events_per_commit);

// Fills a database in `dir` once, then: events a second of one ordered scan.
double SqliteScan(const std::string& dir, const Corpus& corpus);

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_SQLITE_PEER_H_
