#include "core/query/duty/duty_stack.h"

#include <algorithm>

#include "core/query/duty/stack_outcome.h"

namespace decree {
namespace {

// Something open, and how many ways it has to turn out.
struct Variable {
  enum class What { kInput, kRule, kSpecific, kDigits };
  What what = What::kInput;
  size_t index = 0;
  size_t ways = 1;
  size_t stride = 1;
};

// Whether another base duty of its issuer is at hand.
bool HasRivals(const std::vector<DutyInput>& inputs, size_t i) {
  for (size_t other = 0; other < inputs.size(); ++other) {
    if (other != i && inputs[other].is_base && inputs[other].issuer == inputs[i].issuer)
      return true;
  }
  return false;
}

class Combinations {
 public:
  Combinations(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules,
               const RuledInputs& ruled)
      : inputs_(inputs), rules_(rules) {
    const bool base_is_range =
        std::any_of(inputs.begin(), inputs.end(), [](const DutyInput& input) {
          return input.is_base && std::any_of(input.readings.begin(), input.readings.end(),
                                              [](const AssessedTariff& r) {
                                                return r.is_range() ||
                                                       (r.tariff.specific && !r.specific_rate);
                                              });
        });
    for (size_t i = 0; i < inputs.size(); ++i) {
      bool two_ends = false;
      for (const AssessedTariff& reading : inputs[i].readings) {
        two_ends =
            two_ends || reading.is_range() || (reading.tariff.floor_total_ppm && base_is_range);
      }
      ends_.push_back(two_ends ? 2 : 1);
      const size_t ways = inputs[i].readings.size() * ends_.back() + (inputs[i].is_certain ? 0 : 1);
      AddVariable({Variable::What::kInput, i, ways, 1});
    }
    for (size_t r = 0; r < rules.size(); ++r) {
      if (!rules[r].is_certain) AddVariable({Variable::What::kRule, r, 2, 1});
    }
    if (CapsASpecific(ruled)) AddVariable({Variable::What::kSpecific, 0, 2, 1});
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (inputs[i].is_base && HasRivals(inputs, i)) {
        AddVariable({Variable::What::kDigits, i, inputs[i].code_digits.size(), 1});
      }
    }
  }

  bool are_few() const { return count_ <= kCombinationsMax; }
  size_t count() const { return count_; }
  const std::vector<Variable>& variables() const { return variables_; }
  size_t WayOf(const Variable& variable, size_t combination) const {
    return combination / variable.stride % variable.ways;
  }

  StackChoice At(size_t combination) const {
    StackChoice choice = Everything();
    for (const Variable& variable : variables_) {
      size_t way = WayOf(variable, combination);
      if (variable.what == Variable::What::kRule) {
        choice.rules[variable.index] = way == 1;
      } else if (variable.what == Variable::What::kSpecific) {
        choice.specific_upper = way == 1;
      } else if (variable.what == Variable::What::kDigits) {
        choice.inputs[variable.index].digits = way;
      } else {
        StackChoice::Of& of = choice.inputs[variable.index];
        if (!inputs_[variable.index].is_certain) {
          of.is_present = way != 0;
          if (way != 0) --way;
        }
        of.reading = way / ends_[variable.index];
        of.upper = way % ends_[variable.index] == 1;
      }
    }
    return choice;
  }

  StackChoice Everything() const {
    StackChoice choice;
    choice.inputs.resize(inputs_.size());
    choice.rules.assign(rules_.size(), true);
    return choice;
  }

 private:
  void AddVariable(Variable variable) {
    if (variable.ways < 2) return;
    variable.stride = count_;
    if (count_ <= kCombinationsMax) count_ *= variable.ways;
    variables_.push_back(variable);
  }

  bool CapsASpecific(const RuledInputs& ruled) const {
    const auto is_specific = [](const AssessedTariff& r) {
      return r.tariff.specific && !r.specific_rate;
    };
    std::vector<bool> specific;
    for (const DutyInput& input : inputs_) {
      specific.push_back(std::any_of(input.readings.begin(), input.readings.end(), is_specific));
    }
    return std::any_of(ruled.capping().begin(), ruled.capping().end(), [&](size_t r) {
      const std::vector<size_t>& under = ruled.Under(r);
      return std::any_of(under.begin(), under.end(), [&](size_t i) { return specific[i]; });
    });
  }

