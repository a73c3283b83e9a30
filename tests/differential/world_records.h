// The events of a world as an oracle takes them: one after the other, recorded a microsecond apart.
#ifndef DECREE_TESTS_DIFFERENTIAL_WORLD_RECORDS_H_
#define DECREE_TESTS_DIFFERENTIAL_WORLD_RECORDS_H_

#include <cstdint>
#include <vector>

#include "core/model/event.h"
#include "tests/model/oracle.h"

namespace decree {

inline std::vector<oracle::Record> RecordsOf(const std::vector<Event>& world) {
  std::vector<oracle::Record> records;
  records.reserve(world.size());
  for (const Event& event : world) {
    records.push_back({records.size() + 1, static_cast<int64_t>(records.size()), event});
  }
  return records;
}

}  // namespace decree

#endif  // DECREE_TESTS_DIFFERENTIAL_WORLD_RECORDS_H_
