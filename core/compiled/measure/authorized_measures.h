// Which measures some authorization may carve out, in any view: their answers cannot be compiled.
#ifndef DECREE_CORE_COMPILED_MEASURE_AUTHORIZED_MEASURES_H_
#define DECREE_CORE_COMPILED_MEASURE_AUTHORIZED_MEASURES_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "core/log/record_log.h"
#include "core/projections/strand.h"
#include "core/query/acts/pattern_index.h"

namespace decree {

class AuthorizedMeasures {
 public:
  // Reads every name and pattern that an authorization ever gave, repairs included.
  static absl::StatusOr<AuthorizedMeasures> Read(const StrandReader& strands, const RecordLog& log);

  bool Has(const std::string& slug) const;

 private:
  absl::flat_hash_set<std::string> slugs_;
  PatternIndex patterns_;
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_MEASURE_AUTHORIZED_MEASURES_H_