  const std::vector<DutyInput>& inputs_;
  const std::vector<StackRule>& rules_;
  std::vector<size_t> ends_;
  std::vector<Variable> variables_;
  size_t count_ = 1;
};

// What is due in one combination.
struct Due {
  Charge added, base;
  friend bool operator==(const Due&, const Due&) = default;
};

void Widen(const Charge& by, bool is_first, Charge& low, Charge& high) {
  low = is_first ? by : LowerOf(low, by);
  high = is_first ? by : UpperOf(high, by);
}

void TakeLines(const StackOutcome& outcome, const StackChoice& choice,
               std::vector<StackedLine>& lines) {
  for (size_t i = 0; i < lines.size(); ++i) {
    const StackOutcome::Line& from = outcome.lines[i];
    StackedLine& line = lines[i];
    line.excluded_by.insert(from.excluded_by.begin(), from.excluded_by.end());
    line.cut_by.insert(from.cut_by.begin(), from.cut_by.end());
    line.outdone_by.insert(from.outdone_by.begin(), from.outdone_by.end());
    if (from.counts) {
      Widen(from.charge, !line.ever_counts, line.low, line.high);
      line.ever_counts = true;
    } else if (choice.inputs[i].is_present) {
      line.always_counts = false;
    }
  }
}

// Whose openness changes what is due: compares combinations that differ in one thing only.
void FindMoves(const Combinations& all, const std::vector<DutyInput>& inputs,
               const std::vector<Due>& due, StackedDuty& duty) {
  for (const Variable& variable : all.variables()) {
    for (size_t c = 0; c < due.size(); ++c) {
      const size_t way = all.WayOf(variable, c);
      if (way == 0) continue;
      const bool is_input = variable.what == Variable::What::kInput;
      const bool may_be_absent = is_input && !inputs[variable.index].is_certain;
      const bool moves = !(due[c] == due[c - way * variable.stride]);
      if (variable.what == Variable::What::kRule) duty.rule_moves = duty.rule_moves || moves;
      if (variable.what == Variable::What::kSpecific) {
        duty.specific_moves = duty.specific_moves || moves;
      }
      if (variable.what == Variable::What::kDigits) {
        bool& move = duty.lines[variable.index].digits_move;
        move = move || moves;
      }
      if (!is_input) continue;
      StackedLine& line = duty.lines[variable.index];
      if (!may_be_absent) {
        line.reading_moves = line.reading_moves || moves;
        continue;
      }
      line.presence_moves = line.presence_moves || moves;
      const bool beside_first = way > 1 && !(due[c] == due[c - (way - 1) * variable.stride]);
      line.reading_moves = line.reading_moves || beside_first;
    }
  }
}

// Where there are too many combinations to try: at least what certainly counts, at most everything.
StackedDuty SafeEnds(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules,
                     const RuledInputs& ruled) {
  StackedDuty duty;
  duty.lines.resize(inputs.size());
  std::vector<bool> is_under(inputs.size());
  for (size_t r = 0; r < rules.size(); ++r) {
    for (const size_t i : ruled.Under(r)) is_under[i] = true;
  }
  BaseShare least, most;
  for (const bool is_base : {true, false}) {
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (inputs[i].is_base != is_base) continue;
      StackedLine& line = duty.lines[i];
      const bool is_ruled = is_under[i] || (is_base && HasRivals(inputs, i));
      line.ever_counts = true;
      line.always_counts = !is_ruled;
      line.presence_moves = !inputs[i].is_certain;
      const bool hangs_on_base =
          inputs[i].readings[0].tariff.floor_total_ppm && !(least.is_known && most.is_known);
      line.reading_moves = inputs[i].readings.size() > 1 || inputs[i].readings[0].is_range() ||
                           (!is_base && hangs_on_base);
      line.digits_move = is_base && HasRivals(inputs, i) && inputs[i].code_digits.size() > 1;
      for (const AssessedTariff& reading : inputs[i].readings) {
        Add(ChargeOf(reading, is_base ? BaseShare() : least, true), line.high);
      }
      if (inputs[i].is_certain && !is_ruled && inputs[i].readings.size() == 1) {
        line.low = ChargeOf(inputs[i].readings[0], is_base ? BaseShare() : most, false);
      }
      Add(line.low, is_base ? duty.base_low : duty.added_low);
      Add(line.high, is_base ? duty.base_high : duty.added_high);
      if (!is_base) continue;
      const bool has_one = inputs[i].readings.size() == 1;
      const std::optional<Decimal> rate =
          has_one ? inputs[i].readings[0].specific_rate : std::nullopt;
      AddToBase(line.low, rate, least);
      AddToBase(line.high, rate, most);
    }
  }
  return duty;
}

// Any of the duties that the rules of a cycle speak of may count or not.
StackedDuty InACycle(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules,
                     const RuledInputs& ruled, const ExcludingOrder& order) {
  StackedDuty duty = SafeEnds(inputs, rules, ruled);
  duty.trouble = order.trouble;
  for (const size_t r : order.cycle) {
    for (const size_t i : ruled.Under(r)) duty.lines[i].excluded_by.insert(r);
  }
  return duty;
}

}  // namespace

StackedDuty StackDuties(const std::vector<DutyInput>& inputs, const std::vector<StackRule>& rules) {
  const RuledInputs ruled(inputs, rules);
  const ExcludingOrder order = OrderOf(inputs, rules, ruled);
  if (!order.cycle.empty()) return InACycle(inputs, rules, ruled, order);
  const Combinations all(inputs, rules, ruled);
  if (!all.are_few()) return SafeEnds(inputs, rules, ruled);
  const StackEvaluator evaluator(inputs, rules, ruled, order.programs);
  StackedDuty duty;
  duty.lines.resize(inputs.size());
  std::vector<Due> due;
  due.reserve(all.count());
  for (size_t c = 0; c < all.count(); ++c) {
    const StackChoice choice = all.At(c);
    const StackOutcome outcome = evaluator.Evaluate(choice);
    Widen(outcome.added, c == 0, duty.added_low, duty.added_high);
    Widen(outcome.base, c == 0, duty.base_low, duty.base_high);
    TakeLines(outcome, choice, duty.lines);
    due.push_back({outcome.added, outcome.base});
  }
  FindMoves(all, inputs, due, duty);
  return duty;
}

}  // namespace decree
