// The floor under every durable append: write() to the end of one file, then fdatasync.
#ifndef DECREE_BENCH_PEERS_RAW_FILE_H_
#define DECREE_BENCH_PEERS_RAW_FILE_H_

#include <string>

#include "bench/generator.h"

namespace decree::bench {

// Appends the first `count` bodies one by one; events a second.
double RawFileSingles(const std::string& dir, const Corpus& corpus, size_t count);

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_RAW_FILE_H_
