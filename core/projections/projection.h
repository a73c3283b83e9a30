// A Projection turns each event into act records; all state is in the records.
//
// It is a pure function of one event: no clock, I/O, randomness, zone or hidden state, so a rebuild
// from position 1 yields the same keys and values. Do not confuse it with a query, which resolves
// records under a View (core/query). The runner feeds it from the log; the stored bytes are in
// schema/FORMAT.md.
#ifndef DECREE_CORE_PROJECTIONS_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_PROJECTION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/model/event.h"
#include "core/projections/act_record.h"
#include "core/projections/side_entry.h"

namespace decree {

inline constexpr size_t kRecordsPerEventMax = 4096;

// An event as the log holds it, with what its repair chain gives (the runner looks that up).
struct RecordedEvent {
  uint64_t position = 0;
  uint64_t target = 0;            // position of `event.target`; 0 when none
  uint64_t root = 0;              // repairs only: the act at the end of the target chain
  uint64_t root_target = 0;       // repairs only: the position that the root act itself targets
  const Event* event = nullptr;   // never null; DecodedParts::kActParts of it, but all of a repair
  const Event* merged = nullptr;  // repairs only: the root act's body as it reads after this repair
  std::vector<std::string>
      merged_streams;  // repairs only: that the merged act joins through its own target
  std::vector<std::string> streams;  // as recorded: the event's own and its target's
  absl::string_view body;            // as recorded; what is not in `event` is read from it
};

// What one event leaves at one entity. Entities are named like the streams:
// "m/us/additional-100-cn".
struct EntityRecord {
  std::string entity;
  std::optional<ActRecord> act;
  std::vector<SideEntry> sides;
};

// Implementations are immutable after construction and safe for concurrent use.
class Projection {
 public:
  virtual ~Projection() = default;

  // Matches [a-z][a-z0-9_]{0,31}. Part of every stored key: never rename it.
  virtual absl::string_view Name() const = 0;

  // Version of the rules, >= 1. Raise it when Record() would differ for the same event; the runner
  // then rebuilds this projection.
  virtual uint32_t RulesVersion() const = 0;

  // Appends to `out` the entities that this event concerns, each with its act record and side
  // entries. At most kRecordsPerEventMax. Kinds this projection does not use append nothing.
  // Errors: InvalidArgument names the field; the runner stops this projection at the event.
  virtual absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const = 0;
};

// What every strand of the same shape needs: for each stream of the event that starts with
// `prefix`, the act record and the side entries (a repair leaves only its marker).
void RecordOnStreams(const RecordedEvent& event, absl::string_view prefix,
                     std::vector<EntityRecord>& out);

// The repair entry of a `corrected` or `retracted`; nullopt for other kinds.
std::optional<RepairEntry> RepairOf(const RecordedEvent& event);

using ProjectionList = std::vector<std::unique_ptr<Projection>>;

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_PROJECTION_H_
