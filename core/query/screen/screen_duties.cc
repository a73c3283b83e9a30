#include "core/query/screen/screen_duties.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/query/state/distinct.h"

namespace decree {
namespace {

constexpr char kUnknown[] = "unknown";

Tariff UnknownTariff() {
  Tariff tariff;
  tariff.unknown = true;
  return tariff;
}

// The tariff that a reading of the terms gives. A duty without a tariff is unknown, not zero; of a
// quota it is not on record how far it is used up.
Tariff TariffOf(const Terms& terms, MeasureClass measure_class) {
  if (!terms.tariff) return UnknownTariff();
  if (measure_class != MeasureClass::kQuota) return *terms.tariff;
  Tariff quota = UnknownTariff();
  quota.maximum_ppm = terms.tariff->maximum_ppm;
  if (!quota.maximum_ppm && !terms.tariff->specific) {
    quota.maximum_ppm = terms.tariff->ad_valorem_ppm;
  }
  return quota;
}

class DutyTrace {
 public:
  DutyTrace(const std::vector<StackRule>& rules, const Transaction& transaction)
      : rules_(rules), transaction_(transaction) {}

  void Add(const ScreenedMeasure& measure);
  ScreenedDuties Finish();

 private:
  void Reject(const ScreenedMeasure& measure, std::string why, std::vector<std::string> because);
  std::vector<std::string> IdsOf(const std::set<size_t>& rules) const;
  std::string NamesOf(const std::set<size_t>& inputs) const;
  void RejectLine(size_t i, const StackedLine& line);
  void AddLine(size_t i, const StackedLine& line);
  DutySum SumOf(const Charge& low, const Charge& high) const;
  void AskForBase(const StackedDuty& stacked, size_t i);
  void FindOpen(const StackedDuty& stacked);

