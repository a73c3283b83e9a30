#include "tests/model/history_generator.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/model/claims.h"
#include "tests/model/event_drawer.h"

namespace decree::oracle {
namespace {

constexpr int64_t kJanuary10 = 20'098;   // 2025-01-10
constexpr int64_t kFebruary20 = 20'139;  // 2025-02-20: New York's clocks change on 2025-03-09
constexpr int64_t kMinuteMicros = 60 * kMicrosPerSecond;

struct Weight {
  EventKind kind;
  uint64_t weight;
};

constexpr Weight kKindWeights[] = {
    {EventKind::kImposed, 20},
    {EventKind::kEnacted, 12},
    {EventKind::kAnnounced, 6},
    {EventKind::kProposed, 3},
    {EventKind::kThreatened, 3},
    {EventKind::kReviewOpened, 2},
    {EventKind::kReported, 2},
    {EventKind::kWithdrawn, 3},
    {EventKind::kAmended, 9},
    {EventKind::kEased, 4},
    {EventKind::kSuspended, 12},
    {EventKind::kResumed, 4},
    {EventKind::kExtended, 7},
    {EventKind::kPostponed, 5},
    {EventKind::kReplaced, 2},
    {EventKind::kRevoked, 4},
    {EventKind::kExpired, 3},
    {EventKind::kChallenged, 3},
    {EventKind::kHeldUnlawful, 4},
    {EventKind::kStayed, 4},
    {EventKind::kStayLifted, 2},
    {EventKind::kUpheld, 2},
    {EventKind::kAnnulled, 2},
    {EventKind::kEnforcementStarted, 2},
    {EventKind::kEnforcementStopped, 3},
    {EventKind::kWaived, 3},
    {EventKind::kRefundOrdered, 1},
    {EventKind::kStatement, 2},
    {EventKind::kConfirmed, 4},
    {EventKind::kDisputed, 7},
    {EventKind::kCorrected, 11},
    {EventKind::kRetracted, 5},
};

bool IsRecordKind(EventKind kind) { return InfoOf(kind).family == EventFamily::kRecord; }

bool IsRepairKind(EventKind kind) {
  return kind == EventKind::kCorrected || kind == EventKind::kRetracted;
}

// One history as it grows.
class Maker {
 public:
  explicit Maker(Draws& draws) : draws_(draws), drawer_(draws, grid_) {
    grid_.first_day = draws_.Percent(70) ? kJanuary10 : kFebruary20;
    for (int64_t i = draws_.Between(4, 9); i > 0; --i) {
      grid_.hot_days.push_back(grid_.first_day + draws_.Between(0, kGridDays - 1));
    }
    count_ = static_cast<size_t>(draws_.Percent(60) ? draws_.Between(1, 10)
                                                    : draws_.Between(8, kHistoryEventsMax));
    grid_.imprecise_percent = count_ < 8 ? 22 : 12;
    measures_ = static_cast<size_t>(draws_.Between(1, 3));
    has_instrument_ = draws_.Percent(45);
  }

  std::vector<Record> Make() {
    int64_t recorded_us = kJanuary10 * kMicrosPerDay;
    for (size_t i = 0; i < count_; ++i) {
      if (draws_.Percent(80)) recorded_us += draws_.Between(1, 100) * kMinuteMicros;
      history_.push_back({i + 1, recorded_us, DrawEvent(absl::StrCat("e", i + 1))});
    }
    if (draws_.Percent(40)) DrawClaims();
    return std::move(history_);
  }

 private:
  // Around the store's own recordings, now and then after the event's own.
  void DrawClaims() {
    const uint64_t percent = draws_.OneOf<uint64_t>({20, 60, 95});
    for (Record& record : history_) {
      if (!draws_.Percent(percent)) continue;
      const int64_t near_us = draws_.OneOf(history_).recorded_us;
      const int64_t beside_us =
          draws_.OneOf<int64_t>({0, -1, 1, -kMinuteMicros, -30 * kMicrosPerDay});
      record.event.formerly =
          draws_.Percent(80) ? ClaimAt(near_us + beside_us) : ClaimOnDayOf(near_us + beside_us);
    }
  }

