#include "core/query/change/axis_walk.h"

#include <algorithm>

#include "core/base/status_macros.h"

namespace decree {
namespace {

AskedDate AtInstant(int64_t civil_us) { return AskedDate::OnEveryClock({civil_us, civil_us}); }

}  // namespace

absl::StatusOr<std::vector<Axis>> AxesToWalk(const std::vector<Axis>& asked, const AskedDate& on,
                                             bool formerly) {
  std::vector<Axis> axes = asked;
  if (axes.empty()) {
    axes = {Axis::kEffective};
    if (!on.empty()) axes.push_back(Axis::kKnown);
    if (!on.empty() && !formerly) axes.push_back(Axis::kRecorded);
  }
  if (formerly && std::find(axes.begin(), axes.end(), Axis::kRecorded) != axes.end()) {
    return absl::InvalidArgumentError(
        "axis: along the recorded axis this store's own positions are told, one after the other, "
        "and claims have none (--formerly); ask for the effective or the known axis, or compare "
        "two instants: `decree diff A..B --axis recorded --formerly`");
  }
  const bool needs_date =
      std::any_of(axes.begin(), axes.end(), [](Axis axis) { return axis != Axis::kEffective; });
  if (needs_date && on.empty()) {
    return absl::InvalidArgumentError(
        "effective date (--on): missing; the axes known and recorded show how the answer for one "
        "date changed, so give it, e.g. --on 2025-12-15");
  }
  DECREE_RETURN_IF_ERROR(on.Check("effective date (--on)"));
  return axes;
}

absl::Status AxisWalk::Along(Axis axis) {
  switch (axis) {
    case Axis::kKnown:
      return AlongKnown();
    case Axis::kRecorded:
      return AlongRecorded();
    case Axis::kEffective:
      return AlongEffective();
  }
  return absl::OkStatus();
}

absl::Status AxisWalk::GoOn(const AxisChange& change, const Positions& events, const AskedAt& at) {
  DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, changes_));
  DECREE_ASSIGN_OR_RETURN(const bool has_changed, Step(change, events, at));
  return has_changed ? CheckLimits(context_.limits, ++changes_) : absl::OkStatus();
}

absl::Status AxisWalk::AlongKnown() {
  AskedAt at{context_.filter, on_};
  at.filter.view.known_by_us = kAxisMin;
  DECREE_RETURN_IF_ERROR(Start(Axis::kKnown, at));
  for (const auto& [known_by_us, instant] : Known(context_.filter)) {
    at.filter.view.known_by_us = known_by_us;
    DECREE_RETURN_IF_ERROR(GoOn({Axis::kKnown, instant.at, 0, {}, {}}, instant.events, at));
  }
  return absl::OkStatus();
}

absl::Status AxisWalk::AlongRecorded() {
  AskedAt at{context_.filter, on_};
  at.filter.view.position_max = 0;
  DECREE_RETURN_IF_ERROR(Start(Axis::kRecorded, at));
  for (const uint64_t position : Recorded(context_.filter)) {
    at.filter.view.position_max = position;
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events().At(position));
    const AxisChange change{Axis::kRecorded, FormatUtc(read->recorded_us), position, {}, {}};
    DECREE_RETURN_IF_ERROR(GoOn(change, {position}, at));
  }
  return absl::OkStatus();
}

absl::Status AxisWalk::AlongEffective() {
  DECREE_ASSIGN_OR_RETURN(const auto instants, Effective(context_.filter));
  // Before the first boundary the answer is what it is on any day before.
  const int64_t before = instants.empty() ? 0 : instants.begin()->first - 1;
  AskedAt at{context_.filter, AtInstant(before)};
  DECREE_RETURN_IF_ERROR(Start(Axis::kEffective, at));
  for (const auto& [civil_us, events] : instants) {
    at.on = AtInstant(civil_us);
    const AxisChange change{Axis::kEffective, FormatCivil(civil_us), 0, {}, {}};
    DECREE_RETURN_IF_ERROR(GoOn(change, events, at));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> CausesAmong(const Positions& candidates,
                                                     EventReader& events, const CauseTests& tests) {
  std::vector<std::string> all, deciding, causes;
  for (const uint64_t position : candidates) {
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events.At(position));
    const std::string id = read->event.id;
    all.push_back(id);
    if (tests.decides_one(id)) deciding.push_back(id);
    if (candidates.size() == 1 || candidates.size() > tests.tested_max) continue;
    DECREE_ASSIGN_OR_RETURN(const bool matters, tests.matters(position));
    if (matters) causes.push_back(id);
  }
  if (!causes.empty()) return causes;
  return deciding.empty() ? all : deciding;
}

}  // namespace decree
