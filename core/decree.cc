#include "core/decree.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/append/admission_checks.h"
#include "core/append/append_checks.h"
#include "core/append/mover_checks.h"
#include "core/append/name_checks.h"
#include "core/append/taken_id.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/check/store_check.h"
#include "core/check/store_parts.h"
#include "core/compiled/compiled_home.h"
#include "core/log/log_folder.h"
#include "core/projections/projection_list.h"
#include "core/projections/views.h"
#include "core/record/record_questions.h"
#include "core/record/what_if.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

uint64_t BytesUnder(const std::string& dir) {
  uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(dir, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored)) bytes += it->file_size(ignored);
  }
  return bytes;
}

// Of the event of a call that was recorded there; nullopt: none, another call's.
std::optional<size_t> IndexOf(Position position, const std::vector<AppendResult>& results) {
  const auto found = std::find_if(results.begin(), results.end(), [&](const AppendResult& result) {
    return result.position == position;
  });
  if (found == results.end()) return std::nullopt;
  return static_cast<size_t>(found - results.begin());
}

// Keeps alive what it reads.
struct PinnedStrands {
  explicit PinnedStrands(const Views::Pinned& pinned)
      : views(pinned.store), strands(*views, pinned.applied, pinned.unapplied) {}
  const std::shared_ptr<const OrderedStore> views;
  const StoredStrands strands;
};

class Store final : public RecordQuestions, public Decree {
 public:
  Store(std::string dir, const Options& options, std::unique_ptr<EventLog> log)
      : RecordQuestions(options.clock != nullptr ? *options.clock : SystemClock(), projections_,
                        options.image_bytes_max / 4),
        dir_(std::move(dir)),
        read_only_(options.read_only),
        cache_bytes_(options.memory_bytes_max / 4),
        close_max_(options.close_max),
        log_(std::move(log)),
        projections_(AllProjections()),
        home_(dir_ + "/image", *log_, options.read_only, cache_bytes_, options.image_bytes_max),
        compiled_(*log_, home_, options.image_bytes_max) {}

  ~Store() override { Store::Close().IgnoreError(); }

  absl::Status OpenViews(bool allow_lost_end) {
    DECREE_ASSIGN_OR_RETURN(views_, Views::Open(dir_ + "/views", *log_, projections_, read_only_,
                                                cache_bytes_, allow_lost_end));
    return absl::OkStatus();
  }

  absl::StatusOr<Appended> Append(absl::Span<const NewEvent> events,
                                  const AppendOptions& options) override {
    DECREE_ASSIGN_OR_RETURN(const std::vector<AppendRequest> requests, RequestsFor(events, *log_));
    Appended appended;
    if (!options.as_recorded) {
      DECREE_RETURN_IF_ERROR(CheckAdmission(events, requests, *log_, appended.warnings));
      DECREE_RETURN_IF_ERROR(CheckAgainstViews(events, requests, appended.warnings));
    }
    if (options.strict) DECREE_RETURN_IF_ERROR(RefuseWarnings(events, appended.warnings));
    const Position head_before = log_->Head().size;
    absl::StatusOr<std::vector<AppendResult>> results = log_->Append(requests);
    if (!results.ok()) return WithDifferences(results.status(), events, *log_);
    appended.results = *std::move(results);
    // From here on the events are recorded; trouble with the views must not hide that.
    const absl::StatusOr<Views::Pinned> pinned = views_->Pin();
    if (!pinned.ok()) {
      appended.warnings.push_back(
          {std::nullopt,
           absl::StrCat("recorded, but the projections stopped: ", pinned.status().message())});
      return appended;
    }
    if (pinned->unapplied != nullptr) {
      for (const UnappliedEvent& event : *pinned->unapplied) {
        if (event.position <= head_before) continue;
        appended.warnings.push_back(
            {IndexOf(event.position, appended.results),
             absl::StrCat("recorded, but the projections stopped at position ", event.position,
                          ": ", event.why)});
      }
    }
    const StoredStrands strands(*pinned->store, pinned->applied, pinned->unapplied);
    AddRecordedWarnings(events, {*log_, strands, ViewFilter{View(), {}}, {}}, appended.warnings);
    return appended;
  }

  absl::StatusOr<StoreStats> Stats() override {
    DECREE_ASSIGN_OR_RETURN(StoreStats stats, RecordQuestions::Stats());
    stats.dir = dir_;
    stats.log_bytes = BytesUnder(dir_ + "/log");
    stats.views_bytes = BytesUnder(dir_ + "/views");
    return stats;
  }

