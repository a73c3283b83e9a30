// RocksDB alone with the same bodies, no hash, no index: one event a value, or 64 packed in one.
#ifndef DECREE_BENCH_PEERS_ROCKSDB_PEER_H_
#define DECREE_BENCH_PEERS_ROCKSDB_PEER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "bench/generator.h"

namespace decree::bench {

inline constexpr size_t kPackedEvents = 64;

// Each call makes a database in `dir`, appends, reads all back and checks it; events a second.
double RocksdbSingles(const std::string& dir, const Corpus& corpus, size_t count, size_t writers);
double RocksdbBulk(const std::string& dir, const Corpus& corpus, size_t events_per_value,
                   size_t events_per_commit);

// A filled database of packed values, kept open for scans. What is timed reads every body's place
// and its first byte.
class RocksdbPacked {
 public:
  RocksdbPacked(const std::string& dir, const Corpus& corpus);
  ~RocksdbPacked();
  double Scan() const;  // events a second

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

// Seconds from nothing open to the value of the first position.
double RocksdbOpen(const std::string& dir, const Corpus& corpus);

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_ROCKSDB_PEER_H_
