// One way in which everything open about a transaction's duties may turn out, and what is due then:
// exclusions first, in an order in which an excluded measure excludes nothing, then the longest
// codes among base duties, the charges, and caps. core/query/duty/duty_stack.h tries all the ways.
#ifndef DECREE_CORE_QUERY_DUTY_STACK_OUTCOME_H_
#define DECREE_CORE_QUERY_DUTY_STACK_OUTCOME_H_

#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/query/duty/duty_stack.h"

namespace decree {

// Which of the inputs each rule is over, found once for all the ways.
class RuledInputs {
 public:
  RuledInputs(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules);

  // The inputs of a programme, ascending.
  const std::vector<size_t>& Of(const std::string& program) const;
  // Those under a rule: base duties first, then in the order of `over`.
  const std::vector<size_t>& Under(size_t rule) const { return under_[rule]; }
  // The rules of a programme that exclude some input; those that cap one. Ascending.
  const std::vector<size_t>& ExcludingOf(const std::string& program) const;
  const std::vector<size_t>& capping() const { return capping_; }

 private:
  using ByProgram = absl::flat_hash_map<std::string, std::vector<size_t>>;

  const std::vector<size_t> none_;
  ByProgram inputs_, excluding_;
  std::vector<std::vector<size_t>> under_;
  std::vector<size_t> capping_;
};

// The programmes of the inputs, each after those that exclude it; or the rules that leave them no
// order, since they exclude each other in a circle.
struct ExcludingOrder {
  std::vector<std::string> programs;
  std::vector<size_t> cycle;  // rules, each once; empty: there is an order
  std::string trouble;        // names them and their programmes
};
ExcludingOrder OrderOf(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules,
                       const RuledInputs& ruled);

struct StackChoice {
  struct Of {
    bool is_present = true, upper = false;
    size_t reading = 0;
    size_t digits = 0;  // of `code_digits`
  };
  std::vector<Of> inputs;
  std::vector<bool> rules;      // which hold
  bool specific_upper = false;  // the end of specific duties under a cap
};

struct StackOutcome {
  struct Line {
    bool counts = false;
    Charge charge;
    std::set<size_t> excluded_by, cut_by;
    std::set<size_t> outdone_by;  // inputs
  };
  Charge added, base;
  std::vector<Line> lines;
};

class StackEvaluator {
 public:
  // All must outlive it.
  StackEvaluator(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules,
                 const RuledInputs& ruled, const std::vector<std::string>& order)
      : inputs_(inputs), rules_(rules), ruled_(ruled), order_(order) {}

  StackOutcome Evaluate(const StackChoice& choice) const;

 private:
  bool AnyCounts(const std::string& program, const StackOutcome& outcome) const;
  void Exclude(const StackChoice& choice, StackOutcome& outcome) const;
  void KeepLongestCodes(const StackChoice& choice, StackOutcome& outcome) const;
  void Cut(size_t rule, const StackChoice& choice, StackOutcome& outcome) const;
  const AssessedTariff& ReadingOf(size_t input, const StackChoice& choice) const {
    return inputs_[input].readings[choice.inputs[input].reading];
  }

  const std::vector<DutyInput>& inputs_;
  const std::vector<StackRule>& rules_;
  const RuledInputs& ruled_;
  const std::vector<std::string>& order_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_DUTY_STACK_OUTCOME_H_
