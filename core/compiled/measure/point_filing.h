// Files the answers of one measure under the keys of its scopes, entry by entry; where the scopes
// have many keys, the answers stand apart, once, and the entries refer to them.
#ifndef DECREE_CORE_COMPILED_MEASURE_POINT_FILING_H_
#define DECREE_CORE_COMPILED_MEASURE_POINT_FILING_H_

#include <cstdint>
#include <vector>

#include "core/compiled/measure/point_bodies.h"
#include "core/compiled/measure/point_entry.h"

namespace decree {

// What holds over a stretch, whatever the key.
struct FiledState {
  Answer applies = Answer::kNo;
  uint8_t force_bits = 0;
  uint8_t flags = 0;
  int32_t rate_ppm = -1;
  uint32_t include = 0;
  uint32_t issuer = 0;
  friend bool operator==(const FiledState&, const FiledState&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads a defaulted <=>.
  friend auto operator<=>(const FiledState&, const FiledState&) = default;
};
// A state over half-open days on both axes.
struct FiledStretch {
  FiledState state;
  int32_t from = kDayMin, until = kDayMax, known_from = kDayMin, known_until = kDayMax;
};

struct FiledEntry {
  PointKey key;
  PointEntry entry;
  friend bool operator==(const FiledEntry&, const FiledEntry&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads a defaulted <=>.
  friend auto operator<=>(const FiledEntry&, const FiledEntry&) = default;
};

struct CompiledMeasure {
  std::vector<FiledEntry> entries;
  // Set where the measure has many keys: the entries refer to these by the scope's number (their
  // `code`), whoever the issuer.
  std::vector<PointEntry> apart;
  std::vector<PostingKey> postings;  // sorted, each once
  // Every key under which some entry stands now or stood before the newest events.
  std::vector<PointKey> keys;
};

// Who and what some act or repair of the measure names: every key under which it may be filed.
struct FilingKeys {
  std::vector<uint32_t> actors, includes;  // each with each, and with none
  std::vector<uint32_t> actors_anywhere;   // under any scope
};

// `includes`: every one that some act or repair gives, which numbers the scopes of the measure. The
// stretches' own are among them.
CompiledMeasure FileStretches(const std::vector<FiledStretch>& stretches, const FilingKeys& ever,
                              const std::vector<uint32_t>& includes, const PointBodies& bodies,
                              uint32_t number);

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_MEASURE_POINT_FILING_H_
