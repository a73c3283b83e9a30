#include "core/query/acts/visible_acts.h"

#include "core/base/status_macros.h"
#include "core/query/acts/prepared_strand.h"

namespace decree {

absl::StatusOr<VisibleStrand> See(const Strand& strand, absl::string_view entity,
                                  const StrandReader& reader, const Sight& sight) {
  DECREE_ASSIGN_OR_RETURN(const PreparedStrand prepared,
                          PreparedStrand::Of(strand, entity, reader));
  return prepared.SeenBy(sight);
}

}  // namespace decree
