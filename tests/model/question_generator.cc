#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/model/asked_date.h"
#include "tests/model/history_generator.h"

namespace decree::oracle {
namespace {

constexpr int64_t kHourMicros = 3'600 * kMicrosPerSecond;
constexpr int64_t kFarDays = 36'500;  // further than any date of a history from 1970

bool IsOrdinary(int64_t micros) {
  return micros > -kFarDays * kMicrosPerDay && micros < kFarDays * kMicrosPerDay;
}

int64_t DayOf(int64_t micros) { return micros / kMicrosPerDay; }

// Civil instants at which something may change.
void AddDates(const Event& event, std::vector<int64_t>& dates) {
  const auto add = [&dates](const Bound& bound) {
    dates.push_back(bound.earliest_civil_us);
    dates.push_back(bound.latest_civil_us);
  };
  if (event.effective && event.effective->from) add(*event.effective->from);
  if (event.effective && event.effective->to) add(*event.effective->to);
  if (event.stated) add(StartOfMoment(*event.stated));
  if (event.published) add(StartOfMoment(*event.published));
  if (event.replacement != nullptr) AddDates(*event.replacement, dates);
}

int64_t DrawDate(Draws& draws, const std::vector<Record>& history) {
  std::vector<int64_t> dates;
  for (const Record& record : history) AddDates(record.event, dates);
  for (int tries = 0; tries < 8 && !dates.empty(); ++tries) {
    const int64_t date = draws.OneOf(dates);
    if (IsOrdinary(date)) return date;
  }
  return 20'110 * kMicrosPerDay;
}

CivilWindow WindowOf(const std::string& text) {
  absl::StatusOr<CivilWindow> window = ParseWindow(text, "Etc/UTC");
  DECREE_ASSERT(window.ok());
  return *window;
}

CivilWindow DrawWindow(Draws& draws, const std::vector<Record>& history) {
  const int64_t date = DrawDate(draws, history);
  const uint64_t roll = draws.Below(100);
  if (roll < 25) {
    const int64_t beside =
        draws.OneOf<int64_t>({0, 0, -1, 1, kHourMicros, -kHourMicros, 36 * kHourMicros});
    return {date + beside, date + beside};
  }
  const int64_t day = DayOf(date) + draws.OneOf<int64_t>({0, 0, 0, -1, -1, 1, 3, -5, 12});
  const std::string text = FormatCivil(day * kMicrosPerDay);
  if (roll < 85) return WindowOf(text);
  if (roll < 93) return WindowOf(text.substr(0, 7));
  return WindowOf(
      absl::StrCat(text, "/", FormatCivil((day + draws.Between(1, 10)) * kMicrosPerDay)));
}

void DrawKnownBy(Draws& draws, const std::vector<Record>& history, View& view) {
  const Event& event = draws.OneOf(history).event;
  const std::optional<Moment>& moment = event.published ? event.published : event.stated;
  const int64_t utc = moment ? moment->latest_utc_us : DrawDate(draws, history);
  if (draws.Percent(25)) {
    view.known_by_is_instant = true;
    view.known_by_us = utc + draws.OneOf<int64_t>({0, -1, 1, 5 * kHourMicros, -5 * kHourMicros});
    return;
  }
  const int64_t civil = moment ? utc + moment->utc_offset_s * kMicrosPerSecond : utc;
  const int64_t day = DayOf(civil) + draws.OneOf<int64_t>({0, 0, 0, -1, 1, 5});
  view.known_by_us = WindowOf(FormatCivil(day * kMicrosPerDay)).last_civil_us;
}

// Only where there are claims, at one of them or at a recording.
void DrawClaimedBy(Draws& draws, const std::vector<Record>& history, View& view) {
  std::vector<int64_t> instants;
  for (const Record& record : history) {
    if (!record.event.formerly) continue;
    instants.push_back(record.event.formerly->recorded.latest_utc_us);
    instants.push_back(record.recorded_us);
  }
  if (instants.empty()) return;
  view.reads_claims = true;
  view.recorded_us_max = draws.OneOf(instants) - draws.Between(0, 1);
}

}  // namespace

Question DrawQuestion(Draws& draws, const std::vector<Record>& history) {
  Question question;
  question.measure = draws.Percent(88) ? "m0" : absl::StrCat("m", draws.Below(3));
  question.window = DrawWindow(draws, history);
  if (draws.Percent(40)) DrawKnownBy(draws, history, question.view);
  const Record& record = draws.OneOf(history);
  const uint64_t roll = draws.Below(100);
  if (roll < 20) question.view.position_max = record.position - draws.Below(2);
  if (roll >= 90) question.view.recorded_us_max = record.recorded_us - draws.Between(0, 1);
  if (roll >= 70 && roll < 90) DrawClaimedBy(draws, history, question.view);
  if (draws.Percent(35)) {
    question.view.floor = draws.OneOf<Commitment>({Commitment::kReported, Commitment::kUnderReview,
                                                   Commitment::kThreatened, Commitment::kProposed,
                                                   Commitment::kAnnounced});
  }
  return question;
}

}  // namespace decree::oracle
