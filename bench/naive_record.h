// The corpus as the naive oracle of tests/model reads it: the events of one measure at a time,
// painted day by day, with no index, compiled answer or projection in between. What the library
// answers in a run of the benches is held against it.
#ifndef DECREE_BENCH_NAIVE_RECORD_H_
#define DECREE_BENCH_NAIVE_RECORD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "bench/generator.h"
#include "bench/point_questions.h"
#include "core/decree.h"

namespace decree::bench {

inline constexpr size_t kHeldAgainstOracle = 1'000;

// Of a measure that applies or may.
struct NaiveHit {
  Answer applies = Answer::kYes;  // never kNo
  Possible<Force> force;
  int64_t rate_ppm = kRateNotPlain;  // as PointHit has it
  friend bool operator==(const NaiveHit&, const NaiveHit&) = default;
};

class NaiveRecord {
 public:
  explicit NaiveRecord(const Corpus& corpus);

  size_t measures() const { return measures_.size(); }
  const std::string& SlugOf(size_t measure) const { return measures_[measure].slug; }
  size_t NumberOf(const std::string& slug) const { return by_slug_.at(slug); }

  // nullopt: it does not apply. The words of `question` have been read by the library.
  std::optional<NaiveHit> HitOf(size_t measure, const PointQuestion& question) const;

  // By slug. Looks at every measure of the issuer.
  std::map<std::string, NaiveHit> HitsOf(const AsOfQuestion& text,
                                         const PointQuestion& question) const;

 private:
  struct Measure {
    std::string slug;
    std::string origin;             // empty: all
    std::string digits;             // of the code; empty: all
    std::vector<uint32_t> indexes;  // of its events in the corpus
  };

  const Corpus& corpus_;
  std::vector<Measure> measures_;
  absl::flat_hash_map<std::string, uint32_t> by_slug_;
  std::map<std::string, std::vector<uint32_t>> by_issuer_;
};

// Holds the first `count` answers against the oracle.
void CheckAgainstOracle(const NaiveRecord& record, Decree& store, const AskedPoints& asked,
                        size_t count);

}  // namespace decree::bench

#endif  // DECREE_BENCH_NAIVE_RECORD_H_
