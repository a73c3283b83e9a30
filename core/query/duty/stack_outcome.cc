#include "core/query/duty/stack_outcome.h"

#include <algorithm>
#include <map>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace decree {
namespace {

constexpr size_t kOutdoneToldMax = 8;  // of the base duties that another gives way to

class Precedence {
 public:
  Precedence(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules,
             const RuledInputs& ruled)
      : rules_(rules), ruled_(ruled) {
    for (const DutyInput& input : inputs) marks_[input.program] = Mark::kNew;
  }

  ExcludingOrder Order() {
    for (const auto& [program, mark] : marks_) {
      if (!Visit(program)) return std::move(order_);
    }
    std::reverse(order_.programs.begin(), order_.programs.end());
    return std::move(order_);
  }

 private:
  enum class Mark { kNew, kOpen, kDone };

  // False: a cycle was found.
  bool Visit(const std::string& program) {
    Mark& mark = marks_.at(program);
    if (mark == Mark::kDone) return true;
    mark = Mark::kOpen;
    for (const size_t r : ruled_.ExcludingOf(program)) {
      const StackRule& rule = rules_[r];
      for (const std::string& other : rule.over) {
        const auto excluded = marks_.find(other);
        if (excluded == marks_.end()) continue;
        path_.push_back({r, program});
        if (excluded->second == Mark::kOpen) {
          NameCycle(other);
          return false;
        }
        if (!Visit(other)) return false;
        path_.pop_back();
      }
    }
    mark = Mark::kDone;
    order_.programs.push_back(program);
    return true;
  }

  void NameCycle(const std::string& start) {
    std::vector<std::string> ids, programs;
    auto step = path_.begin();
    while (step->program != start) ++step;
    for (; step != path_.end(); ++step) {
      order_.cycle.push_back(step->rule);
      ids.push_back(absl::StrCat("\"", rules_[step->rule].id, "\""));
      programs.push_back(step->program);
    }
    programs.push_back(start);
    order_.trouble = absl::StrCat("stacking: the rule", ids.size() == 1 ? " " : "s ",
                                  absl::StrJoin(ids, " and "), ids.size() == 1 ? " forms" : " form",
                                  " a cycle (", absl::StrJoin(programs, " excludes "),
                                  "); correct or retract one of them");
  }

  struct Step {
    size_t rule;
    std::string program;
  };
  const std::vector<StackRule>& rules_;
  const RuledInputs& ruled_;
  std::map<std::string, Mark> marks_;
  std::vector<Step> path_;
  ExcludingOrder order_;
};

}  // namespace

RuledInputs::RuledInputs(const std::vector<DutyInput>& inputs,
                         const std::vector<StackRule>& rules) {
  for (size_t i = 0; i < inputs.size(); ++i) inputs_[inputs[i].program].push_back(i);
  under_.resize(rules.size());
  for (size_t r = 0; r < rules.size(); ++r) {
    std::vector<size_t>& under = under_[r];
    absl::flat_hash_set<absl::string_view> programs;  // a rule may name one twice
    for (const std::string& program : rules[r].over) {
      const std::vector<size_t>& of_program = Of(program);
      if (of_program.empty() || !programs.insert(program).second) continue;
      under.insert(under.end(), of_program.begin(), of_program.end());
    }
    if (under.empty()) continue;
    std::stable_partition(under.begin(), under.end(), [&](size_t i) { return inputs[i].is_base; });
    if (rules[r].effect == StackingEffect::kCappedBy) {
      capping_.push_back(r);
    } else {
      excluding_[rules[r].program].push_back(r);
    }
  }
}

const std::vector<size_t>& RuledInputs::Of(const std::string& program) const {
  const auto found = inputs_.find(program);
  return found == inputs_.end() ? none_ : found->second;
}

const std::vector<size_t>& RuledInputs::ExcludingOf(const std::string& program) const {
  const auto found = excluding_.find(program);
  return found == excluding_.end() ? none_ : found->second;
}

ExcludingOrder OrderOf(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules,
                       const RuledInputs& ruled) {
  return Precedence(inputs, rules, ruled).Order();
}

