#include "core/query/change/measure_answer_reader.h"

#include <algorithm>

#include "core/base/status_macros.h"
#include "core/query/change/axis_walk.h"

namespace decree {
namespace {

// More candidates than this are not left out one by one to see which of them matter.
constexpr size_t kPointCandidatesTestedMax = 64;

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

bool HoldsId(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

std::vector<std::string> ChangedFields(const AnswerAt& before, const AnswerAt& after) {
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

absl::StatusOr<MeasureAnswerReader::Stand*> MeasureAnswerReader::StandAt(const ViewFilter& filter) {
  for (auto& stand : stands_) {
    if (stand == nullptr || stand->filter != filter) continue;
    std::rotate(stands_.begin(), &stand, &stand + 1);
    return stands_.front().get();
  }
  auto stand = std::make_unique<Stand>(strands_, events_, filter);
  DECREE_ASSIGN_OR_RETURN(stand->measure, stand->builder.Load(slug_));
  if (!MovesWithWindow(stand->measure)) {
    DECREE_ASSIGN_OR_RETURN(stand->fold, stand->builder.FoldOf(stand->measure, facts_, {}));
  }
  stands_.back() = std::move(stand);
  std::rotate(stands_.begin(), stands_.end() - 1, stands_.end());
  return stands_.front().get();
}

absl::StatusOr<const LoadedMeasure*> MeasureAnswerReader::Seen(const ViewFilter& filter) {
  DECREE_ASSIGN_OR_RETURN(const Stand* const stand, StandAt(filter));
  return &stand->measure;
}

// nullptr: for a stretch of time, an earlier instant, or less an event, acts are walked one by one.
FacetsInTurn* MeasureAnswerReader::FacetsAt(const AskedAt& asked, Stand& stand) {
  const std::optional<CivilWindow> at = asked.on.WithoutZone();
  if (!asked.on.text().empty() || !at || at->first_civil_us != at->last_civil_us) return nullptr;
  if (!stand.fold || stand.fold->left_out != 0 || at->first_civil_us < stand.facets_at) {
    return nullptr;
  }
  // As many instants are to be expected as there are acts.
  if (!stand.facets) stand.facets.emplace(*stand.fold, stand.fold->acts.size());
  stand.facets_at = at->first_civil_us;
  return &*stand.facets;
}

absl::StatusOr<AnswerAt> MeasureAnswerReader::AnswerFrom(Stand& stand, const AskedAt& asked,
                                                         const StateParts& parts) {
  StateParts with_fold = parts;
  if (stand.fold) with_fold.fold = &*stand.fold;
  with_fold.facets = FacetsAt(asked, stand);
  stand.builder.events().ForgetLists();
  const LoadedMeasure& measure = stand.measure;
  AnswerAt answer;
  const size_t left_out = stand.fold && stand.fold->left_out != 0 ? 1 : 0;
  answer.on_record = measure.own.acts.size() > left_out;
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(asked.on, measure.attributes.issuer));
  DECREE_ASSIGN_OR_RETURN(answer.state,
                          stand.builder.StateOf(measure, asked.on, facts_, with_fold));
  DECREE_ASSIGN_OR_RETURN(answer.in_scope, stand.builder.InScopeOver(window, facts_, answer.state));
  if (!answer.in_scope) {
    answer.state.applies = Answer::kNo;
    answer.state.reasons.insert(answer.state.reasons.begin(),
                                "its scope does not reach what was asked");
  }
  return answer;
}

absl::StatusOr<AnswerAt> MeasureAnswerReader::At(const AskedAt& asked) {
  DECREE_RETURN_IF_ERROR(CheckLimits(limits_, 0));
  DECREE_ASSIGN_OR_RETURN(Stand* const stand, StandAt(asked.filter));
  return AnswerFrom(*stand, asked, {.reasons = false, .because = true, .fold = nullptr});
}

absl::Status MeasureAnswerReader::FillReasons(const AskedAt& asked, AnswerAt& answer) {
  DECREE_ASSIGN_OR_RETURN(Stand* const stand, StandAt(asked.filter));
  DECREE_ASSIGN_OR_RETURN(answer, AnswerFrom(*stand, asked, {}));
  return absl::OkStatus();
}

absl::Status MeasureAnswerReader::MoveOn(const ViewFilter& from, const ViewFilter& to,
                                         const Positions& positions) {
  Stand* const stand = stands_.front().get();
  if (stand == nullptr || !stand->fold || stand->filter != from) return absl::OkStatus();
  stand->filter = to;
  stand->facets.reset();
  stand->facets_at = kAxisMin;
  for (const uint64_t position : positions) {
    DECREE_ASSIGN_OR_RETURN(const bool has_joined,
                            stand->builder.Join(position, stand->measure, *stand->fold));
    if (has_joined) continue;
    stands_.front().reset();  // it is loaded anew, with those that joined before
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

bool MeasureAnswerReader::IsUnseen(uint64_t position, const Stand& stand) {
  if (!stand.filter.Records(position)) return true;
  const VisibleStrand& own = stand.measure.own;
  const bool is_hidden =
      std::any_of(own.hidden.begin(), own.hidden.end(), [&](const HiddenAct& act) {
        return act.record.position == position && act.why == HiddenWhy::kNotKnown && act.by == 0;
      });
  // An act that joined since is still among the hidden.
  return is_hidden && std::none_of(own.acts.begin(), own.acts.end(), [&](const VisibleAct& act) {
           return act.record.position == position;
         });
}

absl::StatusOr<bool> MeasureAnswerReader::DiffersWithout(uint64_t position, const AskedAt& asked,
                                                         const AnswerAt& answer) {
  DECREE_RETURN_IF_ERROR(CheckLimits(limits_, 0));
  const StateParts bare = {.reasons = false, .because = false, .fold = nullptr};
  DECREE_ASSIGN_OR_RETURN(Stand* const stand, StandAt(asked.filter));
  if (IsUnseen(position, *stand)) return false;
  // Where nothing hangs on the event, the fold at hand serves; not where a date is read on the
  // clock of the issuer that it names.
  if (stand->fold && stand->measure.attributes.issuer_from != position &&
      stand->fold->LeaveOut(position)) {
    const absl::StatusOr<AnswerAt> without = AnswerFrom(*stand, asked, bare);
    stand->fold->LeaveOut(0);
    if (!without.ok()) return without.status();
    return !ChangedFields(*without, answer).empty();
  }
  ViewFilter filter = asked.filter;
  filter.without.insert(position);
  DECREE_ASSIGN_OR_RETURN(Stand* const other, StandAt(filter));
  DECREE_ASSIGN_OR_RETURN(const AnswerAt without, AnswerFrom(*other, asked, bare));
  return !ChangedFields(without, answer).empty();
}

absl::StatusOr<std::vector<std::string>> MeasureAnswerReader::CausesOf(const Positions& candidates,
                                                                       const Step& step) {
  const auto matters = [&](uint64_t position) -> absl::StatusOr<bool> {
    DECREE_ASSIGN_OR_RETURN(const bool after, DiffersWithout(position, step.to, step.after));
    return after ? true : DiffersWithout(position, step.from, step.before);
  };
  const auto decides_one = [&](const std::string& id) {
    return HoldsId(step.before.state.because, id) != HoldsId(step.after.state.because, id);
  };
  return CausesAmong(candidates, events_, {kPointCandidatesTestedMax, matters, decides_one});
}

}  // namespace decree
