#include "core/record/view_text.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/edtf_date.h"
#include "core/model/product_code.h"
#include "core/model/trade_code.h"

namespace decree {
namespace {

bool IsNumber(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

// The last position recorded at or before the instant. Recorded instants never go backwards.
absl::StatusOr<uint64_t> PositionAt(int64_t recorded_us, const RecordLog& log, uint64_t applied) {
  uint64_t low = 0, high = applied;  // the answer lies in [low, high]
  while (low < high) {
    const uint64_t middle = low + (high - low + 1) / 2;
    DECREE_ASSIGN_OR_RETURN(const LogRecord record, log.Read(middle));
    if (record.recorded_us <= recorded_us) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

}  // namespace

absl::StatusOr<AskedDate> EffectiveDate(const AskedDate& date, const Clock& clock) {
  if (date.empty()) {
    return absl::InvalidArgumentError(
        "effective date: missing; a question never means \"all time\"");
  }
  AskedDate resolved = ResolveToday(date, clock);
  DECREE_RETURN_IF_ERROR(resolved.Check("effective date"));
  return resolved;
}

std::string ResolveToday(const std::string& text, const Clock& clock) {
  return IsDayFromToday(text) ? DayFromToday(text, clock.NowMicros()) : text;
}

AskedDate ResolveToday(const AskedDate& date, const Clock& clock) {
  return IsDayFromToday(date.text()) ? AskedDate(ResolveToday(date.text(), clock)) : date;
}

absl::StatusOr<AskedFacts> FactsOf(const std::string& origin, const std::string& destination,
                                   const std::string& product) {
  AskedFacts facts;
  facts.origin = origin;
  facts.destination = destination;
  if (!product.empty()) {
    absl::StatusOr<ProductCode> code = ParseProductCode(product);
    if (!code.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("product: ", code.status().message()));
    }
    if (absl::Status known = CheckTradeCode(*code); !known.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("product: ", known.message()));
    }
    facts.product = *std::move(code);
  }
  return facts;
}

namespace {

absl::Status ReadKnownBy(const std::string& known_by, View& view) {
  if (IsInstantText(known_by)) {
    const absl::StatusOr<Moment> moment = ParseMoment(known_by, "Etc/UTC");
    if (!moment.ok())
      return absl::InvalidArgumentError(absl::StrCat("known_by: ", moment.status().message()));
    view.known_by_us = moment->latest_utc_us;
    view.known_by_is_instant = true;
    return absl::OkStatus();
  }
  const absl::StatusOr<CivilWindow> window = ParseWindow(known_by, "Etc/UTC");
  if (!window.ok())
    return absl::InvalidArgumentError(absl::StrCat("known_by: ", window.status().message()));
  view.known_by_us = window->last_civil_us;
  return absl::OkStatus();
}

absl::Status ReadPosition(const std::string& text, bool formerly, const RecordLog& log,
                          uint64_t applied, View& view) {
  if (formerly) {
    return absl::InvalidArgumentError(
        absl::StrCat("recorded_by: ", text,
                     " is a position of this store, and what another system claims is about "
                     "instants (formerly); give a day or an instant, e.g. 2024-06-14"));
  }
  uint64_t position = 0;
  if (!absl::SimpleAtoi(text, &position)) {
    return absl::InvalidArgumentError(absl::StrCat("recorded_by: \"", text, "\" is no position"));
  }
  // The log's own head: it may be ahead of what is applied, never behind a position that anybody
  // was given.
  const uint64_t head = log.Head().size;
  if (position > head) {
    return absl::InvalidArgumentError(
        absl::StrCat("recorded_by: position ", position, " is beyond the head of this store, ",
                     head, "; give a position up to it, a day or an instant"));
  }
  view.position_max = std::min(applied, position);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<View> ParseView(const ViewText& text, const RecordLog& log, uint64_t applied,
                               const Clock& clock) {
  View view;
  view.floor = text.floor;
  view.position_max = applied;
  if (!text.known_by.empty()) {
    DECREE_RETURN_IF_ERROR(ReadKnownBy(ResolveToday(text.known_by, clock), view));
  }
  if (text.recorded_by.empty()) {
    if (!text.formerly) return view;
    return absl::InvalidArgumentError(
        "formerly (--formerly): without recorded_by (--recorded-by) no claim counts; give the day "
        "or the instant by which events were recorded, e.g. 2024-06-14");
  }
  const std::string recorded_by = ResolveToday(text.recorded_by, clock);
  // Four digits that are also a plausible year stay a position: a date needs at least a month.
  if (IsNumber(recorded_by)) {
    DECREE_RETURN_IF_ERROR(ReadPosition(recorded_by, text.formerly, log, applied, view));
    return view;
  }
  const absl::StatusOr<Moment> moment = ParseMoment(recorded_by, "Etc/UTC");
  if (!moment.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("recorded_by: ", moment.status().message(),
                                                   " (or a position, a whole number)"));
  }
  DECREE_ASSIGN_OR_RETURN(const uint64_t own, PositionAt(moment->latest_utc_us, log, applied));
  // Where the store itself had recorded all of it by then, no claim adds anything.
  view.reads_claims = text.formerly && own < applied;
  if (view.reads_claims) {
    view.position_own = own;
    view.recorded_us_max = moment->latest_utc_us;
  } else {
    view.position_max = own;
  }
  return view;
}

absl::StatusOr<std::string> StoreBegins(const ViewText& text, const View& view,
                                        const RecordLog& log, uint64_t applied) {
  if (applied == 0 || text.recorded_by.empty() || IsNumber(text.recorded_by)) return std::string();
  if ((view.reads_claims ? view.position_own : view.position_max) != 0) return std::string();
  DECREE_ASSIGN_OR_RETURN(const LogRecord first, log.Read(1));
  return FormatUtc(first.recorded_us);
}

absl::StatusOr<AnswerHeader> HeaderOfView(const ViewText& text, const View& view,
                                          const RecordLog& log, uint64_t head, const Clock& clock) {
  AnswerHeader header;
  header.known_by = ResolveToday(text.known_by, clock);
  header.recorded_by = ResolveToday(text.recorded_by, clock);
  header.head = head;
  header.formerly = text.formerly;
  DECREE_ASSIGN_OR_RETURN(header.store_begins, StoreBegins(text, view, log, head));
  return header;
}

}  // namespace decree
