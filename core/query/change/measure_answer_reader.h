// One measure's answer at instants of the three axes, how two of them differ, and which events made
// the difference. What history, diff and outlook share.
#ifndef DECREE_CORE_QUERY_CHANGE_MEASURE_ANSWER_READER_H_
#define DECREE_CORE_QUERY_CHANGE_MEASURE_ANSWER_READER_H_

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/change/axis_instants.h"
#include "core/query/context.h"
#include "core/query/state/facet_sweep.h"
#include "core/query/state/measure_state.h"

namespace decree {

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
class MeasureAnswerReader {
 public:
  MeasureAnswerReader(RepairedStrands& strands, EventReader& events, const QuestionLimits& limits,
                      std::string slug, AskedFacts facts = {})
      : strands_(strands),
        events_(events),
        limits_(limits),
        slug_(std::move(slug)),
        facts_(std::move(facts)) {}

  // The answer without its reasons: for comparing. FillReasons makes it whole.
  absl::StatusOr<AnswerAt> At(const AskedAt& asked);
  absl::Status FillReasons(const AskedAt& asked, AnswerAt& answer);

  // Tells that the next instant to be asked shows these events of the measure's own besides what
  // the last shows, and nothing else that is new: where nothing hangs on them, what was loaded goes
  // on being used.
  absl::Status MoveOn(const ViewFilter& from, const ViewFilter& to, const Positions& positions);

  struct Step {
    const AskedAt& from;
    const AskedAt& to;
    const AnswerAt& before;
    const AnswerAt& after;
  };
  // Of the candidates those that brought the step (CausesAmong, core/query/change/axis_walk.h).
  absl::StatusOr<std::vector<std::string>> CausesOf(const Positions& candidates, const Step& step);

  // The measure as a view filter shows it. The pointer is valid until the next
  // call with another view filter.
  absl::StatusOr<const LoadedMeasure*> Seen(const ViewFilter& filter);

  EventReader& events() { return events_; }

 private:
  // What was loaded under one view filter, and its fold where no window changes it.
  struct Stand {
    Stand(RepairedStrands& strands, EventReader& events, const ViewFilter& from)
        : filter(from), builder(strands, events, filter) {}
    ViewFilter filter;
    StateBuilder builder;
    LoadedMeasure measure;
    std::optional<Fold> fold;
    // Of the fold, at the last instant that was asked; instants of the effective axis come in
    // order.
    std::optional<FacetsInTurn> facets;
    int64_t facets_at = kAxisMin;
  };
  static FacetsInTurn* FacetsAt(const AskedAt& asked, Stand& stand);

  absl::StatusOr<Stand*> StandAt(const ViewFilter& filter);
  absl::StatusOr<AnswerAt> AnswerFrom(Stand& stand, const AskedAt& asked, const StateParts& parts);
  // Whether nothing would be missed under the stand's view filter if the event had not been
  // recorded.
  static bool IsUnseen(uint64_t position, const Stand& stand);
  // Whether the answer at the instant would differ from `answer` had the event not been recorded.
  absl::StatusOr<bool> DiffersWithout(uint64_t position, const AskedAt& asked,
                                      const AnswerAt& answer);

  RepairedStrands& strands_;
  EventReader& events_;
  const QuestionLimits& limits_;
  const std::string slug_;
  const AskedFacts facts_;
  std::array<std::unique_ptr<Stand>, 4>
      stands_;  // last used first: both ends, each without an event
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_MEASURE_ANSWER_READER_H_
