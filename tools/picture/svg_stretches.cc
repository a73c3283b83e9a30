#include "tools/picture/svg_stretches.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/status_macros.h"
#include "core/model/zone.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr uint64_t kChangesMax = 2'000;  // of the measure of one bar

bool IsBoundary(int64_t civil_us) { return civil_us != kAxisMin && civil_us != kAxisMax; }

void AddBound(const Bound& bound, std::vector<int64_t>& days) {
  for (const int64_t civil_us : {bound.earliest_civil_us, bound.latest_civil_us}) {
    if (IsBoundary(civil_us)) days.push_back(DayOfCivil(civil_us));
  }
}

Look LookOf(const MeasureState& state) {
  if (!state.force.decided()) return Look::kUndetermined;
  switch (state.force.value()) {
    case Force::kPending:
      return state.lapsed ? Look::kEnded : Look::kPending;
    case Force::kSuspended:
      return Look::kSuspended;
    case Force::kExpired:
    case Force::kRevoked:
      return Look::kEnded;
    case Force::kInForce:
      break;
  }
  return state.applies == Answer::kNo ? Look::kInert : Look::kInForce;
}

std::string ShortTerms(const MeasureState& state) {
  if (state.terms && state.terms->export_control) {
    const std::optional<LicencePolicy> policy = state.terms->export_control->policy;
    if (policy == LicencePolicy::kDenial) return "denied";
    return policy == LicencePolicy::kPresumptionOfDenial ? "licence, presumed denied" : "licence";
  }
  return absl::StrReplaceAll(TermsInWords(state), {{" ad valorem", ""}});
}

std::string LabelOf(const MeasureState& state, Look look) {
  switch (look) {
    case Look::kUndetermined:
      return "undetermined";
    case Look::kPending: {
      const std::string terms = ShortTerms(state);
      const std::string standing = Words(NameOf(state.commitment));
      return terms.empty() ? standing : absl::StrCat(standing, ", ", terms);
    }
    case Look::kSuspended:
      return "suspended";
    case Look::kEnded:
      return state.lapsed ? "lapsed" : Words(NameOf(state.force.value()));
    case Look::kInert:
      return state.legality.decided() && state.legality.value() == Legality::kAnnulled
                 ? "annulled"
                 : "not applied";
    case Look::kInForce:
      break;
  }
  std::string text = ShortTerms(state);
  if (text.empty()) text = "in force";
  const bool quiet = !state.legality.decided() || state.legality.value() == Legality::kUnchallenged;
  return quiet ? text : absl::StrCat(text, ", ", Words(NameOf(state.legality.value())));
}

std::string WordsOf(const MeasureState& state) {
  std::string text = state.force.decided() ? Words(NameOf(state.force.value())) : "undetermined";
  if (LookOf(state) == Look::kInert) text = LabelOf(state, Look::kInert);
  const std::string terms = TermsInWords(state);
  if (!terms.empty()) absl::StrAppend(&text, ", ", terms);
  const std::string when = EffectiveInWords(state);
  if (!when.empty()) absl::StrAppend(&text, ", ", when);
  return text;
}

std::string AfterwardsOf(const MeasureState& state) {
  const Look look = LookOf(state);
  std::string text = LabelOf(state, look);
  const bool in_prose = state.terms && !state.terms->text.empty();
  if (look == Look::kInForce && text != "in force") {
    text = in_prose ? "in force" : "in force, " + text;
  }
  if (in_prose && look == Look::kPending) text = Words(NameOf(state.commitment));
  if (!state.effective) return text;
  const IntervalText& when = *state.effective;
  if (look == Look::kPending && !when.from.empty()) {
    absl::StrAppend(&text, ", from ", when.from);
  } else if (look == Look::kSuspended || look == Look::kInForce) {
    if (!when.through.empty()) {
      absl::StrAppend(&text, ", through ", when.through);
    } else if (!when.to.empty()) {
      absl::StrAppend(&text, ", until ", when.to);
    }
  }
  return Printable(text);
}

// How a measure stands from a day on; nullopt: the view has no such measure on it.
struct StateFrom {
  int64_t day = 0;
  std::optional<MeasureState> state;
};

// The states of one measure over the days of a span, as its history has them. A day inside which
// one of them begins is asked for as a whole: it may be undetermined.
class DayStates {
 public:
  DayStates(Record& record, const std::string& measure, const ViewText& view, DaySpan span)
      : record_(record), measure_(measure), view_(view), span_(span) {}

  absl::Status Read() {
    HistoryQuestion question;
    question.measure = measure_;
    question.axes = {Axis::kEffective};
    question.view = view_;
    question.limits.rows_max = kChangesMax;
    absl::StatusOr<HistoryAnswer> history = record_.History(question);
    if (absl::IsResourceExhausted(history.status())) {
      return absl::InvalidArgumentError(
          absl::StrCat("--svg: measure \"", measure_,
                       "\" changes too often to draw; narrow with --from and --to"));
    }
    DECREE_RETURN_IF_ERROR(history.status());
    DECREE_RETURN_IF_ERROR(AddWhole(span_.first));
    for (HistoryChange& change : history->changes) {
      const std::optional<CivilWindow> at = AskedDate(change.at).WithoutZone();
      if (!at) continue;  // the axis begins with it
      DECREE_RETURN_IF_ERROR(AddChange(at->first_civil_us, std::move(change)));
    }
    return absl::OkStatus();
  }

