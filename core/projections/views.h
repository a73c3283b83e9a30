// The views folder: the disposable database of the projections, in generations. A rebuild makes a
// new generation beside the current one, compares the two and switches by renaming one small file.
//
//   <dir>/current      the name of the generation in use, e.g. "g000001"
//   <dir>/g000001/     its database
#ifndef DECREE_CORE_PROJECTIONS_VIEWS_H_
#define DECREE_CORE_PROJECTIONS_VIEWS_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/log/event_log.h"
#include "core/projections/projection.h"
#include "core/projections/runner.h"
#include "core/projections/strand.h"
#include "core/store/ordered_store.h"

namespace decree {

struct RebuildResult {
  uint64_t events = 0, entries = 0;
  std::vector<std::string> differences;  // keys that differ, at most 20; empty: identical
};

// Safe for concurrent use. A reader pins a state with Pin() and keeps it alive as long as it asks.
class Views {
 public:
  // `log` and `projections` must outlive the views. Read-only views lie over a secondary; what it
  // does not hold yet is applied in memory. A generation built by other rules, of another log, or
  // that does not say of which, is rebuilt at open (writers) or in memory (readers). Errors:
  // DataLoss when it is of this log and beyond its end, so that the log has lost acknowledged
  // events (unless `allow_lost_end`); as OpenRocksdbStore.
  static absl::StatusOr<std::unique_ptr<Views>> Open(const std::string& dir, EventLog& log,
                                                     const ProjectionList& projections,
                                                     bool read_only, uint64_t cache_bytes,
                                                     bool allow_lost_end = false);

  // What the questions read: a store that has applied everything up to `applied`.
  struct Pinned {
    std::shared_ptr<const OrderedStore> store;
    uint64_t applied = 0;
    std::shared_ptr<const UnappliedEvents> unapplied;  // for StoredStrands
  };

  // Applies the log up to its head, then pins.
  absl::StatusOr<Pinned> Pin();

  // Writers only. Each event is a step of the progress, the comparison another one.
  absl::StatusOr<RebuildResult> Rebuild(const Progress& progress = nullptr);
  absl::Status Flush();

  uint64_t applied() const;

 private:
  Views(std::string dir, EventLog& log, const ProjectionList& projections, bool read_only,
        uint64_t cache_bytes, bool allow_lost_end)
      : dir_(std::move(dir)),
        log_(log),
        projections_(projections),
        read_only_(read_only),
        cache_bytes_(cache_bytes),
        allow_lost_end_(allow_lost_end) {}

  absl::Status OpenCurrent();
  absl::Status OpenBase(const std::string& generation);
  absl::Status StartRunner();
  absl::Status HoldAgainstLog();
  absl::Status BeginInMemory();
  void LayOver();
  absl::StatusOr<RebuildResult> RebuildLocked(const Progress& progress);

  const std::string dir_;
  EventLog& log_;
  const ProjectionList& projections_;
  const bool read_only_;
  const uint64_t cache_bytes_;
  const bool allow_lost_end_;

  mutable std::mutex mutex_;
  std::string generation_;
  std::shared_ptr<OrderedStore> base_;   // the database (or an empty memory store for readers)
  std::shared_ptr<OrderedStore> store_;  // writers: the base; readers: an overlay on it
  std::unique_ptr<Runner> runner_;
  std::optional<LogPrefix> held_;  // what the base said of its log when it was found to fit
};

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_VIEWS_H_
