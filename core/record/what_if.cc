#include "core/record/what_if.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/append/act_warnings.h"
#include "core/append/admission_checks.h"
#include "core/append/append_checks.h"
#include "core/append/mover_checks.h"
#include "core/append/name_checks.h"
#include "core/append/ownership_warnings.h"
#include "core/append/stacking_warnings.h"
#include "core/append/taken_id.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/projections/runner.h"
#include "core/record/altered_strands.h"
#include "core/record/draft_log.h"

namespace decree {
namespace {

using Positions = absl::flat_hash_set<Position>;

class AlteredRecord final : public RecordQuestions {
 public:
  AlteredRecord(const PinnedRecord& base, const Clock& clock, const ProjectionList& projections,
                const Positions& without)
      : RecordQuestions(clock, projections, kScreeningBytesMax),
        log_(*base.log, base.applied, without),
        without_(without),
        knows_names_(base.knows_names) {}

  // Once, before the first question.
  std::vector<AppendWarning> WarningsOf(absl::Span<const NewEvent> with) const {
    std::vector<AppendWarning> warnings;
    AddRecordedWarnings(with, {log_, *strands_, ViewFilter{View(), without_}, {}}, warnings);
    return warnings;
  }

  absl::Status AddDrafts(PinnedRecord base, const Clock& clock, const ProjectionList& projections,
                         absl::Span<const NewEvent> with, bool are_checked,
                         std::vector<AppendWarning>& warnings) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<AppendRequest> requests, RequestsFor(with, log_));
    if (are_checked) {
      DECREE_RETURN_IF_ERROR(CheckAdmission(with, requests, log_, warnings));
      DECREE_RETURN_IF_ERROR(CheckNames(with, log_, knows_names_ ? base.strands.get() : nullptr));
      DECREE_RETURN_IF_ERROR(CheckMovers(with, requests, log_,
                                         {*base.strands, ViewFilter{View(), without_}}, warnings));
    }
    absl::StatusOr<std::vector<AppendResult>> drafted = log_.AddDrafts(requests, clock.NowMicros());
    if (!drafted.ok()) return WithDifferences(drafted.status(), with, log_);
    const std::vector<AppendResult> added = *std::move(drafted);
    drafts_ = NewMemoryStore();
    WriteSet checkpoints;
    for (const auto& projection : projections) {
      checkpoints.Put(CheckpointKey(projection->Name()),
                      EncodeCheckpoint({base.applied, projection->RulesVersion()}));
    }
    DECREE_RETURN_IF_ERROR(drafts_->Write(checkpoints));
    Runner runner(log_, *drafts_, projections);
    DECREE_RETURN_IF_ERROR(runner.Start());
    DECREE_RETURN_IF_ERROR(runner.ApplyThrough(log_.Head().size));
    if (runner.unapplied() != nullptr) {
      const UnappliedEvent& event = runner.unapplied()->front();
      absl::Status refused =
          RestsOn(event.entities.empty() ? "the record" : event.entities.front(), event);
      for (size_t i = 0; i < added.size(); ++i) {
        if (added[i].position == event.position) return WithIndex(refused, i);
      }
      return refused;
    }
    strands_ =
        std::make_shared<AlteredStrands>(base.strands, *base.log, base.applied, without_, drafts_);
    base_views_ = std::move(base.views);
    return absl::OkStatus();
  }

 private:
  CompiledAnswers& Compiled() override { return compiled_; }
  absl::StatusOr<const RecordLog*> LogNow() override { return &log_; }
  absl::StatusOr<PinnedRecord> PinRecord() override {
    return PinnedRecord{&log_, drafts_, strands_, log_.Head().size, without_, knows_names_};
  }

  DraftLog log_;
  const Positions without_;
  const bool knows_names_;
  std::shared_ptr<OrderedStore> drafts_;
  std::shared_ptr<const OrderedStore> base_views_;  // kept for `strands_`
  std::shared_ptr<const AlteredStrands> strands_;
  CompiledAnswers compiled_;
};

