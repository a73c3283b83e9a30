#include "core/projections/views.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/projections/views_check.h"
#include "core/store/overlay_store.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr char kFirstGeneration[] = "g000001";
constexpr uint64_t kBlockBytes = 16 << 10;  // a twelfth smaller on disk than blocks of 4 KiB

// Renaming is atomic; the views are disposable, so a torn name after a power loss only costs a
// rebuild.
absl::Status WriteCurrent(const std::string& dir, const std::string& generation) {
  const std::string next = dir + "/current.new";
  {
    errno = 0;  // a stream keeps no cause of its own
    std::ofstream file(next, std::ios::trunc);
    file << generation << '\n';
    if (!file.flush()) {
      return SystemCallError(absl::StrCat("cannot write ", next), errno != 0 ? errno : EIO);
    }
  }
  std::error_code error;
  fs::rename(next, dir + "/current", error);
  if (error) return SystemCallError(absl::StrCat("cannot rename ", next), error.value());
  return absl::OkStatus();
}

// What HoldAgainstLog aborts with is damage to whoever opens the store.
absl::Status Refused(const absl::Status& status) {
  return absl::IsAborted(status) ? absl::DataLossError(status.message()) : status;
}

std::string NextGeneration(const std::string& generation) {
  int number = 0;
  if (generation.size() > 1) number = std::atoi(generation.c_str() + 1);
  return absl::StrFormat("g%06d", number + 1);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Views>> Views::Open(const std::string& dir, EventLog& log,
                                                   const ProjectionList& projections,
                                                   bool read_only, uint64_t cache_bytes,
                                                   bool allow_lost_end) {
  std::unique_ptr<Views> views(
      new Views(dir, log, projections, read_only, cache_bytes, allow_lost_end));
  const std::lock_guard lock(views->mutex_);
  DECREE_RETURN_IF_ERROR(views->OpenCurrent());
  return views;
}

absl::Status Views::OpenCurrent() {
  std::error_code error;
  generation_ = ReadCurrentGeneration(dir_);
  if (read_only_) {
    absl::Status status =
        generation_.empty() ? absl::NotFoundError("no views yet") : OpenBase(generation_);
    if (status.ok()) {
      LayOver();
      status = StartRunner();
    }
    if (status.ok()) status = HoldAgainstLog();
    if (status.ok() || absl::IsAborted(status)) return Refused(status);
    // Nothing usable on disk: this reader builds its own views in memory, from the log.
    return BeginInMemory();
  }
  fs::create_directories(dir_, error);
  if (error) return SystemCallError(absl::StrCat("cannot create ", dir_), error.value());
  if (generation_.empty()) {
    generation_ = kFirstGeneration;
    fs::remove_all(dir_ + "/" + generation_, error);
    DECREE_RETURN_IF_ERROR(OpenBase(generation_));
    DECREE_RETURN_IF_ERROR(WriteCurrent(dir_, generation_));
    store_ = base_;
    return StartRunner();
  }
  absl::Status status = OpenBase(generation_);
  if (status.ok()) {
    store_ = base_;
    status = StartRunner();
  }
  if (status.ok()) status = HoldAgainstLog();
  if (status.ok() || absl::IsAborted(status)) return Refused(status);
  // Built by other rules, of another log, or damaged: the views are disposable, build them anew.
  runner_.reset();
  return RebuildLocked(nullptr).status();
}

absl::Status Views::OpenBase(const std::string& generation) {
  RocksdbStoreOptions options;
  options.read_only = read_only_;
  options.block_cache_bytes = cache_bytes_;
  options.block_bytes = kBlockBytes;
  DECREE_ASSIGN_OR_RETURN(std::unique_ptr<OrderedStore> store,
                          OpenRocksdbStore(dir_ + "/" + generation, options));
  base_ = std::move(store);
  return absl::OkStatus();
}

absl::Status Views::StartRunner() {
  RunnerOptions options;
  options.names_log = &log_;
  runner_ = std::make_unique<Runner>(log_, *store_, projections_, options);
  return runner_->Start();
}

absl::Status Views::BeginInMemory() {
  runner_.reset();
  base_ = NewMemoryStore();
  LayOver();
  held_.reset();
  return StartRunner();
}

// What a reader applies itself goes into memory; who pins that keeps the base alive as well.
void Views::LayOver() {
  std::shared_ptr<OrderedStore> fresh = NewOverlayStore(*base_);
  store_ = std::shared_ptr<OrderedStore>(fresh.get(), [fresh, base = base_](OrderedStore*) {});
}

// Whether the base was made of this log. Errors: FailedPrecondition when it was not, or does not
// say; Aborted when it was and the log has lost what it was made of.
absl::Status Views::HoldAgainstLog() {
  const Position applied = runner_->applied();
  DECREE_ASSIGN_OR_RETURN(const std::optional<LogPrefix> prefix, ReadLogPrefix(*base_));
  if (applied == 0 && !prefix) return absl::OkStatus();
  if (prefix && prefix == held_) return absl::OkStatus();
  LogFit fit = LogFit::kOther;
  if (prefix && prefix->position == applied) {
    // A tree that does not read is told to whoever asks for what rests on it; the id must do here.
    const LogFit untold = prefix->log == log_.Id() ? LogFit::kOf : LogFit::kOther;
    fit = FitOf(*prefix, log_).value_or(untold);
    if (fit == LogFit::kBeyond && read_only_) {
      // A writer may have gone on since the log was looked at.
      DECREE_RETURN_IF_ERROR(log_.CatchUp());
      fit = FitOf(*prefix, log_).value_or(untold);
    }
  }
  if (fit == LogFit::kOf) {
    held_ = prefix;
    return absl::OkStatus();
  }
  const Position end = log_.Head().size;
  const bool is_lost = fit == LogFit::kBeyond || end == 0;
  if (!is_lost || allow_lost_end_) {
    return absl::FailedPreconditionError(absl::StrCat(dir_, ": made of another log"));
  }
  return absl::AbortedError(absl::StrCat(
      dir_, " was made of ", applied, " events, the log beside it ends at position ", end,
      ": the log is an older copy or another one, and acknowledged events are missing. Put back "
      "the ",
      "log that belongs to it, or restore a backup; to go on without those events, have the views ",
      "made anew (`decree doctor --rebuild-projections`)"));
}

absl::StatusOr<Views::Pinned> Views::Pin() {
  const std::lock_guard lock(mutex_);
  const uint64_t head = log_.Head().size;
  if (runner_->applied() < head) {
    if (read_only_) {
      // Drop what was applied in memory: the writer may have stored it meanwhile.
      DECREE_RETURN_IF_ERROR(base_->CatchUp());
      LayOver();
      DECREE_RETURN_IF_ERROR(StartRunner());
      const absl::Status fits = HoldAgainstLog();
      if (absl::IsFailedPrecondition(fits)) DECREE_RETURN_IF_ERROR(BeginInMemory());
      if (!fits.ok() && !absl::IsFailedPrecondition(fits)) return Refused(fits);
    }
    DECREE_RETURN_IF_ERROR(runner_->ApplyThrough(head));
  }
  return Pinned{store_, runner_->applied(), runner_->unapplied()};
}

absl::StatusOr<RebuildResult> Views::Rebuild(const Progress& progress) {
  const std::lock_guard lock(mutex_);
  if (read_only_) return absl::FailedPreconditionError("views opened read-only cannot be rebuilt");
  return RebuildLocked(progress);
}

absl::StatusOr<RebuildResult> Views::RebuildLocked(const Progress& progress) {
  const std::string next = NextGeneration(generation_);
  std::error_code error;
  fs::remove_all(dir_ + "/" + next, error);
  RocksdbStoreOptions options;
  options.block_cache_bytes = cache_bytes_;
  options.block_bytes = kBlockBytes;
  DECREE_ASSIGN_OR_RETURN(std::shared_ptr<OrderedStore> fresh,
                          OpenRocksdbStore(dir_ + "/" + next, options));
  RunnerOptions runner_options;
  runner_options.events_per_batch = 262'144;
  runner_options.names_log = &log_;
  runner_options.bulk = true;
  if (progress) {
    runner_options.progress = [&](uint64_t done, uint64_t total) { progress(done, total + 1); };
  }
  Runner builder(log_, *fresh, projections_, runner_options);
  DECREE_RETURN_IF_ERROR(builder.Start());
  RebuildResult result;
  result.events = log_.Head().size;
  // The old generation first reaches the same position, so that the comparison means something.
  const bool comparable =
      runner_ != nullptr && base_ != nullptr && runner_->ApplyThrough(result.events).ok();
  DECREE_RETURN_IF_ERROR(builder.ApplyThrough(result.events));
  DECREE_RETURN_IF_ERROR(fresh->Flush());
  if (progress) progress(result.events, result.events + 1);
  if (comparable) {
    DECREE_ASSIGN_OR_RETURN(StoreDifferences compared,
                            CompareStores(*base_, *fresh, kDifferencesMax));
    result.entries = compared.entries;
    result.differences = std::move(compared.keys);
  } else {
    result.differences.push_back("the former views could not be read; nothing was compared");
  }
  if (progress) progress(result.events + 1, result.events + 1);
  DECREE_RETURN_IF_ERROR(WriteCurrent(dir_, next));
  const std::string former = generation_;
  generation_ = next;
  runner_.reset();
  base_ = fresh;
  store_ = base_;
  // Readers that pinned the former generation keep it open; its files go when the last one is done,
  // or at the next rebuild where the platform holds them.
  fs::remove_all(dir_ + "/" + former, error);
  DECREE_RETURN_IF_ERROR(StartRunner());
  return result;
}

absl::Status Views::Flush() {
  const std::lock_guard lock(mutex_);
  return read_only_ ? absl::OkStatus() : base_->Flush();
}

uint64_t Views::applied() const {
  const std::lock_guard lock(mutex_);
  return runner_ == nullptr ? 0 : runner_->applied();
}

}  // namespace decree
