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

constexpr int64_t kDaysMax = 36'525;  // a century

// A row with the civil instant that it is sorted by.
struct DatedRow {
  int64_t at_us = 0;
  OutlookRow row;
};

bool IsDecided(const MeasureState& state) {
  return state.applies != Answer::kUndetermined && state.force.decided() &&
         state.legality.decided() && state.enforcement.decided() &&
         (state.terms_planned || state.terms_possible.size() < 2);
}

// Whether people must act on the difference: not on another date beside the same standing, nor on
// better evidence.
bool IsChange(const AnswerAt& before, const AnswerAt& after) {
  for (const std::string& field : ChangedFields(before, after)) {
    if (field != "effective" && field != "evidence" && field != "commitment") return true;
  }
  return false;
}

// Where force says nothing of it: whether it came to apply.
OutlookKind KindOfApplies(Answer before, Answer after) {
  if (before == after) return OutlookKind::kChanges;
  if (after == Answer::kYes || before == Answer::kNo) return OutlookKind::kReturns;
  return OutlookKind::kSuspends;
}

// By the force that is possible afterwards and was not before; where none is, by what is possible
// no longer.
OutlookKind KindOf(const MeasureState& before, const MeasureState& after) {
  const auto came = [&](Force force) { return after.force.Has(force) && !before.force.Has(force); };
  const auto went = [&](Force force) { return before.force.Has(force) && !after.force.Has(force); };
  if (came(Force::kInForce)) {
    return before.force.Has(Force::kSuspended) ? OutlookKind::kReturns : OutlookKind::kBegins;
  }
  if (came(Force::kSuspended)) return OutlookKind::kSuspends;
  if (came(Force::kExpired) || came(Force::kRevoked)) return OutlookKind::kEnds;
  if (before.force == after.force) return KindOfApplies(before.applies, after.applies);
  if (!after.force.decided()) return OutlookKind::kChanges;
  switch (after.force.value()) {
    case Force::kInForce:
      return went(Force::kSuspended) ? OutlookKind::kReturns : OutlookKind::kBegins;
    case Force::kSuspended:
      return OutlookKind::kSuspends;
    case Force::kExpired:
    case Force::kRevoked:
      return OutlookKind::kEnds;
    case Force::kPending:
      break;
  }
  return OutlookKind::kChanges;
}

void AddIds(const std::vector<std::string>& more, std::vector<std::string>& ids) {
  for (const std::string& id : more) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
}

// The changes ahead of one measure under one view filter. A change that is open over a stretch (an
// imprecise boundary) becomes one row from the first to the last possible instant.
class Lookout {
 public:
  Lookout(const ViewFilter& filter, MeasureAnswerReader& reader, const CivilWindow& ahead)
      : filter_(filter), reader_(reader), ahead_(ahead) {}