// The events after `record` that target it, with the positions of all of them added to `without`.
// An event joins the streams of its target, so any one of those leads to it.
absl::Status LeaveOutTargeting(const RecordLog& log, const LogRecord& record, uint64_t size,
                               Positions& without, std::vector<Position>& found) {
  const auto take = [&](const LogRecord& later) {
    if (later.target == record.position && without.insert(later.position).second) {
      found.push_back(later.position);
    }
    return absl::OkStatus();
  };
  if (record.streams.empty()) return log.Scan(record.position + 1, size, false, take);
  std::string shortest;
  uint64_t length_min = UINT64_MAX;
  for (const StreamVersion& stream : record.streams) {
    DECREE_ASSIGN_OR_RETURN(const uint64_t length, log.StreamLength(stream.stream));
    if (length >= length_min) continue;
    length_min = length;
    shortest = stream.stream;
  }
  DECREE_ASSIGN_OR_RETURN(const std::vector<Position> positions, log.StreamPositions(shortest));
  for (auto at = std::upper_bound(positions.begin(), positions.end(), record.position);
       at != positions.end() && *at <= size; ++at) {
    DECREE_ASSIGN_OR_RETURN(const LogRecord later, log.Read(*at));
    DECREE_RETURN_IF_ERROR(take(later));
  }
  return absl::OkStatus();
}

absl::StatusOr<Positions> LeftOut(const PinnedRecord& base, absl::Span<const std::string> ids) {
  Positions without = base.without;
  std::vector<Position> open;
  for (const std::string& id : ids) {
    const absl::StatusOr<Position> position = base.log->Find(id);
    if (!position.ok() && !absl::IsNotFound(position.status())) return position.status();
    if (!position.ok() || *position > base.applied) {
      return absl::NotFoundError(
          absl::StrCat("without: event \"", id, "\" is not recorded in this store"));
    }
    if (without.insert(*position).second) open.push_back(*position);
  }
  while (!open.empty()) {
    DECREE_ASSIGN_OR_RETURN(const LogRecord record, base.log->Read(open.back()));
    open.pop_back();
    DECREE_RETURN_IF_ERROR(LeaveOutTargeting(*base.log, record, base.applied, without, open));
  }
  return without;
}

}  // namespace

void AddRecordedWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
                         std::vector<AppendWarning>& warnings) {
  AddActWarnings(events, context, warnings);
  AddStackingWarnings(events, context, warnings);
  AddOwnershipWarnings(events, context, warnings);
}

absl::StatusOr<std::vector<AppendWarning>> WarningsOfDrafts(PinnedRecord base, const Clock& clock,
                                                            const ProjectionList& projections,
                                                            absl::Span<const NewEvent> with,
                                                            bool are_checked) {
  const Positions left_out = base.without;
  // What is recorded already was warned of when it was.
  std::vector<NewEvent> added;
  std::vector<size_t> index;
  for (size_t i = 0; i < with.size(); ++i) {
    const absl::StatusOr<Position> recorded = base.log->Find(with[i].event().id);
    if (recorded.ok()) continue;
    if (!absl::IsNotFound(recorded.status())) return recorded.status();
    added.push_back(with[i]);
    index.push_back(i);
  }
  AlteredRecord record(base, clock, projections, left_out);
  std::vector<AppendWarning> warnings;
  DECREE_RETURN_IF_ERROR(record.AddDrafts(std::move(base), clock, projections,
                                          are_checked ? with : absl::MakeConstSpan(added),
                                          are_checked, warnings));
  for (AppendWarning warning : record.WarningsOf(added)) {
    if (warning.index) warning.index = index[*warning.index];
    warnings.push_back(std::move(warning));
  }
  return warnings;
}

absl::StatusOr<std::unique_ptr<Record>> MakeWhatIf(PinnedRecord base, const Clock& clock,
                                                   const ProjectionList& projections,
                                                   absl::Span<const std::string> without,
                                                   absl::Span<const NewEvent> with) {
  DECREE_ASSIGN_OR_RETURN(const Positions left_out, LeftOut(base, without));
  auto record = std::make_unique<AlteredRecord>(base, clock, projections, left_out);
  std::vector<AppendWarning> not_told;
  DECREE_RETURN_IF_ERROR(
      record->AddDrafts(std::move(base), clock, projections, with, /*are_checked=*/true, not_told));
  return std::unique_ptr<Record>(std::move(record));
}

}  // namespace decree
