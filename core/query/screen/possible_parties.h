// Names that a transaction gives and that nearly are names that scopes list on a date: told, since
// a list spells a name one way and the world another, and never decided by
// (core/names/near_name.h).
#ifndef DECREE_CORE_QUERY_SCREEN_POSSIBLE_PARTIES_H_
#define DECREE_CORE_QUERY_SCREEN_POSSIBLE_PARTIES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/query/answers/screen_answer.h"
#include "core/query/screen/listed_names.h"
#include "core/query/screen/screen_date_cache.h"

namespace decree {

// Of one date and view: the near names (listed_names.h) that measures list which are, or may be, in
// force. Not safe for concurrent use.
class PossibleParties {
 public:
  // The date cache must outlive it.
  explicit PossibleParties(ScreenDateCache& date_cache) : date_cache_(date_cache) {}

  // As ScreenAnswer has them. Each text is looked for once, as long as not too many are kept.
  absl::StatusOr<std::vector<PossibleParty>> Of(const Transaction& transaction);

  // Texts kept.
  size_t size() const { return known_.size(); }

 private:
  absl::StatusOr<const std::vector<PossibleParty>*> OfText(const std::string& given);
  absl::StatusOr<bool> IsListedBy(CachedMeasure& measure, const std::string& name);

  ScreenDateCache& date_cache_;
  absl::flat_hash_map<std::string, std::vector<PossibleParty>> known_;  // by the text given
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_POSSIBLE_PARTIES_H_
