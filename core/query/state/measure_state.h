// From strands to the state of one measure as an answer shows it: loads what is visible, resolves
// it, then fetches the words (terms, titles, dates as written) of the few events that decided.
#ifndef DECREE_CORE_QUERY_STATE_MEASURE_STATE_H_
#define DECREE_CORE_QUERY_STATE_MEASURE_STATE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/projections/strand.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/answers/answers.h"
#include "core/query/scope/scope_match.h"
#include "core/query/state/resolve.h"

namespace decree {

// What a measure's visible acts say of it, each from the latest act that says it.
struct MeasureAttributes {
  std::string title, issuer, program;
  MeasureClass measure_class = MeasureClass::kUnset;
  AppliesBy applies_by = AppliesBy::kUnset;
  uint64_t authorizes_body = 0;  // the event that says what an authorization authorizes; 0: none
  uint64_t issuer_from = 0;      // the act that says who issues it; 0: none does
};

// What is made of a state besides the values by which answers are compared.
struct StateParts {
  bool reasons = true;
  bool because = true;
  const Fold* fold = nullptr;          // of the same measure, facts and window; nullptr: made anew
  FacetsInTurn* facets = nullptr;      // of that fold, as for Resolve
  const Resolved* resolved = nullptr;  // of that fold over the window; nullptr: looked at here
};

struct LoadedMeasure {
  std::string slug;
  bool is_recorded = false;  // the store holds something about it, visible or not
  VisibleStrand own;
  std::vector<NamedStrand> instruments;
  MeasureAttributes attributes;
};

// Whether the window that is asked about decides which acts count: some are limited by a scope.
bool MovesWithWindow(const LoadedMeasure& measure);

// A measure's acts over a window, as far as the records tell them: no body is read.
struct MeasureFold {
  Fold fold;
  Resolved resolved;
};
// Whether the answer would be listed, before any authorization and scope, which can only take it
// away.
bool MayBeListed(const Resolved& resolved);
// The positions whose bodies most answers read, for EventReader::ReadAhead; unsorted.
std::vector<uint64_t> BodiesReadFor(const LoadedMeasure& measure, const MeasureFold& folded,
                                    EventReader& events);

// One question's way to the strands. Not safe for concurrent use.
class StateBuilder {
 public:
  // All must outlive the builder.
  StateBuilder(const StrandReader& strands, EventReader& events, const ViewFilter& filter)
      : own_repaired_(std::make_unique<RepairedStrands>(strands)),
        repaired_(*own_repaired_),
        events_(events),
        filter_(filter),
        memberships_(strands, filter) {}
  // Several builders, one a view filter, share what was read.
  StateBuilder(RepairedStrands& repaired, EventReader& events, const ViewFilter& filter)
      : repaired_(repaired),
        events_(events),
        filter_(filter),
        memberships_(repaired.reader(), filter) {}

  absl::StatusOr<LoadedMeasure> Load(const std::string& slug);
  // In two steps, for questions that most measures have nothing to say to: the acts, without
  // reading a body, then what they say of the measure.
  absl::StatusOr<LoadedMeasure> LoadActs(const std::string& slug);
  absl::Status FillAttributes(LoadedMeasure& measure);

  // After the builder's view filter has moved on to one that shows one more event of the measure
  // and nothing else that is new: takes the event's act into the measure and into its fold, as Load
  // and FoldOf would. False: they have to be made anew (something hangs on the act, or there is no
  // room for it), and nothing was taken in. Its entry among the hidden acts stays.
  absl::StatusOr<bool> Join(uint64_t position, LoadedMeasure& measure, Fold& fold);
  // Has the fold of the measure's acts find what they say on any day in a few steps, where it can
  // grow; worth it for many days, with acts that join in between.
  absl::Status LookOverTime(const LoadedMeasure& measure, Fold& fold);

  // The fold refers to the measure, which must stay where it is.
  absl::StatusOr<MeasureFold> FoldOver(const LoadedMeasure& measure, const CivilWindow& window,
                                       const AskedFacts& facts);
  // A fold with the acts that a scope limits matched against the facts asked.
  absl::StatusOr<Fold> FoldOf(const LoadedMeasure& measure, const AskedFacts& facts,
                              const CivilWindow& window);

  // The whole state, on the issuer's wall clock; an authorization is read on that of its own.
  absl::StatusOr<MeasureState> StateOf(const LoadedMeasure& measure, const AskedDate& on,
                                       const AskedFacts& facts, const StateParts& parts = {});

