// RememberedStrands keeps what it has loaded: a question that looks at one measure under many views
// reads and decodes each strand once. Not safe for concurrent use; make one a question.
#ifndef DECREE_CORE_QUERY_REMEMBERED_STRANDS_H_
#define DECREE_CORE_QUERY_REMEMBERED_STRANDS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status_macros.h"
#include "core/projections/strand.h"

namespace decree {

class RememberedStrands final : public StrandReader {
 public:
  // `strands` must outlive it.
  explicit RememberedStrands(const StrandReader& strands) : strands_(strands) {}

  absl::StatusOr<Strand> Load(absl::string_view projection,
                              absl::string_view entity) const override {
    const std::pair<std::string, std::string> key(projection, entity);
    const auto found = loaded_.find(key);
    if (found != loaded_.end()) return found->second;
    DECREE_ASSIGN_OR_RETURN(Strand strand, strands_.Load(projection, entity));
    return loaded_.emplace(key, std::move(strand)).first->second;
  }

  absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const override {
    const auto found = repairs_.find(root);
    if (found != repairs_.end()) return found->second;
    DECREE_ASSIGN_OR_RETURN(std::vector<RepairEntry> entries, strands_.Repairs(root));
    return repairs_.emplace(root, std::move(entries)).first->second;
  }

  absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                    absl::string_view prefix) const override {
    return strands_.Entities(projection, prefix);
  }

  // Lets go of what was loaded: between measures, so that a walk over all of them stays small.
  void Forget() {
    loaded_.clear();
    repairs_.clear();
  }

 private:
  const StrandReader& strands_;
  mutable std::map<std::pair<std::string, std::string>, Strand> loaded_;
  mutable std::map<uint64_t, std::vector<RepairEntry>> repairs_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_REMEMBERED_STRANDS_H_
