// Folders that benches fill, weigh and throw away.
#ifndef DECREE_BENCH_FOLDERS_H_
#define DECREE_BENCH_FOLDERS_H_

#include <cstdint>
#include <string>

namespace decree::bench {

// An empty folder `name` under `dir`; what was there is removed.
std::string FreshFolder(const std::string& dir, const std::string& name);
void RemoveFolder(const std::string& dir);
uint64_t BytesUnder(const std::string& dir);

}  // namespace decree::bench

#endif  // DECREE_BENCH_FOLDERS_H_
