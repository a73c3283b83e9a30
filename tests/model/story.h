// A Story is a record written by hand, for small tests: each act becomes one record at the next
// position, an hour after the last. Dates are in Etc/UTC unless a zone is set.
//
// Example: Story story;
//          story.Add(EventKind::kImposed, "2025-01-01").From("2025-01-05").To("2025-02-01");
//          EXPECT_EQ(story.On("2025-01-10").force.value(), Force::kInForce);
#ifndef DECREE_TESTS_MODEL_STORY_H_
#define DECREE_TESTS_MODEL_STORY_H_

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/model/asked_date.h"
#include "tests/model/claims.h"
#include "tests/model/oracle.h"

namespace decree::oracle {

// Writes one event, or the replacement of a repair.
class Writer {
 public:
  explicit Writer(Event& event) : event_(&event) {}

  Writer Stated(absl::string_view text) {
    event_->stated = MomentOf(text);
    return *this;
  }
  Writer Published(absl::string_view text) {
    event_->published = MomentOf(text);
    return *this;
  }
  Writer From(absl::string_view text) { return Put(Interval().from, text, BoundRole::kFrom); }
  Writer To(absl::string_view text) { return Put(Interval().to, text, BoundRole::kTo); }
  Writer Through(absl::string_view text) { return Put(Interval().to, text, BoundRole::kThrough); }
  Writer Kind(EventKind kind) {
    event_->kind = kind;
    return *this;
  }
  Writer Measure(absl::string_view measure) {
    event_->measure = std::string(measure);
    return *this;
  }
  Writer Target(absl::string_view id) {
    event_->target = std::string(id);
    return *this;
  }
  Writer Instrument(absl::string_view id) {
    event_->instrument.emplace().id = std::string(id);
    return *this;
  }
  Writer Terms(absl::string_view text) {
    event_->terms.emplace().text = std::string(text);
    return *this;
  }
  Writer Replaces(absl::string_view id) {
    event_->links.push_back({LinkRel::kReplaces, std::string(id)});
    return *this;
  }
  Writer Claimed(int64_t recorded_us) {
    event_->formerly = ClaimAt(recorded_us);
    return *this;
  }
  Writer Source(absl::string_view publisher, Standing standing) {
    decree::Source source;
    source.publisher = std::string(publisher);
    source.standing = standing;
    event_->sources.push_back(std::move(source));
    return *this;
  }
  Writer OnlyOrigin(absl::string_view origin) {
    ScopeClause clause;
    clause.origin = {std::string(origin)};
    event_->scope.emplace().include = {clause};
    return *this;
  }

 private:
  Moment MomentOf(absl::string_view text) const {
    absl::StatusOr<Moment> moment = ParseMoment(text, event_->zone);
    DECREE_ASSERT(moment.ok());
    return *std::move(moment);
  }
  EffectiveInterval& Interval() {
    if (!event_->effective) event_->effective.emplace();
    return *event_->effective;
  }
  Writer Put(std::optional<Bound>& bound, absl::string_view text, BoundRole role) {
    absl::StatusOr<Bound> parsed = ParseBound(text, role, event_->zone);
    DECREE_ASSERT(parsed.ok());
    bound = *std::move(parsed);
    return *this;
  }

  Event* event_;
};

inline constexpr int64_t kHourMicros = 3'600 * kMicrosPerSecond;

class Story {
 public:
  explicit Story(absl::string_view zone = "Etc/UTC") : zone_(zone) {}

  // The n-th act has the id "e<n>", position n, and the measure "m" until told otherwise.
  Writer Add(EventKind kind, absl::string_view stated) {
    Event& event = AddBare(kind);
    event.measure = "m";
    return Writer(event).Stated(stated);
  }

  // Of an instrument without a measure.
  Writer AddOfInstrument(absl::string_view instrument, EventKind kind, absl::string_view stated) {
    return Writer(AddBare(kind)).Instrument(instrument).Stated(stated);
  }

  // A confirmation or a dispute of an earlier act.
  Writer AddOn(absl::string_view target, EventKind kind, absl::string_view stated) {
    return Writer(AddBare(kind)).Target(target).Stated(stated);
  }

  // A clerical repair; give it dates by Dated().
  void Retract(absl::string_view target) { Writer(AddBare(EventKind::kRetracted)).Target(target); }

  // Returns the writer of the replacement.
  Writer Correct(absl::string_view target) {
    Event& event = AddBare(EventKind::kCorrected);
    Writer(event).Target(target);
    auto replacement = std::make_shared<Event>();
    replacement->zone = std::string(zone_);
    event.replacement = replacement;
    return Writer(*replacement);
  }

  // Gives the last record a claim.
  void Claimed(int64_t recorded_us) { Writer(records_.back().event).Claimed(recorded_us); }

  // Makes the last record a dated one.
  void Dated(absl::string_view stated) { Writer(records_.back().event).Stated(stated); }

  StateSet On(absl::string_view date, const View& view = {},
              absl::string_view measure = "m") const {
    absl::StatusOr<CivilWindow> window = ParseWindow(date, zone_);
    DECREE_ASSERT(window.ok());
    return Ask({records_.begin(), records_.end()}, {std::string(measure), *window, view});
  }

 private:
  Event& AddBare(EventKind kind) {
    Record& record = records_.emplace_back();
    record.position = records_.size();
    record.recorded_us = static_cast<int64_t>(record.position) * kHourMicros;
    record.event.id = absl::StrCat("e", record.position);
    record.event.kind = kind;
    record.event.zone = std::string(zone_);
    return record.event;
  }

  absl::string_view zone_;
  std::deque<Record> records_;  // writers keep pointing at the events
};

// A set of possibilities; of one value: a decided answer.
template <typename Enum, typename... More>
Possible<Enum> OneOf(Enum first, More... more) {
  Possible<Enum> set;
  set.Add(first);
  (set.Add(more), ...);
  return set;
}

inline View KnownBy(absl::string_view date) {
  View view;
  view.known_by_us = ParseWindow(date, "Etc/UTC")->last_civil_us;
  return view;
}
inline View RecordedBy(uint64_t position) {
  View view;
  view.position_max = position;
  return view;
}
inline View WithFloor(Commitment floor) {
  View view;
  view.floor = floor;
  return view;
}

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_STORY_H_
