// The point table: every compiled answer of a record, filed by issuer, origin and heading, in an
// OrderedStore of its own that can be deleted at any time. Layout: schema/FORMAT.md, "The image".
//
// One key holds all that a question about one heading needs, so that a question costs a handful of
// probes whatever the number of events.
//
// Invariants:
//  - Where it is whole it gives, for each measure, the answers of the record up to `followed`, as
//    the slow path would; what numbers cannot tell says "ask".
//  - Every entry of a measure lies under the keys that its own compiled answers name, so that they
//    can be replaced without reading the rest.
//  - The same record gives the same bytes, made in one go or followed event by event.
#ifndef DECREE_CORE_COMPILED_POINT_TABLE_H_
#define DECREE_CORE_COMPILED_POINT_TABLE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/compiled/measure/measure_compiler.h"
#include "core/compiled/measure/point_entry.h"
#include "core/log/log_prover.h"
#include "core/store/ordered_store.h"

namespace decree {

// Raise it when equal records would give other entries or other bytes.
inline constexpr uint32_t kPointRulesVersion = 7;

inline constexpr uint32_t kPostingKindsFrom = 8;

// What the table holds: the answers of the record up to a position. Where work on it was cut short,
// it says how far that came: of the measures up to `done_through` the table may hold the answers
// up to `goal`, of the others those up to `followed` (0: none yet), and it answers nothing.
struct PointTableState {
  uint64_t followed = 0;
  uint64_t goal = 0;         // 0: it is whole
  std::string done_through;  // a slug
  uint64_t measures = 0;     // their numbers are 0 … measures - 1
  uint64_t systems = 0;      // bit n: something is filed under part kOtherSystemsPart + n; bit
                             // kPostingKindsFrom + n: under some posting of kind n
  StoreId log{};             // the log's
  Hash256 root{};            // of the log up to the later one of `followed` and `goal`
  friend bool operator==(const PointTableState&, const PointTableState&) = default;
};

// Safe for concurrent reading.
class PointTable {
 public:
  explicit PointTable(std::shared_ptr<OrderedStore> store) : store_(std::move(store)) {}

  // nullopt: empty, or made by other rules. Errors: DataLoss where it does not read.
  absl::StatusOr<std::optional<PointTableState>> State() const;

  // The entries of each key, in the order of the keys; issuer 0 asks for every issuer's.
  absl::Status Read(absl::Span<const PointKey> keys,
                    const std::function<void(size_t index, std::vector<PointEntry>)>& found) const;
  // Of a measure whose answers stand apart.
  absl::StatusOr<std::vector<PointEntry>> AnswersOf(uint32_t measure) const;
  absl::StatusOr<std::string> SlugOf(uint32_t measure) const;  // NotFound
  // The measures filed under each key, ascending, in the order of the keys.
  absl::Status ReadPostings(
      absl::Span<const PostingKey> keys,
      const std::function<void(size_t index, std::vector<uint32_t>)>& found) const;
  // Those filed under any key of the range, ascending, each once.
  absl::StatusOr<std::vector<uint32_t>> ReadPostings(const PostingProbes::Range& range) const;
  absl::StatusOr<std::optional<uint32_t>> NumberOf(const std::string& slug) const;
  // Every entry that is filed, in key order.
  absl::Status ForEach(
      const std::function<void(const PointKey& key, absl::Span<const PointEntry>)>& visit) const;

  OrderedStore& store() { return *store_; }

 private:
  std::shared_ptr<OrderedStore> store_;
};

// Collects what changes and leaves it in one write. Holds the keys it touches in memory.
class PointUpdate {
 public:
  // `is_empty`: the table is, so that nothing need be read of it.
  explicit PointUpdate(PointTable& table, bool is_empty = false)
      : table_(table), is_empty_(is_empty) {}

  // Every name that is new gets the next number.
  absl::StatusOr<uint32_t> NumberFor(const std::string& slug, PointTableState& state);
  // Takes away what stands of the measure and files what it has now.
  absl::Status Replace(uint32_t measure, const CompiledMeasure& compiled);
  // The same for measures of which nothing stands yet, many at a time.
  void File(uint32_t measure, CompiledMeasure&& compiled);
  // Another thread's part of it, sorted there.
  void SortFiled();
  void Take(PointUpdate&& other);

  // Writes everything, with `state`, whose systems it brings up to date; the keys that changed.
  absl::StatusOr<std::vector<PointKey>> Finish(PointTableState& state);

 private:
  // What a key holds, and what becomes of it.
  struct Bucket {
    absl::flat_hash_set<uint32_t> replaced;  // measures whose entries are taken away
    std::vector<PointEntry> added;
  };
  // Its entries as they are to be.
  absl::StatusOr<std::vector<PointEntry>> EntriesOf(const PointKey& key, Bucket& bucket) const;
  void AddPostings(uint32_t measure, const CompiledMeasure& compiled);
  absl::Status WritePostings();

  PointTable& table_;
  const bool is_empty_;
  WriteSet writes_;
  std::map<PointKey, Bucket> buckets_;
  std::vector<FiledEntry> filed_;
  std::vector<std::pair<PostingKey, uint32_t>> postings_;  // to be added
  std::map<std::string, uint32_t> new_numbers_;
  uint64_t systems_ = 0;  // that something was filed under
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_POINT_TABLE_H_
