#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/change/change_questions.h"
#include "core/query/change/measure_answer_reader.h"
#include "core/query/control/measure_filter.h"
#include "core/query/control/measure_shares.h"

namespace decree {
namespace {

bool RunsBackwards(const View& before, const View& after) {
  if (before.position_max > after.position_max) return true;
  if (before.recorded_us_max > after.recorded_us_max) return true;  // where claims are read
  return before.known_by_is_instant == after.known_by_is_instant &&
         before.known_by_us > after.known_by_us;
}

absl::Status CheckDiff(const DiffEnd& before, const DiffEnd& after, const DiffQuestion& question) {
  if (question.before.empty() || question.after.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(question.before.empty() ? "before" : "after",
                     ": missing; a diff is between two points, e.g. 2025-11-01..2025-12-01"));
  }
  bool backwards = false;
  if (question.axis == Axis::kEffective) {
    DECREE_RETURN_IF_ERROR(before.on.Check("before"));
    DECREE_RETURN_IF_ERROR(after.on.Check("after"));
    DECREE_ASSIGN_OR_RETURN(const CivilWindow first, before.on.In("Etc/UTC"));
    DECREE_ASSIGN_OR_RETURN(const CivilWindow last, after.on.In("Etc/UTC"));
    backwards = first.first_civil_us > last.first_civil_us;
  } else {
    if (question.effective_on.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("effective date (--on): missing; along the ", NameOf(question.axis),
                       " axis a diff is of the answers for one date, so give it, e.g. --on "
                       "2025-12-15"));
    }
    DECREE_RETURN_IF_ERROR(question.effective_on.Check("effective date (--on)"));
    backwards = RunsBackwards(before.context.filter.view, after.context.filter.view);
  }
  if (!backwards) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(question.before, " .. ", question.after,
                                                 " runs backwards; give the earlier point first"));
}

DiffKind KindOf(const AnswerAt& before, const AnswerAt& after) {
  const bool applied = before.on_record && before.state.applies == Answer::kYes;
  const bool applies = after.on_record && after.state.applies == Answer::kYes;
  const bool did_not = !before.on_record || before.state.applies == Answer::kNo;
  if (did_not && applies) return DiffKind::kBegan;
  if (applied && (!after.on_record || after.state.applies == Answer::kNo)) return DiffKind::kEnded;
  return before.on_record ? DiffKind::kChanged : DiffKind::kNewlyKnown;
}

// Compares the two ends, one measure after the other.
class Comparer {
 public:
  Comparer(const DiffEnd& before, const DiffEnd& after, const DiffQuestion& question,
           AskedFacts facts)
      : question_(question),
        limits_(after.context.limits),
        facts_(std::move(facts)),
        strands_(after.context.strands, &limits_),
        events_(after.context.log),
        from_{before.context.filter, before.on},
        to_{after.context.filter, after.on} {}

  void Expect(const std::vector<std::string>& slugs) { strands_.ExpectMeasures(slugs); }

  absl::Status Add(const std::string& slug, DiffAnswer& answer) {
    strands_.Forget();
    events_.Forget();
    DECREE_ASSIGN_OR_RETURN(const AnswerSources sources,
                            SourcesOf(slug, facts_, strands_, events_));
    if (sources.parts.front()->is_empty()) {
      answer.notes.push_back(absl::StrCat("no measure \"", slug, "\" is recorded in this store"));
      return absl::OkStatus();
    }
    DECREE_ASSIGN_OR_RETURN(const Positions candidates, CandidatesFor(slug, sources));
    if (candidates.empty()) return absl::OkStatus();
    MeasureAnswerReader reader(strands_, events_, limits_, slug, facts_);
    DECREE_ASSIGN_OR_RETURN(AnswerAt before, reader.At(from_));
    DECREE_ASSIGN_OR_RETURN(AnswerAt after, reader.At(to_));
    if (!IsAsked(before) && !IsAsked(after)) return absl::OkStatus();
    DiffRow row;
    row.measure = slug;
    row.changed = ChangedFields(before, after);
    if (row.changed.empty()) return absl::OkStatus();
    row.kind = KindOf(before, after);
    DECREE_ASSIGN_OR_RETURN(row.because, reader.CausesOf(candidates, {from_, to_, before, after}));
    DECREE_RETURN_IF_ERROR(reader.FillReasons(from_, before));
    DECREE_RETURN_IF_ERROR(reader.FillReasons(to_, after));
    if (before.on_record) row.before = std::move(before.state);
    if (after.on_record) row.after = std::move(after.state);
    answer.rows.push_back(std::move(row));
    return absl::OkStatus();
  }

