// One measure's answer at points of the three axes, how two of them differ, and which events made
// the difference. What history, diff and outlook share.
#ifndef DECREE_CORE_QUERY_ANSWER_POINTS_H_
#define DECREE_CORE_QUERY_ANSWER_POINTS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/change_points.h"
#include "core/query/measure_state.h"
#include "core/query/questions.h"

namespace decree {

struct AskedPoint {
  Sight sight;
  std::string effective_on;  // EDTF or RFC 3339; empty: `window`
  CivilWindow window;        // civil microseconds of the issuer's zone
};

struct PointAnswer {
  bool on_record = false;  // the view sees some act of the measure
  bool in_scope = true;    // the facts asked lie within its scope; else it applies to none of them
  MeasureState state;
};

// The fields in which the answers differ: "record", "applies", "commitment", "force", "legality",
// "enforcement", "evidence", "terms", "scope", "effective". Whether terms are only planned follows
// from force and is not compared, nor are reasons.
std::vector<std::string> ChangedFields(const PointAnswer& before, const PointAnswer& after);

// Answers for one measure. All given must outlive the reader; not safe for concurrent use.
class PointReader {
 public:
  PointReader(const StrandReader& strands, EventReader& events, const QuestionLimits& limits,
              std::string slug, AskedFacts facts = {})
      : strands_(strands),
        events_(events),
        limits_(limits),
        slug_(std::move(slug)),
        facts_(std::move(facts)) {}

  absl::StatusOr<PointAnswer> At(const AskedPoint& point);

  struct Step {
    const AskedPoint& from;
    const AskedPoint& to;
    const PointAnswer& before;
    const PointAnswer& after;
  };
  // Of the candidates those without which the step would be another one, in the order of their
  // positions; where none alone matters, those by which one side decided and the other did not;
  // failing that, all.
  absl::StatusOr<std::vector<std::string>> CausesOf(const Positions& candidates, const Step& step);

  EventReader& events() { return events_; }

 private:
  absl::StatusOr<bool> Matters(uint64_t position, const Step& step);

  const StrandReader& strands_;
  EventReader& events_;
  const QuestionLimits& limits_;
  const std::string slug_;
  const AskedFacts facts_;
  std::optional<LoadedMeasure> loaded_;  // under `loaded_sight_`
  Sight loaded_sight_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ANSWER_POINTS_H_
