#include "tools/picture/svg_stretches.h"

#include <algorithm>
#include <map>
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

constexpr size_t kAnswersMax = 2'000;  // questions asked for one bar

bool IsBoundary(int64_t civil_us) { return civil_us != kAxisMin && civil_us != kAxisMax; }

void AddBound(const Bound& bound, std::vector<int64_t>& days) {
  for (const int64_t civil_us : {bound.earliest_civil_us, bound.latest_civil_us}) {
    if (IsBoundary(civil_us)) days.push_back(DayOfCivil(civil_us));
  }
}

// The same of a boundary's text, whichever kind of end it is: a day too many costs one question.
void AddText(const std::string& text, const std::string& zone, std::vector<int64_t>& days) {
  if (text.empty()) return;
  for (const BoundRole role : {BoundRole::kFrom, BoundRole::kTo, BoundRole::kThrough}) {
    const absl::StatusOr<Bound> bound = ParseBound(text, role, zone);
    if (bound.ok()) AddBound(*bound, days);
  }
}

Look LookOf(const MeasureState& state) {
  if (!state.force.decided()) return Look::kUndetermined;
  switch (state.force.value()) {
    case Force::kPending:
      return Look::kPending;
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
      return Words(NameOf(state.force.value()));
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

// The states of one measure by day, each asked once.
class States {
 public:
  States(Record& record, const std::string& measure, const ViewText& view) : record_(record) {
    question_.measure = measure;
    question_.view = view;
    question_.all = true;
  }

  // nullptr: the view has no such measure on that day.
  absl::StatusOr<const MeasureState*> On(int64_t day) {
    auto found = states_.find(day);
    if (found == states_.end()) {
      if (states_.size() >= kAnswersMax) {
        return absl::InvalidArgumentError(
            absl::StrCat("--svg: measure \"", question_.measure,
                         "\" changes too often to draw; narrow with --from and --to"));
      }
      question_.effective_on = DayText(day);
      DECREE_ASSIGN_OR_RETURN(AsOfAnswer answer, record_.AsOf(question_));
      std::optional<MeasureState> state;
      for (MeasureState& one : answer.measures) {
        if (one.measure == question_.measure) state = std::move(one);
      }
      found = states_.emplace(day, std::move(state)).first;
    }
    return found->second && found->second->commitment != Commitment::kNone ? &*found->second
                                                                           : nullptr;
  }

 private:
  Record& record_;
  AsOfQuestion question_;
  std::map<int64_t, std::optional<MeasureState>> states_;
};

bool SameStretch(const MeasureState* a, const MeasureState* b) {
  if (a == nullptr || b == nullptr) return a == b;
  const Look look = LookOf(*a);
  return look == LookOf(*b) && LabelOf(*a, look) == LabelOf(*b, look);
}

// The first day in (day, last] on which the state is another than on `day`; the two differ.
absl::StatusOr<int64_t> FirstChange(States& states, int64_t day, int64_t last) {
  while (last - day > 1) {
    const int64_t middle = day + (last - day) / 2;
    DECREE_ASSIGN_OR_RETURN(const MeasureState* const here, states.On(day));
    DECREE_ASSIGN_OR_RETURN(const MeasureState* const there, states.On(middle));
    (SameStretch(here, there) ? day : last) = middle;
  }
  return last;
}

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
void Tidy(const std::vector<int64_t>& clock_days, int64_t axis_first, MeasureBar& bar) {
  std::vector<Stretch> kept;
  for (size_t i = 0; i < bar.stretches.size(); ++i) {
    Stretch& stretch = bar.stretches[i];
    const bool one_day =
        stretch.look == Look::kUndetermined && stretch.end == stretch.first + 1 &&
        std::find(clock_days.begin(), clock_days.end(), stretch.first) != clock_days.end();
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

absl::Status AddStretches(States& states, const std::vector<int64_t>& days, MeasureBar& bar) {
  for (size_t i = 0; i + 1 < days.size(); ++i) {
    int64_t day = days[i];
    const int64_t last = days[i + 1] - 1;
    while (day <= last) {
      DECREE_ASSIGN_OR_RETURN(const MeasureState* const here, states.On(day));
      DECREE_ASSIGN_OR_RETURN(const MeasureState* const there, states.On(last));
      int64_t end = last + 1;
      if (!SameStretch(here, there)) {
        DECREE_ASSIGN_OR_RETURN(end, FirstChange(states, day, last));
      }
      if (here != nullptr) AddStretch(*here, day, end, bar);
      day = end;
    }
  }
  return absl::OkStatus();
}

// What the acts of a measure say of days: its boundaries, those at a clock time (which leave their
// day undetermined, though they are exact), and the first day on which it was spoken of.
struct Boundaries {
  std::vector<int64_t> days, clock_days;
  int64_t first_stated = DayOfCivil(kAxisMax);
};

Boundaries BoundariesOf(const ExplainAnswer& answer) {
  const std::string zone(ZoneOfJurisdiction(answer.state.issuer));
  Boundaries found;
  for (const ExplainedAct& act : answer.acts) {
    if (act.fate == ActFate::kNotVisible) continue;
    for (const std::string* text : {&act.from, &act.to}) {
      AddText(*text, zone, found.days);
      if (IsInstantText(*text)) AddText(*text, zone, found.clock_days);
    }
    const absl::StatusOr<Moment> stated = ParseMoment(act.stated, zone);
    if (!stated.ok()) continue;
    const Bound start = StartOfMoment(*stated);
    AddBound(start, found.days);
    if (IsBoundary(start.earliest_civil_us)) {
      found.first_stated = std::min(found.first_stated, DayOfCivil(start.earliest_civil_us));
    }
  }
  return found;
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
  Boundaries found = BoundariesOf(*explained);
  std::vector<int64_t>& days = found.days;
  std::erase_if(days, [&](int64_t day) { return day <= span.first || day >= span.end; });
  days.push_back(span.first);
  days.push_back(span.end);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  bar.first_stated = found.first_stated;
  States states(record, measure, view);
  DECREE_RETURN_IF_ERROR(AddStretches(states, days, bar));
  DECREE_ASSIGN_OR_RETURN(const MeasureState* const last, states.On(span.end - 1));
  if (last != nullptr) {
    bar.title = Printable(last->title);
    bar.issuer = Printable(last->issuer);
    bar.afterwards = AfterwardsOf(*last);
  }
  Tidy(found.clock_days, span.first, bar);
  return bar;
}

}  // namespace decree::tools