  absl::Status Look(const std::map<int64_t, Positions>& instants, std::vector<DatedRow>& rows) {
    auto at = instants.upper_bound(ahead_.first_civil_us);
    if (at == instants.end() || at->first > ahead_.last_civil_us) return absl::OkStatus();
    AskedAt from{filter_, AskedDate::OnEveryClock({at->first - 1, at->first - 1})};
    DECREE_ASSIGN_OR_RETURN(AnswerAt before, reader_.At(from));
    for (; at != instants.end(); ++at) {
      if (at->first > ahead_.last_civil_us && !open_) break;
      const AskedAt to{filter_, AskedDate::OnEveryClock({at->first, at->first})};
      DECREE_ASSIGN_OR_RETURN(AnswerAt after, reader_.At(to));
      if (IsChange(before, after)) {
        DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> causes,
                                reader_.CausesOf(at->second, {from, to, before, after}));
        DECREE_RETURN_IF_ERROR(reader_.FillReasons(from, before));
        DECREE_RETURN_IF_ERROR(reader_.FillReasons(to, after));
        Take(at->first, causes, before.state, after, rows);
      }
      before = std::move(after);
      from = to;
    }
    if (open_) rows.push_back(*std::move(open_));
    open_.reset();
    return absl::OkStatus();
  }

 private:
  void Take(int64_t at_us, const std::vector<std::string>& causes, const MeasureState& before,
            const AnswerAt& after, std::vector<DatedRow>& rows) {
    if (!open_) {
      open_.emplace();
      open_->at_us = at_us;
      OutlookRow& row = open_->row;
      row.at = FormatCivil(at_us);
      row.measure = after.state.measure;
      row.title = after.state.title;
      row.before = before;
      row.after = after.state;
      row.certain = IsDecided(before) && IsDecided(after.state);
      row.kind = KindOf(before, after.state);
    }
    OutlookRow& row = open_->row;
    AddIds(causes, row.because);
    // What was open before stays open for another reason; only a stretch that begins here is waited
    // out.
    if (!IsDecided(after.state) && IsDecided(row.before)) return;
    row.latest = FormatCivil(at_us);
    // Open in between and as before in the end: what was open stays the row's answer.
    if (IsChange({true, true, row.before}, {true, true, after.state})) {
      row.after = after.state;
      row.kind = KindOf(row.before, row.after);
    }
    rows.push_back(*std::move(open_));
    open_.reset();
  }

  const ViewFilter& filter_;
  MeasureAnswerReader& reader_;
  const CivilWindow ahead_;  // (first, last]
  std::optional<DatedRow> open_;
};

bool IsSameRow(const DatedRow& a, const DatedRow& b) {
  return a.at_us == b.at_us && a.row.measure == b.row.measure && a.row.kind == b.row.kind &&
         a.row.latest == b.row.latest &&
         !IsChange({true, true, a.row.before}, {true, true, b.row.before}) &&
         !IsChange({true, true, a.row.after}, {true, true, b.row.after});
}

struct Found {
  std::vector<DatedRow> rows, announced;
};

// Every measure in turn, at the view's floor and at that of announcements.
class Watch {
 public:
  Watch(const QuestionContext& context, const OutlookQuestion& question)
      : context_(context),
        question_(question),
        strands_(context.strands, &context.limits),
        events_(context.log) {}

  void Expect(const std::vector<std::string>& slugs) { strands_.ExpectMeasures(slugs); }

  absl::Status Add(const std::string& slug, OutlookAnswer& answer, Found& found) {
    strands_.Forget();
    events_.Forget();
    DECREE_ASSIGN_OR_RETURN(const AnswerSources sources, SourcesOf(slug, {}, strands_, events_));
    if (sources.parts.front()->is_empty()) {
      answer.notes.push_back(absl::StrCat("no measure \"", slug, "\" is recorded in this store"));
      return absl::OkStatus();
    }
    StateBuilder builder(strands_, events_, context_.filter);
    DECREE_ASSIGN_OR_RETURN(LoadedMeasure measure, builder.LoadActs(slug));
    if (measure.own.acts.empty()) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(
        const auto instants,
        EffectiveInstants(measure, sources, context_.filter, strands_, events_, false));
    // Where nothing lies ahead nothing more is read, unless the zone is needed to tell.
    if (!question_.on.WithoutZone()) DECREE_RETURN_IF_ERROR(builder.FillAttributes(measure));
    DECREE_ASSIGN_OR_RETURN(const CivilWindow on,
                            WindowFor(question_.on, measure.attributes.issuer));
    const CivilWindow ahead = {on.last_civil_us, on.last_civil_us + question_.days * kMicrosPerDay};
    const auto next = instants.upper_bound(ahead.first_civil_us);
    if (next == instants.end() || next->first > ahead.last_civil_us) return absl::OkStatus();
    DECREE_RETURN_IF_ERROR(builder.FillAttributes(measure));
    if (!question_.issuer.empty() && measure.attributes.issuer != question_.issuer) {
      return absl::OkStatus();
    }
    const bool has_plan =
        std::any_of(measure.own.acts.begin(), measure.own.acts.end(), [](const VisibleAct& act) {
          // A dispute may give a plan the interval that it lacks.
          const EventKind kind = act.record.kind;
          return (kind == EventKind::kAnnounced || kind == EventKind::kDisputed) &&
                 act.record.has_interval();
        });
    MeasureAnswerReader reader(strands_, events_, context_.limits, slug);
    std::vector<DatedRow> law;
    DECREE_RETURN_IF_ERROR(Lookout(context_.filter, reader, ahead).Look(instants, law));
    if (has_plan && context_.filter.view.floor == Commitment::kEnacted) {
      ViewFilter lowered = context_.filter;
      lowered.view.floor = Commitment::kAnnounced;
      std::vector<DatedRow> planned;
      DECREE_RETURN_IF_ERROR(Lookout(lowered, reader, ahead).Look(instants, planned));
      // Both ascend; a measure has one row an instant.
      auto other = law.begin();
      for (DatedRow& row : planned) {
        while (other != law.end() && other->at_us < row.at_us) ++other;
        const bool is_law = other != law.end() && IsSameRow(row, *other);
        if (!is_law) found.announced.push_back(std::move(row));
      }
    }
    for (DatedRow& row : law) found.rows.push_back(std::move(row));
    return absl::OkStatus();
  }

