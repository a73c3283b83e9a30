#include "tools/cli/event_group.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "tools/cli/exit_status.h"

namespace decree::cli {
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

// The parts of `message` in double quotes.
std::vector<std::string> QuotedParts(absl::string_view message) {
  std::vector<std::string> parts;
  size_t open = message.find('"');
  while (open != absl::string_view::npos) {
    const size_t close = message.find('"', open + 1);
    if (close == absl::string_view::npos) break;
    parts.emplace_back(message.substr(open + 1, close - open - 1));
    open = message.find('"', close + 1);
  }
  return parts;
}

}  // namespace

std::string TextOf(const Refusal& refusal) {
  if (refusal.line == 0) return absl::StrCat(refusal.file, ": ", refusal.error);
  return absl::StrCat(refusal.file, ": line ", refusal.line, ": ", refusal.error);
}

void AppendTotals::Add(const AppendTotals& other) {
  appended += other.appended;
  repeated += other.repeated;
  if (other.first != 0) first = first == 0 ? other.first : std::min(first, other.first);
  last = std::max(last, other.last);
  warnings.insert(warnings.end(), other.warnings.begin(), other.warnings.end());
  refused.insert(refused.end(), other.refused.begin(), other.refused.end());
}

bool EventGroup::HasRoomFor(size_t json_bytes, size_t body_bytes) const {
  return events_.empty() || (events_.size() < kEventsMax && json_bytes_ + json_bytes <= kBytesMax &&
                             body_bytes_ + body_bytes <= kBytesMax);
}

void EventGroup::Add(uint64_t line, Event event, size_t json_bytes, size_t body_bytes) {
  events_.push_back({std::move(event), {}});
  lines_.push_back(line);
  json_bytes_ += json_bytes;
  body_bytes_ += body_bytes;
}

void EventGroup::Clear() {
  events_.clear();
  lines_.clear();
  json_bytes_ = 0;
  body_bytes_ = 0;
}

uint64_t EventGroup::LineSpokenOf(absl::string_view message, size_t first, size_t count) const {
  for (const std::string& id : QuotedParts(message)) {
    // Of a repeated id the last line is meant: the first one came before it.
    for (size_t i = first + count; i > first; --i) {
      if (events_[i - 1].event.id == id) return lines_[i - 1];
    }
  }
  return count == 1 ? lines_[first] : 0;
}

absl::Status EventGroup::AppendRange(Decree& store, size_t first, size_t count,
                                     AppendTotals& totals) const {
  DECREE_ASSIGN_OR_RETURN(const Decree::Appended appended,
                          store.Append(absl::Span<const NewEvent>(events_).subspan(first, count)));
  AppendTotals added = TotalsOf(appended);
  for (const std::string& warning : appended.warnings) {
    added.warnings.push_back(TextOf({file_, LineSpokenOf(warning, first, count), warning}));
  }
  totals.Add(added);
  return absl::OkStatus();
}

absl::Status EventGroup::AppendTogether(Decree& store, AppendTotals& totals) const {
  absl::Status status = AppendRange(store, 0, events_.size(), totals);
  if (IsRefusal(status)) {
    const std::string message(status.message());
    totals.refused.push_back({file_, LineSpokenOf(message, 0, events_.size()), message});
  }
  return status;
}

absl::Status EventGroup::AppendEach(Decree& store, AppendTotals& totals) const {
  return AppendHalves(store, 0, events_.size(), totals);
}

// A range that is refused is halved until the event at fault stands alone, in order, so that the
// others cost few syncs and see the same store as if each had been appended by itself.
absl::Status EventGroup::AppendHalves(Decree& store, size_t first, size_t count,
                                      AppendTotals& totals) const {
  if (count == 0) return absl::OkStatus();
  const absl::Status status = AppendRange(store, first, count, totals);
  if (!IsRefusal(status)) return status;
  if (count == 1) {
    totals.refused.push_back({file_, lines_[first], std::string(status.message())});
    return absl::OkStatus();
  }
  DECREE_RETURN_IF_ERROR(AppendHalves(store, first, count / 2, totals));
  return AppendHalves(store, first + count / 2, count - count / 2, totals);
}

}  // namespace decree::cli
