// The names projection: what the record names that neither a list nor a stream of the log tells, so
// that a question can be told from a slip: an actor or a private code (place/…), a tag of a scope
// (tag/…), a fact or a unit that a tariff reads (fact/…). Groups and the issuers watched are found
// by their streams. Whatever was ever recorded counts, repairs or not, in every view.
//
// A name has a side entry for each event that names it, and no acts. It is of no stream of the log,
// so no bundle proves it; questions only ask it what to refuse and what to tell.
#ifndef DECREE_CORE_PROJECTIONS_NAME_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_NAME_PROJECTION_H_

#include <memory>
#include <set>
#include <string>

#include "core/model/event.h"
#include "core/projections/projection.h"

namespace decree {

inline constexpr char kPlacePrefix[] = "place/";
inline constexpr char kTagPrefix[] = "tag/";  // the tag without its "tag:"
inline constexpr char kFactPrefix[] = "fact/";

std::unique_ptr<Projection> MakeNameProjection();

// The entities of an event: DecodedParts::kNames of it, or all. Listed places are not among
// them.
std::set<std::string> NamesIn(const Event& event);

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_NAME_PROJECTION_H_