 private:
  const QuestionContext& context_;
  const OutlookQuestion& question_;
  RepairedStrands strands_;
  EventReader events_;
};

std::vector<OutlookRow> Sorted(std::vector<DatedRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const DatedRow& a, const DatedRow& b) {
    return a.at_us != b.at_us ? a.at_us < b.at_us : a.row.measure < b.row.measure;
  });
  std::vector<OutlookRow> sorted;
  sorted.reserve(rows.size());
  for (DatedRow& dated : rows) sorted.push_back(std::move(dated.row));
  return sorted;
}

}  // namespace

absl::StatusOr<OutlookAnswer> AnswerOutlook(const QuestionContext& context,
                                            const OutlookQuestion& question) {
  if (question.days < 1 || question.days > kDaysMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("days (--days): ", question.days, " is not between 1 and ", kDaysMax));
  }
  DECREE_RETURN_IF_ERROR(question.on.Check("effective date"));
  DECREE_ASSIGN_OR_RETURN(const CivilWindow on, question.on.In("Etc/UTC"));
  if (on.last_civil_us - on.first_civil_us >= kMicrosPerDay) {
    return absl::InvalidArgumentError(
        absl::StrCat("effective date: \"", question.on.text(),
                     "\" is more than one day; an outlook starts from a day, e.g. 2025-11-08"));
  }
  OutlookAnswer answer;
  answer.header = context.header;
  answer.until = FormatCivil(on.last_civil_us + question.days * kMicrosPerDay).substr(0, 10);
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> slugs,
                          SlugsMatching(question.measure, context.strands));
  struct Part {
    OutlookAnswer answer;
    Found found;
  };
  std::vector<Part> parts(SharesOf(slugs.size(), context.limits));
  const auto answer_share = [&](size_t share, const std::vector<std::string>& own) -> absl::Status {
    Part& part = parts[share];
    Watch watch(context, question);
    watch.Expect(own);
    for (const std::string& slug : own) {
      DECREE_RETURN_IF_ERROR(
          CheckLimits(context.limits, part.found.rows.size() + part.found.announced.size()));
      DECREE_RETURN_IF_ERROR(watch.Add(slug, part.answer, part.found));
    }
    return absl::OkStatus();
  };
  DECREE_RETURN_IF_ERROR(ForEachShare(slugs, parts.size(), answer_share));
  Found found;
  for (Part& part : parts) {
    auto& [rows, announced] = part.found;
    std::move(rows.begin(), rows.end(), std::back_inserter(found.rows));
    std::move(announced.begin(), announced.end(), std::back_inserter(found.announced));
    auto& notes = part.answer.notes;
    std::move(notes.begin(), notes.end(), std::back_inserter(answer.notes));
  }
  DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, found.rows.size() + found.announced.size()));
  answer.rows = Sorted(found.rows);
  answer.announced = Sorted(found.announced);
  return answer;
}

}  // namespace decree