  // Straight to the compiled answers, which is what a question by the million waits for.
  absl::Status Point(const PointQuestion& question, PointAnswer& answer) override {
    if (read_only_) DECREE_RETURN_IF_ERROR(log_->CatchUp());
    bool served = false;
    DECREE_RETURN_IF_ERROR(compiled_.Ask(question, log_->Size(), answer, served));
    return served ? absl::OkStatus() : RecordQuestions::Point(question, answer);
  }

  absl::Status PointBlock(absl::Span<const PointQuestion> questions,
                          absl::Span<PointAnswer> answers) override {
    if (read_only_) DECREE_RETURN_IF_ERROR(log_->CatchUp());
    bool served = false;
    DECREE_RETURN_IF_ERROR(compiled_.AskBlock(questions, log_->Size(), answers, served));
    return served ? absl::OkStatus() : RecordQuestions::PointBlock(questions, answers);
  }

  absl::StatusOr<KeptDocument> KeepDocument(const std::string& path) override {
    if (read_only_) return absl::FailedPreconditionError(absl::StrCat(dir_, ": opened read-only"));
    return DocumentStore(dir_ + "/documents").Keep(path);
  }

  absl::StatusOr<std::string> Document(absl::string_view sha256) override {
    return DocumentStore(dir_ + "/documents").Read(sha256);
  }

  absl::StatusOr<DoctorReport> Doctor(const DoctorOptions& options) override {
    DECREE_RETURN_IF_ERROR(log_->CatchUp());
    const StoreToCheck store{dir_, *log_, projections_, cache_bytes_};
    DECREE_ASSIGN_OR_RETURN(DoctorReport report, CheckStore(store, options.progress));
    if (options.rebuild_projections && !report.is_derived_sound) {
      DECREE_RETURN_IF_ERROR(RebuildBeside(report.events));
      DECREE_ASSIGN_OR_RETURN(report, CheckStore(store, options.progress));
      report.is_rebuilt = true;
    }
    if (report.findings.empty()) {
      const absl::StatusOr<Views::Pinned> pinned = PinNow();
      if (!pinned.ok()) {
        report.findings.push_back(absl::StrCat("projections: ", pinned.status().message()));
      }
    }
    // A sound store may be written again after an error that had stopped its writer.
    if (report.findings.empty() && !CheckErrorMark(dir_ + "/log").ok()) {
      const absl::Status cleared = ClearErrorMark(dir_ + "/log");
      report.is_mark_taken = cleared.ok();
      if (!cleared.ok()) {
        report.notes.push_back(absl::StrCat("the mark of a write error stays: ", cleared.message(),
                                            "; run doctor where it may be taken away"));
      }
    }
    return report;
  }

  absl::StatusOr<RebuildReport> Rebuild(const Progress& progress) override {
    DECREE_ASSIGN_OR_RETURN(const RebuildResult result, views_->Rebuild(progress));
    RebuildReport report;
    report.events = result.events;
    report.entries = result.entries;
    report.differences = result.differences;
    report.identical = result.differences.empty();
    return report;
  }

  absl::StatusOr<std::unique_ptr<Record>> Pinned() override {
    return WhatIf({}, {});  // with nothing altered it is what it was
  }

  // What the compiled answers lack is made now, when nobody waits for an answer.
  absl::Status Close() override {
    absl::Status status;
    if (views_ != nullptr && home_.IsWorthKeeping()) {
      const absl::StatusOr<PinnedRecord> pinned = PinRecord();
      // Compiled answers that cannot be written cost the next question time, and lose no event.
      QuestionLimits limits;
      limits.deadline = absl::Now() + close_max_;
      if (pinned.ok()) compiled_.Follow(pinned->strands, pinned->applied, limits).IgnoreError();
    }
    compiled_.Close().IgnoreError();
    if (views_ != nullptr) status.Update(views_->Flush());
    views_.reset();
    if (log_ != nullptr) status.Update(log_->Close());
    return status;
  }

