// A history: along an axis, from each instant at which an answer can change to the next. What the
// history of a measure and that of a transaction share.
#ifndef DECREE_CORE_QUERY_CHANGE_AXIS_WALK_H_
#define DECREE_CORE_QUERY_CHANGE_AXIS_WALK_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/query/answers/change_answers.h"
#include "core/query/change/axis_instants.h"
#include "core/query/context.h"

namespace decree {

// The axes asked; none: all that have a meaning with the date or without one. Errors:
// InvalidArgument names the date where it is missing or none.
absl::StatusOr<std::vector<Axis>> AxesToWalk(const std::vector<Axis>& asked, const AskedDate& on,
                                             bool formerly);

class AxisWalk {
 public:
  // Both must outlive the walk. `on`: the date of the answers along `known` and `recorded`.
  AxisWalk(const QuestionContext& context, const AskedDate& on) : context_(context), on_(on) {}
  virtual ~AxisWalk() = default;

  // Errors: those of the answers and of QuestionLimits; rows are the changes on all axes.
  absl::Status Along(Axis axis);

 protected:
  // Where the answer can change, with the events that may bring it
  // (core/query/change/axis_instants.h).
  virtual std::map<int64_t, KnownInstant> Known(const ViewFilter& filter) = 0;
  virtual Positions Recorded(const ViewFilter& filter) = 0;
  virtual absl::StatusOr<std::map<int64_t, Positions>> Effective(const ViewFilter& filter) = 0;
  virtual EventReader& events() = 0;

  // Asks before the first of these instants.
  virtual absl::Status Start(Axis axis, const AskedAt& at) = 0;
  // Asks at the next one; where the answer is another than before, keeps `change` with what it is
  // and which of the events brought it. False: it is the same.
  virtual absl::StatusOr<bool> Step(const AxisChange& change, const Positions& events,
                                    const AskedAt& at) = 0;

 private:
  absl::Status AlongKnown();
  absl::Status AlongRecorded();
  absl::Status AlongEffective();
  absl::Status GoOn(const AxisChange& change, const Positions& events, const AskedAt& at);

  const QuestionContext& context_;
  const AskedDate& on_;
  uint64_t changes_ = 0;
};

// How events are told to have brought a change.
struct CauseTests {
  size_t tested_max = 0;  // more candidates are not left out one by one
  // Whether one of the two answers would be another had the event not been recorded.
  std::function<absl::StatusOr<bool>(uint64_t position)> matters;
  // Whether the event decided one of the answers and not the other.
  std::function<bool(const std::string& id)> decides_one;
};
// The ids of the candidates that matter, by position; where none alone does, of those that decide
// one of the answers; failing that, of all.
absl::StatusOr<std::vector<std::string>> CausesAmong(const Positions& candidates,
                                                     EventReader& events, const CauseTests& tests);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_AXIS_WALK_H_
