#include "tools/input/event_group.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/append_error.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"

namespace decree::tools {
namespace {

AppendTotals TotalsOf(const Decree::Appended& appended) {
  AppendTotals totals;
  for (const AppendResult& result : appended.results) {
    if (result.repeated) {
      ++totals.repeated;
      continue;
    }
    ++totals.appended;
    totals.first = totals.first == 0 ? result.position : std::min(totals.first, result.position);
    totals.last = std::max(totals.last, result.position);
  }
  return totals;
}

}  // namespace

void AppendTotals::Add(const AppendTotals& other) {
  appended += other.appended;
  repeated += other.repeated;
  if (other.first != 0) first = first == 0 ? other.first : std::min(first, other.first);
  last = std::max(last, other.last);
  warnings.insert(warnings.end(), other.warnings.begin(), other.warnings.end());
  refused.insert(refused.end(), other.refused.begin(), other.refused.end());
}

bool EventGroup::HasRoomFor(const EncodedEvent& event, size_t json_bytes) const {
  return events_.empty() || (events_.size() < kEventsMax && json_bytes_ + json_bytes <= kBytesMax &&
                             body_bytes_ + event.body().size() <= kBytesMax);
}

void EventGroup::Add(uint64_t line, EncodedEvent event, size_t json_bytes) {
  lines_.push_back(line);
  json_bytes_ += json_bytes;
  body_bytes_ += event.body().size();
  events_.push_back({std::move(event), {}});
}

void EventGroup::Clear() {
  events_.clear();
  lines_.clear();
  json_bytes_ = 0;
  body_bytes_ = 0;
}

uint64_t EventGroup::LineOf(std::optional<size_t> index, size_t first, size_t count) const {
  if (index && *index < count) return lines_[first + *index];
  return count == 1 ? lines_[first] : 0;
}

Refusal EventGroup::Locate(const absl::Status& refused, size_t first, size_t count) const {
  const std::optional<AppendErrorPlace> place = AppendErrorOf(refused);
  if (!place || !place->index) {
    return {file_, LineOf(std::nullopt, first, count), std::string(refused.message())};
  }
  return {file_, LineOf(place->index, first, count), place->problem};
}

absl::Status EventGroup::AppendRange(Decree& store, const AppendOptions& options, size_t first,
                                     size_t count, AppendTotals& totals) const {
  DECREE_ASSIGN_OR_RETURN(
      const Decree::Appended appended,
      store.Append(absl::Span<const NewEvent>(events_).subspan(first, count), options));
  AppendTotals added = TotalsOf(appended);
  for (const AppendWarning& warning : appended.warnings) {
    added.warnings.push_back(TextOf({file_, LineOf(warning.index, first, count), warning.text}));
  }
  totals.Add(added);
  return absl::OkStatus();
}

absl::Status EventGroup::AppendTogether(Decree& store, const AppendOptions& options,
                                        AppendTotals& totals) const {
  absl::Status status = AppendRange(store, options, 0, events_.size(), totals);
  if (IsRefusal(status)) {
    totals.refused.push_back(Locate(status, 0, events_.size()));
  }
  return status;
}

absl::StatusOr<std::unique_ptr<Record>> EventGroup::DraftOn(Record& record) const {
  auto drafted = record.WhatIf({}, events_);
  if (drafted.ok() || !IsRefusal(drafted.status())) return drafted;
  return Reworded(drafted.status(), TextOf(Locate(drafted.status(), 0, events_.size())));
}

absl::Status EventGroup::AppendEach(Decree& store, const AppendOptions& options,
                                    AppendTotals& totals) const {
  return AppendHalves(store, options, 0, events_.size(), totals);
}

// A range that is refused is halved until the event at fault stands alone, in order, so that the
// others cost few syncs and see the same store as if each had been appended by itself.
absl::Status EventGroup::AppendHalves(Decree& store, const AppendOptions& options, size_t first,
                                      size_t count, AppendTotals& totals) const {
  if (count == 0) return absl::OkStatus();
  absl::Status status = AppendRange(store, options, first, count, totals);
  if (!IsRefusal(status)) return status;
  if (count == 1) {
    totals.refused.push_back(Locate(status, first, count));
    return absl::OkStatus();
  }
  DECREE_RETURN_IF_ERROR(AppendHalves(store, options, first, count / 2, totals));
  return AppendHalves(store, options, first + count / 2, count - count / 2, totals);
}

}  // namespace decree::tools
