// Holds stored views against ones built anew from the log, for `doctor`. Writes nothing into the
// views' folder; what is built lies in the system's temporary folder and takes as much room.
#ifndef DECREE_CORE_PROJECTIONS_VIEWS_CHECK_H_
#define DECREE_CORE_PROJECTIONS_VIEWS_CHECK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/progress.h"
#include "core/log/log_prover.h"
#include "core/projections/projection.h"
#include "core/store/ordered_store.h"
#include "core/store/temporary_folder.h"

namespace decree {

inline constexpr size_t kDifferencesMax = 20;  // named of what differs
// The name of the views in use, from the file `current` in their folder; "" where it names none.
std::string ReadCurrentGeneration(const std::string& dir);

// At most `differences_max` keys that only one of the two has, or whose values differ.
struct StoreDifferences {
  uint64_t entries = 0;  // of `after`
  std::vector<std::string> keys;
};
absl::StatusOr<StoreDifferences> CompareStores(const OrderedStore& before,
                                               const OrderedStore& after, size_t differences_max);

class ViewsCheck {
 public:
  // All must outlive the check.
  ViewsCheck(const LogProver& log, const ProjectionList& projections, uint64_t cache_bytes)
      : log_(log), projections_(projections), cache_bytes_(cache_bytes) {}

  // The views in `dir`. Returns what is wrong; empty also where there are none, or where other
  // rules made them: such are built anew by the next writer. Errors: Internal, those of the log.
  absl::StatusOr<std::vector<std::string>> Run(const std::string& dir, const Progress& progress);

  // Views built anew that stand at `position` or later. Errors: as above.
  absl::StatusOr<const OrderedStore*> BuiltThrough(uint64_t position, const Progress& progress);

 private:
  const LogProver& log_;
  const ProjectionList& projections_;
  const uint64_t cache_bytes_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<OrderedStore> built_;
  uint64_t built_through_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_VIEWS_CHECK_H_
