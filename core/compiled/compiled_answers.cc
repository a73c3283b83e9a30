#include "core/compiled/compiled_answers.h"

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

#include "core/base/status_macros.h"
#include "core/compiled/measure/point_bodies.h"
#include "core/compiled/point_follow.h"
#include "core/log/log_prefix.h"

namespace decree {
namespace {

constexpr uint64_t kEventsFollowed = 20'000;  // further behind, the table is made anew

constexpr size_t kBuildThreadsMax = 4;  // to make it: what they read of the log is read by each

size_t BuildThreads() {
  return std::clamp<size_t>(std::thread::hardware_concurrency(), 1, kBuildThreadsMax);
}

constexpr uint32_t kFirstStranger = 1u << 31;

}  // namespace

void CompiledAnswers::ForgetAll() {
  kept_.clear();
  kept_apart_.clear();
  kept_bytes_ = 0;
}

absl::Status CompiledAnswers::OpenTable(uint64_t head) {
  ForgetAll();
  DECREE_ASSIGN_OR_RETURN(std::shared_ptr<OrderedStore> store, home_->Open());
  table_.emplace(std::move(store));
  DECREE_ASSIGN_OR_RETURN(const std::optional<PointTableState> state, table_->State());
  state_ = state.value_or(PointTableState());
  const uint64_t reached = std::max(state_.followed, state_.goal);
  if (reached == 0) return absl::OkStatus();
  // A table of another log, or of one that has lost its end and grown again, is no table.
  const auto fit = FitOf({state_.log, reached, state_.root}, *log_);
  const bool is_of_this = fit.ok() && *fit == LogFit::kOf;
  // A reader may meet the table of a writer that has gone on; the log shows that much soon.
  const bool is_newer = fit.ok() && *fit == LogFit::kBeyond && home_->IsFollowed();
  if (!is_of_this && !is_newer) state_ = {};
  if (reached > head && state_.followed <= head) state_ = {};  // more was begun than is shown here
  return absl::OkStatus();
}

absl::Status CompiledAnswers::CatchUpTable(const StrandReader& strands, uint64_t head,
                                           const QuestionLimits& limits) {
  DECREE_ASSIGN_OR_RETURN(const std::set<std::string> measures,
                          MeasuresToFollow(*log_, strands, state_, head));
  DECREE_ASSIGN_OR_RETURN(const std::vector<PointKey> changed,
                          UpdateTable(*log_, strands, measures, head, *table_, state_, limits));
  for (const PointKey& key : changed) {
    kept_.erase(key);
    kept_.erase({0, key.origin, key.part});
  }
  kept_apart_.clear();
  return absl::OkStatus();
}

absl::Status CompiledAnswers::BuildAnew(const StrandReader& strands, uint64_t head,
                                        const QuestionLimits& limits) {
  ForgetAll();
  table_.reset();
  DECREE_ASSIGN_OR_RETURN(std::shared_ptr<OrderedStore> store, home_->Replace());
  table_.emplace(std::move(store));
  return BuildTable(*log_, strands, head, *table_, {}, BuildThreads(), limits);
}

// What is there stands at the position that the building had reached: it is brought to `head`
// first.
absl::Status CompiledAnswers::GoOnBuilding(const StrandReader& strands, uint64_t head,
                                           const QuestionLimits& limits) {
  DECREE_ASSIGN_OR_RETURN(const std::set<std::string> measures,
                          MeasuresToFollow(*log_, strands, state_, head));
  DECREE_RETURN_IF_ERROR(
      UpdateTable(*log_, strands, measures, head, *table_, state_, limits).status());
  DECREE_ASSIGN_OR_RETURN(const std::optional<PointTableState> state, table_->State());
  state_ = state.value_or(PointTableState());
  return BuildTable(*log_, strands, head, *table_, state_, BuildThreads(), limits);
}

absl::Status CompiledAnswers::FollowLocked(const StrandReader& strands, uint64_t head,
                                           const QuestionLimits& limits) {
  const auto is_near = [&](uint64_t position) {
    return position != 0 && head >= position && head <= position + kEventsFollowed;
  };
  if (!table_ || !is_near(state_.followed)) DECREE_RETURN_IF_ERROR(OpenTable(head));
  if (state_.followed > head) {  // the writer was here meanwhile
    state_ = {};                 // to be held against the log again once that shows as much
    return absl::OkStatus();
  }
  if (state_.followed < head || state_.goal != 0) {
    const bool is_whole = is_near(state_.followed);
    const bool is_begun = state_.followed == 0 && is_near(state_.goal);
    if (!is_whole && !home_->MayBuild(head)) return absl::OkStatus();
    DECREE_RETURN_IF_ERROR(is_whole   ? CatchUpTable(strands, head, limits)
                           : is_begun ? GoOnBuilding(strands, head, limits)
                                      : BuildAnew(strands, head, limits));
    DECREE_ASSIGN_OR_RETURN(const std::optional<PointTableState> state, table_->State());
    state_ = state.value_or(PointTableState());
  }
  DECREE_RETURN_IF_ERROR(groups_.Reload(strands));
  followed_.store(head, std::memory_order_release);
  return absl::OkStatus();
}

void CompiledAnswers::DropTable() {
  ForgetAll();
  table_.reset();
  state_ = {};
  strands_ = nullptr;
  followed_ = 0;
}

absl::Status CompiledAnswers::Follow(std::shared_ptr<const StrandReader> strands, uint64_t head,
                                     const QuestionLimits& limits) {
  if (home_ == nullptr || followed() >= head) return absl::OkStatus();
  const std::unique_lock lock(mutex_);
  if (followed() >= head) return absl::OkStatus();
  absl::Status status = FollowLocked(*strands, head, limits);
  if (absl::IsDeadlineExceeded(status) || absl::IsCancelled(status)) {
    table_->store().Flush().IgnoreError();  // how far it came
  }
  if (!status.ok()) DropTable();  // what a failed step left must not be taken for a table
  if (followed() == head) strands_ = std::move(strands);
  return status;
}

absl::Status CompiledAnswers::Close() {
  const std::unique_lock lock(mutex_);
  absl::Status status = table_ ? table_->store().Flush() : absl::OkStatus();
  DropTable();
  return status;
}

std::string CompiledAnswers::SlugOf(uint32_t measure) const {
  const std::shared_lock lock(mutex_);
  if (measure >= kFirstStranger) {
    const size_t at = measure - kFirstStranger;
    return at < stranger_slugs_.size() ? stranger_slugs_[at] : "";
  }
  return table_ ? table_->SlugOf(measure).value_or("") : "";
}

uint32_t CompiledAnswers::NumberOf(const std::string& slug) {
  const std::unique_lock lock(mutex_);
  if (table_) {
    const absl::StatusOr<std::optional<uint32_t>> number = table_->NumberOf(slug);
    if (number.ok() && *number) return **number;
  }
  const auto [it, is_new] =
      strangers_.try_emplace(slug, kFirstStranger + static_cast<uint32_t>(stranger_slugs_.size()));
  if (is_new) stranger_slugs_.push_back(slug);
  return it->second;
}

CompiledStats CompiledAnswers::Stats() const {
  const std::shared_lock lock(mutex_);
  return {followed_, state_.measures, kept_.size(), kept_bytes_};
}

PointHit HitOf(uint32_t number, const MeasureState& state) {
  PointHit hit{number, state.applies, state.force, kRateNotPlain};
  if (state.terms && !state.terms_planned) hit.rate_ppm = PlainRate(*state.terms);
  return hit;
}

}  // namespace decree