  EventKind DrawKind() {
    uint64_t total = 0;
    for (const Weight& weight : kKindWeights) total += weight.weight;
    uint64_t roll = draws_.Below(total);
    for (const Weight& weight : kKindWeights) {
      if (roll < weight.weight) return weight.kind;
      roll -= weight.weight;
    }
    return EventKind::kImposed;
  }

  // The zone follows from the actor, as it does for events that are read.
  void DrawActor(Event& event) {
    const bool is_us = draws_.Percent(50);
    event.actor.emplace().jurisdiction = is_us ? "US" : "AQ";
    event.zone = is_us ? "America/New_York" : "Etc/UTC";
  }

  std::string DrawMeasure() {
    return draws_.Percent(78) ? "m0" : absl::StrCat("m", draws_.Below(measures_));
  }

  void GiveInstrument(Event& event) {
    event.instrument.emplace().id = draws_.Percent(85) ? "i0" : "i1";
  }

  Event DrawEvent(std::string id) {
    Event event;
    event.id = std::move(id);
    EventKind kind = DrawKind();
    if (IsRecordKind(kind)) {
      if (const Event* target = DrawTarget(IsRepairKind(kind))) {
        event.target = target->id;
        event.zone = target->zone;
        // What a correction of a retraction would come to is left out of the comparison.
        if (target->kind == EventKind::kRetracted) kind = EventKind::kRetracted;
        event.kind = kind;
        DrawRecordFields(event, *target);
        return event;
      }
      kind = EventKind::kImposed;
    }
    event.kind = kind;
    DrawActor(event);
    DrawActFields(event);
    return event;
  }

  // Repairs repair anything, with a liking for other repairs; claims are about acts.
  const Event* DrawTarget(bool may_be_repair) {
    for (int tries = 0; tries < 4 && !history_.empty(); ++tries) {
      const Event& event = draws_.OneOf(history_).event;
      if (IsRecordKind(*event.kind) ? may_be_repair : tries > 0 || draws_.Percent(75)) {
        return &event;
      }
    }
    return nullptr;
  }

  void DrawRecordFields(Event& event, const Event& target) {
    if (!IsRepairKind(*event.kind) || draws_.Percent(40)) drawer_.DrawStated(event);
    if (event.kind == EventKind::kCorrected) event.replacement = DrawReplacement(target);
    if (IsRepairKind(*event.kind)) return;
    drawer_.DrawSources(event);
    if (event.kind == EventKind::kDisputed) {
      drawer_.DrawEffective(event);
      if (draws_.Percent(40)) drawer_.DrawTerms(event);
    }
  }

  void DrawActFields(Event& event) {
    const EventKind kind = *event.kind;
    const EventFamily family = InfoOf(kind).family;
    if (has_instrument_ && draws_.Percent(18)) {
      GiveInstrument(event);
    } else {
      event.measure = DrawMeasure();
      if (has_instrument_ && draws_.Percent(30)) GiveInstrument(event);
    }
    drawer_.DrawStated(event);
    drawer_.DrawEffective(event);
    drawer_.DrawSources(event);
    const bool moves = kind == EventKind::kExtended || kind == EventKind::kPostponed;
    if (moves && draws_.Percent(30)) {
      if (const Event* target = DrawTarget(false)) event.target = target->id;
    }
    const bool amends = kind == EventKind::kAmended || kind == EventKind::kEased;
    const bool plans = family == EventFamily::kCommitment || kind == EventKind::kImposed;
    const uint64_t terms_percent = amends                          ? 85
                                   : plans                         ? 50
                                   : kind == EventKind::kStatement ? 30
                                                                   : 3;
    if (draws_.Percent(terms_percent)) drawer_.DrawTerms(event);
    if (draws_.Percent(10)) drawer_.DrawScope(event);
    const uint64_t exclusions_percent = amends ? 45 : plans ? 15 : 0;
    if (draws_.Percent(exclusions_percent)) drawer_.DrawExclusions(event);
    if (amends && draws_.Percent(45)) drawer_.DrawScopeChanges(event);
    if (history_.empty()) return;
    const std::string& other = draws_.OneOf(history_).event.id;
    if (draws_.Percent(8)) event.links.push_back({LinkRel::kReplaces, other});
    if (draws_.Percent(3)) event.links.push_back({LinkRel::kConfirms, other});
  }

