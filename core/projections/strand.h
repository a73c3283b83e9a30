// A strand is the append-only list of act records of one entity, in position order, with its side
// entries; sealed every 64 records, the open tail under a fixed key. Do not confuse it with a
// stream (the log's versioned list of positions).
//
// Late records cost nothing special: order by date is the query's business, the strand's is
// position. Keys and values: schema/FORMAT.md, "Projections".
//
// Invariants:
//  - Records ascend by position; one event leaves at most one record and any number of sides.
//  - A sealed chunk never changes: what repairs a record stands beside it, under its root.
//  - The same events give the same keys and values, however they were batched.
#ifndef DECREE_CORE_PROJECTIONS_STRAND_H_
#define DECREE_CORE_PROJECTIONS_STRAND_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/projections/act_record.h"
#include "core/projections/side_entry.h"
#include "core/projections/unapplied.h"
#include "core/store/ordered_store.h"

namespace decree {

inline constexpr size_t kRecordsPerChunk = 64;
inline constexpr uint32_t kTailChunk = 0xffffffff;

// What a sealed chunk says of its records, so that a walk can skip it (the stop rule).
struct ChunkHeader {
  uint32_t records = 0;
  int64_t published_min = 0;
  int64_t stated_max_ever = 0;  // highest stated in this and all older chunks
  int64_t from_min = 0;         // outer bounds of the records' intervals
  int64_t to_max = 0;
};
inline constexpr size_t kChunkHeaderBytes = 40;

struct Strand {
  std::vector<ActRecord> acts;   // ascending position
  std::vector<SideEntry> sides;  // ascending position
};

// Keys in the views store. `projection` is its name; `entity` must not hold a NUL.
std::string StrandKey(absl::string_view projection, absl::string_view entity, uint32_t chunk);
std::string SideKey(absl::string_view projection, absl::string_view entity, uint64_t position,
                    uint16_t ordinal);
std::string EntityKey(absl::string_view projection, absl::string_view entity);
std::string RepairKey(uint64_t root, uint64_t position);
std::string CheckpointKey(absl::string_view projection);
std::string SideKeyPrefix(absl::string_view projection, absl::string_view entity);
std::string EntityKeyPrefix(absl::string_view projection);
std::string RepairKeyPrefix(uint64_t root);
// The smallest key greater than every key that starts with `prefix`.
std::string PrefixEnd(absl::string_view prefix);

std::string EncodeChunk(const std::vector<ActRecord>& records, int64_t stated_max_before);
absl::StatusOr<std::vector<ActRecord>> DecodeChunk(absl::string_view bytes);
absl::StatusOr<ChunkHeader> DecodeChunkHeader(absl::string_view bytes);

// The strands of neighbouring entities, read in one go; entities that hold nothing are missing.
struct StrandRange {
  std::map<std::string, Strand> strands;
  std::string through;  // the last entity that it speaks of
};

// Reads strands, repairs and entity names. Implemented by the stored views and by the overlay that
// adds events which the stored views do not hold yet. Safe for concurrent use.
class StrandReader {
 public:
  virtual ~StrandReader() = default;
  // An unknown entity gives an empty strand.
  virtual absl::StatusOr<Strand> Load(absl::string_view projection,
                                      absl::string_view entity) const = 0;
  // Of the entities from `first` to `last`, inclusive; fewer once some ten thousand records are
  // read, but at least the first.
  virtual absl::StatusOr<StrandRange> LoadRange(absl::string_view projection,
                                                const std::string& first,
                                                const std::string& last) const;
  virtual absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const = 0;
  // Entities whose name starts with `prefix`, sorted.
  virtual absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                            absl::string_view prefix) const = 0;
};

// `last`: what stands at a higher position is left out, so that a question reads the same however
// the store grows meanwhile. The names of entities that came later are still given; their strands
// are empty. `unapplied`: of these events' entities (nullptr: none) nothing is given; Load and
// LoadRange answer with DataLoss (RestsOn).
class StoredStrands final : public StrandReader {
 public:
  explicit StoredStrands(const OrderedStore& store, uint64_t last = UINT64_MAX,
                         std::shared_ptr<const UnappliedEvents> unapplied = nullptr)
      : store_(store), last_(last), unapplied_(std::move(unapplied)) {}
  absl::StatusOr<Strand> Load(absl::string_view projection,
                              absl::string_view entity) const override;
  absl::StatusOr<StrandRange> LoadRange(absl::string_view projection, const std::string& first,
                                        const std::string& last) const override;
  absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const override;
  absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                    absl::string_view prefix) const override;

 private:
  // The first entity from `first` to `last` that an unapplied event joins.
  absl::Status CheckApplied(absl::string_view first, absl::string_view last) const;

  const OrderedStore& store_;
  const uint64_t last_;
  const std::shared_ptr<const UnappliedEvents> unapplied_;
};

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_STRAND_H_
