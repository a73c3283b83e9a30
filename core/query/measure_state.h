// From strands to the state of one measure as an answer shows it: loads what is visible, resolves
// it, then fetches the words (terms, titles, dates as written) of the few events that decided.
#ifndef DECREE_CORE_QUERY_MEASURE_STATE_H_
#define DECREE_CORE_QUERY_MEASURE_STATE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/projections/strand.h"
#include "core/query/answers.h"
#include "core/query/resolve.h"
#include "core/query/scope_match.h"

namespace decree {

// What a measure's visible acts say of it, each from the latest act that says it.
struct MeasureFacts {
  std::string title, issuer, program;
  MeasureClass measure_class = MeasureClass::kUnset;
  AppliesBy applies_by = AppliesBy::kUnset;
  std::vector<std::string> authorizes;
};

struct LoadedMeasure {
  std::string slug;
  bool is_recorded = false;  // the store holds something about it, visible or not
  VisibleStrand own;
  std::vector<NamedStrand> instruments;
  MeasureFacts facts;
};

// One question's way to the strands. Not safe for concurrent use.
class StateBuilder {
 public:
  // All must outlive the builder.
  StateBuilder(const StrandReader& strands, EventReader& events, const Sight& sight)
      : strands_(strands), events_(events), sight_(sight), memberships_(strands, sight) {}

  absl::StatusOr<LoadedMeasure> Load(const std::string& slug);

  // A fold with the acts that a scope limits matched against the facts asked.
  absl::StatusOr<Fold> FoldOf(const LoadedMeasure& measure, const AskedFacts& facts,
                              const CivilWindow& window);

  // The whole state. `effective_on` is EDTF or RFC 3339, read on the issuer's wall clock.
  absl::StatusOr<MeasureState> StateOf(const LoadedMeasure& measure,
                                       const std::string& effective_on, const AskedFacts& facts);
  // The same over a stretch of the issuer's civil axis, down to one instant (first == last); an
  // authorization is read on the same clock.
  absl::StatusOr<MeasureState> StateOver(const LoadedMeasure& measure, const CivilWindow& window,
                                         const AskedFacts& facts);

  // Whether the measure's scope can reach the facts at all; sets `applies` and reasons when it is
  // open.
  absl::StatusOr<bool> InScope(const LoadedMeasure& measure, const std::string& effective_on,
                               const AskedFacts& facts, MeasureState& state);
  absl::StatusOr<bool> InScopeOver(const CivilWindow& window, const AskedFacts& facts,
                                   MeasureState& state);

  // The state as a fold gives it, whatever was asked and authorized.
  absl::StatusOr<MeasureState> StateOfFold(const LoadedMeasure& measure, const Fold& fold,
                                           const Resolved& resolved, const CivilWindow& window);

  // The authorizations that name the measure in this view, in the order they were recorded.
  absl::StatusOr<std::vector<LoadedMeasure>> AuthorizationsOf(const std::string& slug);

  Memberships& memberships() { return memberships_; }
  EventReader& events() { return events_; }
  const Sight& sight() const { return sight_; }

 private:
  absl::Status FillFacts(LoadedMeasure& measure);
  absl::Status FillWords(const LoadedMeasure& measure, const Fold& fold, const Resolved& resolved,
                         const CivilWindow& window, MeasureState& state);
  absl::Status FillTerms(const LoadedMeasure& measure, const Resolved& resolved,
                         MeasureState& state);
  // `effective_on` is empty where only the window was given.
  absl::StatusOr<MeasureState> StateWithin(const LoadedMeasure& measure,
                                           const std::string& effective_on,
                                           const CivilWindow& window, const AskedFacts& facts);
  absl::Status ApplyAuthorizations(const LoadedMeasure& measure, const std::string& effective_on,
                                   const CivilWindow& window, const AskedFacts& facts,
                                   MeasureState& state);

  const StrandReader& strands_;
  EventReader& events_;
  const Sight& sight_;
  Memberships memberships_;
};

// The clauses that an event's body gives; nullptr: none.
const std::vector<ScopeClause>* ClausesOf(const Event* body, bool include);

absl::StatusOr<CivilWindow> WindowFor(const std::string& effective_on, absl::string_view issuer);

// Slug patterns: * any run of characters, ? one character.
bool MatchesGlob(absl::string_view pattern, absl::string_view text);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_MEASURE_STATE_H_