  std::shared_ptr<const Event> DrawReplacement(const Event& target) {
    auto replacement = std::make_shared<Event>();
    replacement->zone = target.zone;
    for (int64_t changes = draws_.Between(1, 3); changes > 0; --changes) {
      DrawChange(*replacement, target);
    }
    return replacement;
  }

  void DrawChange(Event& replacement, const Event& target) {
    const bool is_act = !IsRecordKind(*target.kind) || IsRepairKind(*target.kind);
    const uint64_t roll = draws_.Below(100);
    if (roll < 20) return drawer_.DrawFrom(replacement);
    if (roll < 35) return drawer_.DrawTo(replacement);
    if (roll < 50) return drawer_.DrawTerms(replacement);
    if (roll < 62) {
      replacement.stated = drawer_.DrawMoment(target.zone);
    } else if (roll < 72) {
      replacement.published = drawer_.DrawMoment(target.zone);
    } else if (roll < 80) {
      if (replacement.sources.empty()) drawer_.DrawSources(replacement);
    } else if (is_act && roll < 88) {
      replacement.kind = draws_.OneOf<EventKind>(
          {EventKind::kEnacted, EventKind::kAnnounced, EventKind::kSuspended, EventKind::kRevoked,
           EventKind::kAmended, EventKind::kExtended, EventKind::kHeldUnlawful});
    } else if (is_act && roll < 95) {
      replacement.measure = DrawMeasure();
    } else if (is_act && has_instrument_) {
      GiveInstrument(replacement);
    } else if (is_act && roll < 97) {
      drawer_.DrawExclusions(replacement);
    } else if (is_act && roll < 99) {
      drawer_.DrawScopeChanges(replacement);
    } else {
      replacement.note = "Typed again.";
    }
  }

  Draws& draws_;
  Grid grid_;
  EventDrawer drawer_;
  size_t count_ = 0;
  size_t measures_ = 1;
  bool has_instrument_ = false;
  std::vector<Record> history_;
};

struct Stretch {
  int64_t first, last;  // open from `first` to before `last`
};

// Every stretch in which some boundary of the event, or of what it corrects to, may be open.
void AddOpenStretches(const Event& event, std::vector<Stretch>& open) {
  const bool has_from = event.effective && event.effective->from;
  const bool has_to = event.effective && event.effective->to;
  if (has_from) {
    open.push_back(
        {event.effective->from->earliest_civil_us, event.effective->from->latest_civil_us});
  }
  if (has_to) {
    open.push_back({event.effective->to->earliest_civil_us, event.effective->to->latest_civil_us});
  }
  if (event.replacement != nullptr) AddOpenStretches(*event.replacement, open);
  const bool is_rival = event.kind == EventKind::kDisputed;
  const bool has_no_interval = event.kind == EventKind::kEnacted && !has_from && !has_to;
  if (is_rival || has_no_interval) open.push_back({kAxisMin, kAxisMax});
  const std::optional<Moment>& stated = event.stated ? event.stated : event.published;
  if (!stated || has_from) return;
  const Bound start = StartOfMoment(*stated);
  open.push_back({start.earliest_civil_us, start.latest_civil_us});
  if (has_to) {
    open.push_back({start.earliest_civil_us, event.effective->to->earliest_civil_us});
  }
}

size_t MostOpenAtOnce(const std::vector<Record>& history) {
  std::vector<Stretch> open;
  for (const Record& record : history) AddOpenStretches(record.event, open);
  size_t most = 0;
  for (const Stretch& at : open) {
    const auto count = std::count_if(open.begin(), open.end(), [&](const Stretch& other) {
      return other.first <= at.first && at.first < other.last;
    });
    most = std::max(most, static_cast<size_t>(count));
  }
  return most;
}

}  // namespace

std::vector<Record> DrawHistory(Draws& draws) {
  for (;;) {
    std::vector<Record> history = Maker(draws).Make();
    if (MostOpenAtOnce(history) <= kHistoryOpenMax) return history;
  }
}

}  // namespace decree::oracle
