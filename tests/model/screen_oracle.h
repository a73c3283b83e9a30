// The screening oracle answers, by plain yes and no, what becomes of a transaction that leaves
// nothing out: it knows no open value, no missing fact and no combination. It is held against
// core/query in two ways: on whole transactions answer for answer; and on transactions with facts
// left out, through every way in which these can be filled in.
//
// It reads the events of a world (tests/model/screen_world.h), in paint order: one `imposed` act a
// measure with exact days, amendments, memberships and stacking rules, without repairs and rivals.
// Who owns whom is given to it as one table (tests/model/ownership_oracle.h). It shares no code
// with core/query.
#ifndef DECREE_TESTS_MODEL_SCREEN_ORACLE_H_
#define DECREE_TESTS_MODEL_SCREEN_ORACLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/event.h"
#include "core/model/transaction.h"
#include "tests/model/ownership_oracle.h"

namespace decree::oracle {

struct ScreenResult {
  bool is_cycle = false;        // the stacking rules contradict each other: the duties are not set
  std::string decision;         // allowed, licenceRequired, prohibited; undetermined in a cycle
  std::string policy;           // "" for none
  int64_t added = 0, base = 0;  // 10^-12 of the value
  int64_t base_per_kg = 0;      // what stays due by the kilogram, in millionths of the currency
  int64_t base_whole = 0;       // `base` with that as a share of the value; no part of the answer
  friend bool operator==(const ScreenResult& a, const ScreenResult& b) {
    return a.is_cycle == b.is_cycle && a.decision == b.decision && a.policy == b.policy &&
           a.added == b.added && a.base == b.base && a.base_per_kg == b.base_per_kg;
  }
};

// The transaction names every fact that the world's scopes and terms ask for.
// How to read what the oracle cannot know by itself.
struct ScreenReading {
  // Where a text names several parties ("other; acme"), one of them alone is excluded or
  // authorized.
  bool parts_take_out = false;
  // Who is named as `party` are all who take part: the end user, who was not named, is made up.
  bool parties_are_all = false;
};

// Owners that it does not name are those of the table.
ScreenResult ScreenNaively(const std::vector<Event>& world, const Transaction& transaction,
                           const OwnershipTable& owners, const ScreenReading& reading = {});
// Where the world leaves one way alone to read who owns whom.
ScreenResult ScreenNaively(const std::vector<Event>& world, const Transaction& transaction);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_SCREEN_ORACLE_H_
