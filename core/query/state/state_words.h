// The sentences and dates of an answer: what decided, in words that a person in a hurry can read.
#ifndef DECREE_CORE_QUERY_STATE_STATE_WORDS_H_
#define DECREE_CORE_QUERY_STATE_STATE_WORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/query/answers/answers.h"
#include "core/query/state/resolve.h"

namespace decree {

// Fetches the bodies behind acts. `act` indices are into the fold; -1 is allowed nowhere.
class StateWords {
 public:
  StateWords(EventReader& events, const Fold& fold, const VisibleStrand& own,
             const CivilWindow& window)
      : events_(events), fold_(fold), own_(own), window_(window) {}

  absl::StatusOr<std::string> IdOf(const VisibleAct& act);
  absl::StatusOr<std::string> IdAt(uint64_t position);

  // The interval of what decides force; while pending, of the next step. Empty: none. More than
  // one: rivals of equal rank have it otherwise; first the act's own.
  absl::StatusOr<std::vector<IntervalText>> IntervalOf(const Resolved& resolved);

  // Appends sentences on force, then legality, enforcement, partial acts, repairs and rivals.
  absl::Status AddReasons(const Resolved& resolved, std::vector<std::string>& reasons);
  // The ids that decided, deciding event first, without repeats.
  absl::Status AddBecause(const Resolved& resolved, std::vector<std::string>& because);

 private:
  const FoldAct& At(int index) const { return fold_.acts[static_cast<size_t>(index)]; }
  const VisibleAct* NewestPlan() const;
  // The next step; where nothing with a date is to come, the newest plan.
  const VisibleAct* ShownPlan() const;
  // As recorded.
  absl::StatusOr<IntervalText> IntervalTextOf(const VisibleAct& act);
  // Puts the ends that `extended` and `postponed` give; nullptr: nobody moved that end.
  absl::Status MoveEnds(const VisibleAct* end_moved_by, const VisibleAct* start_moved_by,
                        IntervalText& interval);
  // In the words of those whose ends the reading has: the act's own, or a rival's.
  absl::StatusOr<IntervalText> ReadTextOf(const FoldAct& folded, const Reading& reading);
  // Of every reading, each once, moved; never empty.
  absl::StatusOr<std::vector<IntervalText>> IntervalsOf(const FoldAct& folded,
                                                        const VisibleAct* end_moved_by,
                                                        const VisibleAct* start_moved_by);
  absl::StatusOr<std::vector<IntervalText>> PlannedIntervalsOf(const VisibleAct& plan);
  // "; start moved to 2025-11-10 by …", or "".
  absl::StatusOr<std::string> MovesSentence(const IntervalText& moved,
                                            const VisibleAct* end_moved_by,
                                            const VisibleAct* start_moved_by);
  // The act of the measure's own in the fold; nullptr: it is not folded.
  const FoldAct* FoldedOf(const VisibleAct& act) const;
  absl::StatusOr<std::string> ForceSentence(const ForceOutcome& outcome, const Resolved& resolved);
  absl::StatusOr<std::string> PendingSentence(const Resolved& resolved);
  // The acts that begin or end at an instant, with what moved them there: "a, b".
  absl::StatusOr<std::string> WhoChangesAt(int64_t civil_us);
  absl::Status AddOpenBoundaries(std::vector<std::string>& reasons);
  // The acts whose terms and scope are shown, in the order terms, include, exclude.
  std::vector<const VisibleAct*> GiversOf(const Resolved& resolved) const;
  // Those that should move an act and find none.
  absl::Status AddIdleMovers(std::vector<std::string>& reasons);
  absl::Status AddPartial(std::vector<std::string>& reasons);
  absl::Status AddRepairsAndDisputes(std::vector<std::string>& reasons);

  EventReader& events_;
  const Fold& fold_;
  const VisibleStrand& own_;
  const CivilWindow window_;
};

// "2025-11", or "2025-11-10" with `to`; the source's own form first.
std::string SpanText(const IntervalText& interval);
// The events that dispute an act of the strand (`position`; 0: any), not lifted, the act not
// confirmed after them, as " (disputed by a, b)"; "": none do.
absl::StatusOr<std::string> DisputesInWords(uint64_t position, const VisibleStrand& own,
                                            EventReader& events);
// "from … until … or from … until … (disputed)".
std::string SpansText(const std::vector<IntervalText>& intervals);
// Whether the window touches an imprecise boundary.
bool IsOpenIn(int64_t earliest, int64_t latest, const CivilWindow& window);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_STATE_WORDS_H_
