// Where an answer can change: the points of each axis at which something begins to be visible or to
// have effect, computed from the strands that the answer is read from. Between two neighbouring
// points the answer is the same, so nothing ever steps over days.
//
// A point comes with the events that may bring the change; which of them do, answer_points.h says.
#ifndef DECREE_CORE_QUERY_CHANGE_CHANGE_POINTS_H_
#define DECREE_CORE_QUERY_CHANGE_CHANGE_POINTS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/projections/strand.h"
#include "core/query/acts/prepared_strand.h"
#include "core/query/state/measure_state.h"

namespace decree {

using Positions = std::set<uint64_t>;

// Everything that can bear on a measure's answer in some view: its own strand, those of the
// instruments it names in some reading, those of the authorizations that name it, and, where a
// question brings facts to match, the memberships of groups.
struct AnswerSources {
  std::vector<const PreparedStrand*> parts;  // the measure's own first; until their Forget
  std::vector<std::string> authorizations;   // slugs
  std::vector<std::string> groups;           // entities, "g/EU"
};

absl::StatusOr<AnswerSources> SourcesOf(const std::string& slug, const AskedFacts& facts,
                                        PreparedStrands& strands, EventReader& events);

// The known axis: the moments by which something became public, of what `sight` records. Keys are
// values of View::known_by_us in the manner of the sight's view: UTC microseconds where its
// known_by is an instant, else the wall clock of each event's own zone.
struct KnownPoint {
  std::string at;  // as --known-by reads it: a day, or an instant
  Positions events;
};
std::map<int64_t, KnownPoint> KnownPoints(const AnswerSources& sources, const Sight& sight);

// The recorded axis: the positions that `sight` records.
Positions RecordedPoints(const AnswerSources& sources, const Sight& sight);

// The events that one of the two sights shows and the other does not, or shows otherwise.
Positions EventsBetween(const AnswerSources& sources, const Sight& before, const Sight& after);

// The effective axis: the boundaries of the acts that the sight shows, in civil microseconds of the
// issuer's zone, with the acts that have them. `measure`: as the sight shows it (its facts are not
// needed). `with_clauses`: also those of its scopes' clauses, which matter where goods are asked
// about.
absl::StatusOr<std::map<int64_t, Positions>> EffectivePoints(
    const LoadedMeasure& measure, const AnswerSources& sources, const Sight& sight,
    PreparedStrands& strands, EventReader& events, bool with_clauses);

// Those of one strand alone.
absl::Status AddBoundaries(const VisibleStrand& strand, bool with_clauses, EventReader& events,
                           std::map<int64_t, Positions>& points);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_CHANGE_POINTS_H_
