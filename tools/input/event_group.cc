#include "tools/input/event_group.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
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

// "event 2 of the call: the id …": how the log names an event, counted from 0. Takes it off
// `message`.
std::optional<size_t> TakeIndex(absl::string_view& message) {
  absl::string_view rest = message;
  if (!absl::ConsumePrefix(&rest, "event ")) return std::nullopt;
  const size_t digits = rest.find_first_not_of("0123456789");
  size_t index = 0;
  if (!absl::SimpleAtoi(rest.substr(0, digits), &index)) return std::nullopt;
  rest.remove_prefix(std::min(digits, rest.size()));
  if (!absl::ConsumePrefix(&rest, " of the call: ")) return std::nullopt;
  message = rest;
  return index;
}

// `event "ID": …`: how the checks before the log name one.
std::optional<std::string> QuotedId(absl::string_view message) {
  const size_t open = message.find("event \"");
  if (open == absl::string_view::npos) return std::nullopt;
  const absl::string_view rest = message.substr(open + 7);
  const size_t close = rest.find('"');
  if (close == absl::string_view::npos) return std::nullopt;
  return std::string(rest.substr(0, close));
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

Refusal EventGroup::Locate(absl::string_view message, size_t first, size_t count) const {
  const std::optional<size_t> index = TakeIndex(message);
  Refusal refusal{file_, count == 1 ? lines_[first] : 0, std::string(message)};
  if (index && *index < count) {
    refusal.line = lines_[first + *index];
  } else if (const std::optional<std::string> id = QuotedId(message)) {
    // Of a repeated id the last line is meant: the first one came before it.
    for (size_t i = first; i < first + count; ++i) {
      if (events_[i].event.id == *id) refusal.line = lines_[i];
    }
  }
  return refusal;
}

absl::Status EventGroup::AppendRange(Decree& store, const AppendOptions& options, size_t first,
                                     size_t count, AppendTotals& totals) const {
  DECREE_ASSIGN_OR_RETURN(
      const Decree::Appended appended,
      store.Append(absl::Span<const NewEvent>(events_).subspan(first, count), options));
  AppendTotals added = TotalsOf(appended);
  for (const std::string& warning : appended.warnings) {
    added.warnings.push_back(TextOf(Locate(warning, first, count)));
  }
  totals.Add(added);
  return absl::OkStatus();
}

absl::Status EventGroup::AppendTogether(Decree& store, const AppendOptions& options,
                                        AppendTotals& totals) const {
  absl::Status status = AppendRange(store, options, 0, events_.size(), totals);
  if (IsRefusal(status)) {
    totals.refused.push_back(Locate(status.message(), 0, events_.size()));
  }
  return status;
}

absl::StatusOr<std::unique_ptr<Record>> EventGroup::DraftOn(Record& record) const {
  auto drafted = record.WhatIf({}, events_);
  if (drafted.ok() || !IsRefusal(drafted.status())) return drafted;
  const Refusal refusal = Locate(drafted.status().message(), 0, events_.size());
  return absl::Status(drafted.status().code(), TextOf(refusal));
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
    totals.refused.push_back(Locate(status.message(), first, count));
    return absl::OkStatus();
  }
  DECREE_RETURN_IF_ERROR(AppendHalves(store, options, first, count / 2, totals));
  return AppendHalves(store, options, first + count / 2, count - count / 2, totals);
}

}  // namespace decree::tools
