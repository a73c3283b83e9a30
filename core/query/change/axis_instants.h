// Where an answer can change: the instants of each axis (positions, on the recorded axis) at which
// something begins to be visible or to have effect, computed from the strands that the answer is
// read from. Between two neighbouring instants the answer is the same, so no question steps over
// days.
//
// An instant comes with the events that may bring the change; which of them do,
// measure_answer_reader.h says.
#ifndef DECREE_CORE_QUERY_CHANGE_AXIS_INSTANTS_H_
#define DECREE_CORE_QUERY_CHANGE_AXIS_INSTANTS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/asked_date.h"
#include "core/projections/event_reader.h"
#include "core/projections/strand.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/state/measure_state.h"

namespace decree {

using Positions = std::set<uint64_t>;

// Where on the three axes an answer is asked for.
struct AskedAt {
  ViewFilter filter;
  AskedDate on;
};

// Everything that can bear on a measure's answer in some view: its own strand, those of the
// instruments it names in some reading, those of the authorizations that name it, and, where a
// question brings facts to match, the memberships of groups.
struct AnswerSources {
  std::vector<const RepairedStrand*> parts;  // the measure's own first; until their Forget
  std::vector<std::string> authorizations;   // slugs
  std::vector<std::string> groups;           // entities, "g/EU"
};

absl::StatusOr<AnswerSources> SourcesOf(const std::string& slug, const AskedFacts& facts,
                                        RepairedStrands& strands, EventReader& events);

// Whether a strand of members is that of a party alone: all that it ever told, in any reading, is
// who owns it.
bool TellsOfOwnersAlone(const RepairedStrand& members);

// The known axis: the moments by which something became public, of what `filter` records. Keys are
// values of View::known_by_us in the manner of the filter's view: UTC microseconds where its
// known_by is an instant, else the wall clock of each event's own zone.
struct KnownInstant {
  std::string at;  // as --known-by reads it: a day, or an instant
  Positions events;
};
std::map<int64_t, KnownInstant> KnownInstants(const AnswerSources& sources,
                                              const ViewFilter& filter);

// The recorded axis: the positions that `filter` records.
Positions RecordedPositions(const AnswerSources& sources, const ViewFilter& filter);

// The events that one of the two view filters shows and the other does not, or shows otherwise.
Positions EventsBetween(const AnswerSources& sources, const ViewFilter& before,
                        const ViewFilter& after);

// The effective axis: the boundaries of the acts that the view filter shows, in civil microseconds
// of the issuer's zone, with the acts that have them. `measure`: as the view filter shows it (its
// attributes are not needed). `with_clauses`: also those of its scopes' clauses, which matter where
// goods are asked about.
absl::StatusOr<std::map<int64_t, Positions>> EffectiveInstants(
    const LoadedMeasure& measure, const AnswerSources& sources, const ViewFilter& filter,
    RepairedStrands& strands, EventReader& events, bool with_clauses);

// Those of one strand alone.
absl::Status AddBoundaries(const VisibleStrand& strand, bool with_clauses, EventReader& events,
                           std::map<int64_t, Positions>& instants);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_AXIS_INSTANTS_H_
