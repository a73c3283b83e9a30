// The place oracle answers naively how a place stands to the places of a clause: it goes through
// every way in which what is imprecise can have fallen. Single places are two letters (CN), or
// those with a part (US-CA); every other name is a group.
//
// It reads memberships in the order of their positions, which is their paint order, and shares no
// code with core/query.
#ifndef DECREE_TESTS_MODEL_PLACE_ORACLE_H_
#define DECREE_TESTS_MODEL_PLACE_ORACLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/event.h"

namespace decree::oracle {

enum class Stands : uint8_t { kOutside, kOpen, kWithin };

// At one civil instant. `world`: memberships without kinds, repairs and links.
Stands PlaceNaively(const std::vector<Event>& world, const std::vector<std::string>& places,
                    const std::string& given, int64_t civil_us);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_PLACE_ORACLE_H_
