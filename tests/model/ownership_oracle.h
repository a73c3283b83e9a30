// The ownership oracle says naively who holds what of whom on a day: every way in which what is
// imprecise, disputed or not said can be read gives a table of its own.
//
// It reads the `owns` memberships of a world with their corrections, retractions, disputes and
// confirmations, none of which is repaired itself, and shares no code with core/query.
#ifndef DECREE_TESTS_MODEL_OWNERSHIP_ORACLE_H_
#define DECREE_TESTS_MODEL_OWNERSHIP_ORACLE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/model/event.h"

namespace decree::oracle {

// Parts per million of the second that the first holds; plain names (oracle_names.h).
using OwnershipTable = std::map<std::pair<std::string, std::string>, int64_t>;

// At one civil instant. Each table once; never empty. `world`: in the order of positions.
std::vector<OwnershipTable> OwnershipTables(const std::vector<Event>& world, int64_t civil_us);

// The shares that a transaction gives for those named as its party, instead of what is recorded.
struct GivenShares {
  std::set<std::string> parties;          // plain
  std::map<std::string, int64_t> shares;  // by plain owner
};

// Whether owners who are listed, or are themselves so owned, hold `threshold_ppm` of `who`.
bool IsOwnedNaively(const OwnershipTable& table, const GivenShares& given, const std::string& who,
                    int64_t threshold_ppm,
                    const std::function<bool(const std::string&)>& is_listed);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_OWNERSHIP_ORACLE_H_