  const std::vector<StateFrom>& states() const { return states_; }
  // Days inside which a state begins.
  const std::vector<int64_t>& split_days() const { return split_days_; }

 private:
  absl::Status AddChange(int64_t civil_us, HistoryChange change) {
    const int64_t day = CivilDayNumber(civil_us);
    const bool is_inside = civil_us != day * kMicrosPerDay;
    if (day < span_.first || day >= span_.end || (day == span_.first && !is_inside)) {
      return absl::OkStatus();
    }
    if (is_inside && (split_days_.empty() || split_days_.back() != day)) {
      split_days_.push_back(day);
      DECREE_RETURN_IF_ERROR(AddWhole(day));
    }
    Add(is_inside ? day + 1 : day, std::move(change.state));
    return absl::OkStatus();
  }

  absl::Status AddWhole(int64_t day) {
    AsOfQuestion question;
    question.measure = measure_;
    question.view = view_;
    question.effective_on = DayText(day);
    DECREE_ASSIGN_OR_RETURN(AsOfAnswer answer, record_.AsOf(question));
    Add(day,
        answer.measures.empty() ? std::nullopt : std::optional(std::move(answer.measures.front())));
    return absl::OkStatus();
  }

  void Add(int64_t day, std::optional<MeasureState> state) {
    if (day >= span_.end) return;
    if (state && state->commitment == Commitment::kNone) state.reset();
    if (states_.empty() || states_.back().day != day) states_.push_back({day, std::nullopt});
    states_.back().state = std::move(state);
  }

  Record& record_;
  const std::string& measure_;
  const ViewText& view_;
  const DaySpan span_;
  std::vector<StateFrom> states_;
  std::vector<int64_t> split_days_;
};

void AddStretch(const MeasureState& state, int64_t first, int64_t end, MeasureBar& bar) {
  const Look look = LookOf(state);
  const std::string label = Printable(LabelOf(state, look));
  if (!bar.stretches.empty()) {
    Stretch& before = bar.stretches.back();
    if (before.end == first && before.look == look && before.label == label) {
      before.end = end;
      return;
    }
  }
  bar.stretches.push_back({first, end, look, label, Printable(WordsOf(state)), true});
}

// A day that only a clock time leaves open belongs to what follows; nothing is planned before the
// first word of it.
void Tidy(const std::vector<int64_t>& split_days, int64_t axis_first, MeasureBar& bar) {
  std::vector<Stretch> kept;
  for (size_t i = 0; i < bar.stretches.size(); ++i) {
    Stretch& stretch = bar.stretches[i];
    const bool one_day =
        stretch.look == Look::kUndetermined && stretch.end == stretch.first + 1 &&
        std::find(split_days.begin(), split_days.end(), stretch.first) != split_days.end();
    if (one_day && i + 1 < bar.stretches.size()) {
      bar.stretches[i + 1].first = stretch.first;
      continue;
    }
    stretch.begins_inside = stretch.first > axis_first;
    if (stretch.look == Look::kPending || stretch.look == Look::kUndetermined) {
      if (stretch.first < bar.first_stated) stretch.begins_inside = true;
      stretch.first = std::max(stretch.first, bar.first_stated);
    }
    if (stretch.first < stretch.end) kept.push_back(stretch);
  }
  bar.stretches = std::move(kept);
}

// The first day on which the measure was spoken of.
int64_t FirstStated(const ExplainAnswer& answer) {
  const std::string zone(ZoneOfJurisdiction(answer.state.issuer));
  int64_t first = DayOfCivil(kAxisMax);
  for (const ExplainedAct& act : answer.acts) {
    if (act.fate == ActFate::kNotVisible) continue;
    const absl::StatusOr<Moment> stated = ParseMoment(act.stated, zone);
    if (!stated.ok()) continue;
    const Bound start = StartOfMoment(*stated);
    if (IsBoundary(start.earliest_civil_us)) {
      first = std::min(first, DayOfCivil(start.earliest_civil_us));
    }
  }
  return first;
}

}  // namespace

void AddBoundaryDays(const Event& event, std::vector<int64_t>& days) {
  if (!event.effective) return;
  if (event.effective->from) AddBound(*event.effective->from, days);
  if (event.effective->to) AddBound(*event.effective->to, days);
}

absl::StatusOr<MeasureBar> BarOf(Record& record, const std::string& measure, DaySpan span,
                                 const ViewText& view) {
  MeasureBar bar;
  bar.measure = measure;
  const absl::StatusOr<ExplainAnswer> explained =
      record.Explain(measure, DayText(span.end - 1), view);
  if (absl::IsNotFound(explained.status())) return bar;
  DECREE_RETURN_IF_ERROR(explained.status());
  bar.first_stated = FirstStated(*explained);
  DayStates days(record, measure, view, span);
  DECREE_RETURN_IF_ERROR(days.Read());
  const std::vector<StateFrom>& states = days.states();
  for (size_t i = 0; i < states.size(); ++i) {
    const int64_t end = i + 1 < states.size() ? states[i + 1].day : span.end;
    if (states[i].state) AddStretch(*states[i].state, states[i].day, end, bar);
  }
  if (const std::optional<MeasureState>& last = states.back().state) {
    bar.title = Printable(last->title);
    bar.issuer = Printable(last->issuer);
    bar.afterwards = AfterwardsOf(*last);
  }
  Tidy(days.split_days(), span.first, bar);
  return bar;
}

}  // namespace decree::tools
