// What a point question comes down to for a peer that has no history of its own: rectangles of what
// is known and what is effective, in days, under a key of issuer, counterpart and beginning of the
// code.
//
// Three peers answer from the same rectangles: an immutable hash table in memory, which is the
// practical limit, SQLite with a covering index, and RocksDB with one packed value a key, read by
// one MultiGet.
#ifndef DECREE_BENCH_PEERS_RECTANGLES_H_
#define DECREE_BENCH_PEERS_RECTANGLES_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace decree::bench {

struct Rectangle {
  uint64_t key = 0;
  int32_t known_from = 0, known_until = 0;  // days; until is exclusive
  int32_t from = 0, until = 0;
  uint32_t measure = 0;
  int32_t rate_ppm = 0;
};

inline constexpr int32_t kLastDay = 1 << 30;  // open ends
inline constexpr size_t kKeys = 12;           // counterpart or all, times six levels of the code

struct RectangleQuestion {
  std::array<uint64_t, kKeys> keys{};
  int32_t day = 0;
  int32_t known = 0;
};

// Of a scope: `origin` empty: all; `digits` of the code, "" for all products.
uint64_t RectangleKey(const std::string& issuer, const std::string& origin,
                      const std::string& digits);
RectangleQuestion MakeRectangleQuestion(const std::string& issuer, const std::string& origin,
                                        const std::string& digits, int32_t day, int32_t known);

// What an answer is checked by: the number of hits and a sum over them.
struct Hits {
  uint64_t count = 0;
  uint64_t sum = 0;
  void Add(uint32_t measure, int64_t rate_ppm) {
    ++count;
    sum += (uint64_t{measure} + 1) * 1'000'003 + static_cast<uint64_t>(rate_ppm);
  }
  friend bool operator==(const Hits&, const Hits&) = default;
};

class MemoryRectangles {
 public:
  explicit MemoryRectangles(std::vector<Rectangle> rectangles);
  Hits Ask(const RectangleQuestion& question) const;

 private:
  std::vector<Rectangle> sorted_;  // by key
  absl::flat_hash_map<uint64_t, std::pair<uint32_t, uint32_t>> ranges_;
};

class SqliteRectangles {
 public:
  SqliteRectangles(const std::string& path, const std::vector<Rectangle>& rectangles);
  ~SqliteRectangles();
  Hits Ask(const RectangleQuestion& question) const;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

class RocksdbRectangles {
 public:
  // Fills a new database in `dir`.
  static void Fill(const std::string& dir, const std::vector<Rectangle>& rectangles);
  // Opens it as it lies there.
  explicit RocksdbRectangles(const std::string& dir);
  ~RocksdbRectangles();
  Hits Ask(const RectangleQuestion& question) const;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_RECTANGLES_H_
