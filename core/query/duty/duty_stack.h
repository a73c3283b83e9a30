// How the duties of a transaction stand beside each other: which count, which are excluded or cut,
// and what they come to. A pure function over plain structs.
//
// What is open (a match, a reading of the terms, a rule whose dates are imprecise) is tried in
// every combination, so that the ends of the total are exact and it is known whose openness moves
// it. Beyond kCombinationsMax combinations the ends are safe, but may be wider than need be.
#ifndef DECREE_CORE_QUERY_DUTY_DUTY_STACK_H_
#define DECREE_CORE_QUERY_DUTY_DUTY_STACK_H_

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "core/model/event.h"
#include "core/query/duty/duty_charge.h"

namespace decree {

inline constexpr size_t kCombinationsMax = 4'096;

struct DutyInput {
  std::string measure, program;
  bool is_base = false;
  bool is_certain = true;                // false: whether it applies is open
  std::vector<AssessedTariff> readings;  // at least one; several: which holds is open
  // Of a base duty: who issues it, and how many digits of the goods' code it names. Of those of one
  // issuer that count only the ones with the most do. Several: which of them is open; never none.
  std::string issuer;
  std::vector<size_t> code_digits = {0};
};

struct StackRule {
  std::string id;  // of the event that set it
  std::string program;
  StackingEffect effect = StackingEffect::kExcludes;
  std::vector<std::string> over;
  int64_t cap_ppm = 0;  // of kCappedBy
  bool is_certain = true;
  // Of kCappedBy: it cuts only where a measure of `program` counts. False where `program` is but a
  // name, of which no duty is on record.
  bool needs_program = false;
};

struct StackedLine {
  bool ever_counts = false, always_counts = true;  // whenever it applies
  Charge low, high;                                // as counted
  std::set<size_t> excluded_by, cut_by;            // rules that ever do
  std::set<size_t> outdone_by;                     // base duties of a longer code that ever do
  bool presence_moves = false;                     // whether it applies changes what is due
  bool reading_moves = false;                      // so does which reading of its terms holds
  bool digits_move = false;                        // so does how long its code is
};

struct StackedDuty {
  Charge added_low, added_high, base_low, base_high;
  std::vector<StackedLine> lines;  // one for each input
  bool rule_moves = false;         // a rule with imprecise dates changes what is due
  bool specific_moves = false;     // so does what a specific duty under a cap is of the value
  // Names the rules of a cycle among the programmes at hand. Then nobody can tell what is due: the
  // sums say nothing, and each line what it would come to by itself.
  std::string trouble;
};

// Inputs sorted by measure.
StackedDuty StackDuties(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_DUTY_DUTY_STACK_H_