  // Whether the measure's scope can reach the facts at all; sets `applies` and reasons when it is
  // open.
  absl::StatusOr<bool> InScope(const LoadedMeasure& measure, const AskedDate& on,
                               const AskedFacts& facts, MeasureState& state);
  absl::StatusOr<bool> InScopeOver(const CivilWindow& window, const AskedFacts& facts,
                                   MeasureState& state);

  // The state as a fold gives it, whatever was asked and authorized.
  absl::StatusOr<MeasureState> StateOfFold(const LoadedMeasure& measure, const Fold& fold,
                                           const Resolved& resolved, const CivilWindow& window,
                                           const StateParts& parts = {});

  // The slugs of the authorizations that name the measure in this view, in the order they were
  // recorded.
  absl::StatusOr<std::vector<std::string>> AuthorizationsOf(const std::string& slug);

  Memberships& memberships() { return memberships_; }
  EventReader& events() { return events_; }
  const ViewFilter& filter() const { return filter_; }

 private:
  // An authorization, with its fold where no window and no facts move it.
  struct KeptAuthorization {
    LoadedMeasure measure;
    bool moves_with_window = false;
    std::optional<Fold> fold;  // made when first asked for
  };
  // A state that authorizations take out of, one after the other.
  struct Carving {
    const StateParts& parts;
    absl::flat_hash_set<std::string> because;
    std::vector<std::string> reasons;  // that stand before the others, the last one first
    MeasureState& state;
  };
  // What may authorize a measure: the slugs, a superset, and the events that name it.
  struct Naming {
    std::string measure;
    std::vector<std::string> slugs;
    absl::flat_hash_set<uint64_t> events;
  };

  absl::Status FillIssuer(LoadedMeasure& measure);
  absl::StatusOr<bool> MovesAttributes(const VisibleAct& act, const VisibleAct* issuing,
                                       const MeasureAttributes& attributes, bool is_stated_last);
  absl::Status FillAuthorizes(LoadedMeasure& measure);
  absl::Status FillWords(const LoadedMeasure& measure, const Fold& fold, const Resolved& resolved,
                         const CivilWindow& window, const StateParts& parts, MeasureState& state);
  absl::Status FillTerms(const LoadedMeasure& measure, const Fold& fold, const Resolved& resolved,
                         const CivilWindow& window, MeasureState& state);
  absl::Status FillScope(const LoadedMeasure& measure, const Fold& fold, const Resolved& resolved,
                         const CivilWindow& window, MeasureState& state);
  // `window`: the date on the measure's own clock.
  absl::Status ApplyAuthorizations(const LoadedMeasure& measure, const AskedDate& on,
                                   const CivilWindow& window, const AskedFacts& facts,
                                   const StateParts& parts, MeasureState& state);
  // The pointer is valid until another measure is asked for.
  absl::StatusOr<const Naming*> AuthorizationsNaming(const std::string& slug);
  absl::StatusOr<bool> Authorizes(const LoadedMeasure& authorization, const Naming& naming);
  absl::StatusOr<KeptAuthorization*> LoadAuthorization(const std::string& slug);
  // What one of them, read over `asked`, makes of the measure's state over the window.
  absl::Status CarveOut(KeptAuthorization& authorization, const CivilWindow& asked,
                        const AskedFacts& facts, const CivilWindow& window, Carving& carving);

  const std::unique_ptr<RepairedStrands> own_repaired_;
  RepairedStrands& repaired_;
  EventReader& events_;
  const ViewFilter& filter_;
  Naming naming_;  // of the measure last asked for
  // Kept: many measures ask for them.
  absl::flat_hash_map<std::string, std::unique_ptr<KeptAuthorization>> authorizations_;
  Memberships memberships_;
};

// The instruments that visible acts of commitment or force name, each once, as they are named
// first.
std::vector<std::string> TiesOf(const VisibleStrand& own);

// The clauses that an event's body gives; nullptr: none.
const std::vector<ScopeClause>* ClausesOf(const Event* body, bool include);

absl::StatusOr<CivilWindow> WindowFor(const AskedDate& on, absl::string_view issuer);

// Whether a list of states shows it: it applies or may, or is planned.
bool IsListed(Answer applies, Commitment commitment, const Possible<Force>& force);

// How an act that a scope limits takes part.
PartialMatcher::Match PartialOf(const ScopeVerdict& verdict);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_MEASURE_STATE_H_
