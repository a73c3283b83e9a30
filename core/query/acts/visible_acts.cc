#include "core/query/acts/visible_acts.h"

#include "core/base/status_macros.h"
#include "core/query/acts/repaired_strand.h"

namespace decree {

absl::StatusOr<VisibleStrand> See(const Strand& strand, absl::string_view entity,
                                  const StrandReader& reader, const ViewFilter& filter) {
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand repaired,
                          RepairedStrand::Of(strand, entity, reader));
  return repaired.SeenBy(filter);
}

}  // namespace decree
