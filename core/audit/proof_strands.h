// The strands that a question reads when its answer is to be proven: on the side of the store they
// note what is read, on the side of the bundle they refuse what is not proven. Both list names from
// the signed stream table, so that a question reads the same on either side.
#ifndef DECREE_CORE_AUDIT_PROOF_STRANDS_H_
#define DECREE_CORE_AUDIT_PROOF_STRANDS_H_

#include <memory>
#include <string>
#include <vector>

#include "core/audit/proven_record.h"
#include "core/audit/reading_trace.h"
#include "core/audit/stream_table.h"
#include "core/projections/strand.h"

namespace decree {

// Safe for concurrent use. `base`, `log`, `rows` and `trace` must outlive it.
class TracedStrands final : public StrandReader {
 public:
  TracedStrands(const StrandReader& base, const RecordLog& log, const std::vector<StreamRow>& rows,
                ReadingTrace& trace)
      : base_(base), log_(log), rows_(rows), trace_(trace) {}
  absl::StatusOr<Strand> Load(absl::string_view projection,
                              absl::string_view entity) const override;
  absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const override;
  absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                    absl::string_view prefix) const override;

 private:
  const StrandReader& base_;
  const RecordLog& log_;
  const std::vector<StreamRow>& rows_;
  ReadingTrace& trace_;
};

// Safe for concurrent use. `proven` must outlive it.
class ProvenStrands final : public StrandReader {
 public:
  // Runs the projections over the proven records, in memory. Errors: those of the runner.
  static absl::StatusOr<std::shared_ptr<const ProvenStrands>> Make(const ProvenRecord& proven);

  absl::StatusOr<Strand> Load(absl::string_view projection,
                              absl::string_view entity) const override;
  absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const override;
  absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                    absl::string_view prefix) const override;

 private:
  explicit ProvenStrands(const ProvenRecord& proven);

  const ProvenRecord& proven_;
  const std::unique_ptr<OrderedStore> store_;
  const StoredStrands strands_;
};

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_PROOF_STRANDS_H_
