#include "core/query/answer_points.h"

#include <algorithm>

#include "core/base/status_macros.h"

namespace decree {
namespace {

// More candidates than this are not left out one by one to see which of them matter.
constexpr size_t kCandidatesTestedMax = 64;

bool SameTerms(const MeasureState& a, const MeasureState& b) {
  if (a.terms != b.terms || a.terms_possible.size() != b.terms_possible.size()) return false;
  return std::all_of(a.terms_possible.begin(), a.terms_possible.end(), [&](const Terms& terms) {
    return std::find(b.terms_possible.begin(), b.terms_possible.end(), terms) !=
           b.terms_possible.end();
  });
}

bool SameInterval(const std::optional<IntervalText>& a, const std::optional<IntervalText>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->from == b->from && a->to == b->to && a->through == b->through &&
         a->certain == b->certain;
}

bool IsSame(const Sight& a, const Sight& b) {
  return a.view.known_by_us == b.view.known_by_us &&
         a.view.known_by_is_instant == b.view.known_by_is_instant &&
         a.view.position_max == b.view.position_max &&
         a.view.recorded_us_max == b.view.recorded_us_max && a.view.floor == b.view.floor &&
         a.without == b.without;
}

bool Holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

std::vector<std::string> ChangedFields(const PointAnswer& before, const PointAnswer& after) {
  const MeasureState& a = before.state;
  const MeasureState& b = after.state;
  std::vector<std::string> fields;
  const auto add = [&fields](bool differs, const char* field) {
    if (differs) fields.emplace_back(field);
  };
  add(before.on_record != after.on_record, "record");
  add(a.applies != b.applies, "applies");
  add(a.commitment != b.commitment, "commitment");
  add(!(a.force == b.force), "force");
  add(!(a.legality == b.legality), "legality");
  add(!(a.enforcement == b.enforcement), "enforcement");
  add(a.evidence != b.evidence, "evidence");
  add(!SameTerms(a, b), "terms");
  add(a.scope != b.scope, "scope");
  add(!SameInterval(a.effective, b.effective), "effective");
  return fields;
}

absl::StatusOr<PointAnswer> PointReader::At(const AskedPoint& point) {
  DECREE_RETURN_IF_ERROR(CheckLimits(limits_, 0));
  StateBuilder builder(strands_, events_, point.sight);
  // Along the effective axis the sight stays, and with it what was loaded.
  if (!loaded_ || !IsSame(loaded_sight_, point.sight)) {
    DECREE_ASSIGN_OR_RETURN(loaded_, builder.Load(slug_));
    loaded_sight_ = point.sight;
  }
  const LoadedMeasure& measure = *loaded_;
  PointAnswer answer;
  answer.on_record = !measure.own.acts.empty();
  CivilWindow window = point.window;
  if (point.effective_on.empty()) {
    DECREE_ASSIGN_OR_RETURN(answer.state, builder.StateOver(measure, window, facts_));
  } else {
    DECREE_ASSIGN_OR_RETURN(window, WindowFor(point.effective_on, measure.facts.issuer));
    DECREE_ASSIGN_OR_RETURN(answer.state, builder.StateOf(measure, point.effective_on, facts_));
  }
  DECREE_ASSIGN_OR_RETURN(answer.in_scope, builder.InScopeOver(window, facts_, answer.state));
  if (!answer.in_scope) {
    answer.state.applies = Answer::kNo;
    answer.state.reasons.insert(answer.state.reasons.begin(),
                                "its scope does not reach what was asked");
  }
  return answer;
}

absl::StatusOr<bool> PointReader::Matters(uint64_t position, const Step& step) {
  AskedPoint from = step.from;
  AskedPoint to = step.to;
  from.sight.without.insert(position);
  to.sight.without.insert(position);
  DECREE_ASSIGN_OR_RETURN(const PointAnswer after, At(to));
  if (!ChangedFields(after, step.after).empty()) return true;
  DECREE_ASSIGN_OR_RETURN(const PointAnswer before, At(from));
  return !ChangedFields(before, step.before).empty();
}

absl::StatusOr<std::vector<std::string>> PointReader::CausesOf(const Positions& candidates,
                                                               const Step& step) {
  std::vector<std::string> all, deciding, causes;
  for (const uint64_t position : candidates) {
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events_.At(position));
    const std::string& id = read->event.id;
    all.push_back(id);
    if (Holds(step.before.state.because, id) != Holds(step.after.state.because, id)) {
      deciding.push_back(id);
    }
    if (candidates.size() == 1 || candidates.size() > kCandidatesTestedMax) continue;
    DECREE_ASSIGN_OR_RETURN(const bool matters, Matters(position, step));
    if (matters) causes.push_back(id);
  }
  if (!causes.empty()) return causes;
  return deciding.empty() ? all : deciding;
}

}  // namespace decree
