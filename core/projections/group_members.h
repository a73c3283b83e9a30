// Whether the strand of a group ("g/EU") ever told of members. One that tells of ownerships alone
// is that of a party: it must not count as a group, nor its name as a place.
#ifndef DECREE_CORE_PROJECTIONS_GROUP_MEMBERS_H_
#define DECREE_CORE_PROJECTIONS_GROUP_MEMBERS_H_

#include "absl/status/statusor.h"
#include "core/projections/strand.h"

namespace decree {

// In every reading: as recorded, and as repairs have it. `entity` holds something; one that holds
// nothing has no members. Errors: those of the reader.
absl::StatusOr<bool> HasGroupMembers(const StrandReader& strands, absl::string_view entity);

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_GROUP_MEMBERS_H_
