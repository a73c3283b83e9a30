// One measure's answer at points of the three axes, how two of them differ, and which events made
// the difference. What history, diff and outlook share.
#ifndef DECREE_CORE_QUERY_CHANGE_ANSWER_POINTS_H_
#define DECREE_CORE_QUERY_CHANGE_ANSWER_POINTS_H_

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/change/change_points.h"
#include "core/query/context.h"
#include "core/query/state/facet_sweep.h"
#include "core/query/state/measure_state.h"

namespace decree {

// Whether the two show the same of every record.
bool IsSame(const Sight& a, const Sight& b);

struct AskedPoint {
  Sight sight;
  std::string effective_on;  // EDTF or RFC 3339; empty: `window`
  CivilWindow window;        // civil microseconds of the issuer's zone
};

struct AnswerAt {
  bool on_record = false;  // the view sees some act of the measure
  bool in_scope = true;    // the facts asked lie within its scope; else it applies to none of them
  MeasureState state;
};

// The fields in which the answers differ: "record", "applies", "commitment", "force", "legality",
// "enforcement", "evidence", "terms", "scope", "effective". Whether terms are only planned follows
// from force and is not compared, nor are reasons.
std::vector<std::string> ChangedFields(const AnswerAt& before, const AnswerAt& after);

// Answers for one measure. All given must outlive the reader; not safe for concurrent use.
class PointReader {
 public:
  PointReader(PreparedStrands& strands, EventReader& events, const QuestionLimits& limits,
              std::string slug, AskedFacts facts = {})
      : strands_(strands),
        events_(events),
        limits_(limits),
        slug_(std::move(slug)),
        facts_(std::move(facts)) {}

  // The answer without its reasons: for comparing. FillReasons makes it whole.
  absl::StatusOr<AnswerAt> At(const AskedPoint& point);
  absl::Status FillReasons(const AskedPoint& point, AnswerAt& answer);

  // Tells that the next point to be asked shows these events of the measure's own besides what the
  // last shows, and nothing else that is new: where nothing hangs on them, what was loaded goes on
  // being used.
  absl::Status MoveOn(const Sight& from, const Sight& to, const Positions& positions);

  struct Step {
    const AskedPoint& from;
    const AskedPoint& to;
    const AnswerAt& before;
    const AnswerAt& after;
  };
  // Of the candidates those without which the step would be another one, in the order of their
  // positions; where none alone matters, those by which one side decided and the other did not;
  // failing that, all.
  absl::StatusOr<std::vector<std::string>> CausesOf(const Positions& candidates, const Step& step);

  // The measure as a sight shows it. The pointer lasts until the reader looks from elsewhere.
  absl::StatusOr<const LoadedMeasure*> Seen(const Sight& sight);

  EventReader& events() { return events_; }

 private:
  // What was loaded under one sight, and its fold where no window changes it.
  struct Stand {
    Stand(PreparedStrands& strands, EventReader& events, const Sight& from)
        : sight(from), builder(strands, events, sight) {}
    Sight sight;
    StateBuilder builder;
    LoadedMeasure measure;
    std::optional<Fold> fold;
    // Of the fold, at the last instant that was asked; points of the effective axis come in order.
    std::optional<FacetsInTurn> facets;
    int64_t facets_at = kAxisMin;
  };
  static FacetsInTurn* FacetsAt(const AskedPoint& point, Stand& stand);

  absl::StatusOr<Stand*> StandAt(const Sight& sight);
  absl::StatusOr<AnswerAt> AnswerFrom(Stand& stand, const AskedPoint& point,
                                      const StateParts& parts);
  // Whether nothing would be missed under the stand's sight if the event had not been recorded.
  static bool IsUnseen(uint64_t position, const Stand& stand);
  absl::StatusOr<bool> Matters(uint64_t position, const Step& step);
  // Whether the answer at the point would differ from `answer` had the event not been recorded.
  absl::StatusOr<bool> DiffersWithout(uint64_t position, const AskedPoint& point,
                                      const AnswerAt& answer);

  PreparedStrands& strands_;
  EventReader& events_;
  const QuestionLimits& limits_;
  const std::string slug_;
  const AskedFacts facts_;
  std::array<std::unique_ptr<Stand>, 4>
      stands_;  // last used first: both ends, each without an event
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_ANSWER_POINTS_H_
