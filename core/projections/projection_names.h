// The projections that questions look into, by the names their keys are stored under.
#ifndef DECREE_CORE_PROJECTIONS_PROJECTION_NAMES_H_
#define DECREE_CORE_PROJECTIONS_PROJECTION_NAMES_H_

namespace decree {

inline constexpr char kControls[] = "controls";
inline constexpr char kMembership[] = "membership";
inline constexpr char kNameProjection[] = "names";
inline constexpr char kStacking[] = "stacking";

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_PROJECTION_NAMES_H_
