// The work that every bench does: one seeded history of announcements, the same on every machine.
//
// The model: 20,000-odd HS10 codes in a tree, popularity by Zipf, 60 issuers, 200 targets, 1 to 20
// events a measure with gaps of months, about 5% retroactive corrections, in the order in which
// they were stated. Kept as canonical bodies; single events are decoded when a bench needs them.
#ifndef DECREE_BENCH_GENERATOR_H_
#define DECREE_BENCH_GENERATOR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/log/event_log.h"
#include "core/model/event.h"

namespace decree::bench {

// One line of trade to ask about.
struct Trade {
  std::string issuer, origin, product;  // product: a whole HTS10 code, "HTS:..."
};

class Draws;

class Corpus {
 public:
  // Exactly `events` events; the history of the last measure may be cut short. Each of the `worlds`
  // (1 to 26) has issuers of its own, so that a store can grow while the hits of a question stay.
  explicit Corpus(uint64_t events, uint64_t worlds = 1);

  size_t size() const { return ends_.size(); }
  absl::string_view Body(size_t index) const;
  Event EventAt(size_t index) const;
  AppendRequest RequestAt(size_t index) const;

  uint64_t acts() const { return acts_; }  // events that leave an act record: all but repairs
  uint64_t measures() const { return measures_; }
  uint64_t body_bytes() const { return bodies_.size(); }
  double MeanJsonBytes() const;  // of a sample

  // With the popularity that measures have too.
  Trade DrawTrade(Draws& draws) const;

  // Of the first `count` bodies, in order: what a store must give back.
  uint64_t Checksum(size_t count) const;

 private:
  std::string bodies_;  // one after the other
  std::vector<uint64_t> ends_;
  uint64_t acts_ = 0;
  uint64_t measures_ = 0;
  uint64_t worlds_ = 1;
  std::vector<std::string> products_, countries_;  // most popular first
};

// Sums up bodies in the order in which they are read back. Stable within one process only.
class BodySum {
 public:
  void Add(absl::string_view body);
  uint64_t value() const { return sum_; }
  uint64_t count() const { return count_; }

 private:
  uint64_t sum_ = 0;
  uint64_t count_ = 0;
};

}  // namespace decree::bench

#endif  // DECREE_BENCH_GENERATOR_H_
