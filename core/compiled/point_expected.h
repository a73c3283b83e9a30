// A question of a block, made ready before its turn: its numbers, and where its entries lie in
// memory. Most questions are answered from it alone.
#ifndef DECREE_CORE_COMPILED_POINT_EXPECTED_H_
#define DECREE_CORE_COMPILED_POINT_EXPECTED_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/compiled/kept_entries.h"
#include "core/compiled/measure/point_entry.h"
#include "core/query/answers/point_question.h"

namespace decree {

// The civil days of a question that compiled answers serve, as entries have them.
struct EntryDays {
  explicit EntryDays(const PointQuestion& question);
  EntryDay day = 0, known_day = 0;
};

// What is found may be used while the mutex of CompiledAnswers is held.
struct PointExpected {
  static constexpr size_t kKeys = 4;

  bool is_plain = false;  // these keys are all that the question is about
  AskedCode code;
  EntryDay day = 0, known_day = 0;
  uint32_t destination = 0;          // 0: any
  std::array<PointKey, kKeys> keys;  // in the order of CompiledAnswers::Probe
  std::array<size_t, kKeys> hashes{};
  std::array<const KeptEntries*, kKeys> found{};  // nullptr: not in memory

  bool is_whole = false;  // nothing else is needed so far
  struct Covering {
    const KeptEntries* entries;
    uint32_t code;
    size_t index;
  };
  std::vector<Covering> covering;  // what of `found` may be meant and covers the days

  // Fills `covering`, and asks for what it says to be brought near.
  void Look();

  // After Look. False where it takes more than what lies in memory under these keys; `hits` is half
  // done then.
  bool Answer(std::vector<PointHit>& hits) const;
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_POINT_EXPECTED_H_