StackOutcome StackEvaluator::Evaluate(const StackChoice& choice) const {
  StackOutcome outcome;
  outcome.lines.resize(inputs_.size());
  for (size_t i = 0; i < inputs_.size(); ++i) outcome.lines[i].counts = choice.inputs[i].is_present;
  Exclude(choice, outcome);
  KeepLongestCodes(choice, outcome);
  BaseShare base;
  for (const bool is_base : {true, false}) {
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (inputs_[i].is_base != is_base || !outcome.lines[i].counts) continue;
      const AssessedTariff& reading = ReadingOf(i, choice);
      Charge& charge = outcome.lines[i].charge;
      charge = ChargeOf(reading, is_base ? BaseShare() : base, choice.inputs[i].upper);
      if (is_base) AddToBase(charge, reading.specific_rate, base);
    }
  }
  for (const size_t r : ruled_.capping()) {
    const StackRule& rule = rules_[r];
    if (!choice.rules[r]) continue;
    if (!rule.needs_program || AnyCounts(rule.program, outcome)) Cut(r, choice, outcome);
  }
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (!outcome.lines[i].counts) continue;
    Add(outcome.lines[i].charge, inputs_[i].is_base ? outcome.base : outcome.added);
  }
  return outcome;
}

bool StackEvaluator::AnyCounts(const std::string& program, const StackOutcome& outcome) const {
  const std::vector<size_t>& of_program = ruled_.Of(program);
  return std::any_of(of_program.begin(), of_program.end(),
                     [&](size_t i) { return outcome.lines[i].counts; });
}

void StackEvaluator::Exclude(const StackChoice& choice, StackOutcome& outcome) const {
  for (const std::string& program : order_) {
    if (!AnyCounts(program, outcome)) continue;
    for (const size_t r : ruled_.ExcludingOf(program)) {
      if (!choice.rules[r]) continue;
      for (const size_t i : ruled_.Under(r)) {
        if (!choice.inputs[i].is_present) continue;
        outcome.lines[i].counts = false;
        outcome.lines[i].excluded_by.insert(r);
      }
    }
  }
}

// A schedule and its headings are base duties of one issuer: what names the goods most closely is
// their duty. Those with as many digits stand side by side.
void StackEvaluator::KeepLongestCodes(const StackChoice& choice, StackOutcome& outcome) const {
  absl::flat_hash_map<absl::string_view, std::vector<size_t>> by_issuer;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i].is_base && outcome.lines[i].counts) by_issuer[inputs_[i].issuer].push_back(i);
  }
  const auto digits_of = [&](size_t i) { return inputs_[i].code_digits[choice.inputs[i].digits]; };
  for (const auto& [issuer, rivals] : by_issuer) {
    size_t longest = 0;
    for (const size_t i : rivals) longest = std::max(longest, digits_of(i));
    for (const size_t i : rivals) {
      if (digits_of(i) == longest) continue;
      outcome.lines[i].counts = false;
      for (const size_t other : rivals) {
        if (outcome.lines[i].outdone_by.size() == kOutdoneToldMax) break;
        if (digits_of(other) == longest) outcome.lines[i].outdone_by.insert(other);
      }
    }
  }
}

// The lines under a cap keep their charges, one after the other, until the cap is used up.
void StackEvaluator::Cut(size_t r, const StackChoice& choice, StackOutcome& outcome) const {
  std::vector<size_t> under;
  for (const size_t i : ruled_.Under(r)) {
    if (outcome.lines[i].counts) under.push_back(i);
  }
  const Decimal cap = ShareOfPpm(rules_[r].cap_ppm);
  Decimal sum = {0, kShareScale};
  bool is_open = false;  // some part has no known share of the value
  for (const size_t i : under) {
    const Charge& charge = outcome.lines[i].charge;
    const std::optional<Decimal>& specific = ReadingOf(i, choice).specific_rate;
    AddWithin(charge.rate, sum);
    if (charge.is_unbounded) AddWithin({cap.unscaled + 1, cap.scale}, sum);
    if (!charge.specific.empty()) AddWithin(specific.value_or(Decimal()), sum);
    is_open = is_open || (!charge.specific.empty() && !specific);
  }
  if (!IsLess(cap, sum) && !is_open) return;
  Decimal left = cap;
  for (const size_t i : under) {
    StackOutcome::Line& line = outcome.lines[i];
    const std::optional<Decimal>& specific = ReadingOf(i, choice).specific_rate;
    const Charge before = line.charge;
    Decimal full = line.charge.is_unbounded ? left : line.charge.rate;
    if (!before.specific.empty() && specific) AddWithin(*specific, full);
    if (!before.specific.empty() && !specific && choice.specific_upper) full = left;
    line.charge = {std::min(full, left, IsLess), false, {}};
    left.unscaled -= line.charge.rate.unscaled;  // of one scale, and not more
    if (!(line.charge == before)) line.cut_by.insert(r);
  }
}

}  // namespace decree