  const std::vector<StackRule>& rules_;
  const Transaction& transaction_;
  std::vector<const ScreenedMeasure*> measures_;  // as `inputs_`
  std::vector<DutyInput> inputs_;
  ScreenedDuties duties_;
};

void DutyTrace::Reject(const ScreenedMeasure& measure, std::string why,
                       std::vector<std::string> because) {
  duties_.answer.rejected.push_back(
      {measure.slug(), measure.state().program, std::move(why), std::move(because)});
}

std::vector<std::string> DutyTrace::IdsOf(const std::set<size_t>& rules) const {
  std::vector<std::string> ids;
  ids.reserve(rules.size());
  for (const size_t r : rules) ids.push_back(rules_[r].id);
  return ids;
}

void DutyTrace::Add(const ScreenedMeasure& measure) {
  const MeasureState& state = measure.state();
  if (measure.applies.value == Tri::kNo) {
    const bool is_near = state.force.Has(Force::kInForce) || state.force.Has(Force::kSuspended);
    if (measure.reach.value != Tri::kNo && is_near) {
      const bool is_taken_out = !measure.carvers.empty() || measure.spared;
      Reject(measure, is_taken_out ? measure.reasons.front() : absl::StrJoin(measure.reasons, "; "),
             measure.carvers.empty() ? measure.because : measure.carver_because);
    }
    return;
  }
  DutyInput input;
  input.measure = state.measure;
  input.program = state.program;
  input.is_base = state.measure_class == MeasureClass::kBaseDuty;
  input.is_certain = measure.applies.value == Tri::kYes;
  input.issuer = state.issuer;
  const std::set<size_t>& digits = measure.code_digits.possible;
  if (!digits.empty()) input.code_digits.assign(digits.begin(), digits.end());
  std::vector<Terms> readings = measure.terms;
  if (readings.empty()) readings.emplace_back();
  for (const Terms& terms : readings) {
    input.readings.push_back(AssessTariff(TariffOf(terms, state.measure_class), transaction_));
  }
  inputs_.push_back(std::move(input));
  measures_.push_back(&measure);
}

DutySum DutyTrace::SumOf(const Charge& low, const Charge& high) const {
  DutySum sum;
  if (low == high && !high.is_unbounded) {
    sum.rate = FormatCharge(low);
    sum.amount = AmountOf(low, transaction_);
    sum.amount_rounded = RoundedAmount(sum.amount, transaction_.currency);
    return sum;
  }
  sum.rate = kUnknown;
  sum.rate_min = FormatCharge(low);
  if (!high.is_unbounded) sum.rate_max = FormatCharge(high);
  return sum;
}

std::string DutyTrace::NamesOf(const std::set<size_t>& inputs) const {
  std::vector<std::string> names;
  names.reserve(inputs.size());
  for (const size_t i : inputs) names.push_back(inputs_[i].measure);
  return absl::StrJoin(names, ", ");
}

// It applies, and counts in no way that things may turn out.
void DutyTrace::RejectLine(size_t i, const StackedLine& line) {
  std::vector<std::string> why, because = IdsOf(line.excluded_by);
  if (!because.empty()) {
    why.push_back(absl::StrCat("excluded by the stacking rule ", absl::StrJoin(because, ", ")));
  }
  if (!line.outdone_by.empty()) {
    why.push_back(
        absl::StrCat("the base duty of the longer code counts: ", NamesOf(line.outdone_by)));
  }
  for (const size_t longer : line.outdone_by) AppendNew(measures_[longer]->because, because);
  Reject(*measures_[i], absl::StrJoin(why, "; "), std::move(because));
}

void DutyTrace::AddLine(size_t i, const StackedLine& line) {
  const ScreenedMeasure& measure = *measures_[i];
  const DutyInput& input = inputs_[i];
  const std::vector<std::string> excluding = IdsOf(line.excluded_by);
  if (!line.ever_counts) {
    RejectLine(i, line);
    return;
  }
  DutyLine shown;
  shown.measure = input.measure;
  shown.program = input.program;
  shown.is_base = input.is_base;
  shown.counts = input.is_certain && line.always_counts ? Answer::kYes : Answer::kUndetermined;
  DutySum sum = SumOf(line.low, line.high);
  shown.rate = std::move(sum.rate);
  shown.rate_min = std::move(sum.rate_min);
  shown.rate_max = std::move(sum.rate_max);
  shown.amount = std::move(sum.amount);
  shown.amount_rounded = std::move(sum.amount_rounded);
  std::vector<std::string> why;
  if (!input.is_certain) {
    why.push_back("may apply");
    if (!measure.reasons.empty()) why.push_back(measure.reasons.front());
  } else {
    why.push_back(input.is_base ? "base duty, applies" : "applies");
  }
  if (!excluding.empty()) {
    why.push_back(
        absl::StrCat("may be excluded by the stacking rule ", absl::StrJoin(excluding, ", ")));
  }
  if (!line.outdone_by.empty()) {
    why.push_back(absl::StrCat("gives way to ", NamesOf(line.outdone_by),
                               " where that applies, whose code is longer"));
  }
  const std::vector<std::string> cutting = IdsOf(line.cut_by);
  if (!cutting.empty()) {
    why.push_back(absl::StrCat("cut by the stacking rule ", absl::StrJoin(cutting, ", ")));
  }
  for (const AssessedTariff& reading : input.readings) {
    if (!reading.missing.empty()) {
      why.push_back(absl::StrCat("its rate hangs on ", absl::StrJoin(reading.missing, ", ")));
    }
    why.insert(why.end(), reading.unread.begin(), reading.unread.end());
  }
  shown.why = absl::StrJoin(why, "; ");
  // The rate first: it is what the line says.
  for (const auto* ids : {&measure.terms_because, &measure.because, &excluding, &cutting}) {
    for (const std::string& id : *ids) {
      const auto& known = shown.because;
      if (std::find(known.begin(), known.end(), id) == known.end()) shown.because.push_back(id);
    }
  }
  duties_.answer.lines.push_back(std::move(shown));
}

// A floor in total hangs on what the base duties are of the value. Without the facts that tell, its
// sum is unknown; the decision is not.
void DutyTrace::AskForBase(const StackedDuty& stacked, size_t i) {
  const auto has_floor = [](const AssessedTariff& r) {
    return r.tariff.floor_total_ppm.has_value();
  };
  const std::vector<AssessedTariff>& readings = inputs_[i].readings;
  if (std::none_of(readings.begin(), readings.end(), has_floor)) return;
  for (size_t base = 0; base < inputs_.size(); ++base) {
    if (!inputs_[base].is_base || !stacked.lines[base].ever_counts) continue;
    for (const AssessedTariff& reading : inputs_[base].readings) {
      duties_.missing.insert(reading.missing_for_share.begin(), reading.missing_for_share.end());
      for (const std::string& unread : reading.unread) {
        AppendNew({absl::StrCat("for ", inputs_[base].measure, ", ", unread)}, duties_.reasons);
      }
    }
  }
}

// Whose openness moves the duty, and which facts would settle it. A duty of unknown rate is no open
// question: no fact of the transaction answers it.
void DutyTrace::FindOpen(const StackedDuty& stacked) {
  std::set<std::string>& missing = duties_.missing;
  std::vector<std::string> moving;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const StackedLine& line = stacked.lines[i];
    const ScreenedMeasure& measure = *measures_[i];
    if (line.presence_moves) {
      duties_.is_open = true;
      missing.insert(measure.applies.missing.begin(), measure.applies.missing.end());
      moving.push_back(inputs_[i].measure);
    }
    if (line.reading_moves) {
      const bool has_readings = inputs_[i].readings.size() > 1;
      if (has_readings) {
        duties_.reasons.push_back(
            absl::StrCat("the terms of ", inputs_[i].measure, " are open at the time asked"));
      }
      duties_.is_open = duties_.is_open || has_readings;
      for (const AssessedTariff& reading : inputs_[i].readings) {
        duties_.is_open = duties_.is_open || !reading.missing.empty();
        missing.insert(reading.missing.begin(), reading.missing.end());
        for (const std::string& unread : reading.unread) {
          duties_.reasons.push_back(absl::StrCat("for ", inputs_[i].measure, ", ", unread));
        }
      }
    }
    if (line.digits_move) {
      const std::set<std::string>& of_digits = measure.code_digits.missing;
      missing.insert(of_digits.begin(), of_digits.end());
      duties_.is_open = true;
      duties_.reasons.push_back(
          absl::StrCat("which code of ", inputs_[i].measure, " covers the goods is open"));
    }
    if (line.reading_moves) AskForBase(stacked, i);
    if (stacked.specific_moves) {
      for (const AssessedTariff& reading : inputs_[i].readings) {
        missing.insert(reading.missing_for_share.begin(), reading.missing_for_share.end());
      }
    }
  }
  if (!moving.empty()) {
    duties_.reasons.push_back(
        absl::StrCat("the duty hangs on whether this applies: ", absl::StrJoin(moving, ", ")));
  }
  if (stacked.rule_moves) {
    duties_.reasons.push_back("a stacking rule begins or ends within the time asked");
  }
  duties_.is_open = duties_.is_open || stacked.rule_moves || stacked.specific_moves;
}

ScreenedDuties DutyTrace::Finish() {
  const StackedDuty stacked = StackDuties(inputs_, rules_);
  bool has_base = false;
  for (const bool is_base : {true, false}) {
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (inputs_[i].is_base != is_base) continue;
      has_base = has_base || is_base;
      AddLine(i, stacked.lines[i]);
    }
  }
  DutyAnswer& answer = duties_.answer;
  std::stable_sort(
      answer.rejected.begin(), answer.rejected.end(),
      [](const RejectedDuty& a, const RejectedDuty& b) { return a.measure < b.measure; });
  answer.currency = transaction_.currency;
  if (!stacked.trouble.empty()) {
    answer.added.rate = kUnknown;
    if (has_base) answer.base.rate = kUnknown;
    duties_.trouble = stacked.trouble;
    duties_.reasons.push_back(stacked.trouble);
    duties_.is_open = true;
    FindOpen(stacked);
    return std::move(duties_);
  }
  answer.added = SumOf(stacked.added_low, stacked.added_high);
  if (has_base) answer.base = SumOf(stacked.base_low, stacked.base_high);
  FindOpen(stacked);
  return std::move(duties_);
}

}  // namespace

bool IsDuty(const ScreenedMeasure& measure) {
  switch (measure.state().measure_class) {
    case MeasureClass::kTariff:
    case MeasureClass::kBaseDuty:
    case MeasureClass::kQuota:
      return true;
    case MeasureClass::kUnset:
    case MeasureClass::kOther:
      return std::any_of(measure.terms.begin(), measure.terms.end(),
                         [](const Terms& terms) { return terms.tariff.has_value(); });
    default:
      return false;
  }
}

ScreenedDuties DutiesOf(const std::vector<ScreenedMeasure>& measures,
                        const std::vector<StackRule>& rules, const Transaction& transaction) {
  DutyTrace trace(rules, transaction);
  for (const ScreenedMeasure& measure : measures) {
    if (IsDuty(measure)) trace.Add(measure);
  }
  return trace.Finish();
}

void AddRejected(std::vector<RejectedDuty> more, DutyAnswer& answer) {
  for (RejectedDuty& one : more) answer.rejected.push_back(std::move(one));
  std::stable_sort(
      answer.rejected.begin(), answer.rejected.end(),
      [](const RejectedDuty& a, const RejectedDuty& b) { return a.measure < b.measure; });
}

}  // namespace decree