 private:
  bool IsAsked(const AnswerAt& answer) const {
    if (!answer.on_record || !answer.in_scope) return false;
    return question_.issuer.empty() || answer.state.issuer == question_.issuer;
  }

  // The events between the two ends; without any the answer cannot differ.
  absl::StatusOr<Positions> CandidatesFor(const std::string& slug, const AnswerSources& sources) {
    if (question_.axis != Axis::kEffective) {
      return EventsBetween(sources, from_.filter, to_.filter);
    }
    StateBuilder builder(strands_, events_, to_.filter);
    DECREE_ASSIGN_OR_RETURN(LoadedMeasure measure, builder.LoadActs(slug));
    const bool needs_zone = !from_.on.WithoutZone() || !to_.on.WithoutZone();
    if (needs_zone) DECREE_RETURN_IF_ERROR(builder.FillAttributes(measure));
    DECREE_ASSIGN_OR_RETURN(const CivilWindow first,
                            WindowFor(from_.on, measure.attributes.issuer));
    DECREE_ASSIGN_OR_RETURN(const CivilWindow last, WindowFor(to_.on, measure.attributes.issuer));
    DECREE_ASSIGN_OR_RETURN(
        const auto instants,
        EffectiveInstants(measure, sources, to_.filter, strands_, events_, facts_.any()));
    Positions candidates;
    const int64_t end = std::max(first.last_civil_us, last.last_civil_us);
    for (auto at = instants.upper_bound(first.first_civil_us);
         at != instants.end() && at->first <= end; ++at) {
      candidates.insert(at->second.begin(), at->second.end());
    }
    return candidates;
  }

  const DiffQuestion& question_;
  const QuestionLimits& limits_;
  const AskedFacts facts_;
  RepairedStrands strands_;
  EventReader events_;
  const AskedAt from_, to_;
};

}  // namespace

absl::StatusOr<DiffAnswer> AnswerDiff(const DiffEnd& before, const DiffEnd& after,
                                      const DiffQuestion& question, const AskedFacts& facts) {
  DECREE_RETURN_IF_ERROR(CheckDiff(before, after, question));
  DiffAnswer answer;
  const QuestionContext& context = after.context;
  answer.header = context.header;
  // The axis that moves has no one value; its ends stand beside the header.
  if (question.axis == Axis::kEffective) answer.header.effective_on.clear();
  if (question.axis == Axis::kKnown) answer.header.known_by.clear();
  if (question.axis == Axis::kRecorded) answer.header.recorded_by.clear();
  answer.axis = question.axis;
  answer.before = question.before;
  answer.after = question.after;
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> slugs,
                          SlugsMatching(question.measure, context.strands));
  std::vector<DiffAnswer> parts(SharesOf(slugs.size(), context.limits));
  const auto answer_share = [&](size_t share, const std::vector<std::string>& own) -> absl::Status {
    Comparer comparer(before, after, question, facts);
    comparer.Expect(own);
    for (const std::string& slug : own) {
      DECREE_RETURN_IF_ERROR(comparer.Add(slug, parts[share]));
      DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, parts[share].rows.size()));
    }
    return absl::OkStatus();
  };
  DECREE_RETURN_IF_ERROR(ForEachShare(slugs, parts.size(), answer_share));
  for (DiffAnswer& part : parts) {
    std::move(part.rows.begin(), part.rows.end(), std::back_inserter(answer.rows));
    std::move(part.notes.begin(), part.notes.end(), std::back_inserter(answer.notes));
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, answer.rows.size()));
  }
  return answer;
}

}  // namespace decree
