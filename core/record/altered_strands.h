// AlteredStrands: the strands of a record up to one position, less some events, followed by those
// of drafted events that a store of their own holds. To every question it reads as if the altered
// record were the only one.
#ifndef DECREE_CORE_RECORD_ALTERED_STRANDS_H_
#define DECREE_CORE_RECORD_ALTERED_STRANDS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/log/record_log.h"
#include "core/projections/strand.h"

namespace decree {

// Safe for concurrent use, also while the base goes on applying events beyond `size`.
class AlteredStrands final : public StrandReader {
 public:
  // `base_log` must outlive it; `drafts` holds only what stands after `size`.
  AlteredStrands(std::shared_ptr<const StrandReader> base, const RecordLog& base_log, uint64_t size,
                 absl::flat_hash_set<uint64_t> without, std::shared_ptr<const OrderedStore> drafts)
      : base_(std::move(base)),
        base_log_(base_log),
        size_(size),
        without_(std::move(without)),
        drafts_store_(std::move(drafts)),
        drafts_(*drafts_store_) {}

  absl::StatusOr<Strand> Load(absl::string_view projection,
                              absl::string_view entity) const override;
  absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const override;
  // What is left of an entity that held only left-out events is nothing: it is not listed.
  absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                    absl::string_view prefix) const override;

 private:
  bool IsKept(uint64_t position) const { return position <= size_ && !without_.contains(position); }

  const std::shared_ptr<const StrandReader> base_;
  const RecordLog& base_log_;
  const uint64_t size_;
  const absl::flat_hash_set<uint64_t> without_;
  const std::shared_ptr<const OrderedStore> drafts_store_;
  const StoredStrands drafts_;
};

}  // namespace decree

#endif  // DECREE_CORE_RECORD_ALTERED_STRANDS_H_
