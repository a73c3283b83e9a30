// What a question may name: places, facts and tags that a list or the record knows. What nothing
// knows is a slip, and must not end in an answer that looks like "nothing applies".
//
// Do not confuse it with the matching of what is known (core/query/scope/place_match.h). Errors are
// InvalidArgument `origin: "China" is not a place that is known; did you mean CN? …`.
#ifndef DECREE_CORE_RECORD_NAMES_ON_RECORD_H_
#define DECREE_CORE_RECORD_NAMES_ON_RECORD_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/model/transaction.h"
#include "core/projections/strand.h"

namespace decree {

class NamesOnRecord {
 public:
  // Must outlive it; nullptr: what the lists do not know is taken as it is given (a bundle proves
  // no names).
  explicit NamesOnRecord(const StrandReader* strands) : strands_(strands) {}

  // "" for a listed place, or a group, an issuer or an actor on record; "*" and nothing at all
  // pass. Else what is wrong with it.
  absl::StatusOr<std::string> TroubleWithPlace(const std::string& place) const;
  // The same as an error.
  absl::Status CheckPlace(absl::string_view field, const std::string& place) const;
  // A fact that some measure reads.
  absl::Status CheckFact(const std::string& name) const;
  // All of the transaction's.
  absl::Status CheckTransaction(const Transaction& transaction) const;
  // A sentence for each tag that no scope and no membership uses.
  absl::StatusOr<std::vector<std::string>> UnusedTags(const Transaction& transaction) const;
  absl::StatusOr<std::vector<std::string>> UnusedTags(
      const std::vector<ProductCode>& products) const;

 private:
  absl::StatusOr<bool> Has(absl::string_view projection, const std::string& entity) const;
  absl::StatusOr<bool> HasPlace(const std::string& place) const;
  absl::StatusOr<std::string> Closest(absl::string_view name, absl::string_view prefix) const;

  const StrandReader* strands_;
};

// The same with what was looked up, for many transactions. Not safe for concurrent use.
class RememberedNames {
 public:
  explicit RememberedNames(const NamesOnRecord& names) : names_(names) {}

  const NamesOnRecord& names() const { return names_; }
  absl::Status CheckTransaction(const Transaction& transaction);

 private:
  const NamesOnRecord names_;
  absl::flat_hash_map<std::string, std::string> places_;  // with their trouble
  absl::flat_hash_map<std::string, absl::Status> facts_;
};

}  // namespace decree

#endif  // DECREE_CORE_RECORD_NAMES_ON_RECORD_H_