 private:
  // Makes views and compiled answers anew in the folder of a store that is open for reading only,
  // as a writer that keeps all others out.
  absl::Status RebuildBeside(uint64_t events) {
    if (!read_only_) {
      return absl::FailedPreconditionError(
          absl::StrCat(dir_, ": open for writing; doctor rebuilds what is open for reading only"));
    }
    DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<FolderLock> lock,
                            FolderLock::Take(dir_ + "/log"));
    DECREE_RETURN_IF_ERROR(log_->CatchUp());
    if (log_->Head().size != events) {
      return absl::FailedPreconditionError(
          absl::StrCat(dir_, ": was appended to meanwhile; run doctor again"));
    }
    views_.reset();
    DECREE_RETURN_IF_ERROR(compiled_.Close());
    std::error_code error;
    fs::remove_all(dir_ + "/views", error);
    if (!error) fs::remove_all(dir_ + "/image", error);
    if (error) return absl::InternalError(absl::StrCat(dir_, ": ", error.message()));
    {
      DECREE_ASSIGN_OR_RETURN(
          const std::unique_ptr<Views> views,
          Views::Open(dir_ + "/views", *log_, projections_, /*read_only=*/false, cache_bytes_));
      DECREE_RETURN_IF_ERROR(views->Pin().status());
      DECREE_RETURN_IF_ERROR(views->Flush());
    }
    return OpenViews(/*allow_lost_end=*/true);
  }

  // Where the views stand still, the questions tell what moves what, and what a place is.
  absl::Status CheckAgainstViews(absl::Span<const NewEvent> events,
                                 absl::Span<const AppendRequest> requests,
                                 std::vector<AppendWarning>& warnings) {
    const absl::StatusOr<Views::Pinned> pinned = views_->Pin();
    if (!pinned.ok()) return CheckNames(events, *log_, nullptr);
    const StoredStrands strands(*pinned->store, pinned->applied, pinned->unapplied);
    DECREE_RETURN_IF_ERROR(CheckNames(events, *log_, &strands));
    return CheckMovers(events, requests, *log_, {strands, ViewFilter{View(), {}}}, warnings);
  }

  // `warnings`: those told already. The others are told of the record as it would be.
  absl::Status RefuseWarnings(absl::Span<const NewEvent> events,
                              std::vector<AppendWarning> warnings) {
    DECREE_ASSIGN_OR_RETURN(PinnedRecord base, PinRecord());
    DECREE_ASSIGN_OR_RETURN(const std::vector<AppendWarning> more,
                            WarningsOfDrafts(std::move(base), clock(), projections_, events,
                                             /*are_checked=*/false));
    warnings.insert(warnings.end(), more.begin(), more.end());
    if (warnings.empty()) return absl::OkStatus();
    const AppendWarning& first = warnings.front();
    absl::Status refused = absl::InvalidArgumentError(absl::StrCat(
        first.text,
        warnings.size() == 1 ? "" : absl::StrCat(" (and ", warnings.size() - 1, " more warnings)"),
        "; refused, because warnings are (strict)"));
    return first.index ? WithIndex(std::move(refused), *first.index) : refused;
  }

  absl::StatusOr<Views::Pinned> PinNow() {
    DECREE_RETURN_IF_ERROR(log_->CatchUp());
    return views_->Pin();
  }

  CompiledAnswers& Compiled() override { return compiled_; }

  absl::StatusOr<const RecordLog*> LogNow() override {
    DECREE_RETURN_IF_ERROR(log_->CatchUp());
    return log_.get();
  }

  absl::StatusOr<PinnedRecord> PinRecord() override {
    DECREE_ASSIGN_OR_RETURN(const Views::Pinned pinned, PinNow());
    const auto strands = std::make_shared<PinnedStrands>(pinned);
    return PinnedRecord{log_.get(),
                        pinned.store,
                        std::shared_ptr<const StrandReader>(strands, &strands->strands),
                        pinned.applied,
                        {}};
  }

  const std::string dir_;
  const bool read_only_;
  const uint64_t cache_bytes_;  // of each derived database
  const absl::Duration close_max_;
  std::unique_ptr<EventLog> log_;
  const ProjectionList projections_;
  std::unique_ptr<Views> views_;
  CompiledHome home_;
  CompiledAnswers compiled_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Decree>> Decree::Open(const std::string& dir,
                                                     const Options& options) {
  DECREE_ASSIGN_OR_RETURN(const bool exists, HasLog(dir));
  if (!exists && (options.read_only || !options.create)) {
    return absl::NotFoundError(absl::StrCat(dir, ": no store here; `decree append` makes one"));
  }
  std::error_code error;
  fs::create_directories(dir, error);
  LogOptions log_options;
  log_options.clock = options.clock;
  log_options.read_only = options.read_only;
  log_options.allow_lost_end = options.allow_lost_end;
  log_options.disk_reserve_bytes = options.disk_reserve_bytes;
  log_options.block_cache_bytes = options.memory_bytes_max / 2;
  DECREE_ASSIGN_OR_RETURN(std::unique_ptr<EventLog> log, EventLog::Open(dir + "/log", log_options));
  if (!options.allow_lost_end) {
    DECREE_RETURN_IF_ERROR(HoldLogAgainstSigned(dir, *log, options.read_only));
  }
  auto store = std::make_unique<Store>(dir, options, std::move(log));
  DECREE_RETURN_IF_ERROR(store->OpenViews(options.allow_lost_end));
  return std::unique_ptr<Decree>(std::move(store));
}

}  // namespace decree
